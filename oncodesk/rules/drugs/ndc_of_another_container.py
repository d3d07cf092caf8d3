"""The NDC billed is not the one of the containers opened.

What it checks
    NDCs of the claim's drug lines against those recorded with the containers of the visit, whatever their hyphens.

Why it matters
    Carton and vial can have numbers of their own, and a number from another product misstates what was given.

How to fix it
    Bill the number on the container that was opened, or the one that the payer asks for.
"""

from collections.abc import Iterator

from oncodesk.domain.claim import Claim
from oncodesk.domain.ndc import eleven_digits
from oncodesk.domain.visit import Visit
from oncodesk.rules.drugs.containers import billed_drugs
from oncodesk.rules.examples import claim, given, line, visit
from oncodesk.rules.kit import Outcome, Rule, Subject, cite


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A warning for each line whose number none of the opened containers can have."""
    for billed in billed_drugs(subject):
        opened = {form for box in billed.containers if box.ndc for form in eleven_digits(box.ndc)}
        for held in billed.lines:
            if opened and held.ndc and not opened & set(eleven_digits(held.ndc.code)):
                yield rule.finding(
                    f"{held.code}: NDC {held.ndc.code} is not that of what was opened",
                    why=f"The visit records {', '.join(sorted(opened))}.",
                    lines=[held],
                    facts=[a.id for a in billed.given],
                )


def _visit() -> Visit:
    box = {"amount": 100, "unit": "mg", "count": 2, "kind": "single_dose", "ndc": "00006-3026-02"}
    drug = given(
        "a1",
        "pembrolizumab",
        at="09:00-09:30",
        dose={"amount": 200, "unit": "mg"},
        containers=[box],
        discarded={"amount": 0, "unit": "mg"},
    )
    return visit(drug, dx="C34.11")


def _claim(ndc: str) -> Claim:
    drug = line("J9271", 200, "JZ", ndc={"code": ndc, "unit": "UN", "quantity": "2"})
    return claim(line("96413"), drug, dx="Z51.12 C34.11", visit=_visit())


RULE = Rule(
    __name__,
    title="NDC of another container",
    severity="warning",
    covers=("DRG-18", "NDC-05"),
    citation=cite("field-practice"),
    check=check,
    bad=lambda: _claim("00006302604"),
    good=lambda: _claim("00006302602"),
    reads=("drugs",),
    confirm=True,
)
