"""Shows the derived claim."""

from collections.abc import Iterable
from html import escape
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QAbstractItemView, QTableView, QVBoxLayout, QWidget

from oncodesk.ui.panels.claim.editing import EditorState
from oncodesk.ui.panels.claim.editor import LineEditor
from oncodesk.ui.panels.claim.presenter import changed, lines_of
from oncodesk.ui.panels.claim.state import HEADINGS, ClaimRow, ClaimState
from oncodesk.ui.shell.last import Last
from oncodesk.ui.shell.parts import Index, card, dress_table, label
from oncodesk.ui.shell.theme import icon, tokens
from oncodesk.ui.shell.tokens import Tokens
from oncodesk.words import say

_ROLE = Qt.ItemDataRole
_MARKED_MS = 2000
_WIDTHS = (3, 10, 11, 40, 8, 7, 11)
_RIGHT = {5, 6}
_MODIFIERS, _TEXT = 2, 3


class ClaimView(QWidget):
    """`chosen` carries the id of the line that has the focus, `edited` asks for its editor, by double click."""

    chosen = Signal(str)
    edited = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state, self._last = ClaimState(), Last()
        self.model = _Lines(self)
        self.table = QTableView()
        self.table.setModel(self.model)
        dress_table(self.table, say("Lines of the derived claim"), _WIDTHS, 3)
        self.table.setAccessibleDescription(
            say("Up and Down choose a line; F2 changes it, Alt+R takes it off, Alt+W goes to why it is there.")
        )
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.selectionModel().currentChanged.connect(self._moved)
        frame, layout, self.note = card(say("Derived claim"))
        self.diagnoses = label("", "small", wrap=True)
        self.diagnoses.setTextFormat(Qt.TextFormat.RichText)
        self.diagnoses.setContentsMargins(10, 0, 10, 4)
        layout.addWidget(self.diagnoses)
        layout.addWidget(self.table, 1)
        self.editor = LineEditor()
        self.editor.hide()
        self.editor.left.connect(self.close_editor)
        layout.addWidget(self.editor)
        self.table.doubleClicked.connect(lambda _: self.edited.emit(self.line()))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_MARKED_MS)
        self._timer.timeout.connect(lambda: self.model.mark(frozenset()))
        self.setFocusProxy(self.table)

    def show_state(self, state: ClaimState) -> None:
        """The claim; what changed since the last one is tinted for two seconds."""
        if self._last.was(state):
            return
        new = changed(self.state, state)
        held, facts = self.line(), self._facts()
        before, self.state = self.state, state
        if (state.rows, state.off) != (before.rows, before.off):
            self.model.show(state, new)
            self._choose(held)
        if held and held == self.line() and facts != self._facts():
            self.chosen.emit(held)
        if new:
            self._timer.start()
        self.model.set_stale(state.is_stale)
        self.diagnoses.setText(_diagnoses(state))
        self.diagnoses.setVisible(bool(state.diagnoses))
        stale = say("As it was before the fact that cannot be used") + " · " if state.is_stale and state.rows else ""
        lost = " · " + say("no longer fits: {names}", names=", ".join(state.lost)) if state.lost else ""
        self.note.setText(f"{stale}{state.total}{lost}")

    def clear(self) -> None:
        """Forgets the claim of another visit, so that nothing counts as changed."""
        self.state, self._last = ClaimState(), Last()
        self.model.show(self.state, frozenset())
        self.editor.hide()

    def open_editor(self, state: EditorState, reasons: tuple[str, ...]) -> None:
        """The line editor over a line, or over a new one."""
        self.editor.begin(state, reasons)
        QTimer.singleShot(0, self.table, lambda: self.table.scrollTo(self.table.currentIndex()))

    def close_editor(self) -> None:
        """Closes the editor; the focus goes back to the line."""
        self.editor.hide()
        self.table.setFocus()

    def line(self) -> str:
        """Id of the line that has the focus."""
        at = self.table.currentIndex()
        return self.model.rows[at.row()].line if 0 <= at.row() < len(self.model.rows) else ""

    def _facts(self) -> tuple[str, ...]:
        """The facts that the line with the focus came from."""
        at = self.table.currentIndex().row()
        return self.model.rows[at].facts if 0 <= at < len(self.model.rows) else ()

    def select_facts(self, facts: tuple[str, ...]) -> None:
        """Goes to the first line that came from those facts."""
        found = lines_of(self.state, facts)
        if found:
            self._choose(found[0])

    def select_line(self, line: str) -> None:
        """Goes to that line."""
        self._choose(line)

    def _choose(self, line: str) -> None:
        for number, row in enumerate(self.model.rows):
            if row.line == line:
                self.table.setCurrentIndex(self.model.index(number, 1))

    def _moved(self, now: QModelIndex, before: QModelIndex) -> None:
        if now.row() != before.row() and now.isValid():
            self.chosen.emit(self.line())


