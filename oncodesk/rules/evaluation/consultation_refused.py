"""A consultation code goes to a payer that takes none.

What it checks
    Medicare claims carry no consultation codes.

Why it matters
    Medicare stopped paying them in 2010; the visit is billed by its office code.

How to fix it
    Bill the office visit, new or established, at the level the note supports.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Outcome, Rule, Subject, cite


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each consultation code."""
    payer = subject.claim.payer
    for billed in subject.lines:
        policy = subject.at(billed).policy
        refused = payer is not None and payer.kind in policy.codes("evaluation.consultation_refusing_payers")
        if refused and billed.code in policy.codes("evaluation.consultation_codes"):
            yield rule.finding(
                f"{billed.code} is a consultation, which this payer does not take",
                why="Bill the office visit that the note supports: new or established, by its own level.",
                lines=[billed],
            )


RULE = Rule(
    __name__,
    title="Consultation code to Medicare",
    severity="error",
    covers=("EM-10",),
    citation=cite("claims-manual-12-30-6-10"),
    check=check,
    bad=lambda: claim(line("99244"), dx="C18.2"),
    good=lambda: claim(line("99204"), dx="C18.2"),
    reads=("evaluation.consultation_codes", "evaluation.consultation_refusing_payers"),
)
