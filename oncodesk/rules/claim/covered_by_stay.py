"""The patient was in a hospital, nursing facility or hospice on the date of service.

What it checks
    The facts name a stay that covers the date.

Why it matters
    The stay's own payment includes most services: an inpatient's are the hospital's, a hospice patient's related care
    the hospice's, and a nursing facility pays for what its payment does not leave out.

How to fix it
    Ask whether the service was unrelated, or is one that the stay leaves out, before billing it.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Outcome, Rule, Subject, cite

STAYS = {"hospice": "in hospice", "snf": "in a nursing facility's covered stay", "inpatient": "a hospital inpatient"}


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding where a stay is recorded and no modifier answers it."""
    stay = subject.claim.facts.stay
    if stay is None:
        return
    answers = set(subject.tables.policy.table("claim.hospice_modifiers").values()) if stay == "hospice" else set()
    lines = [held for held in subject.lines if not answers & set(held.modifiers)]
    if lines:
        why = "Who pays for the stay usually pays for this as well; see what is left out of it."
        yield rule.finding(f"the patient was {STAYS[stay]}", why=why, lines=lines, facts=["facts.stay"])


RULE = Rule(
    __name__,
    title="Service during a stay that covers it",
    severity="error",
    covers=("CLM-07",),
    citation=cite("snf-consolidated-billing"),
    check=check,
    bad=lambda: claim(line("96413"), facts={"stay": "snf"}),
    good=lambda: claim(line("96413")),
    reads=("facts", "claim.hospice_modifiers"),
    confirm=True,
)
