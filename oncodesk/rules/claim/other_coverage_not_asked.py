"""Nobody asked a Medicare patient about other coverage.

What it checks
    The facts of a Medicare claim say whether the patient was asked about other insurance.

Why it matters
    Where a working spouse's plan or a liability insurer pays first, Medicare takes its payment back.

How to fix it
    Ask the questionnaire's questions, and record that it was done.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Outcome, Rule, Subject, cite


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A warning where it is recorded that nobody asked; not checked where nothing is recorded."""
    payer = subject.claim.payer
    if payer is None or payer.kind not in subject.tables.policy.codes("claim.msp_payers"):
        return
    asked = subject.claim.facts.other_coverage_asked
    if asked is None:
        yield rule.not_checked("whether the patient was asked about other coverage is not recorded")
    elif not asked:
        why = "Medicare pays second to most other coverage, and asks providers to find out."
        yield rule.finding(
            "the patient was not asked about other coverage", why=why, facts=["facts.other_coverage_asked"]
        )


RULE = Rule(
    __name__,
    title="Other coverage not asked for",
    severity="warning",
    covers=("CLM-04",),
    citation=cite("cfr-411-20"),
    check=check,
    bad=lambda: claim(line("96413"), facts={"other_coverage_asked": False}),
    good=lambda: claim(line("96413"), facts={"other_coverage_asked": True}),
    reads=("facts", "claim.msp_payers"),
)
