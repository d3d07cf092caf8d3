"""Shows the worklist."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from oncodesk.ui.panels.today.presenter import chosen
from oncodesk.ui.panels.today.state import HEADINGS, TABS, TodayState
from oncodesk.ui.shell.parts import button, dress_table, label, row
from oncodesk.ui.shell.theme import tokens

_RIGHT = (5, 6)
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 10, Qt.Key.Key_PageUp: -10}
_TO_THE_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_STATUS_COLORS = {"ready": "good", "sent": "muted", "hold": "warning", "query": "question", "review": "info"}


class TodayView(QWidget):
    """`opened` carries a visit's id, `started` asks for a new one, `filtered` tab and typed text.

    `offered`: the coder takes what the strip offers.
    """

    opened = Signal(int)
    started = Signal()
    filtered = Signal(str, str)
    offered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = TodayState()
        self.box = QLineEdit()
        self.box.setPlaceholderText("Type to filter, Enter to open")
        self.box.setAccessibleName("Filter the worklist")
        self.box.setClearButtonEnabled(True)
        self.box.textChanged.connect(lambda _: self._filter())
        self.box.returnPressed.connect(self._open_current)
        self.box.installEventFilter(self)
        self.new = button("New visit", mark="primary")
        self.new.setToolTip("Ctrl+N")
        self.new.clicked.connect(self.started)
        self.own = button("Use your own practice…", "Open or start a practice of your own", "link")
        self.own.setToolTip("Ctrl+Shift+O")
        self.tabs = {key: self._tab(key, name) for key, name in TABS}
        self.table = QTableWidget(0, len(HEADINGS))
        self.table.setHorizontalHeaderLabels(list(HEADINGS))
        dress_table(self.table, "Worklist", (12, 28, 10, 26, 11, 11, 7), 1)
        for column in _RIGHT:
            heading = self.table.horizontalHeaderItem(column)
            if heading is not None:
                heading.setTextAlignment(_TO_THE_RIGHT)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.activated.connect(lambda index: self._open(index.row()))
        self.strip = self._strip()
        self._arrange()
        self.setFocusProxy(self.box)

    def _tab(self, key: str, name: str) -> QPushButton:
        made = button(name, mark="tab")
        made.setCheckable(True)
        made.setAutoExclusive(True)
        made.clicked.connect(lambda: self.filtered.emit(key, self.box.text()))
        return made

    def _strip(self) -> QFrame:
        frame = QFrame()
        frame.setObjectName("strip")
        self.strip_text = label("", "small", wrap=True)
        self.strip_text.setAccessibleName("Code sets loaded")
        self.offer = button("", mark="link")
        self.offer.clicked.connect(self.offered)
        inside = row(self.strip_text, self.offer, margins=(12, 7, 12, 7))
        inside.setStretchFactor(self.strip_text, 1)
        frame.setLayout(inside)
        return frame

    def _arrange(self) -> None:
        self.empty = label("", "quiet")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        title = label("Today", "title")
        self.note = label("", "quiet")
        head = row(title, self.note, self.own)
        head.addStretch()
        self.box.setMinimumWidth(300)
        head.addWidget(self.box)
        head.addWidget(self.new)
        tabs = QHBoxLayout()
        tabs.setSpacing(2)
        for tab in self.tabs.values():
            tabs.addWidget(tab)
        tabs.addStretch()
        frame = QFrame()
        frame.setObjectName("card")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 4, 1, 1)
        inside.setSpacing(0)
        inside.addLayout(tabs)
        inside.addWidget(self.table, 1)
        inside.addWidget(self.empty, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 14, 18, 14)
        whole.setSpacing(12)
        whole.addLayout(head)
        whole.addWidget(self.strip)
        whole.addWidget(frame, 1)

    def show_state(self, state: TodayState) -> None:
        """Tabs, rows, and the strip on top."""
        self.state = state
        for tab in state.tabs:
            self.tabs[tab.key].setText(f"{tab.name}  {tab.number}")
            self.tabs[tab.key].setToolTip(tab.detail)
            self.tabs[tab.key].setAccessibleName(f"{tab.name}, {tab.number} visits, {tab.detail}")
            self.tabs[tab.key].setChecked(tab.key == state.chosen)
        self.table.setRowCount(len(state.rows))
        for number, shown in enumerate(state.rows):
            for column, text in enumerate(shown.cells):
                self.table.setItem(number, column, _item(text, column, shown.status))
        if state.rows and self.table.currentRow() < 0:
            self.table.selectRow(0)
        self.table.setVisible(bool(state.rows))
        self.empty.setVisible(not state.rows)
        self.empty.setText(state.empty)
        detail = next((tab.detail for tab in state.tabs if tab.key == state.chosen), "")
        sample = "Sample practice, every patient invented" if state.is_sample else ""
        self.note.setText(" · ".join(part for part in (sample, detail) if part))
        self.own.setVisible(state.is_sample)
        self.strip_text.setText(state.strip)
        self.offer.setText(state.offer)
        self.offer.setAccessibleName(state.offer)
        self.strip.setVisible(bool(state.strip or state.offer))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = Qt.Key(event.key())
            if key in _STEPS and self.state.rows:
                place = min(max(0, self.table.currentRow() + _STEPS[key]), len(self.state.rows) - 1)
                self.table.selectRow(place)
                return True
            if key == Qt.Key.Key_Escape:
                self.box.clear()
                return True
        return super().eventFilter(watched, event)

    def _open_current(self) -> None:
        self._open(max(0, self.table.currentRow()))

    def _filter(self) -> None:
        self.filtered.emit(self.state.chosen, self.box.text())

    def _open(self, place: int) -> None:
        identifier = chosen(self.state, place)
        if identifier is not None:
            self.opened.emit(identifier)


def _item(text: str, column: int, status: str) -> QTableWidgetItem:
    item = QTableWidgetItem(text)
    if column in _RIGHT:
        item.setTextAlignment(_TO_THE_RIGHT)
    if HEADINGS[column] == "Patient":
        font = item.font()
        font.setBold(True)
        item.setFont(font)
    if HEADINGS[column] == "Status":
        item.setText(f"● {text}" if status == "ready" else f"○ {text}")
        item.setForeground(QColor(tokens().color(_STATUS_COLORS.get(status, "text"))))
    return item
