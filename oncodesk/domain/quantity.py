"""Amounts with their units, and the arithmetic between units of one kind."""

from decimal import ROUND_CEILING, Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, PlainSerializer

from oncodesk.domain.base import Frozen

Unit = Literal["mg", "mcg", "g", "mL", "units", "million_units", "mEq", "mmol", "mCi", "uCi", "vial"]

FINEST = 9
"""Decimals of an amount. No dose is finer: what another program writes as 9.030000000000001 was 9.03, and must neither
round a billing unit up nor leave a rest that nobody discarded."""


def plain(number: Decimal) -> str:
    """The number without exponent or trailing zeros: `7.50` becomes `7.5`, `1E+2` becomes `100`."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _as_json(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else float(number)


def _finite(number: Decimal) -> Decimal:
    if not number.is_finite():
        raise ValueError("must be a finite number")
    exponent = number.as_tuple().exponent
    return round(number, FINEST) if isinstance(exponent, int) and exponent < -FINEST else number


Amount = Annotated[
    Decimal,
    Field(ge=0, le=Decimal("1e9")),
    AfterValidator(_finite),
    PlainSerializer(_as_json, return_type=int | float, when_used="json"),
]

_BASE: dict[str, tuple[str, Decimal]] = {
    "mcg": ("mass", Decimal("0.001")),
    "mg": ("mass", Decimal(1)),
    "g": ("mass", Decimal(1000)),
    "units": ("activity", Decimal(1)),
    "million_units": ("activity", Decimal(1_000_000)),
    "mCi": ("radioactivity", Decimal(1)),
    "uCi": ("radioactivity", Decimal("0.001")),
}


class Quantity(Frozen):
    """An amount and its unit, never negative."""

    amount: Amount
    unit: Unit

    def to(self, unit: str) -> Decimal | None:
        """The amount in `unit`, or None where the two units measure different things."""
        return converted(self.amount, self.unit, unit)

    def __str__(self) -> str:
        return f"{plain(self.amount)} {self.unit.replace('_', ' ')}"


def converted(amount: Decimal, unit: str, wanted: str) -> Decimal | None:
    """An amount of one unit in another, or None where the two measure different things."""
    if unit == wanted:
        return amount
    (kind, size), (other_kind, other_size) = (_BASE.get(u, (u, Decimal(1))) for u in (unit, wanted))
    return amount * size / other_size if kind == other_kind else None


def billing_units(amount: Decimal, per_unit: Decimal) -> int:
    """Whole billing units that cover `amount`, rounded up once.

    Source: Medicare Claims Processing Manual (IOM 100-04) chapter 17, sections 10 and 70.
    """
    return int((amount / per_unit).to_integral_value(rounding=ROUND_CEILING))
