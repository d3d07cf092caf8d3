"""Units and billing units."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncodesk.domain.quantity import Quantity, billing_units, plain


@pytest.mark.parametrize(
    ("amount", "unit", "wanted", "result"),
    [
        ("1", "g", "mg", "1000"),
        ("250", "mcg", "mg", "0.25"),
        ("0.3", "million_units", "units", "300000"),
        ("5", "mCi", "uCi", "5000"),
        ("5", "mL", "mL", "5"),
        ("5", "mL", "mg", None),
        ("5", "vial", "mg", None),
    ],
)
def test_units_of_one_kind_convert_and_others_do_not(amount: str, unit: str, wanted: str, result: str | None) -> None:
    converted = Quantity.model_validate({"amount": amount, "unit": unit}).to(wanted)
    assert converted == (None if result is None else Decimal(result))


@pytest.mark.parametrize(
    ("amount", "per_unit", "units"),
    [("140", "10", 14), ("1.75", "1", 2), ("6", "0.5", 12), ("0.25", "0.025", 10), ("7", "10", 1), ("305", "10", 31)],
)
def test_units_round_up_once(amount: str, per_unit: str, units: int) -> None:
    assert billing_units(Decimal(amount), Decimal(per_unit)) == units


@given(st.decimals("0.01", "5000", places=2), st.sampled_from(["0.5", "1", "10", "50", "0.1"]))
def test_units_cover_the_dose_and_no_more_than_one_unit_over(dose: Decimal, per_unit: str) -> None:
    covered = billing_units(dose, Decimal(per_unit)) * Decimal(per_unit)
    assert dose <= covered < dose + Decimal(per_unit)


@pytest.mark.parametrize(("number", "text"), [("7.50", "7.5"), ("1E+2", "100"), ("100", "100"), ("0.000", "0")])
def test_a_number_is_written_plainly(number: str, text: str) -> None:
    assert plain(Decimal(number)) == text


@given(st.decimals("0.001", "50000", places=3), st.decimals("0.001", "50000", places=3))
def test_what_a_computer_adds_in_twos_is_what_was_meant(one: Decimal, other: Decimal) -> None:
    added = Quantity.model_validate({"amount": float(one) + float(other), "unit": "mg"})
    assert added.amount == one + other
