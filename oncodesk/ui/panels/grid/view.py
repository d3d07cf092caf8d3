"""Shows the drugs grid and tells what is typed into it."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QLineEdit, QTableView, QVBoxLayout, QWidget

from oncodesk.ui.panels.grid.model import GridModel
from oncodesk.ui.panels.grid.presenter import next_in_round
from oncodesk.ui.panels.grid.state import COLUMNS, GridState
from oncodesk.ui.panels.grid.typing import CellLine, Typing
from oncodesk.ui.shell.parts import button, card, dress_table, label, leave_table, listed
from oncodesk.words import say

_NAMES = tuple(name for name, _ in COLUMNS)
_WIDTHS = (16, 13, 9, 17, 8, 6, 6, 6, 8, 14)
_HELP = say(
    "Type over a cell; Enter goes on. Ctrl+D copies the cell above, Ctrl+Backspace removes the row, Delete empties."
)


class GridView(QWidget):
    """`typed` carries row id, column, text; `removed` a row id; `chosen` the id of the row that has the focus."""

    typed = Signal(str, str, str)
    removed = Signal(str)
    chosen = Signal(str)

    def __init__(self, complete: Callable[[str], tuple[str, ...]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model = GridModel(self)
        self.model.typed.connect(self.typed)
        self.table = _Table()
        self.table.setModel(self.model)
        dress_table(self.table, say("Drugs and fluids given"), _WIDTHS, 0)
        self.table.setTabKeyNavigation(True)
        self.table.went_on.connect(self._go_on)
        self.table.setAccessibleDescription(_HELP)
        typing = Typing(complete, self.table)
        typing.ended.connect(self._go_on)
        self.table.setItemDelegate(typing)
        self.table.selectionModel().currentChanged.connect(self._moved)
        self.remove = button(say("Remove row"), say("Remove the drug in this row"), "link")
        self.remove.setToolTip("Ctrl+Backspace")
        self.remove.clicked.connect(self.remove_row)
        self._is_round = False
        frame, layout, self.note = card(say("Drugs and fluids"), tools=(self.remove,))
        layout.addWidget(self.table)
        self.problem = label("", "problem", "small", wrap=True)
        self.problem.setContentsMargins(10, 3, 10, 4)
        self.problem.hide()
        layout.addWidget(self.problem)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)
        self.setFocusProxy(self.table)

    def tall(self) -> int:
        """Height in pixels that shows every row."""
        rows = self.table.verticalHeader().defaultSectionSize() * len(self.model.state.rows)
        told = self.problem.sizeHint().height() if self.problem.text() else 0
        return rows + self.table.horizontalHeader().sizeHint().height() + self.fontMetrics().height() + 24 + told

    def show_state(self, state: GridState) -> None:
        """The rows, and what cannot be used."""
        at = self.table.currentIndex()
        self.model.show(state)
        if at.isValid() and not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.model.index(min(at.row(), len(state.rows) - 1), at.column()))
        self.problem.setText(listed(state.problem))
        self.problem.setVisible(bool(state.problem))
        given = len(state.rows) - 1
        self.note.setText(say("{given} given", given=given) if given else say("Type a drug to begin; Enter moves on"))

    def finish(self) -> None:
        """Tells what is being typed now, as if the cell were left."""
        line = self.table.findChild(CellLine)
        if line is not None and line.isVisible():
            self.model.setData(self.table.currentIndex(), line.text())

    def mark(self, facts: tuple[str, ...]) -> None:
        """Tints the rows of those facts."""
        self.model.mark(frozenset(facts))

    def begin_round(self) -> None:
        """Goes through the doses and times of the drugs that stand there, and through nothing else."""
        self._is_round = True
        self._go_round(-1, "")

    def end_round(self) -> None:
        """Goes through every cell again."""
        self._is_round = False

    def _go_round(self, row: int, name: str) -> None:
        place = next_in_round(self.model.state, row, name)
        self._is_round = place is not None
        row, name = place or (self.model.rowCount() - 1, "drug")
        self.table.setCurrentIndex(self.model.index(row, _NAMES.index(name)))
        self.table.setFocus()

    def go(self, fact: str, field: str) -> bool:
        """Puts the focus on a fact's field; False where there is no such row."""
        for number, row in enumerate(self.model.state.rows):
            if row.identifier == fact:
                column = _NAMES.index(field) if field in _NAMES else 0
                self.table.setCurrentIndex(self.model.index(number, column))
                self.table.setFocus()
                return True
        return False

    def remove_row(self) -> None:
        """Asks for the row that has the focus to go."""
        row = self._row()
        if row:
            self.removed.emit(row)

    def copy_above(self) -> None:
        """Types into the cell what stands above it."""
        at = self.table.currentIndex()
        if at.isValid() and at.row() > 0:
            above = self.model.index(at.row() - 1, at.column())
            self.model.setData(at, self.model.data(above, Qt.ItemDataRole.EditRole))

    def _go_on(self, forward: bool) -> None:
        """To the next cell worth typing in: minutes follow from start and stop."""
        at = self.table.currentIndex()
        if not self._row():
            return
        if self._is_round and forward:
            self._go_round(at.row(), _NAMES[at.column()])
            return
        row, column = at.row(), at.column() + (1 if forward else -1)
        if forward and 0 <= column < len(_NAMES) and _NAMES[column] == "minutes" and self._has_stop(row):
            column += 1
        if column >= len(_NAMES):
            row, column = row + 1, 0
        self.table.setCurrentIndex(self.model.index(min(row, self.model.rowCount() - 1), max(0, column)))

    def _has_stop(self, row: int) -> bool:
        return bool(self.model.state.rows[row].cells[_NAMES.index("stop")].text)

    def _row(self) -> str:
        at = self.table.currentIndex()
        return self.model.state.rows[at.row()].identifier if at.isValid() else ""

    def _moved(self, now: QModelIndex, before: QModelIndex) -> None:
        is_new_row = now.isValid() and now.row() == len(self.model.state.rows) - 1
        if is_new_row and now.column() > 0:
            QTimer.singleShot(0, self.table, lambda: self.table.setCurrentIndex(self.model.index(now.row(), 0)))
        if now.row() != before.row():
            self.chosen.emit(self._row())


