"""Shows the regimens and the one that is chosen."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from oncodesk.ui.panels.templates.state import COLUMNS, FIELDS, HEADINGS, LINES, TemplatesState
from oncodesk.ui.shell.inputs import Inputs
from oncodesk.ui.shell.parts import button, card, dress_table, label, leave_table
from oncodesk.words import say

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_IN_A_ROW = 5
_ROWS = 5


class TemplatesView(QWidget):
    """`chosen` carries a place in the list, `typed` a field and its text, `cell` a drug's place, column and text."""

    chosen = Signal(int)
    typed = Signal(str, str)
    cell = Signal(int, str, str)
    added = Signal()
    taken = Signal()
    imported = Signal()
    exported = Signal()
    removed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = TemplatesState()
        self._is_showing = False
        self.fields = Inputs(self)
        self.fields.typed.connect(self.typed)
        self.list = _table(say("Regimens"), HEADINGS, (34, 6, 40, 12, 14), 2, (3,))
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.currentCellChanged.connect(lambda now, _, before, __: self._choose(now, before))
        self.drugs = _Drugs()
        self.drugs.cellChanged.connect(self._cell)
        self.lines = _table(say("Expected lines"), LINES, (11, 30, 9, 11), 1, (2, 3))
        self.lines.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.heading = label("", "quiet", "small", wrap=True)
        self.moved = label("", "small", wrap=True)
        self.moved.setAccessibleName(say("What code sets change"))
        self.problem = label("", "problem", "small", wrap=True)
        self._arrange()
        self.setFocusProxy(self.list)
        self.detail.hide()
        self.show_state(self.state)

    def _arrange(self) -> None:
        tools = (
            self._tool(say("New"), say("New regimen"), self.added),
            self._tool(say("From the open visit"), say("Save the open visit as a regimen"), self.taken),
            self._tool(say("Import…"), say("Take regimens from files"), self.imported),
        )
        listed, inside, self.note = card(say("Regimens"), tools=tools)
        inside.addWidget(self.list)
        tall = self.list.verticalHeader().defaultSectionSize()
        self.list.setMinimumHeight(tall * (_ROWS + 1))
        self.export = self._tool(say("Export…"), say("Write the regimen to a file"), self.exported)
        self.remove = self._tool(say("Remove"), say("Remove the regimen"), self.removed)
        self.detail, below, self.name = card(say("Regimen"), tools=(self.export, self.remove))
        for number in range(0, len(FIELDS), _IN_A_ROW):
            line = QHBoxLayout()
            line.setContentsMargins(12, 2, 12, 4)
            line.setSpacing(10)
            for field in FIELDS[number : number + _IN_A_ROW]:
                line.addLayout(self.fields.make(field), field.width)
            below.addLayout(line)
        self.problem.setContentsMargins(12, 2, 12, 4)
        below.addWidget(self.problem)
        beside = QHBoxLayout()
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(10)
        beside.addWidget(self.drugs, 5)
        beside.addLayout(self._expected(), 4)
        below.addLayout(beside, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 10, 18, 14)
        whole.setSpacing(10)
        whole.addWidget(listed, 2)
        whole.addWidget(self.detail, 3)

    def _expected(self) -> QVBoxLayout:
        made = QVBoxLayout()
        made.setContentsMargins(0, 4, 8, 8)
        for part in (self.heading, self.lines, self.moved):
            made.addWidget(part)
        return made

    def _tool(self, text: str, name: str, asked: object) -> QWidget:
        made = button(text, name, "link")
        made.clicked.connect(lambda: asked.emit())  # type: ignore[attr-defined]
        return made

    def show_state(self, state: TemplatesState) -> None:
        """The list, and the chosen regimen where there is one."""
        self.state, self._is_showing = state, True
        _fill(self.list, state.rows, (3,))
        if state.chosen >= 0 and self.list.currentRow() != state.chosen:
            self.list.selectRow(state.chosen)
        self.note.setText("" if state.rows else say("None yet: open a visit and save it as a regimen"))
        self.detail.setVisible(state.chosen >= 0)
        self.fields.show(state.shown)
        self.name.setText(state.shown("name").text)
        _fill(self.drugs, state.drugs, (3, 5))
        _fill(self.lines, state.expected, (2, 3))
        self.heading.setText(state.heading)
        self.moved.setText("\n".join(state.moved))
        self.moved.setVisible(bool(state.moved))
        self.problem.setText(f"⚠ {state.problem}" if state.problem else "")
        self.problem.setVisible(bool(state.problem))
        self._is_showing = False

    def go(self, path: str) -> None:
        """Puts the focus on a field, with its text chosen."""
        self.fields.go(path)

    def _choose(self, now: int, before: int) -> None:
        if not self._is_showing and now >= 0 and now != before:
            self.chosen.emit(now)

    def _cell(self, place: int, column: int) -> None:
        item = self.drugs.item(place, column)
        if not self._is_showing and item is not None and item.text() != self.state.drugs[place][column]:
            self.cell.emit(place, COLUMNS[column][0], item.text())


class _Drugs(QTableWidget):
    """The drugs of a regimen; Enter goes on to the next cell, Delete empties, an emptied drug goes."""

    def __init__(self) -> None:
        super().__init__(0, len(COLUMNS))
        self.setHorizontalHeaderLabels([heading for _, heading in COLUMNS])
        dress_table(self, say("Drugs of the regimen"), (18, 13, 13, 6, 16, 6), 0)
        self.setTabKeyNavigation(True)
        self.setAccessibleDescription(
            say("Dose: 0.25 mg, 85 mg/m2, 8 mg/kg or AUC 5. The same order: beside one another.")
        )
        self.setToolTip(self.accessibleDescription())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item, at = self.currentItem(), (self.currentRow(), self.currentColumn())
        if event.key() == Qt.Key.Key_Tab and at in ((-1, -1), (self.rowCount() - 1, self.columnCount() - 1)):
            leave_table(self, forward=True)
        elif event.key() == Qt.Key.Key_Backtab and at in ((-1, -1), (0, 0)):
            leave_table(self, forward=False)
        elif event.key() == Qt.Key.Key_Delete and item is not None:
            item.setText("")
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and item is not None:
            place = item.row() * len(COLUMNS) + item.column() + 1
            self.setCurrentCell(min(place // len(COLUMNS), self.rowCount() - 1), place % len(COLUMNS))
        else:
            super().keyPressEvent(event)


def _table(
    name: str, headings: Sequence[str], widths: tuple[int, ...], stretch: int, right: tuple[int, ...]
) -> QTableWidget:
    made = QTableWidget(0, len(headings))
    made.setHorizontalHeaderLabels(list(headings))
    dress_table(made, name, widths, stretch)
    heading: Callable[[int], QTableWidgetItem | None] = made.horizontalHeaderItem
    for column in right:
        if (head := heading(column)) is not None:
            head.setTextAlignment(_RIGHT)
    return made


def _fill(table: QTableWidget, rows: Sequence[Sequence[str]], right: tuple[int, ...]) -> None:
    table.setRowCount(len(rows))
    for number, cells in enumerate(rows):
        for column, text in enumerate(cells):
            held = table.item(number, column) or QTableWidgetItem()
            if held.text() != text:
                held.setText(text)
            if column in right:
                held.setTextAlignment(_RIGHT)
            if table.item(number, column) is None:
                table.setItem(number, column, held)
