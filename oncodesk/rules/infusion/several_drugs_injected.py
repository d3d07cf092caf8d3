"""Several different drugs were injected, and one line bills them all.

What it checks
    More than one unit of the same injection code on one line.

Why it matters
    Each different drug is an injection of its own. Some payers take the count as units of a line, others want a line
    for each with 59 on the second.

How to fix it
    Keep what the payer accepts; nothing more is needed where it takes units.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.infusion.injection_count import ROLES
from oncodesk.rules.kit import Outcome, Rule, Subject, cite


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A reminder for each such line."""
    for held in subject.lines:
        if held.units > 1 and subject.role(held) in ROLES:
            yield rule.finding(
                f"{held.units} units of {held.code} on one line",
                why="Payers differ: units of one line, or a line for each drug with 59 on the second.",
                lines=[held],
            )


RULE = Rule(
    __name__,
    title="Several injections on one line",
    severity="info",
    covers=("INF-25",),
    citation=cite("payer-policy"),
    check=check,
    bad=lambda: claim(line("96372", 2), line("J3420"), line("J2353", 20, "JZ"), dx="E34.00 D51.9"),
    good=lambda: claim(line("96372"), line("J3420"), dx="D51.9"),
    reads=("procedures",),
    confirm=True,
)
