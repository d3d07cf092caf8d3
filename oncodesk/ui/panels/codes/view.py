"""Shows the look-up."""

from PySide6.QtCore import QEvent, QObject, Qt, QUrl, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLineEdit,
    QPushButton,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from oncodesk.ui.panels.codes.state import HEADINGS, SETS, CodesState, ResultRow
from oncodesk.ui.shell.last import Last
from oncodesk.ui.shell.parts import button, clearable, dress_table, label, row
from oncodesk.ui.shell.theme import tokens
from oncodesk.words import say

_LONG, _QUIET = (1, 4), (2, 3, 4)


class CodesView(QWidget):
    """`asked` carries query and set, `chosen` a code whose page is wanted, `inserted` set and code for the visit.

    `kept` carries a code and whether it is to be a favourite, `noted` a code and the practice's own note on it.
    """

    kept = Signal(str, bool)
    noted = Signal(str, str)
    asked = Signal(str, str)
    chosen = Signal(str)
    inserted = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state, self._last = CodesState(), Last()
        self._rows: tuple[ResultRow, ...] = ()
        self.code_set = ""
        self.box = QLineEdit()
        self.box.setObjectName("box")
        self.box.setPlaceholderText(say("Code, word, brand or abbreviation"))
        self.box.setAccessibleName(say("Look up a code"))
        clearable(self.box)
        self.box.textChanged.connect(lambda typed: self.asked.emit(typed, self.code_set))
        self.box.returnPressed.connect(self.insert)
        self.box.installEventFilter(self)
        self.sets = {key: self._set(key, name) for key, name in SETS}
        self.sets[""].setChecked(True)
        self.table = QTableWidget(0, len(HEADINGS))
        self.table.setHorizontalHeaderLabels(list(HEADINGS))
        dress_table(self.table, say("Codes found"), (11, 30, 7, 12, 28), 1)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.currentCellChanged.connect(self._moved)
        self.table.activated.connect(lambda _: self.insert())
        self.page = QTextBrowser()
        self.page.setAccessibleName(say("Page of the chosen code"))
        self.page.setOpenLinks(False)
        self.page.document().setDocumentMargin(14)
        self.page.anchorClicked.connect(lambda url: self.chosen.emit(QUrl(url).toString()))
        self.add = button(say("Insert into the visit"), mark="primary")
        self.add.clicked.connect(self.insert)
        self.keep = button(say("☆ Favourite"), say("Favourite"), "link")
        self.keep.setToolTip("Ctrl+B")
        self.keep.clicked.connect(self.toggle_favourite)
        self.own_note = QLineEdit()
        self.own_note.setPlaceholderText(say("My note on this code"))
        self.own_note.setAccessibleName(say("My note on this code"))
        self.own_note.editingFinished.connect(self._note)
        self._arrange()
        self.setFocusProxy(self.box)

    def _set(self, key: str, name: str) -> QPushButton:
        made = button(name, say("Look in {name}", name=name), "tab")
        made.setCheckable(True)
        made.setAutoExclusive(True)
        made.clicked.connect(lambda: self._choose_set(key))
        return made

    def _arrange(self) -> None:
        self.empty = label("", "quiet", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.note = label("", "quiet", "small")
        tabs = row(*self.sets.values(), spacing=2)
        tabs.addStretch()
        tabs.addWidget(self.note)
        tabs.addSpacing(10)
        found = QFrame()
        found.setObjectName("card")
        inside = QVBoxLayout(found)
        inside.setContentsMargins(1, 4, 1, 1)
        inside.setSpacing(0)
        inside.addLayout(tabs)
        self.stale = label("", "quiet", "small", wrap=True)
        self.stale.setAccessibleName(say("Which edition answers"))
        self.stale.setContentsMargins(12, 2, 10, 4)
        inside.addWidget(self.stale)
        inside.addWidget(self.table, 1)
        inside.addWidget(self.empty, 1)
        paper = QFrame()
        paper.setObjectName("card")
        beside = QVBoxLayout(paper)
        beside.setContentsMargins(1, 1, 1, 8)
        beside.addWidget(self.page, 1)
        beside.addLayout(row(self.own_note, margins=(12, 0, 12, 0)))
        foot = row(self.add, self.keep, margins=(12, 0, 12, 0))
        foot.addStretch()
        beside.addLayout(foot)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(found)
        split.addWidget(paper)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        split.setSizes([920, 340])
        split.setHandleWidth(10)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 14, 18, 14)
        whole.setSpacing(10)
        whole.addWidget(self.box)
        whole.addWidget(split, 1)

    def show_state(self, state: CodesState) -> None:
        """The results; the first one is chosen, or the one that was where the question is the same."""
        was = self.current() if state.query == self.state.query else None
        self.state = state
        if state.rows:  # rows that are hidden stay, and with them the bar that takes room from the columns
            self._show_rows(state.rows)
        self.table.setVisible(bool(state.rows))
        self.empty.setVisible(not state.rows)
        self.empty.setText(state.empty)
        held = say("on {day}", day=state.on) if state.stale else say("in force on {day}", day=state.on)
        self.note.setText(held if state.on else "")
        self.stale.setText("\n".join(f"⚠ {told}" for told in state.stale.splitlines()))
        self.stale.setVisible(bool(state.stale))
        self.add.setEnabled(bool(state.rows))
        if state.rows:
            place = next((n for n, shown in enumerate(state.rows) if was and shown.code == was.code), 0)
            self.table.setCurrentCell(place, 0)
            self.chosen.emit(state.rows[place].code)
        else:
            self.show_page("")
        self._show_own()

    def _show_rows(self, rows: tuple[ResultRow, ...]) -> None:
        before, self._rows = self._rows if self._last.was() else (), rows
        self.table.blockSignals(True)
        self.table.setRowCount(len(rows))
        for number, shown in enumerate(rows):
            held = before[number] if number < len(before) else None
            if shown != held:
                self._show_row(number, shown, held)
        self.table.blockSignals(False)

    def _show_row(self, number: int, shown: ResultRow, held: ResultRow | None) -> None:
        """Touches the cells that say something else than what stands there."""
        for column, text in enumerate(shown.cells):
            item = self.table.item(number, column) if held else None
            if item is None:
                item = _made(column)
                self.table.setItem(number, column, item)
            if held is None or held.cells[column] != text:
                item.setText(text)
                item.setToolTip(text if column in _LONG else "")
            if held is None or held.is_billable != shown.is_billable:
                quiet = column in _QUIET or not shown.is_billable
                item.setForeground(QColor(tokens().muted if quiet else tokens().text))

    def show_page(self, html: str) -> None:
        """The page of the chosen code."""
        self.page.setHtml(html)

    def current(self) -> ResultRow | None:
        """The chosen result, or None."""
        place = self.table.currentRow()
        return self.state.rows[place] if 0 <= place < len(self.state.rows) else None

    def toggle_favourite(self) -> None:
        """Asks for the chosen code to be kept as a favourite, or no longer."""
        if found := self.current():
            self.kept.emit(found.code, found.note is None)

    def _show_own(self) -> None:
        found = self.current()
        self.keep.setEnabled(found is not None)
        self.keep.setText(say("★ Favourite") if found and found.note is not None else say("☆ Favourite"))
        self.own_note.setVisible(found is not None and found.note is not None)
        if not self.own_note.hasFocus():
            self.own_note.setText((found.note if found else "") or "")

    def _note(self) -> None:
        found = self.current()
        if found and found.note is not None and self.own_note.text() != found.note:
            self.noted.emit(found.code, self.own_note.text())

    def insert(self) -> None:
        """Asks for the chosen code to go into the visit."""
        if found := self.current():
            self.inserted.emit(found.set, found.code)

    def _choose_set(self, key: str) -> None:
        self.code_set = key
        self.asked.emit(self.box.text(), key)
        self.box.setFocus()

    def _moved(self, place: int, _column: int, before: int, _before_column: int) -> None:
        if place != before and 0 <= place < len(self.state.rows):
            self._show_own()
            self.chosen.emit(self.state.rows[place].code)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 10, Qt.Key.Key_PageUp: -10}
            by = step.get(Qt.Key(event.key()))
            if by is not None and self.state.rows:
                place = min(max(0, self.table.currentRow() + by), len(self.state.rows) - 1)
                self.table.setCurrentCell(place, 0)
                return True
        return super().eventFilter(watched, event)


def _made(column: int) -> QTableWidgetItem:
    item = QTableWidgetItem()
    if column == 0:
        font = item.font()
        font.setBold(True)
        item.setFont(font)
    return item
