"""Header, drugs grid, course: what they show, and what typing does. No Qt."""

from datetime import date, datetime
from typing import Any

import pytest

from oncodesk.domain.derivation import Question
from oncodesk.domain.errors import UnusableInput
from oncodesk.services import sample_practice
from oncodesk.services.complete_drug import DrugName
from oncodesk.ui.editing.draft import put
from oncodesk.ui.editing.routes import route
from oncodesk.ui.panels.course import presenter as course
from oncodesk.ui.panels.course.state import course_state
from oncodesk.ui.panels.grid import presenter as grid
from oncodesk.ui.panels.grid.state import COLUMNS, grid_state
from oncodesk.ui.panels.header import presenter as header
from oncodesk.ui.panels.header.state import DETAILS, VISIT, header_state

NOW = datetime(2026, 9, 17, 14, 30)  # noqa: DTZ001
TODAY = NOW.date()
NAMES = [name for name, _ in COLUMNS]
DRUGS = (
    DrugName("paclitaxel", "J9267", "1 mg", ("iv_infusion",)),
    DrugName("pegfilgrastim", "J2506", "0.5 mg", ("subcutaneous",)),
)


def complete(typed: str) -> tuple[DrugName, ...]:
    return tuple(drug for drug in DRUGS if drug.name.startswith(typed))


def typed(draft: dict[str, Any], row: str, column: str, text: str) -> dict[str, Any]:
    return grid.entered(draft, row, column, text, NOW, complete)


def cells(draft: dict[str, Any], row: int) -> dict[str, str]:
    return dict(zip(NAMES, (cell.text for cell in grid_state(draft, None, {}).rows[row].cells), strict=True))


def test_a_drug_is_typed_in_row_by_row() -> None:
    draft: dict[str, Any] = {"date_of_service": "2026-09-17", "administrations": []}
    draft = typed(draft, "", "drug", "pegfilgrastim")
    assert draft["administrations"][0]["route"] == "subcutaneous"
    draft = typed(draft, "a1", "drug", "paclitaxel")
    for column, text in (
        ("dose", "330"),
        ("containers", "1x300+1x30"),
        ("start", "905"),
        ("stop", "+180"),
        ("discarded", "0"),
    ):
        draft = typed(draft, "a1", column, text)
    shown = cells(draft, 0)
    assert shown["route"] == "IV infusion"
    assert (shown["dose"], shown["discarded"]) == ("330 mg", "0 mg")
    assert shown["containers"] == "1 × 300 mg + 1 × 30 mg"
    assert (shown["start"], shown["stop"], shown["minutes"]) == ("09:05", "12:05", "180")
    assert cells(draft, 1)["drug"] == ""
    assert typed(draft, "a1", "stop", "")["administrations"][0].get("stop") is None
    assert typed(draft, "a1", "minutes", "95")["administrations"][0]["minutes"] == 95
    assert grid.removed(draft, "a1")["administrations"] == []


def test_a_stop_on_the_next_day() -> None:
    draft = {"date_of_service": "2026-09-17", "administrations": [{"id": "a1", "drug": "x", "start": "22:00"}]}
    draft = typed(draft, "a1", "stop", "040+1")
    assert draft["administrations"][0]["stop_next_day"] is True
    assert (cells(draft, 0)["stop"], cells(draft, 0)["minutes"]) == ("00:40 +1", "160")


def test_ndc_needs_what_was_opened() -> None:
    draft = {"date_of_service": "2026-09-17", "administrations": [{"id": "a1", "drug": "x"}]}
    with pytest.raises(UnusableInput, match="opened"):
        typed(draft, "a1", "ndc", "00703-3986-01")
    draft = typed(draft, "a1", "containers", "2x100 mg")
    assert cells(typed(draft, "a1", "ndc", "00703-3986-01"), 0)["ndc"] == "00703-3986-01"


def test_the_first_thing_typed_is_the_drug() -> None:
    with pytest.raises(UnusableInput, match="drug first"):
        typed({"administrations": []}, "", "dose", "3")


def test_text_not_understood_stays_in_its_cell_with_the_reason() -> None:
    draft = sample_practice.read("visit-mfolfox6")
    state = grid_state(draft, None, {("a3", "stop"): ("2560", "expected a time")})
    cell = state.rows[2].cells[NAMES.index("stop")]
    assert (cell.text, cell.problem) == ("2560", "expected a time")
    assert state.problem == "oxaliplatin, Stop: expected a time"


@pytest.mark.parametrize(("text", "meant"), [("inf", "iv_infusion"), ("push", "iv_push"), ("sub", "subcutaneous")])
def test_routes(text: str, meant: str) -> None:
    assert route(text) == meant


def test_an_ambiguous_route_is_refused() -> None:
    with pytest.raises(UnusableInput):
        route("intra")


