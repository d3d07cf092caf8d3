"""The treatment journey out of visits: cycles by their dates, doses and their changes, fractions, authorisations."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from oncodesk.codes.tables import Tables
from oncodesk.domain.claim import Claim, ClaimLine
from oncodesk.domain.encounter import Authorization
from oncodesk.domain.template import PlannedDrug, Template
from oncodesk.services.journey import Facts, journey

DAY = date(2026, 3, 2)


@pytest.fixture
def tables(tables_on: Callable[[str], Tables]) -> Tables:
    return tables_on("2026-03-02")


def visit(number: int, after: int, *drugs: tuple[str, float], **more: Any) -> Facts:
    given = [
        {"id": f"a{n}", "drug": name, "route": "iv_infusion", "dose": {"amount": amount, "unit": "mg"}}
        for n, (name, amount) in enumerate(drugs)
    ]
    return number, "ready", {"date_of_service": f"{DAY + timedelta(days=after)}", "administrations": given, **more}


def test_each_repeat_of_the_first_day_is_a_cycle_and_a_late_one_says_by_how_much(tables: Tables) -> None:
    found = journey([visit(n, after, ("Keytruda", 200)) for n, after in enumerate((0, 21, 42, 70))], (), tables, ())
    assert found.every == 21
    assert [(cycle.number, cycle.late) for cycle in found.cycles] == [(1, 0), (2, 0), (3, 0), (4, 7)]


def test_a_day_eight_with_part_of_the_drugs_belongs_to_its_cycle(tables: Tables) -> None:
    both, one = (("paclitaxel", 300), ("carboplatin", 500)), (("paclitaxel", 120),)
    days = ((0, both), (7, one), (14, one), (21, both), (28, one))
    found = journey([visit(n, after, *drugs) for n, (after, drugs) in enumerate(days)], (), tables, ())
    assert [len(cycle.days) for cycle in found.cycles] == [3, 2]
    assert found.every == 21


def test_a_cycle_without_one_of_its_drugs_is_still_a_cycle(tables: Tables) -> None:
    both = (("oxaliplatin", 150), ("fluorouracil", 700))
    days = ((0, both), (14, both), (28, both[1:]), (42, both))
    found = journey([visit(n, after, *drugs) for n, (after, drugs) in enumerate(days)], (), tables, ())
    assert [cycle.number for cycle in found.cycles] == [1, 2, 3, 4]


def test_a_template_of_the_practice_says_how_long_a_cycle_is(tables: Tables) -> None:
    plan = Template(
        name="Weekly in fours", reason="antineoplastic_treatment", cycle_days=28,
        administrations=(PlannedDrug(drug="paclitaxel", route="iv_infusion"),),
    )  # fmt: skip
    visits = [visit(n, 7 * n, ("paclitaxel", 120)) for n in range(5)]
    assert [len(cycle.days) for cycle in journey(visits, (), tables, (plan,)).cycles] == [4, 1]
    assert len(journey(visits, (), tables, ()).cycles) == 5


def test_a_change_of_dose_is_told_against_the_dose_before(tables: Tables) -> None:
    found = journey([visit(1, 0, ("oxaliplatin", 170)), visit(2, 14, ("Eloxatin", 136))], (), tables, ())
    assert [(dose.drug, dose.change) for dose in found.doses] == [("oxaliplatin", None), ("oxaliplatin", -20)]


def test_what_goes_with_treatment_is_no_treatment(tables: Tables) -> None:
    found = journey([visit(1, 0, ("palonosetron", 0.25), ("oxaliplatin", 170))], (), tables, ())
    assert [(dose.drug, dose.is_treatment) for dose in found.doses] == [("palonosetron", False), ("oxaliplatin", True)]


def test_fractions_of_a_course_come_together_and_missed_weekdays_are_seen(tables: Tables) -> None:
    def week(first: int, days: tuple[int, ...]) -> dict[str, Any]:
        events = [
            {"type": "fraction", "date": f"{DAY + timedelta(days=day)}", "number": first + n}
            for n, day in enumerate(days)
        ]
        return {"course": {"id": "C1", "technique": "imrt", "planned_fractions": 28}, "events": events}

    visits = [visit(1, 4, radiation=week(1, (0, 1, 2, 4))), visit(2, 8, radiation=week(5, (7, 8)))]
    (course,) = journey(visits, (), tables, ()).radiation
    assert [one.number for one in course.fractions] == [1, 2, 3, 4, 5, 6]
    assert course.missed == (DAY + timedelta(days=3),)
    assert course.planned == 28


@pytest.mark.parametrize(("codes", "left"), [(("J9271",), 400), (("J9271", "J9263"), None), ((), 600)])
def test_units_left_are_told_where_it_is_known_which_drug_they_are_for(
    codes: tuple[str, ...], left: int | None, tables: Tables
) -> None:
    held = Authorization(number="PA-1", units=600)
    lines = tuple(ClaimLine(id=code, code=code, units=200) for code in codes)
    claim = Claim(date_of_service=DAY, authorization=held, lines=(ClaimLine(id="x", code="96413"), *lines))
    visits = [visit(1, 0, authorization={"number": "PA-1", "units": 600})]
    (found,) = journey(visits, (claim,), tables, ()).authorised
    assert (found.units, found.left) == (600, left)


@pytest.mark.parametrize("facts", [{}, {"date_of_service": "soon"}, {"date_of_service": 7}])
def test_a_visit_without_a_day_is_left_out(facts: dict[str, Any], tables: Tables) -> None:
    assert journey([(1, "uncoded", facts)], (), tables, ()).visits == ()
