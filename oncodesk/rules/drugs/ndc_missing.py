"""A drug line has no NDC where the payer asks for one.

What it checks
    Drug lines for Medicaid, for most other payers than Medicare, and unlisted drugs for anyone; waste lines included.

Why it matters
    Medicaid cannot pay a drug without it, and most payers return the line. A line of waste needs its own quantity.

How to fix it
    Add the eleven digits from the label, with unit and quantity.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import ClaimLine, Outcome, Rule, Subject, cite


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A warning for each drug without an NDC, by payer."""
    payer = subject.claim.payer
    missing = [held for held in subject.lines if held.ndc is None and _asked(subject, held)]
    if missing and payer:
        codes = ", ".join(dict.fromkeys(held.code for held in missing))
        always = payer.kind in subject.tables.policy.codes("drugs.ndc_payers")
        yield rule.finding(
            f"{codes} without an NDC",
            why="This payer always asks for it." if always else "Payers of this kind mostly ask for it.",
            lines=missing,
            severity="warning" if always or any(_unlisted(subject, held) for held in missing) else "info",
        )


def _unlisted(subject: Subject, held: ClaimLine) -> bool:
    return held.code in subject.at(held).policy.codes("drugs.unlisted_codes")


def _asked(subject: Subject, held: ClaimLine) -> bool:
    policy, payer = subject.at(held).policy, subject.claim.payer
    drug = subject.drug(held)
    if payer is None or drug is None or (drug.drug_class == "hydration" and not drug.unlisted):
        return False
    usual = policy.codes("drugs.ndc_payers") | policy.codes("drugs.ndc_usual_payers")
    return payer.kind in usual or (_unlisted(subject, held) and payer.kind != "self_pay")


RULE = Rule(
    __name__,
    title="NDC missing",
    severity="warning",
    covers=("NDC-04",),
    citation=cite("dra-2005-6002"),
    check=check,
    bad=lambda: claim(
        line("96374"), line("J2405", 4, "JZ"), dx="R11.2 C34.11", payer={"kind": "medicaid", "name": "State Medicaid"}
    ),
    good=lambda: claim(
        line("96374"),
        line("J2405", 4, "JZ", ndc={"code": "01234567809", "unit": "ML", "quantity": "2"}),
        dx="R11.2 C34.11",
        payer={"kind": "medicaid", "name": "State Medicaid"},
    ),
    reads=("drugs", "drugs.ndc_payers", "drugs.ndc_usual_payers", "drugs.unlisted_codes"),
)
