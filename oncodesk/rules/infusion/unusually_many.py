"""More units of an administration code than payers usually take for a date.

What it checks
    Units by date of each code against the usual daily limits; a loaded table of unlikely edits goes before them. And
    what the visit records: one drug pushed or injected many times, or more administrations than a day holds.

Why it matters
    Above the limit the line is denied and has to be appealed with records. An import that repeats a row bills every
    dose again.

How to fix it
    Check the times; where they are right keep the record at hand.
"""

from collections import Counter
from collections.abc import Iterator

from oncodesk.codes.edit_values import NotLoaded
from oncodesk.domain.visit import Administration
from oncodesk.rules.edits.table_reading import limits
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Outcome, Rule, Subject, cite

REPEATED = frozenset({"iv_push", "intra_arterial_push", "subcutaneous", "intramuscular"})


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A warning for each code over its limit, and for a record that no visit is likely to have."""
    yield from _recorded(rule, subject)
    for day, lines in subject.days.items():
        table = limits(subject, day)
        official = set() if isinstance(table, NotLoaded) else {limit.code for limit in table}
        usual = subject.tables.at(day).policy.table("infusion.usual_daily_limits")
        for code, most in sorted({(one.code, usual[one.code]) for one in lines if one.code in usual}):
            held = [one for one in lines if one.code == code]
            units = sum(one.units for one in held)
            if units > most and code not in official:
                yield rule.finding(
                    f"{code}: {units} units for {day}",
                    why=f"Usually at most {most} are taken.",
                    lines=held,
                )


def _recorded(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    policy = subject.tables.policy
    held = subject.visit.administrations if subject.visit else ()
    times = Counter(a.name.lower() for a in held if a.route in REPEATED)
    often = {name: count for name, count in times.items() if count > policy.number("infusion.most_times_a_drug")}
    if often:
        told = ", ".join(f"{name} {count} times" for name, count in sorted(often.items()))
        yield _asked(rule, subject, f"{told} at one visit", [a for a in held if a.name.lower() in often])
    elif len(held) > policy.number("infusion.most_administrations"):
        yield _asked(rule, subject, f"{len(held)} administrations at one visit", list(held))


def _asked(rule: Rule, subject: Subject, message: str, given: list[Administration]) -> Outcome:
    facts = {a.id for a in given}
    return rule.finding(
        message,
        why="So many are seldom given on one date; a row repeated in an import looks like this.",
        lines=[one for one in subject.lines if facts & set(one.facts)],
        facts=[a.id for a in given],
    )


RULE = Rule(
    __name__,
    title="Unusually many units",
    severity="warning",
    covers=("INF-39",),
    citation=cite("ncci-mue"),
    check=check,
    bad=lambda: claim(line("96413"), line("96415", 9)),
    good=lambda: claim(line("96413"), line("96415", 8)),
    reads=("infusion.usual_daily_limits", "infusion.most_times_a_drug", "infusion.most_administrations", "mue"),
    confirm=True,
)
