"""A code for patients on dialysis is billed for a patient who is not, or the other way round.

What it checks
    Drug codes for end-stage renal disease where no diagnosis of the claim says so, and their counterparts where one
    does.

Why it matters
    The same drug has another code outside dialysis; the claim is denied.

How to fix it
    Bill the code that the diagnoses call for, with its own units.
"""

from collections.abc import Iterator
from decimal import Decimal

from oncodesk.domain.quantity import billing_units
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import ClaimLine, Edit, Fix, Outcome, Rule, Subject, cite, set_code, set_units
from oncodesk.rules.support.anemia import has_diagnosis

DIALYSIS = ("N18.6", "Z99.2")


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each such code against what the diagnoses say of end-stage disease or dialysis."""
    for held in subject.lines:
        right = subject.at(held).policy.table("drugs.dialysis_only_codes").get(held.code)
        if right and not has_diagnosis(subject, *DIALYSIS):
            yield rule.finding(
                f"{held.code} is for patients on dialysis",
                why=f"None of the diagnoses is {' or '.join(DIALYSIS)}; outside dialysis the code is {right}.",
                lines=[held],
                fixes=(_fix(subject, held, str(right), "the patient is not on dialysis"),),
            )
        else:
            yield from _on_dialysis(rule, subject, held)


def _on_dialysis(rule: Rule, subject: Subject, held: ClaimLine) -> Iterator[Outcome]:
    others = {other: code for code, other in subject.at(held).policy.table("drugs.dialysis_only_codes").items()}
    if (right := others.get(held.code)) and has_diagnosis(subject, *DIALYSIS):
        fix = _fix(subject, held, str(right), "the patient is on dialysis")
        yield rule.finding(
            f"{held.code} is for patients who are not on dialysis",
            why=f"A diagnosis is {' or '.join(DIALYSIS)}; on dialysis the code is {right}.",
            lines=[held],
            covers=("DRG-08",),
            fixes=(fix,),
        )


def _fix(subject: Subject, held: ClaimLine, right: str, only_if: str) -> Fix:
    edits: list[Edit] = [set_code(held, right)]
    one, other = subject.drug(held), subject.at(held).drug(right)
    if one and other:
        amount = one.unit.model_copy(update={"amount": one.unit.amount * Decimal(held.units)}).to(other.unit.unit)
        units = billing_units(amount, other.unit.amount) if amount is not None else held.units
        edits += [set_units(held, units)] if units != held.units else []
    return Fix(title=f"Bill {right}", only_if=only_if, edits=tuple(edits))


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
