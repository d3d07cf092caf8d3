"""The way in: a new practice, its password, the invented one."""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from oncodesk.codes.library import CodeSets
from oncodesk.services.entrance import Entrance
from oncodesk.ui.tasks import Tasks
from oncodesk.ui.window import Front

LEFT = Qt.MouseButton.LeftButton
NOW = datetime(2026, 9, 17, 14, 30)  # noqa: DTZ001
TYPED = {"name": "Invented Oncology", "phone": "217-555-0100", "npi": "1538296744"}


def _front(code_sets: CodeSets, folder: Path) -> Front:
    return Front(Entrance(code_sets, folder, lambda: NOW), lambda: Tasks(at_once=True))


def test_the_first_start_shows_the_invented_practice(code_sets: CodeSets, tmp_path: Path, qtbot: QtBot) -> None:
    front = _front(code_sets, tmp_path)
    front.begin()
    assert front.window is not None
    assert front.window.desk.is_sample
    assert front.window.today.view.own.isVisible()
    front.close()
    assert front.window is None


def test_a_practice_is_started_left_and_opened_again(code_sets: CodeSets, tmp_path: Path, qtbot: QtBot) -> None:
    front = _front(code_sets, tmp_path)
    front.begin()
    assert front.window is not None
    qtbot.mouseClick(front.window.today.view.own, LEFT)
    door = front.door
    assert door is not None
    assert front.window is None
    assert front.entrance is not None
    assert front.entrance.backups() == ()
    for path, text in TYPED.items():
        door.fields[path].setText(text)
    door.new_password.setText("correct horse")
    door.again.setText("correct house")
    qtbot.mouseClick(door.make, LEFT)
    assert "differ" in door.problem.text()
    door.again.setText("correct horse")
    qtbot.mouseClick(door.make, LEFT)
    assert front.window is not None
    practice = front.window.desk.practice()
    assert practice is not None
    assert practice.name == "Invented Oncology"
    assert not front.window.desk.is_sample
    assert len(front.entrance.backups()) == 1
    assert front.window.today.view.state.empty == "No visits yet. Ctrl+N starts one."
    front.window.left.emit()

    again = _front(code_sets, tmp_path)
    again.begin()
    assert again.window is None
    assert again.door is not None
    again.door.password.setText("wrong horse")
    qtbot.mouseClick(again.door.open, LEFT)
    assert "not the password" in again.door.problem.text()
    again.door.password.setText("correct horse")
    qtbot.keyClick(again.door.password, Qt.Key.Key_Return)
    assert again.window is not None
    again.window.close()
    again.window.desk.store.close()


def test_a_practice_without_a_name_or_with_half_an_address_is_refused(
    code_sets: CodeSets, tmp_path: Path, qtbot: QtBot
) -> None:
    front = _front(code_sets, tmp_path)
    front.show_entrance()
    assert front.door is not None
    qtbot.addWidget(front.door)
    front.door.fields["address.city"].setText("Springfield")
    qtbot.mouseClick(front.door.make, LEFT)
    assert front.door.problem.text().startswith("Practice name: expected a value")
    front.door.fields["name"].setText("X")
    qtbot.mouseClick(front.door.make, LEFT)
    assert "Street" in front.door.problem.text()
    assert not (tmp_path / "practice").exists()
