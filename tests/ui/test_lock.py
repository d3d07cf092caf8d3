"""Nobody at the desk: what was shown is gone, what was typed is kept, and the password brings it back."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import shiboken6
from own_practice import NOW, PASSWORD
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractItemView, QApplication, QComboBox, QDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from oncodesk.ui.shell.clipboard import ClipboardGuard
from oncodesk.ui.shell.idle import Idle
from oncodesk.ui.window import Front
from oncodesk.vault.errors import Locked

if TYPE_CHECKING:
    from oncodesk.services.entrance import Entrance
    from oncodesk.ui.shell.main_window import MainWindow

CANARY = "Quincannon-Halfway"
WAIT = 15_000


def _texts() -> str:
    """Everything that any widget of the program says or holds."""
    found: list[str] = []
    for widget in QApplication.allWidgets():
        for name in ("text", "toPlainText", "windowTitle", "accessibleName", "accessibleDescription", "toolTip"):
            asked = getattr(widget, name, None)
            found.append(str(asked()) if callable(asked) else "")
        if isinstance(widget, QComboBox):
            found += [widget.itemText(n) for n in range(widget.count())]
        if isinstance(widget, QAbstractItemView) and (model := widget.model()) is not None:
            places = [(row, column) for row in range(model.rowCount()) for column in range(9)]
            found += [str(model.index(row, column).data()) for row, column in places]
    return "\n".join(found)


@pytest.fixture
def front(entrance: "Entrance", qtbot: QtBot) -> Iterator[Front]:
    """The real window with its workers, at the way in."""
    made = Front(entrance)
    made.begin()
    yield made
    made.close()
    if made.door is not None:
        made.door.close()


def _unlock(front: Front, qtbot: QtBot) -> "MainWindow":
    assert front.door is not None
    front.door.login.user.setCurrentText("Mina")
    front.door.login.password.setText(PASSWORD)
    front.door.login.open.click()
    qtbot.waitUntil(lambda: front.window is not None, timeout=WAIT)
    assert front.window is not None
    return front.window


def _open_visit(window: "MainWindow", qtbot: QtBot) -> int:
    (row,) = window.desk.store.list_visits()
    window.saving.open(row.id)
    qtbot.waitUntil(lambda: window.bench.identifier == row.id and window.bench.is_current, timeout=WAIT)
    return row.id


def test_after_the_lock_nothing_of_the_visit_is_left_and_unlocking_returns_to_it(front: Front, qtbot: QtBot) -> None:
    window = _unlock(front, qtbot)
    visit = _open_visit(window, qtbot)
    window.toggle_mask()
    window.toggle_mask()
    field = window.visit.header.fields.by_path["patient.family_name"]
    assert isinstance(field, QLineEdit)
    window.visit.details.click()
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, CANARY)
    QApplication.clipboard().setText(CANARY)
    assert CANARY in _texts()
    store, shape = window.desk.store, window.geometry()
    action = window.findChild(QAction, "lock")
    assert isinstance(action, QAction)
    assert action.shortcut().toString() == "Ctrl+Shift+L"
    action.trigger()
    qtbot.waitUntil(lambda: not shiboken6.isValid(window), timeout=1000)
    assert CANARY not in _texts()
    assert QApplication.clipboard().text() == ""
    door = front.door
    assert door is not None
    assert door.isVisible()
    assert door.geometry() == shape
    assert door.login.title.text() == "Locked"
    assert door.login.user.currentText() == "Mina"
    qtbot.waitUntil(lambda: store._secret.is_wiped, timeout=WAIT)
    with pytest.raises(Locked):
        store.list_visits()
    again = _unlock(front, qtbot)
    qtbot.waitUntil(lambda: again.bench.identifier == visit, timeout=WAIT)
    assert again.stack.currentWidget() is again.visit
    assert again.bench.session is not None
    assert again.bench.session.draft["patient"]["family_name"] == CANARY


def test_the_lock_brings_back_another_screen_and_the_mask(front: Front, qtbot: QtBot) -> None:
    window = _unlock(front, qtbot)
    _open_visit(window, qtbot)
    window.toggle_mask()
    window.show_screen("library")
    window.locked.emit()
    again = _unlock(front, qtbot)
    qtbot.waitUntil(lambda: again.bench.identifier is not None, timeout=WAIT)
    qtbot.waitUntil(lambda: again.stack.currentWidget() is again.library, timeout=WAIT)
    assert again.visit.masked


def test_rest_locks_by_the_minutes_of_the_practice(front: Front, qtbot: QtBot) -> None:
    window = _unlock(front, qtbot)
    assert front.idle is not None
    assert front.idle.minutes == 10
    window.settings.show_section("guard")
    window.settings.guard.view.changed.emit(2, False)
    qtbot.waitUntil(lambda: front.idle is not None and front.idle.minutes == 2, timeout=WAIT)
    front.idle.rested.emit()
    qtbot.waitUntil(lambda: not shiboken6.isValid(window), timeout=1000)
    assert front.door is not None


def test_what_cannot_be_kept_at_the_lock_is_said(front: Front, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    from oncodesk.vault.errors import NotSaved
    from oncodesk.vault.store import Store

    def full(*_: Any, **__: Any) -> int:
        raise NotSaved("the disk is full")

    window = _unlock(front, qtbot)
    _open_visit(window, qtbot)
    window.visit.header.typed.emit("patient.family_name", CANARY)
    monkeypatch.setattr(Store, "save_draft", full)
    window.locked.emit()
    assert front.door is not None
    problem = front.door.login.problem
    qtbot.waitUntil(lambda: "could not be kept" in problem.text(), timeout=WAIT)
    assert "disk is full" in problem.text()


def test_a_dialog_that_is_open_goes_with_the_window(front: Front, qtbot: QtBot) -> None:
    window = _unlock(front, qtbot)
    QTimer.singleShot(100, window.locked.emit)
    dialog = QDialog(window)
    assert dialog.exec() == QDialog.DialogCode.Rejected
    assert shiboken6.isValid(window)
    assert not window.isVisible()
    qtbot.waitUntil(lambda: not shiboken6.isValid(window), timeout=1000)


class Hands:
    """A clock moved by hand."""

    def __init__(self) -> None:
        self.time: datetime = NOW

    def __call__(self) -> datetime:
        return self.time

    def pass_by(self, seconds: float, idle: Idle) -> None:
        """Time goes on as a running timer sees it."""
        for _ in range(round(seconds / 5)):
            self.time += timedelta(seconds=5)
            idle.look()


def test_a_key_puts_the_lock_off_and_rest_brings_it(qtbot: QtBot) -> None:
    clock = Hands()
    idle = Idle(clock, 2)
    rested: list[bool] = []
    idle.rested.connect(lambda: rested.append(True))
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.show()
    handle = widget.windowHandle()
    assert handle is not None
    idle._listen(handle)
    clock.pass_by(115, idle)
    qtbot.keyClick(handle, Qt.Key.Key_A)
    clock.pass_by(115, idle)
    assert rested == []
    clock.pass_by(5, idle)
    assert rested == [True]


def test_sleep_locks_at_once(qtbot: QtBot) -> None:
    clock = Hands()
    idle = Idle(clock, 60)
    rested: list[bool] = []
    idle.rested.connect(lambda: rested.append(True))
    clock.time += timedelta(minutes=3)
    idle.look()
    assert rested == [True]


def test_a_copy_does_not_stay_on_the_clipboard(qtbot: QtBot) -> None:
    guard = ClipboardGuard(seconds=0.2)
    line = QLineEdit(CANARY)
    qtbot.addWidget(line)
    line.show()
    line.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWindow() is not None)
    line.selectAll()
    line.copy()
    assert QApplication.clipboard().text() == CANARY
    qtbot.waitUntil(lambda: QApplication.clipboard().text() == "", timeout=2000)
    assert ClipboardGuard()._later.interval() == 30_000
    guard.deleteLater()
