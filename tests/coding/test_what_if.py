"""The difference another fact makes."""

from decimal import Decimal

import pytest

from oncodesk.coding.what_if import Change, what_if
from oncodesk.domain.fees import Fees

DRUG = {"drug": "c", "class": "antineoplastic", "start": "09:00"}


@pytest.fixture
def visits(visit_of):
    return tuple(visit_of(DRUG | {"stop": stop}) for stop in ("10:30", "10:31"))


@pytest.fixture
def tables(tables_on):
    return tables_on("2026-03-12")


def fees(**per_unit):
    codes = {code.removeprefix("c"): amount for code, amount in per_unit.items()}
    return Fees.model_validate({"name": "Office", "since": "2026-01-01", "per_unit": codes})


def test_a_later_stop_adds_an_hour(visits, tables):
    short, long = visits
    found = what_if(short, long, tables)
    assert [(c.code, c.modifiers, c.before, c.after, c.money) for c in found.lines] == [("96415", (), 0, 1, None)]
    assert found.money is None
    assert what_if(short, short, tables).lines == ()


def test_money_follows_the_fees(visits, tables):
    short, long = visits
    charges = fees(c96413="410.00", c96415="89.50")
    assert what_if(short, long, tables, charges).lines == (Change("96415", (), 0, 1, Decimal("89.50")),)
    assert what_if(short, long, tables, charges).money == Decimal("89.50")
    assert what_if(long, short, tables, charges).money == Decimal("-89.50")
    assert what_if(short, short, tables, charges).money == 0


def test_a_missing_fee_leaves_the_sum_open(visits, tables):
    found = what_if(*visits, tables, fees(c96413="410.00"))
    assert found.lines[0].money is None
    assert found.money is None


def test_waste_moves_money_between_lines(visit_of, tables):
    drug = {"drug": "Avastin", "start": "09:00", "stop": "10:00", "containers": [{"amount": 400, "unit": "mg"}]}
    given = [
        visit_of(drug | {"dose": {"amount": n, "unit": "mg"}, "discarded": {"amount": 400 - n, "unit": "mg"}})
        for n in (400, 380)
    ]
    found = what_if(*given, tables, fees(cJ9035="70.00"))
    changed = {(c.code, c.modifiers): (c.before, c.after, c.money) for c in found.lines}
    assert changed == {
        ("J9035", ("JZ",)): (40, 0, Decimal("-2800.00")),
        ("J9035", ()): (0, 38, Decimal("2660.00")),
        ("J9035", ("JW",)): (0, 2, Decimal("140.00")),
    }
    assert found.money == 0


def test_a_changed_date_is_judged_by_its_own_tables(visit_of, tables):
    drug = {"drug": "Avastin", "start": "09:00", "stop": "10:00", "dose": {"amount": 400, "unit": "mg"}}
    drug |= {"containers": [{"amount": 400, "unit": "mg"}]}
    found = what_if(visit_of(drug), visit_of(drug, date_of_service="2023-06-30"), tables)
    assert [(c.code, c.modifiers, c.after) for c in found.lines] == [("J9035", (), 40), ("J9035", ("JZ",), 0)]