def _diagnoses(state: ClaimState) -> str:
    t = tokens()
    return " &nbsp; ".join(
        f'<b style="color:{t.accent}">{letter}</b>&nbsp;<b>{escape(code)}</b> '
        f'<span style="color:{t.muted}">{escape(text)}</span>'
        for letter, code, text in state.diagnoses
    )


class _Lines(QAbstractTableModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.state = ClaimState()
        self.rows: tuple[ClaimRow, ...] = ()
        self.new: frozenset[str] = frozenset()
        self.stale = False

    def show(self, state: ClaimState, new: frozenset[str]) -> None:
        """The new lines; where they are the same lines, only those that say something else are painted again."""
        rows, before, marked = (*state.rows, *state.off), self.rows, self.new
        if [row.line for row in rows] == [row.line for row in before]:
            self.state, self.new, self.rows = state, new, rows
            self._changed(n for n, row in enumerate(rows) if row != before[n] or row.line in marked ^ new)
        else:
            self.beginResetModel()
            self.state, self.new, self.rows = state, new, rows
            self.endResetModel()

    def mark(self, new: frozenset[str]) -> None:
        marked, self.new = self.new, new
        self._changed(n for n, row in enumerate(self.rows) if row.line in marked ^ new)

    def set_stale(self, stale: bool) -> None:
        if stale != self.stale:
            self.stale = stale
            self._changed(range(len(self.rows)))

    def _changed(self, rows: Iterable[int]) -> None:
        for row in rows:
            self.dataChanged.emit(self.index(row, 0), self.index(row, len(HEADINGS) - 1))

    def rowCount(self, parent: Index | None = None) -> int:
        return len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return len(HEADINGS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == _ROLE.TextAlignmentRole and section in _RIGHT:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return HEADINGS[section] if role == _ROLE.DisplayRole else None

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        if not 0 <= index.row() < len(self.rows):
            return None
        row = self.rows[index.row()]
        if role == _ROLE.DisplayRole:
            return _cells(row)[index.column()]
        if role in (_ROLE.AccessibleTextRole, _ROLE.ToolTipRole):
            return row.said
        return self._look(row, index.column(), role)

    def _look(self, row: ClaimRow, column: int, role: int) -> Any:
        t = tokens()
        if role == _ROLE.TextAlignmentRole and column in _RIGHT:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == _ROLE.DecorationRole and column == 0 and row.mark:
            return icon(row.mark, row.mark)
        if role == _ROLE.BackgroundRole and row.line in self.new:
            return QColor(t.changed)
        if role == _ROLE.ForegroundRole:
            return QColor(_color(row, column, self.stale, t))
        if role == _ROLE.FontRole and (column in (1, 2) or row.is_off):
            font = QFont()
            font.setBold(column in (1, 2) and not row.is_off)
            font.setItalic(row.is_laid and column == 2)
            font.setStrikeOut(row.is_off and column != _TEXT)
            return font
        return None


def _color(row: ClaimRow, column: int, stale: bool, t: Tokens) -> str:
    if stale or row.is_off:
        return t.muted
    if column == _TEXT:
        return t.accent if row.own else t.muted
    return t.accent if row.is_laid and column == _MODIFIERS else t.text


def _cells(row: ClaimRow) -> tuple[str, ...]:
    return ("", row.code, row.modifiers, row.shown, row.pointers, row.units, row.charge)
