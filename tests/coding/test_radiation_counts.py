"""Management, physics, port images and sessions by the number of fractions."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncodesk.codes.tables import Tables
from oncodesk.coding.lines import Part
from oncodesk.coding.radiation.billing import derive_radiation
from oncodesk.domain.reading import parse
from oncodesk.domain.visit import Visit

START = date(2026, 2, 2)
TABLES = Tables(START)


def treatment_days(count: int, start: date = START) -> list[date]:
    """Weekdays from the start."""
    days = (start + timedelta(days=n) for n in range(count * 2 + 7))
    return [day for day in days if day.weekday() < 5][:count]


def fraction(day: date, number: int, **facts: Any) -> dict[str, Any]:
    """A fraction with the facts of its level."""
    known = {"isocenters": 1, "active_motion_management": False}
    return {"date": str(day), "type": "fraction", "number": number, **known, **facts}


def weekly(kind: str, days: list[date]) -> list[dict[str, Any]]:
    """An event of that type on every fifth day and on the last."""
    due = {day for n, day in enumerate(days, start=1) if n % 5 == 0} | set(days[-1:])
    return [{"date": str(day), "type": kind, "performed_by": "physician"} for day in sorted(due)]


def derive(events: list[dict[str, Any]], *, claim: str = "course", on: date | None = None, **changes: Any) -> Part:
    """The radiation lines of a course of 3D treatment unless changed."""
    history = changes.pop("history", [])
    header = changes.pop("header", {})
    course = {"id": "C1", "modality": "external_beam", "technique": "3d", "equipment": "practice", **changes}
    day = on or date.fromisoformat(max(event["date"] for event in events))
    data = {
        "format": "oncodesk.visit/1",
        "date_of_service": str(day),
        "payer": {"kind": "medicare", "name": "Medicare"},
        "reason": "radiation_treatment",
        "diagnoses": [{"code": "C61"}],
        "history": history,
        "radiation": {"claim": claim, "course": course, "events": events},
        **header,
    }
    return derive_radiation(parse(Visit, data), TABLES.at(day))


def units(part: Part) -> Counter[str]:
    """Units by code."""
    counted: Counter[str] = Counter()
    for line in part.lines:
        counted[line.code] += line.units
    return counted


def whole_course(count: int, *, complete: bool = True, checks: bool = True) -> Part:
    days = treatment_days(count)
    events = [fraction(day, n) for n, day in enumerate(days, start=1)] + weekly("management_exam", days)
    return derive(events + (weekly("physics_check", days) if checks else []), complete=complete)


@pytest.mark.parametrize(
    ("fractions", "expected"),
    [
        *((3, 1), (4, 1), (5, 1), (6, 1), (7, 1), (8, 2), (9, 2), (10, 2), (16, 3)),
        *((25, 5), (28, 6), (30, 6), (32, 6), (33, 7)),
    ],
)
def test_a_unit_of_management_for_every_five_and_for_three_or_four_left_at_the_end(
    fractions: int, expected: int
) -> None:
    assert units(whole_course(fractions))["77427"] == expected


@pytest.mark.parametrize(("fractions", "expected"), [(1, 1), (2, 1), (3, 0), (6, 0)])
def test_only_a_whole_course_of_one_or_two_is_short(fractions: int, expected: int) -> None:
    assert units(whole_course(fractions))["77431"] == expected


@given(st.integers(min_value=1, max_value=45), st.booleans())
def test_management_and_delivery_follow_the_formula(fractions: int, complete: bool) -> None:
    counted = units(whole_course(fractions, complete=complete, checks=False))
    left = fractions % 5
    assert counted["77407"] == fractions
    assert counted["77427"] == fractions // 5 + (1 if complete and left in {3, 4} else 0)
    assert counted["77431"] == (1 if complete and fractions <= 2 else 0)


@pytest.mark.parametrize(("fractions", "expected"), [(3, 1), (4, 1), (5, 1), (8, 1), (25, 5), (28, 5)])
def test_physics_for_every_five_or_once_for_a_shorter_course(fractions: int, expected: int) -> None:
    assert units(whole_course(fractions))["77336"] == expected


def test_physics_left_over_at_the_end_is_asked_with_both_sides_named() -> None:
    asked = whole_course(28).questions
    assert any("physics check of the last 3" in q.ask and "contractors" in (q.why or "") for q in asked)


def test_a_visit_claims_what_falls_due_on_its_day_by_the_fractions_before_it() -> None:
    days = treatment_days(5)
    events = [fraction(day, n) for n, day in enumerate(days, start=1)] + weekly("management_exam", days)
    assert units(derive(events, claim="visit", on=days[3])) == {"77407": 1}
    assert units(derive(events, claim="visit", on=days[4])) == {"77407": 1, "77427": 1}


def test_a_visit_counts_by_number_where_the_fractions_before_are_not_given() -> None:
    events = [fraction(START, 33), {"date": str(START), "type": "management_exam", "performed_by": "physician"}]
    assert units(derive(events, claim="visit", planned_fractions=33)) == {"77407": 1, "77427": 1}
    assert units(derive(events, claim="visit", planned_fractions=35)) == {"77407": 1}


def test_lines_of_a_course_carry_their_own_dates() -> None:
    days = treatment_days(8)
    lines = [line for line in whole_course(8).lines if line.code == "77427"]
    assert [line.date for line in lines] == [days[4], days[7]]
    assert all(line.steps and line.citation and line.facts for line in lines)


def test_sessions_not_days_are_counted_and_the_second_of_a_day_repeats() -> None:
    days = treatment_days(5)
    events = [fraction(day, 2 * n + s, session=s) for n, day in enumerate(days) for s in (1, 2)]
    exams = [{"date": str(day), "type": "management_exam", "performed_by": "physician"} for day in (days[2], days[4])]
    part = derive(events + exams, complete=True)
    assert units(part)["77427"] == 2
    assert [line.modifiers for line in part.lines if line.code == "77407"] == [(), ("76",)] * 5
    assert {q.field for q in part.questions} == {"physics_check"}


def test_several_sites_in_one_session_are_one_delivery() -> None:
    events = [fraction(START, 3, site="pelvis"), fraction(START, 1, site="spine")]
    part = derive(events, claim="visit")
    assert units(part) == {"77412": 1}
    assert "isocentres" in part.lines[0].steps[0]


def test_sessions_too_close_are_asked() -> None:
    events = [fraction(START, 1, session=1, start="09:00"), fraction(START, 2, session=2, start="12:00")]
    assert any("180 minutes apart" in q.ask for q in derive(events, claim="visit").questions)


def test_an_examination_not_recorded_is_asked_and_one_by_another_does_not_count() -> None:
    days = treatment_days(5)
    fractions = [fraction(day, n) for n, day in enumerate(days, start=1)]
    unknown = derive(fractions)
    assert units(unknown)["77427"] == 1
    assert any(q.field == "management_exam" for q in unknown.questions)
    by_npp = derive([*fractions, {"date": str(days[4]), "type": "management_exam", "performed_by": "npp"}])
    assert units(by_npp)["77427"] == 0
    assert any("npp" in q.ask for q in by_npp.questions)


def test_management_in_the_history_is_not_billed_again() -> None:
    days = treatment_days(5)
    events = [fraction(day, n) for n, day in enumerate(days, start=1)] + weekly("management_exam", days)
    line = {"date_of_service": str(days[4]), "code": "77427"}
    assert units(derive(events, history=[line]))["77427"] == 0
    assert units(derive(events, history=[{**line, "course": "C0"}]))["77427"] == 1


@pytest.mark.parametrize(("day", "expected"), [(0, 1), (1, 0), (4, 0), (5, 1)])
def test_port_images_once_for_five_fractions(day: int, expected: int) -> None:
    days = treatment_days(6)
    events = [fraction(d, n) for n, d in enumerate(days, start=1)]
    events += [{"date": str(d), "type": "port_image", "count": 2} for d in days]
    assert units(derive(events, claim="visit", on=days[day]))["77417"] == expected


def test_the_order_of_typing_does_not_matter() -> None:
    days = treatment_days(12)
    events = [fraction(day, n) for n, day in enumerate(days, start=1)] + weekly("management_exam", days)
    shown = [(line.code, line.units, line.date) for line in derive(events, complete=True).lines]
    assert shown == [(line.code, line.units, line.date) for line in derive(events[::-1], complete=True).lines]
