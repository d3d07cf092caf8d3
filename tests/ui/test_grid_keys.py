"""A key that the open line of a cell does not use comes back to the grid, and ends there."""

from typing import Any

from PySide6.QtCore import QEvent, QStringListModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from oncodesk.ui.panels.grid.view import _Table

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
