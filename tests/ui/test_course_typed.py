"""A course typed from nothing: its particulars as fields, its events with their details as words."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from oncodesk.ui.shell.main_window import MainWindow


def test_a_course_is_typed_from_nothing(window: "MainWindow") -> None:
    window.new_visit()
    visit = window.visit
    visit._field_typed("reason", "radiation_treatment")
    visit._field_typed("diagnoses", "C61")
    assert visit.facts.currentIndex() == 1
    for path, text in (("modality", "external_beam"), ("technique", "imrt"), ("planned_fractions", "28")):
        visit.course.filled.emit(f"radiation.course.{path}", text)
    visit.course.filled.emit("radiation.course.equipment", "practice")
    visit.course.add.click()
    visit.course.typed.emit(0, 3, "1 iso, no mm")
    assert window.bench.session is not None and window.bench.outcome is not None
    [event] = window.bench.session.draft["radiation"]["events"]
    assert event == {
        "date": "2026-09-17",
        "type": "fraction",
        "number": 1,
        "isocenters": 1,
        "active_motion_management": False,
    }
    claim = window.bench.outcome.claim
    assert claim is not None and [line.code for line in claim.lines] == ["77407"]
    visit.course.event_.click()
    visit.course.typed.emit(1, 1, "simul")
    visit.course.typed.emit(1, 3, "complex")
    assert window.bench.session.draft["radiation"]["events"][1] == {
        "date": "2026-09-17",
        "type": "simulation",
        "level": "complex",
    }


def test_what_cannot_be_understood_is_said_and_nothing_is_lost(window: "MainWindow") -> None:
    window.new_visit()
    visit = window.visit
    visit._field_typed("reason", "radiation_treatment")
    visit.course.filled.emit("radiation.course.planned_fractions", "many")
    assert "whole number" in visit.course.problem.text()
    visit.course.add.click()
    before = window.bench.session
    visit.course.typed.emit(0, 3, "1 iso, sideways")
    assert "“sideways” is not understood" in visit.course.problem.text()
    assert window.bench.session == before
