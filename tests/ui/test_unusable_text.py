"""Text that could not be used is never passed over: it stays where it was typed, and nothing is finalised meanwhile."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot
from test_decisions_in_window import press, typed_visit

if TYPE_CHECKING:
    from oncodesk.ui.shell.main_window import MainWindow

FRACTIONS = "radiation.course.planned_fractions"


def _finalised(window: "MainWindow") -> bool:
    press(window, "visit.finalise")
    press(window, "visit.finalise")
    return window.bench.number is not None


def test_a_refused_cell_keeps_the_claim_from_being_finalised(window: "MainWindow") -> None:
    typed_visit(window)
    window.visit.grid.typed.emit("a1", "dose", "l50")
    assert not _finalised(window)
    assert window.said.text() == "Not finalised: oxaliplatin, Dose: type an amount such as 330 or 0.25 mg"
    window.visit.grid.typed.emit("a1", "dose", "150")
    assert _finalised(window)


def test_a_refused_field_keeps_the_claim_from_being_finalised(window: "MainWindow") -> None:
    typed_visit(window)
    window.visit.header.typed.emit("date_of_service", "13/45")
    assert not _finalised(window)
    assert window.said.text().startswith("Not finalised: Date of service: type a date")
    window.undo()
    assert _finalised(window)


def test_the_button_refuses_as_the_key_does(window: "MainWindow") -> None:
    typed_visit(window)
    window.visit.grid.typed.emit("a1", "stop", "noonish")
    window.visit.finalise.click()
    window.visit.finalise.click()
    assert window.bench.number is None
    assert window.said.text().startswith("Not finalised: oxaliplatin, Stop: ")


def test_what_is_typed_in_an_open_cell_is_in_the_claim(window: "MainWindow", qtbot: QtBot) -> None:
    typed_visit(window)
    window.visit.go_to_grid()
    window.visit.grid.go("a1", "dose")
    table = window.visit.grid.table
    table.edit(table.currentIndex())
    line = table.viewport().findChild(QLineEdit)
    assert line is not None
    line.selectAll()
    qtbot.keyClicks(line, "140")
    assert _finalised(window)
    assert window.bench.session is not None
    assert window.bench.session.draft["administrations"][0]["dose"]["amount"] == 140
    assert next(row.units for row in window.visit.claim.state.rows if row.code == "J9263") == "280"


def test_a_field_of_the_course_keeps_what_could_not_be_used(window: "MainWindow") -> None:
    window.new_visit()
    window.visit.header.typed.emit("reason", "radiation_treatment")
    window.visit.course.filled.emit(FRACTIONS, "many")
    window.visit.course.filled.emit("radiation.course.site", "prostate")
    course = window.visit.course
    assert course.fields.by_path[FRACTIONS].text() == "many"  # type: ignore[union-attr]
    assert course.problem.text() == "⚠ Fractions: type a whole number"
    assert window.visit.unusable() == "Fractions: type a whole number"
    course.filled.emit(FRACTIONS, "28")
    assert course.problem.text() == ""
    assert window.visit.unusable() == ""


def test_a_cell_of_an_event_keeps_what_could_not_be_used(window: "MainWindow") -> None:
    window.new_visit()
    window.visit.header.typed.emit("reason", "radiation_treatment")
    window.visit.course.added.emit()
    window.visit.course.typed.emit(0, 0, "someday")
    item = window.visit.course.table.item(0, 0)
    assert item is not None
    assert item.text() == "someday"
    assert window.visit.unusable().startswith("Event 1, Date: type a date")
    window.undo()
    assert window.visit.unusable() == ""
    window.visit.course.typed.emit(0, 2, "x")
    window.visit.course.removed.emit(0)
    assert window.visit.unusable() == ""


def test_an_open_cell_of_an_event_is_kept_when_the_window_goes(window: "MainWindow", qtbot: QtBot) -> None:
    window.new_visit()
    window.visit.header.typed.emit("reason", "radiation_treatment")
    window.visit.course.added.emit()
    table = window.visit.course.table
    table.setCurrentCell(0, 2)
    table.edit(table.currentIndex())
    line = table.viewport().findChild(QLineEdit)
    assert line is not None
    line.selectAll()
    qtbot.keyClicks(line, "7")
    window.put_away()
    assert window.bench.session is not None
    assert window.bench.session.draft["radiation"]["events"][0]["number"] == 7
    qtbot.keyClick(line, Qt.Key.Key_Escape)


def test_every_way_to_finalise_is_the_same_one(window: "MainWindow") -> None:
    typed_visit(window)
    window.visit.grid.typed.emit("a1", "dose", "x")
    window.superbill.finalised.emit()
    window.superbill.finalised.emit()
    assert window.bench.number is None
    assert window.findChild(QAction, "visit.finalise") is not None