class _Table(QTableView):
    """A grid in which Tab and Enter go to the next cell, typing or F2 edits, and F4 lists what may be typed."""

    went_on = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self._is_handing_on = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._is_handing_on:  # unused by the line that Qt opened for it, the same key comes back
            event.ignore()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.went_on.emit(True)
        elif event.key() == Qt.Key.Key_F4 and not event.modifiers():
            self.edit(self.currentIndex())
            self._list()
        elif event.key() == Qt.Key.Key_Delete:
            self.model().setData(self.currentIndex(), "")
        elif event.key() == Qt.Key.Key_Tab and self._is_last():
            leave_table(self, forward=True)
        elif event.key() == Qt.Key.Key_Backtab and self._is_first():
            leave_table(self, forward=False)
        elif event.key() == Qt.Key.Key_Tab:
            self.went_on.emit(True)
        else:
            self._hand_on(event)

    def _hand_on(self, event: QKeyEvent) -> None:
        self._is_handing_on = True
        try:
            super().keyPressEvent(event)
        finally:
            self._is_handing_on = False

    def _list(self) -> None:
        line = self.findChild(QLineEdit)
        offered = line.completer() if isinstance(line, QLineEdit) else None
        if offered is not None:
            offered.setCompletionPrefix("")
            offered.complete()

    def _is_first(self) -> bool:
        at = self.currentIndex()
        return not at.isValid() or (at.row(), at.column()) == (0, 0)

    def _is_last(self) -> bool:
        at = self.currentIndex()
        return not at.isValid() or at.row() == self.model().rowCount() - 1
