"""Opening a clotted catheter is billed without the drug that does it.

What it checks
    The declotting code on a date without a clot-dissolving drug, and more than one unit of it.

Why it matters
    A flush is no declotting: the code needs a thrombolytic, and counts once for each time.

How to fix it
    Bill the drug beside it, or take the code off.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Outcome, Rule, Subject, cite, without


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A reminder for each declotting without its drug."""
    for day, lines in subject.days.items():
        drugs = subject.tables.at(day).policy.codes("drugs.declot_codes")
        for held in lines:
            if subject.role(held) == "access.declot" and held.units > 1:
                yield rule.finding(
                    f"{held.code} billed {held.units} times",
                    why="It counts once for each catheter opened; a separate second time takes 59 on its own line.",
                    lines=[held],
                )
            elif subject.role(held) == "access.declot" and not drugs & {one.code for one in lines}:
                fix = without(held, "the line was only flushed")
                yield rule.finding(
                    f"{held.code} without {' or '.join(sorted(drugs))}",
                    why="Declotting needs a thrombolytic; no line of the date bills one.",
                    lines=[held],
                    fixes=(fix,),
                )


RULE = Rule(
    __name__,
    title="Declotting without its drug",
    severity="info",
    covers=("INF-33",),
    citation=cite("cpt-administration"),
    check=check,
    bad=lambda: claim(line("36593"), dx="T82.898A C18.2"),
    good=lambda: claim(line("36593"), line("J2997", 2, "JZ"), dx="T82.898A C18.2"),
    reads=("procedures", "drugs.declot_codes"),
)
