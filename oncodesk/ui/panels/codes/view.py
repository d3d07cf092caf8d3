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

from oncodesk.ui.panels.codes.state import HEADINGS, SETS, CodesState
from oncodesk.ui.shell.parts import button, dress_table, label, row
from oncodesk.ui.shell.theme import tokens


class CodesView(QWidget):
    """`asked` carries query and set, `chosen` a code whose page is wanted, `inserted` set and code for the visit."""

    asked = Signal(str, str)
    chosen = Signal(str)
    inserted = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = CodesState()
        self.code_set = ""
        self.box = QLineEdit()
        self.box.setObjectName("box")
        self.box.setPlaceholderText("Code, word, brand or abbreviation")
        self.box.setAccessibleName("Look up a code")
        self.box.setClearButtonEnabled(True)
        self.box.textChanged.connect(lambda typed: self.asked.emit(typed, self.code_set))
        self.box.returnPressed.connect(self.insert)
        self.box.installEventFilter(self)
        self.sets = {key: self._set(key, name) for key, name in SETS}
        self.sets[""].setChecked(True)
        self.table = QTableWidget(0, len(HEADINGS))
        self.table.setHorizontalHeaderLabels(list(HEADINGS))
        dress_table(self.table, "Codes found", (8, 30, 7, 12, 28), 1)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.currentCellChanged.connect(self._moved)
        self.table.activated.connect(lambda _: self.insert())
        self.page = QTextBrowser()
        self.page.setAccessibleName("Page of the chosen code")
        self.page.setOpenLinks(False)
        self.page.document().setDocumentMargin(14)
        self.page.anchorClicked.connect(lambda url: self.chosen.emit(QUrl(url).toString()))
        self.add = button("Insert into the visit", mark="primary")
        self.add.clicked.connect(self.insert)
        self._arrange()
        self.setFocusProxy(self.box)

    def _set(self, key: str, name: str) -> QPushButton:
        made = button(name, f"Look in {name}", "tab")
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
        inside.addWidget(self.table, 1)
        inside.addWidget(self.empty, 1)
        paper = QFrame()
        paper.setObjectName("card")
        beside = QVBoxLayout(paper)
        beside.setContentsMargins(1, 1, 1, 8)
        beside.addWidget(self.page, 1)
        foot = row(self.add, margins=(12, 0, 12, 0))
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
        """The results; the first one is chosen."""
        self.state = state
        t = tokens()
        self.table.blockSignals(True)
        self.table.setRowCount(len(state.rows))
        for number, shown in enumerate(state.rows):
            for column, text in enumerate(shown.cells):
                item = QTableWidgetItem(text)
                item.setToolTip(text if column in (1, 4) else "")
                if column == 0:
                    font = item.font()
                    font.setBold(True)
                    item.setFont(font)
                if column in (2, 3, 4) or not shown.is_billable:
                    item.setForeground(QColor(t.muted))
                self.table.setItem(number, column, item)
        self.table.blockSignals(False)
        self.table.setVisible(bool(state.rows))
        self.empty.setVisible(not state.rows)
        self.empty.setText(state.empty)
        self.note.setText(f"in force on {state.on}" if state.on else "")
        self.add.setEnabled(bool(state.rows))
        if state.rows:
            self.table.setCurrentCell(0, 0)
            self.chosen.emit(state.rows[0].code)
        else:
            self.show_page("")

    def show_page(self, html: str) -> None:
        """The page of the chosen code."""
        self.page.setHtml(html)

    def insert(self) -> None:
        """Asks for the chosen code to go into the visit."""
        place = self.table.currentRow()
        if 0 <= place < len(self.state.rows):
            self.inserted.emit(self.state.rows[place].set, self.state.rows[place].code)

    def _choose_set(self, key: str) -> None:
        self.code_set = key
        self.asked.emit(self.box.text(), key)
        self.box.setFocus()

    def _moved(self, place: int, _column: int, before: int, _before_column: int) -> None:
        if place != before and 0 <= place < len(self.state.rows):
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
