"""What a coder meets on the first day with a practice of their own."""

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from oncodesk.domain.errors import UnusableInput
from oncodesk.ui.editing.particulars import practice_of
from oncodesk.ui.panels.grid.presenter import entered
from oncodesk.ui.panels.grid.state import COLUMNS, grid_state
from oncodesk.ui.shell.parts import button
from oncodesk.ui.window import _tell_end

if TYPE_CHECKING:
    from oncodesk.ui.shell.main_window import MainWindow

WHOLE = {
    "name": "Elm Street", "address.line1": "1 Elm St", "address.city": "Salem", "address.state": "or",
    "address.zip": "97301", "tax_id": "12-3456789",
}  # fmt: skip


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_enter_presses_the_button_that_has_the_focus(qtbot: QtBot, key: Qt.Key) -> None:
    page, pressed = QWidget(), list[bool]()
    made = button("Open the desk")
    made.clicked.connect(lambda: pressed.append(True))
    QVBoxLayout(page).addWidget(made)
    qtbot.addWidget(page)
    page.show()
    qtbot.keyClick(made, key)
    assert pressed == [True]
    made.setEnabled(False)
    qtbot.keyClick(made, key)
    assert pressed == [True]


def test_a_chord_with_enter_is_left_to_the_window(qtbot: QtBot) -> None:
    made, pressed = button("Void"), list[bool]()
    made.clicked.connect(lambda: pressed.append(True))
    qtbot.addWidget(made)
    made.show()
    qtbot.keyClick(made, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert not pressed


@pytest.mark.parametrize(
    ("path", "typed"),
    [("tax_id", "12-345678"), ("tax_id", "none"), ("address.state", "Oregon"), ("address.state", "1")],
)
def test_particulars_that_no_superbill_can_carry_are_refused(path: str, typed: str) -> None:
    practice = practice_of(WHOLE)
    assert practice.address is not None
    assert (practice.tax_id, practice.address.state) == ("12-3456789", "OR")
    with pytest.raises(UnusableInput) as refused:
        practice_of(WHOLE | {path: typed})
    assert refused.value.field == path


def test_the_kind_of_container_is_shown_as_it_is_typed(window: "MainWindow") -> None:
    draft: dict[str, Any] = {
        "date_of_service": "2026-11-24",
        "administrations": [{"id": "a1", "drug": "carboplatin", "dose": {"amount": 480, "unit": "mg"}}],
    }

    def opened(draft: dict[str, Any], text: str) -> dict[str, Any]:
        return entered(draft, "a1", "containers", text, window.desk.now(), lambda _: ())

    first = opened(draft, "450+50 sdv")
    place = [name for name, _ in COLUMNS].index("containers")
    text = grid_state(first, None, {}).rows[0].cells[place].text
    assert text == "1 × 450 mg + 1 × 50 mg sdv"
    assert opened(first, text) == first


def test_a_name_typed_again_at_the_start_of_a_visit_is_looked_for(window: "MainWindow", qtbot: QtBot) -> None:
    window.new_visit()
    boxes = window.visit.start.boxes
    qtbot.keyClicks(boxes["patient"], "sample")
    qtbot.keyClick(boxes["patient"], Qt.Key.Key_Return)
    assert boxes["date"].isEnabled()
    boxes["patient"].selectAll()
    qtbot.keyClicks(boxes["patient"], "imag")
    assert boxes["patient"].text() == "imag"
    assert window.visit.start.state.choices[0].text.startswith("Imaginary")
    qtbot.keyClick(boxes["patient"], Qt.Key.Key_Return)
    assert boxes["patient"].text().startswith("Imaginary")


def test_the_progress_of_a_backup_does_not_stay(window: "MainWindow") -> None:
    window.tell("Backing up: records")
    _tell_end(window, "")
    assert window.said.text() == ""
    window.tell("Finalised as No. 1")
    _tell_end(window, "")
    assert window.said.text() == "Finalised as No. 1"
    _tell_end(window, "The newest backup would not come back")
    assert window.said.text().startswith("The newest backup")


def test_a_visit_still_to_come_says_in_how_many_days(window: "MainWindow") -> None:
    window.new_visit()
    window.visit.header.typed.emit("patient.family_name", "Tomorrow")
    window.visit.header.typed.emit("date_of_service", "12/31/2049")
    window.saving.save_now()
    window.show_screen("today")
    row = next(row for row in window.today.view.state.rows if row.cells[1].startswith("Tomorrow"))
    assert row.age is not None
    assert row.age < 0
    assert row.cells[-1] == f"in {-row.age} d"
