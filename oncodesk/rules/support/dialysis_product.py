"""A code for patients on dialysis is billed for a patient who is not.

What it checks
    Drug codes for end-stage renal disease, where no diagnosis of the claim says so.

Why it matters
    The same drug has another code outside dialysis; the claim is denied.

How to fix it
    Bill the code for use outside dialysis, with its own units.
"""

from collections.abc import Iterator
from decimal import Decimal

from oncodesk.domain.quantity import billing_units
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import ClaimLine, Edit, Fix, Outcome, Rule, Subject, cite, set_code, set_units
from oncodesk.rules.support.anemia import has_diagnosis

DIALYSIS = ("N18.6", "Z99.2")


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each such code without end-stage disease or dialysis among the diagnoses."""
    for held in subject.lines:
        right = subject.at(held).policy.table("drugs.dialysis_only_codes").get(held.code)
        if right and not has_diagnosis(subject, *DIALYSIS):
            yield rule.finding(
                f"{held.code} is for patients on dialysis",
                why=f"None of the diagnoses is {' or '.join(DIALYSIS)}; outside dialysis the code is {right}.",
                lines=[held],
                fixes=(_fix(subject, held, str(right)),),
            )


def _fix(subject: Subject, held: ClaimLine, right: str) -> Fix:
    edits: list[Edit] = [set_code(held, right)]
    one, other = subject.drug(held), subject.at(held).drug(right)
    if one and other:
        amount = one.unit.model_copy(update={"amount": one.unit.amount * Decimal(held.units)}).to(other.unit.unit)
        units = billing_units(amount, other.unit.amount) if amount is not None else held.units
        edits += [set_units(held, units)] if units != held.units else []
    return Fix(title=f"Bill {right}", only_if="the patient is not on dialysis", edits=tuple(edits))


RULE = Rule(
    __name__,
    title="Dialysis code outside dialysis",
    severity="error",
    covers=("SUP-06", "DRG-08"),
    citation=cite("hcpcs"),
    check=check,
    bad=lambda: claim(
        line("96372"),
        line("J0882", 200, "EA", "JB", "JZ"),
        dx="D64.81 C34.11 T45.1X5A",
        facts={"hemoglobin_g_dl": 9.0},
    ),
    good=lambda: claim(
        line("96372"),
        line("J0881", 200, "EA", "JB", "JZ"),
        dx="D64.81 C34.11 T45.1X5A",
        facts={"hemoglobin_g_dl": 9.0},
    ),
    reads=("drugs", "drugs.dialysis_only_codes"),
)
