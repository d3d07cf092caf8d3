"""Bone marrow sampling is counted by pass, or aspiration and biopsy of one site are billed apart.

What it checks
    Units of aspiration and biopsy, and both on one date without a modifier for a distinct site or another side.

Why it matters
    Each site counts once, however many passes; aspiration with biopsy at one site has a code of its own.

How to fix it
    Bill one unit for each site, and the combined code where both were taken from one site. The same from both sides is
    one unit with 50 for Medicare.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import ClaimLine, Fix, Outcome, Rule, Subject, cite, remove_line, set_code, set_units


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each code with several units, and for the two codes together."""
    for day, lines in subject.days.items():
        codes = subject.tables.at(day).policy.codes("support.marrow_codes")
        held = [one for one in lines if one.code in codes]
        for one in held:
            if one.units > 1:
                fix = Fix(title="Bill one unit", only_if="it was one site", edits=(set_units(one, 1),))
                yield rule.finding(
                    f"{one.code}: {one.units} units on one line",
                    why="Each site counts once, however many passes; another site goes on a line of its own.",
                    lines=[one],
                    severity="warning",
                    fixes=(fix,),
                )
        if len({one.code for one in held}) > 1 and not _apart(subject, held):
            yield _together(rule, subject, held)


def _apart(subject: Subject, held: list[ClaimLine]) -> bool:
    """Whether a modifier says that the sites differed: a distinct service, or another side on each line."""
    sides = subject.at(held[0]).policy.codes("claim.anatomic_modifiers")
    marks = [frozenset(sides & set(one.modifiers)) for one in held]
    return any(subject.distinct(one) for one in held) or (all(marks) and len(set(marks)) == len(marks))


def _together(rule: Rule, subject: Subject, held: list[ClaimLine]) -> Outcome:
    both = subject.at(held[0]).role("marrow.both")
    code = both.code if both else held[0].code
    edits = (set_code(held[0], code), *(remove_line(one) for one in held[1:]))
    fix = Fix(title=f"Bill {code}", only_if="both were taken from one site", edits=edits)
    return rule.finding(
        f"{' and '.join(dict.fromkeys(one.code for one in held))} on one date",
        why=f"Aspiration and biopsy at one site are {code}; nothing says that the sites differed.",
        lines=held,
        severity=subject.by_payer(),
        fixes=(fix,),
    )


RULE = Rule(
    __name__,
    title="Marrow sampling by site",
    severity="error",
    covers=("SUP-17",),
    citation=cite("ncci-manual-5-marrow"),
    check=check,
    bad=lambda: claim(line("38220"), line("38221"), dx="C90.00"),
    good=lambda: claim(line("38222"), dx="C90.00"),
    reads=("procedures", "support.marrow_codes"),
)
