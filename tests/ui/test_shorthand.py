"""What a coder types in a hurry."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as some

from oncodesk.domain.clock import minute_of
from oncodesk.domain.errors import UnusableInput
from oncodesk.ui.editing import coded_text, shorthand

TODAY = date(2026, 9, 17)
NOW = datetime(2026, 9, 17, 14, 30)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("t", date(2026, 9, 17)),
        ("y", date(2026, 9, 16)),
        ("-3", date(2026, 9, 14)),
        ("+1", date(2026, 9, 18)),
        ("0916", date(2026, 9, 16)),
        ("1121", date(2025, 11, 21)),
        ("11/21/26", date(2026, 11, 21)),
        ("4/2/1961", date(1961, 4, 2)),
        ("04021961", date(1961, 4, 2)),
        ("2026-02-28", date(2026, 2, 28)),
    ],
)
def test_dates(typed: str, meant: date) -> None:
    assert shorthand.day(typed, TODAY) == meant


@pytest.mark.parametrize("typed", ["", "x", "1350", "2026-02-30", "99/99", "tt"])
def test_dates_that_are_none(typed: str) -> None:
    with pytest.raises(UnusableInput, match="expected a date"):
        shorthand.day(typed, TODAY)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("905", "09:05"), ("0905", "09:05"), ("9:05p", "21:05"), ("9p", "21:00"), ("12a", "00:00"), ("12:30pm", "12:30"),
     ("2105", "21:05"), ("n", "14:30"), ("+90", "10:30"), ("+960", "2026-09-18T01:00")],
)  # fmt: skip
def test_times(typed: str, meant: str) -> None:
    assert shorthand.clock(typed, TODAY, "09:00", NOW) == meant


@pytest.mark.parametrize("typed", ["9", "2560", "905x", "13p", "-5", ""])
def test_times_that_are_none(typed: str) -> None:
    with pytest.raises(UnusableInput, match="expected a time"):
        shorthand.clock(typed, TODAY, None, NOW)


def test_minutes_after_a_start_need_a_start() -> None:
    with pytest.raises(UnusableInput, match="expected a start"):
        shorthand.clock("+90", TODAY, None, NOW)


@given(some.integers(0, 23), some.integers(0, 59), some.integers(1, 9999))
def test_minutes_after_land_that_many_minutes_later(hour: int, minute: int, after: int) -> None:
    start = f"{hour:02}:{minute:02}"
    stop = shorthand.clock(f"+{after}", TODAY, start, NOW)
    assert minute_of(stop, TODAY) - minute_of(start, TODAY) == after


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("330", (330, "mg")), ("0.25 mg", (0.25, "mg")), ("5mu", (5, "million_units")), ("1,000 units", (1000, "units"))],
)
def test_doses(typed: str, meant: tuple[float, str]) -> None:
    assert shorthand.dose(typed, "mg") == {"amount": meant[0], "unit": meant[1]}


def test_a_dose_without_any_unit_is_asked_for() -> None:
    with pytest.raises(UnusableInput, match="expected a unit"):
        shorthand.dose("330", None)
    with pytest.raises(UnusableInput, match="expected an amount"):
        shorthand.dose("-3", "mg")


def test_what_was_opened_keeps_its_ndc() -> None:
    held = [{"amount": 100, "unit": "mg", "count": 1, "ndc": "00703-3986-01", "kind": "single_dose"}]
    assert shorthand.containers("2x100 + 50", "mg", held) == [
        {"amount": 100, "unit": "mg", "count": 2, "ndc": "00703-3986-01", "kind": "single_dose"},
        {"amount": 50, "unit": "mg", "count": 1},
    ]
    with pytest.raises(UnusableInput):
        shorthand.containers("0x100", "mg", [])


def test_diagnoses_keep_what_else_is_known() -> None:
    held = [{"code": "C50.911", "treated": True, "intent": "prophylaxis"}]
    typed = coded_text.diagnoses("c50911* z171 C81.90/r", held)
    assert typed == [
        {"code": "C50.911", "treated": True, "intent": "prophylaxis"},
        {"code": "Z17.1"},
        {"code": "C81.90", "status": "in_remission"},
    ]
    assert coded_text.diagnoses_text(typed) == "C50.911* Z17.1 C81.90/r"
    with pytest.raises(UnusableInput, match=r"18\.2C"):
        coded_text.diagnoses("18.2C", [])


def test_services_keep_their_notes() -> None:
    held = [{"code": "99214", "note": "stands alone", "significant_separate": True}]
    typed = coded_text.services("99214+/p 96523x2 36591-59/n", held)
    assert typed == [
        {"code": "99214", "note": "stands alone", "significant_separate": True, "performed_by": "physician"},
        {"code": "96523", "units": 2},
        {"code": "36591", "modifiers": ["59"], "performed_by": "nurse"},
    ]
    assert coded_text.services_text(typed) == "99214+/p 96523x2 36591-59/n"
    with pytest.raises(UnusableInput, match="expected a CPT or HCPCS code"):
        coded_text.services("HELLO", [])


def test_the_kind_of_container_is_said_after_what_was_opened() -> None:
    held = [{"amount": 450, "unit": "mg", "count": 1, "kind": "multi_dose", "ndc": "1"}]
    single = {"unit": "mg", "count": 1, "kind": "single_dose"}
    assert shorthand.containers("450+50 sdv", "mg", held) == [
        {"amount": 450, "ndc": "1"} | single,
        {"amount": 50} | single,
    ]
    assert shorthand.containers("450 mg", None, held) == [*held]
    assert [c.get("kind") for c in shorthand.containers("2x100 MDV", "mg", [])] == ["multi_dose"]
    with pytest.raises(UnusableInput, match="100 sdv"):
        shorthand.containers("sdv", "mg", [])
