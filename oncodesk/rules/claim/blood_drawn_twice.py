"""Drawing blood from a vein is billed more than once for a date.

What it checks
    Units and lines of the venous draw, date by date.

Why it matters
    It is paid once an encounter, however many tubes and tests.

How to fix it
    Bill one unit. Tests of a waived laboratory carry QW, and the claim the laboratory's CLIA number.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, cite, remove_line, set_units

ROLE = "access.venous_draw"


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each date with more than one that nothing sets apart."""
    for day, lines in subject.days.items():
        draws = [held for held in lines if subject.role(held) == ROLE and not subject.distinct(held)]
        if sum(held.units for held in draws) > 1:
            first, *rest = draws
            edits = (set_units(first, 1), *(remove_line(held) for held in rest))
            yield rule.finding(
                f"{first.code} {sum(held.units for held in draws)} times on {day}",
                why="One draw is paid for an encounter.",
                lines=draws,
                fixes=(Fix(title="Bill one", only_if="blood was drawn at one encounter", edits=edits),),
            )


RULE = Rule(
    __name__,
    title="Blood draw more than once",
    severity="warning",
    covers=("CLM-13",),
    citation=cite("field-practice"),
    check=check,
    bad=lambda: claim(line("36415", 2), dx="C18.2"),
    good=lambda: claim(line("36415"), dx="C18.2"),
    reads=("procedures",),
    confirm=True,
)