def test_header_fields_understand_shorthand() -> None:
    draft = header.entered({}, "date_of_service", "y", TODAY)
    draft = header.entered(draft, "patient.birth_date", "04/02/61", TODAY)
    draft = header.entered(draft, "patient.address.state", "il", TODAY)
    draft = header.entered(draft, "diagnoses", "c18.2*", TODAY)
    assert draft == {
        "date_of_service": "2026-09-16",
        "patient": {"birth_date": "1961-04-02", "address": {"state": "IL"}},
        "diagnoses": [{"code": "C18.2", "treated": True}],
    }
    assert "patient" not in header.entered({"patient": {"phone": "1"}}, "patient.phone", "", TODAY)
    assert header.entered({"patient": {"address": "1 Elm"}}, "patient.address.city", "X", TODAY)["patient"] == {
        "address": {"line1": "1 Elm", "city": "X"}
    }


def test_header_says_who_and_can_hide_it() -> None:
    draft = sample_practice.read("visit-mfolfox6")
    state = header_state(draft, None, {}, masked=False)
    assert (state.title, state.subtitle) == (
        "Sample, Marta",
        "A-1007 · Female · 65 y · Harbor Mutual (sample) · R. Ito",
    )
    hidden = header_state(draft, None, {}, masked=True)
    told = (hidden.title, hidden.subtitle, *(shown.text for _, shown in hidden.fields))
    assert not any(
        word in text for text in told for word in ("Sample, ", "Marta", "A-1007", "1961", "HM5550147", "Larch")
    )


def test_header_marks_the_field_at_fault() -> None:
    problem = UnusableInput("patient.birth_date", "expected a date on or before the date of service")
    assert (
        header_state({}, problem, {}, masked=False).shown("patient.birth_date").problem
        == "type a date on or before the date of service"
    )
    assert all(header.field_of(field.path) is field for field in (*VISIT, *DETAILS))
    assert header.field_of("services.99211").path == "services"  # type: ignore[union-attr]
    assert header.field_of("patient.address").path == "patient.address.line1"  # type: ignore[union-attr]


def test_course_is_a_calendar_of_fractions() -> None:
    draft = sample_practice.read("visit-imrt-week")
    state = course_state(draft, None)
    assert [len(week) for week in state.weeks] == [5, 5]
    assert [cell.fractions for cell in state.weeks[0]] == [(), (6,), (7,), (8,), (9,)]
    assert (state.weeks[1][0].fractions, state.weeks[1][0].marks) == ((10,), ("Physics check",))
    assert state.title == "Course C1 · external beam · IMRT · 28 fractions planned"


def test_course_events_are_typed() -> None:
    draft = sample_practice.read("visit-imrt-week")
    more = course.next_fraction(draft, date(2026, 9, 15))
    assert more["radiation"]["events"][-1]["number"] == 11
    assert more["radiation"]["events"][-1]["image_guidance"] is True
    assert course.entered(more, 7, 0, "t", TODAY)["radiation"]["events"][7]["date"] == "2026-09-17"
    assert course.entered(more, 7, 1, "physics c", TODAY)["radiation"]["events"][7]["type"] == "physics_check"
    assert course.removed(more, 7) == draft
    with pytest.raises(UnusableInput):
        course.entered(more, 7, 1, "zzz", TODAY)


def _whole(*fractions: dict[str, Any]) -> dict[str, Any]:
    return {
        "radiation": {
            "claim": "course",
            "course": {"id": "C1"},
            "events": [{"type": "fraction"} | f for f in fractions],
        }
    }


def _next(draft: dict[str, Any], times: int = 1) -> list[tuple[str, int, int | None]]:
    for _ in range(times):
        draft = course.next_fraction(draft, date(2026, 9, 15))
    added = draft["radiation"]["events"][-times:]
    return [(event["date"], event["number"], event.get("session")) for event in added]


def test_the_next_fraction_of_a_whole_course_goes_to_the_next_weekday() -> None:
    assert _next(_whole()) == [("2026-09-15", 1, None)]
    thursday = _whole({"date": "2026-09-17", "number": 4, "start": "09:00"})
    assert _next(thursday, 3) == [("2026-09-18", 5, None), ("2026-09-21", 6, None), ("2026-09-22", 7, None)]
    assert "start" not in course.next_fraction(thursday, TODAY)["radiation"]["events"][-1]
    of_one_date = put(thursday, "radiation.claim", None)
    assert _next(of_one_date) == [("2026-09-15", 5, None)]
    assert (course_state(thursday, None).adds, course_state(of_one_date, None).adds) == (
        "Add the next fraction on the weekday after the last one, as the whole course is claimed",
        "Add the next fraction on the date of service",
    )


def test_two_fractions_a_day_stay_two_a_day() -> None:
    friday = [{"date": "2026-09-18", "number": 1, "session": 1}, {"date": "2026-09-18", "number": 2, "session": 2}]
    assert _next(_whole(*friday), 2) == [("2026-09-21", 3, 1), ("2026-09-21", 4, 2)]


def test_a_question_stands_in_its_cell(desk: Any) -> None:
    from oncodesk.ui.editing.history import Session
    from oncodesk.ui.editing.outcome import work_out

    draft = sample_practice.read("visit-pembrolizumab")
    draft["administrations"][0].pop("stop")
    outcome = work_out(desk, Session(draft))
    assert outcome.derivation is not None
    asked = [q for q in outcome.derivation.questions if isinstance(q, Question) and q.fact == "a1"]
    assert asked
    shown = grid_state(draft, outcome, {}).rows[0].cells[NAMES.index("stop")]
    assert shown.ask
