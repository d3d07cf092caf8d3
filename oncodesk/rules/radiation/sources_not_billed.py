"""Permanent sources are put in and none is billed.

What it checks
    An interstitial application in an office stands with a line for its sources.

Why it matters
    Seeds that the practice bought are billed apart from their application; the source of a high dose-rate unit is not.

How to fix it
    Add the sources where the practice bought them.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Outcome, Rule, Subject, cite


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A reminder for each date with the application and no supply or drug beside it."""
    for held in subject.days.values():
        applied = [
            x for x in held if subject.role(x) == "radiation.brachytherapy.interstitial" and subject.in_office(x)
        ]
        supplied = [x for x in held if subject.kind(x) == "supply" or x.code[:1].upper() in {"A", "C", "Q"}]
        if applied and not supplied:
            yield rule.finding(
                f"{applied[0].code} without its sources",
                why="sources that the practice bought are billed on a line of their own.",
                lines=applied[:1],
            )


RULE = Rule(
    __name__,
    title="Sources of an application",
    severity="info",
    covers=("RAD-56",),
    citation=cite("field-practice"),
    check=check,
    bad=lambda: claim(line("77778"), dx="C20"),
    good=lambda: claim(line("77778"), line("Q3001", 60), dx="C20"),
    reads=("procedures",),
    confirm=True,
)
