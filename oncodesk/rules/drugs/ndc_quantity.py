"""The quantity of an NDC has no valid unit, or is missing, zero or too finely divided.

What it checks
    Unit UN, ML, GR, F2 or ME and a quantity above zero with at most three decimals, wherever an NDC stands.

Why it matters
    Payers reject a line whose quantity they cannot read. Milligrams and billing units are not NDC units.

How to fix it
    Count a powder by the vial (UN) and a liquid by the milliliter (ML).
"""

from collections.abc import Iterator

from oncodesk.domain.claim import Ndc
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Outcome, Rule, Subject, cite


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each line with an NDC whose unit or quantity cannot stand."""
    for held in subject.lines:
        policy = subject.at(held).policy
        units = policy.codes("drugs.ndc_units")
        if held.ndc and (wrong := _wrong(held.ndc, units, policy.number("drugs.ndc_decimals"))):
            yield rule.finding(
                f"{held.code}: {wrong}",
                why=f"Units of an NDC quantity are {', '.join(sorted(units))}.",
                lines=[held],
            )


def _wrong(ndc: Ndc, units: frozenset[str], decimals: int) -> str | None:
    if ndc.unit is None:
        return "the NDC has no unit of measure"
    if ndc.unit not in units:
        return f"{ndc.unit} is no unit of an NDC quantity"
    if ndc.quantity is None or ndc.quantity <= 0:
        return "the NDC has no quantity"
    exponent = ndc.quantity.normalize().as_tuple().exponent
    if isinstance(exponent, int) and -exponent > decimals:
        return f"the NDC quantity has more than {decimals} decimals"
    return None


RULE = Rule(
    __name__,
    title="Unit and quantity of the NDC",
    severity="error",
    covers=("NDC-02",),
    citation=cite("x12-837p"),
    check=check,
    bad=lambda: claim(
        line("96374"),
        line("J2405", 4, "JZ", ndc={"code": "01234567809", "unit": "MG", "quantity": "4"}),
        dx="R11.2 C34.11",
    ),
    good=lambda: claim(
        line("96374"),
        line("J2405", 4, "JZ", ndc={"code": "01234567809", "unit": "ML", "quantity": "2"}),
        dx="R11.2 C34.11",
    ),
    reads=("drugs.ndc_units", "drugs.ndc_decimals"),
)
