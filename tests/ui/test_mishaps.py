"""What happens when everything is typed wrongly, or the window goes in the middle of it."""

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from oncodesk.ui.panels.grid.state import COLUMNS
from oncodesk.ui.panels.grid.typing import CellLine
from oncodesk.ui.panels.header.state import DETAILS, VISIT
from oncodesk.ui.shell.main_window import MainWindow
from oncodesk.ui.tasks import Tasks

if TYPE_CHECKING:
    from oncodesk.services.desk import Desk

RETURN = Qt.Key.Key_Return


def _line(window: "MainWindow", text: str, qtbot: QtBot) -> CellLine:
    table = window.visit.grid.table
    table.edit(table.currentIndex())
    line = table.findChild(CellLine)
    assert line is not None
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, text)
    return line


def test_enter_ends_a_drug_while_its_list_is_open(window: "MainWindow", qtbot: QtBot) -> None:
    window.new_visit()
    window.visit.go_to_grid()
    line = _line(window, "oxalip", qtbot)
    offered = line.completer()
    assert offered is not None
    offered.complete()
    popup = offered.popup()
    assert popup is not None
    assert popup.isVisible()
    qtbot.keyClick(popup, RETURN)
    assert window.bench.session is not None
    assert window.bench.session.draft["administrations"][0]["drug"] == "oxaliplatin"
    assert window.visit.grid.table.currentIndex().column() == 1


def test_a_bare_dose_far_below_a_billing_unit_asks_for_its_unit(window: "MainWindow") -> None:
    window.new_visit()
    window.visit.grid.typed.emit("", "drug", "palonosetron")
    window.visit.grid.typed.emit("a1", "dose", "0.25")
    assert "palonosetron, Dose: type the unit" in window.visit.grid.problem.text()
    window.visit.grid.typed.emit("a1", "dose", "0.25 mg")
    assert window.visit.grid.problem.text() == ""
    window.visit.grid.typed.emit("a1", "dose", "250")
    assert window.bench.session is not None
    assert window.bench.session.draft["administrations"][0]["dose"] == {"amount": 250, "unit": "mg"}


@pytest.mark.parametrize("text", ["x" * 10_000, "-5", "12/45/2026", "0", "¿?", "99999999999999999999", "\t\n"])
def test_nothing_typed_anywhere_breaks_the_visit(window: "MainWindow", text: str) -> None:
    found = next(v for v in window.desk.store.list_visits() if v.patient_name.startswith("Sample"))
    window.saving.open(found.id)
    for name, _ in COLUMNS:
        window.visit.grid.typed.emit("a3", name, text)
        window.visit.grid.typed.emit("", name, text)
    for field in (*VISIT, *DETAILS):
        if not field.choices:
            window.visit.header.typed.emit(field.path, text)
    assert window.bench.is_current
    assert "could not be worked out" not in window.visit.findings.cards[0].message.text()
    for _ in range(60):
        window.undo()
    assert window.said.text() == "Nothing to undo"
    assert window.visit.claim.state.rows


def test_every_row_may_go_and_come_back(window: "MainWindow") -> None:
    found = next(v for v in window.desk.store.list_visits() if v.patient_name.startswith("Sample"))
    window.saving.open(found.id)
    before = window.visit.claim.state.rows
    rows = [row.identifier for row in window.visit.grid.model.state.rows if row.identifier]
    for identifier in rows:
        window.visit.grid.removed.emit(identifier)
    assert [row.identifier for row in window.visit.grid.model.state.rows] == [""]
    for _ in rows:
        window.undo()
    assert window.visit.claim.state.rows == before


def test_what_is_being_typed_is_kept_when_the_window_closes(desk: "Desk", qtbot: QtBot) -> None:
    window = MainWindow(desk, Tasks())
    window.show()
    window.new_visit()
    family = window.visit.header.fields.by_path["patient.family_name"]
    assert isinstance(family, QLineEdit)
    family.setFocus()
    qtbot.keyClicks(family, "Halfway")
    window.close()
    assert any(visit.patient_name == "Halfway" for visit in desk.store.list_visits())
