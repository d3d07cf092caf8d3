"""A National Drug Code is not eleven digits.

What it checks
    The number on each line: eleven digits without hyphens, in the form 5-4-2.

Why it matters
    A number of another form matches no product; the line is rejected.

How to fix it
    Put a zero before the segment that is short: 1234-1234-12, 12345-123-12 and 12345-1234-1 each take theirs elsewhere.
"""

import re
from collections.abc import Iterator

from oncodesk.domain.ndc import eleven_digits
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Outcome, Rule, Subject, cite


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each number of another form; the right forms are named, hyphens tell which."""
    for held in subject.lines:
        if held.ndc is None or re.fullmatch(r"\d{11}", held.ndc.code):
            continue
        forms = eleven_digits(held.ndc.code)
        right = ", ".join(forms)
        told = f"It can stand for {right}." if forms else "It has neither ten nor eleven digits in known segments."
        yield rule.finding(
            f"{held.code}: NDC {held.ndc.code} is not eleven digits",
            why=told,
            lines=[held],
        )


RULE = Rule(
    __name__,
    title="NDC of eleven digits",
    severity="error",
    covers=("NDC-01",),
    citation=cite("hipaa-code-sets"),
    check=check,
    bad=lambda: claim(
        line("96374"),
        line("J2405", 4, "JZ", ndc={"code": "1234-5678-09", "unit": "ML", "quantity": "2"}),
        dx="R11.2 C34.11",
    ),
    good=lambda: claim(
        line("96374"),
        line("J2405", 4, "JZ", ndc={"code": "01234567809", "unit": "ML", "quantity": "2"}),
        dx="R11.2 C34.11",
    ),
)
