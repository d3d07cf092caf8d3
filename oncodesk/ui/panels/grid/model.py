"""The drugs grid as Qt reads it: one state at a time, nothing decided."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont

from oncodesk.ui.panels.grid.state import COLUMNS, Cell, GridState, Row
from oncodesk.ui.shell.parts import Index
from oncodesk.ui.shell.theme import icon, tokens
from oncodesk.words import say

_ROLE = Qt.ItemDataRole
_RIGHT = {"dose", "discarded", "start", "stop", "minutes"}


class GridModel(QAbstractTableModel):
    """Shows a GridState; `typed` carries row id, column and the text typed into it."""

    typed = Signal(str, str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state = GridState((Row("", tuple(Cell("") for _ in COLUMNS)),))
        self.marked: frozenset[str] = frozenset()

    def show(self, state: GridState) -> None:
        """The new state; the selection stays where it is unless rows came or went."""
        more = len(state.rows) - len(self.state.rows)
        if more == 1:
            # the row being typed in becomes the drug's own, so that its editor keeps the focus
            self.beginInsertRows(QModelIndex(), len(self.state.rows), len(self.state.rows))
            self.state = state
            self.endInsertRows()
            self._all_changed()
        elif more:
            self.beginResetModel()
            self.state = state
            self.endResetModel()
        elif state != self.state:
            before, self.state = self.state, state
            self._changed(before)

    def mark(self, facts: frozenset[str]) -> None:
        """Tints the rows of those facts."""
        other, self.marked = facts ^ self.marked, facts
        for number, row in enumerate(self.state.rows):
            if row.identifier in other:
                self.dataChanged.emit(self.index(number, 0), self.index(number, len(COLUMNS) - 1))

    def _changed(self, before: GridState) -> None:
        """Tells the cells that say something else than before."""
        for number, (then, now) in enumerate(zip(before.rows, self.state.rows, strict=True)):
            for column, (old, new) in enumerate(zip(then.cells, now.cells, strict=True)):
                if old != new or then.identifier != now.identifier:
                    self.dataChanged.emit(self.index(number, column), self.index(number, column))

    def _all_changed(self) -> None:
        self.dataChanged.emit(self.index(0, 0), self.index(len(self.state.rows) - 1, len(COLUMNS) - 1))

    def rowCount(self, parent: Index | None = None) -> int:
        return len(self.state.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == _ROLE.DisplayRole:
            return COLUMNS[section][1]
        if role == _ROLE.TextAlignmentRole and COLUMNS[section][0] in _RIGHT:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.state.rows):
            return None
        row = self.state.rows[index.row()]
        cell = row.cells[index.column()]
        name = COLUMNS[index.column()][0]
        if role == _ROLE.EditRole:
            return cell.text
        if role == _ROLE.DisplayRole:
            return _shown(row, cell, name)
        if role == _ROLE.ToolTipRole:
            return cell.problem or cell.ask or None
        if role == _ROLE.AccessibleTextRole:
            return f"{COLUMNS[index.column()][1]}: {cell.text or say('empty')}"
        if role == _ROLE.AccessibleDescriptionRole:
            return cell.problem or cell.ask
        return self._look(row, cell, name, role)

    def _look(self, row: Row, cell: Cell, name: str, role: int) -> Any:
        t = tokens()
        if role == _ROLE.TextAlignmentRole and name in _RIGHT:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == _ROLE.ForegroundRole:
            if cell.problem:
                return QColor(t.unusable)
            if cell.ask:
                return QColor(t.question)
            return QColor(t.muted) if not row.identifier or name == "minutes" else None
        if role == _ROLE.BackgroundRole:
            if cell.problem:
                return QColor(t.unusable_soft)
            if cell.ask:
                return QColor(t.question_soft)
            return QColor(t.accent_soft) if row.identifier in self.marked else None
        if role == _ROLE.DecorationRole and name not in _RIGHT:
            return icon("unusable", "unusable") if cell.problem else icon("question", "question") if cell.ask else None
        if role == _ROLE.FontRole and name == "drug" and row.identifier:
            font = QFont()
            font.setBold(True)
            return font
        return None

    def setData(self, index: Index, value: Any, role: int = _ROLE.EditRole) -> bool:
        if role != _ROLE.EditRole or not index.isValid():
            return False
        row, name = self.state.rows[index.row()], COLUMNS[index.column()][0]
        cell = row.cells[index.column()]
        if str(value) == cell.text and not cell.problem:
            return False
        self.typed.emit(row.identifier, name, str(value))
        return True


def _shown(row: Row, cell: Cell, name: str) -> str:
    if not row.identifier and name == "drug" and not cell.text:
        return say("Type a drug or fluid…")
    return cell.text or ("ask" if cell.ask else "")
