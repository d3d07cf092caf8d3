"""Discarded drug is billed although none of it was given.

What it checks
    A line with JW without a line of the same drug and date for what was given.

Why it matters
    Waste is payable only beside a dose: a drug mixed for a patient who did not come is not.

How to fix it
    Bill what was given beside it, or take the line off.
"""

from collections.abc import Iterator

from oncodesk.rules.drugs.containers import billed_drugs
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, cite, remove_line


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each drug billed as discarded only."""
    for billed in billed_drugs(subject):
        if billed.wasted and not billed.kept and not billed.due_waste:
            fix = Fix(
                title="Take the waste off",
                only_if="none of the drug was given",
                edits=tuple(remove_line(one) for one in billed.wasted),
            )
            yield rule.finding(
                f"{billed.drug.code}: discarded, and nothing given",
                why="No line of the date bills a dose of it.",
                lines=billed.wasted,
                severity=subject.by_payer(),
                fixes=(fix,),
            )


RULE = Rule(
    __name__,
    title="Waste without a dose",
    severity="error",
    covers=("JW-09",),
    citation=cite("claims-manual-17-40"),
    check=check,
    bad=lambda: claim(line("96413"), line("J9271", 200, "JZ"), line("J9035", 10, "JW"), dx="Z51.12 C18.2"),
    good=lambda: claim(line("96413"), line("J9035", 8), line("J9035", 2, "JW"), dx="Z51.12 C18.2"),
    reads=("drugs",),
)
