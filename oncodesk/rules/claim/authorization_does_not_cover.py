"""The prior authorisation recorded does not cover the date.

What it checks
    Where an authorisation with dates is recorded, every line's date of service lies within them.

Why it matters
    A service outside the authorised dates is treated as not authorised.

How to fix it
    Ask the payer to extend it, or record the authorisation that does cover the date.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Outcome, Rule, Subject, cite


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for the dates outside it."""
    held = subject.claim.authorization
    if held is None:
        return
    for day, lines in subject.days.items():
        if (held.since and day < held.since) or (held.to and day > held.to):
            why = f"Authorisation {held.number} runs from {held.since or '…'} to {held.to or '…'}."
            yield rule.finding(f"{day} is outside the authorised dates", why=why, lines=lines)


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
