"""A key that the open line of a cell does not use comes back to the grid, and ends there."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QStringListModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from test_decisions_in_window import typed_visit

from oncodesk.ui.panels.grid.view import _Table

if TYPE_CHECKING:
    from oncodesk.ui.shell.main_window import MainWindow

_ENOUGH = 20


class _Returning(_Table):
    """Hands every key back that should open a line, as Qt does with a key that the line leaves unused."""

    def __init__(self) -> None:
        super().__init__()
        self.asked = 0

    def edit(self, *given: Any) -> bool:
        self.asked += 1
        if len(given) == 3 and self.asked < _ENOUGH:
            QApplication.sendEvent(self, given[2])
        return False


def test_a_key_that_comes_back_opens_no_second_line(qtbot: QtBot) -> None:
    table, rows = _Returning(), QStringListModel(["oxaliplatin"])
    table.setModel(rows)
    qtbot.addWidget(table)
    table.setCurrentIndex(rows.index(0, 0))
    for _ in range(2):
        table.asked = 0
        key = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_A, Qt.KeyboardModifier.NoModifier, "a")
        QApplication.sendEvent(table, key)
        assert table.asked == 1


def test_tab_leaves_the_grid_at_its_ends(window: "MainWindow", qtbot: QtBot) -> None:
    typed_visit(window)
    table = window.visit.grid.table
    window.visit.grid.go("", "drug")
    assert table.hasFocus()
    qtbot.keyClick(table, Qt.Key.Key_Tab)
    assert not table.hasFocus()
    assert table.tabKeyNavigation()
    table.setCurrentIndex(window.visit.grid.model.index(0, 0))
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Backtab)
    assert not table.hasFocus()
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Tab)
    assert table.hasFocus()
