"""More units of an administration code than payers usually take for a date.

What it checks
    Units by date of each code against the usual daily limits. A loaded table of unlikely edits goes before them.

Why it matters
    Above the limit the line is denied and has to be appealed with records.

How to fix it
    Check the times; where they are right keep the record at hand.
"""

from collections.abc import Iterator

from oncodesk.codes.edit_values import NotLoaded
from oncodesk.rules.edits.table_reading import limits
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Outcome, Rule, Subject, cite


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A warning for each code over its limit."""
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


RULE = Rule(
    __name__,
    title="Unusually many units",
    severity="warning",
    covers=("INF-39",),
    citation=cite("ncci-mue"),
    check=check,
    bad=lambda: claim(line("96413"), line("96415", 9)),
    good=lambda: claim(line("96413"), line("96415", 8)),
    reads=("infusion.usual_daily_limits", "mue"),
    confirm=True,
)
