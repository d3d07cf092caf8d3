"""The prior authorisation recorded does not cover the date, or the units of the drug.

What it checks
    Where an authorisation with dates is recorded, every line's date of service lies within them; where one with units
    is, a claim's only drug is billed with no more.

Why it matters
    A service outside the authorised dates, or above the authorised units, is treated as not authorised.

How to fix it
    Ask the payer to extend it, or record the authorisation that does cover the date.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Outcome, Rule, Subject, cite


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for the dates outside it, and for units above it; which of several drugs is meant is not known."""
    held = subject.claim.authorization
    if held is None:
        return
    for day, lines in subject.days.items():
        if (held.since and day < held.since) or (held.to and day > held.to):
            why = f"Authorisation {held.number} runs from {held.since or '…'} to {held.to or '…'}."
            yield rule.finding(f"{day} is outside the authorised dates", why=why, lines=lines)
    drugs = [line for line in subject.lines if (drug := subject.drug(line)) and drug.drug_class != "hydration"]
    count = sum(line.units for line in drugs)
    if held.units is not None and len({line.code for line in drugs}) == 1 and count > held.units:
        why = f"Authorisation {held.number} is for {held.units} units."
        yield rule.finding(f"{drugs[0].code}: {count} units, above those authorised", why=why, lines=drugs)


RULE = Rule(
    __name__,
    title="Date outside the authorisation",
    severity="warning",
    covers=("CLM-05",),
    citation=cite("payer-policy"),
    check=check,
    bad=lambda: claim(line("96413"), authorization={"number": "PA-1", "from": "2026-01-01", "to": "2026-02-28"}),
    good=lambda: claim(line("96413"), authorization={"number": "PA-1", "from": "2026-01-01", "to": "2026-06-30"}),
)
