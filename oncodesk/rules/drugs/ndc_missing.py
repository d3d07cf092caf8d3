"""A drug line has no NDC where the payer asks for one.

What it checks
    Drug lines for Medicaid, waste lines included; unlisted drugs for any payer, unless their narrative gives the NDC
    to Medicare; and, as a reminder, drugs with a code of their own for payers of whom many ask for it.

Why it matters
    Medicaid cannot pay a drug without it, an unlisted drug cannot be priced, and other payers return the line where
    their policy asks for it. A line of waste needs its own quantity.

How to fix it
    Add the eleven digits from the label, with unit and quantity.
"""

import re
from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Citation, ClaimLine, Outcome, Rule, Severity, Subject, cite

DIGITS = re.compile(r"\d(?:[\d-]{8,12})\d")


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for unlisted drugs, and one for the others, each by the authority that binds the payer."""
    payer = subject.claim.payer
    if payer is None or payer.kind == "self_pay":
        return
    drugs = [held for held in subject.lines if held.ndc is None and _is_drug(subject, held)]
    unlisted = [held for held in drugs if _unlisted(subject, held) and not _told(subject, held)]
    if unlisted:
        yield _finding(rule, unlisted, *_of_unlisted(subject, payer.kind))
    others = [held for held in drugs if not _unlisted(subject, held)]
    if others and (asked := _of_others(subject, payer.kind)):
        yield _finding(rule, others, *asked)


def _finding(rule: Rule, missing: list[ClaimLine], why: str, severity: Severity, citation: Citation) -> Outcome:
    codes = ", ".join(dict.fromkeys(held.code for held in missing))
    return rule.finding(f"{codes} without an NDC", why=why, lines=missing, severity=severity, citation=citation)


def _of_unlisted(subject: Subject, kind: str) -> tuple[str, Severity, Citation]:
    if kind in subject.tables.policy.codes("drugs.ndc_payers"):
        return _of_medicaid()
    if kind in {"medicare", "railroad"}:
        why = "An unlisted drug without name, NDC and dose, in the line or its narrative, is returned as unprocessable."
        return why, "warning", cite("unlisted-drug-ndc")
    return "Payers price an unlisted drug by its NDC.", "warning", cite("payer-policy", "NDC of unlisted drugs")


def _of_others(subject: Subject, kind: str) -> tuple[str, Severity, Citation] | None:
    """None where the payer does not ask: Medicare takes a drug by its code."""
    policy = subject.tables.policy
    if kind in policy.codes("drugs.ndc_payers"):
        return _of_medicaid()
    if kind not in policy.codes("drugs.ndc_usual_payers"):
        return None
    if kind == "tricare":
        return "TRICARE asks for it where no maximum allowable charge is set.", "info", cite("tricare-ndc")
    why = "Payers differ: some ask for it on every drug line of a professional claim, others on unlisted drugs only."
    return why, "info", cite("payer-policy", "NDC of drugs")


def _of_medicaid() -> tuple[str, Severity, Citation]:
    return "Medicaid always asks for it, to collect the maker's rebate.", "warning", cite("dra-2005-6002")


def _unlisted(subject: Subject, held: ClaimLine) -> bool:
    return held.code in subject.at(held).policy.codes("drugs.unlisted_codes")


def _told(subject: Subject, held: ClaimLine) -> bool:
    """Whether the narrative gives the number, which is where Medicare reads it."""
    return subject.medicare and bool(DIGITS.search(held.narrative or ""))


def _is_drug(subject: Subject, held: ClaimLine) -> bool:
    drug = subject.drug(held)
    return drug is not None and (drug.drug_class != "hydration" or drug.unlisted)


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
