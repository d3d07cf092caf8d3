"""Shows the worklist."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QTableWidgetItem, QVBoxLayout, QWidget

from oncodesk.ui.editing.wording import STATUSES
from oncodesk.ui.panels.today.painting import AgeDelegate
from oncodesk.ui.panels.today.presenter import chosen
from oncodesk.ui.panels.today.state import AGE_WORDS, HEADINGS, TABS, Asked, TodayRow, TodayState, age_kind
from oncodesk.ui.shell.last import Last
from oncodesk.ui.shell.listing import Listing
from oncodesk.ui.shell.parts import Elided, button, clearable, label, row, wide_enough
from oncodesk.ui.shell.shortcuts import command
from oncodesk.ui.shell.span_box import SpanBox
from oncodesk.ui.shell.theme import tokens
from oncodesk.words import say

_CHARGES, _AGE = 5, 6
_STATUS_COLORS = {"ready": "good", "sent": "muted", "hold": "warning", "query": "question", "review": "info"}
_STATUS_MARKS = {"ready": "●", "sent": "✓", "hold": "◆", "query": "?", "review": "◐"}
_BY_KEY = ("uncoded", "query", "review", "hold", "sent")


class TodayView(QWidget):
    """`opened` carries a visit's id, `started` asks for a new one, `asked` carries an Asked, `more` wants more rows.

    `offered`: the coder takes what the strip offers; `restored`: wants a removed draft back.
    """

    opened = Signal(int)
    started = Signal()
    asked = Signal(object)
    more = Signal()
    offered = Signal()
    restored = Signal()

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state, self._last = TodayState(), Last()
        self.box = QLineEdit()
        self.box.setPlaceholderText(say("Type to filter, Enter to open"))
        self.box.setAccessibleName(say("Filter the worklist"))
        self.keys = label("", "quiet", "small")
        clearable(self.box)
        self.box.textChanged.connect(lambda _: self._ask())
        self.box.returnPressed.connect(self._open_current)
        self.box.installEventFilter(self)
        self.span = SpanBox(say("Days of service"), today)
        self.span.changed.connect(lambda _: self._ask())
        self.new = button(say("New visit"), mark="primary")
        self.new.setToolTip("Ctrl+N")
        self.new.clicked.connect(self.started)
        self.own = button(say("Use your own practice…"), say("Open or start a practice of your own"), "link")
        self.own.setToolTip("Ctrl+Shift+O")
        self.tabs = {key: self._tab(key, name) for key, name in TABS}
        self.table = Listing(say("Worklist"), HEADINGS, _widths(), 1, right=(_CHARGES, _AGE))
        self.table.setItemDelegateForColumn(_AGE, AgeDelegate(self.table))
        self.table.opened.connect(self._open)
        self.table.more.connect(self.more)
        self.strip = self._strip()
        self._arrange()
        self.setFocusProxy(self.box)

    def _tab(self, key: str, name: str) -> QPushButton:
        made = button(name, mark="tab")
        made.setCheckable(True)
        made.setAutoExclusive(True)
        made.clicked.connect(lambda: self._ask(key))
        return made

    def _strip(self) -> QFrame:
        frame = QFrame()
        frame.setObjectName("strip")
        self.strip_text = label("", "small", wrap=True)
        self.strip_text.setAccessibleName(say("Code sets loaded"))
        self.offer = button("", mark="link")
        self.offer.clicked.connect(self.offered)
        inside = row(self.strip_text, self.offer, margins=(12, 7, 12, 7))
        inside.setStretchFactor(self.strip_text, 1)
        frame.setLayout(inside)
        return frame

    def _removed_strip(self) -> QFrame:
        frame = QFrame()
        frame.setObjectName("strip")
        self.removed_text = label("", "small")
        self.removed_text.setAccessibleName(say("What was removed"))
        self.undo = button(say("Bring it back"), mark="link")
        self.undo.clicked.connect(self.restored)
        inside = row(self.removed_text, self.undo, margins=(12, 4, 12, 4))
        inside.setStretchFactor(self.removed_text, 1)
        frame.setLayout(inside)
        frame.hide()
        return frame

    def _arrange(self) -> None:
        self.empty = label("", "quiet")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.note = Elided("quiet")
        self.removed = self._removed_strip()
        head = row(label(say("Today"), "title"), self.note, self.own)
        head.setStretchFactor(self.note, 1)
        self.box.setMinimumWidth(240)
        for made in (self.span, self.box, self.new):
            head.addWidget(made)
        tabs = QHBoxLayout()
        tabs.setSpacing(2)
        for tab in self.tabs.values():
            tabs.addWidget(tab)
        tabs.addStretch()
        frame = self.list = QFrame()
        frame.setObjectName("card")
        inside = QVBoxLayout(frame)
        inside.setContentsMargins(1, 4, 1, 1)
        inside.setSpacing(0)
        inside.addLayout(tabs)
        inside.addWidget(self.table, 1)
        inside.addWidget(self.empty, 1)
        inside.addLayout(row(self.keys, margins=(12, 4, 12, 5)))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 14, 18, 14)
        whole.setSpacing(12)
        whole.addLayout(head)
        whole.addWidget(self.strip)
        whole.addWidget(self.removed)
        whole.addWidget(frame, 1)

    def show_state(self, state: TodayState) -> None:
        """Tabs, rows, and the strip on top."""
        self.state = state
        if not self._last.was(state.tabs, state.chosen):
            self._show_tabs(state)
        rows = state.rows
        self.table.fill(len(rows), lambda number: _items(rows[number]), state.has_more, values=rows)
        self.table.setVisible(bool(state.rows))
        self.empty.setVisible(not state.rows)
        self.empty.setText(state.empty)
        self.note.setText(say("Sample practice, every patient invented") if state.is_sample else "")
        self.own.setVisible(state.is_sample)
        self.keys.setText(_keys())
        self.box.setAccessibleDescription(self.keys.text())
        self.strip_text.setText(state.strip)
        self.offer.setText(state.offer)
        self.offer.setAccessibleName(state.offer)
        self.strip.setVisible(bool(state.strip or state.offer))

    def _show_tabs(self, state: TodayState) -> None:
        for tab in state.tabs:
            self.tabs[tab.key].setText(f"{tab.name}  {tab.number:,}\n{tab.short}")
            self.tabs[tab.key].setToolTip(tab.detail)
            self.tabs[tab.key].setMinimumWidth(_bold_width(self.tabs[tab.key], tab.short))
            self.tabs[tab.key].setAccessibleName(
                say("{name}, {number} visits, {detail}", name=tab.name, number=tab.number, detail=tab.detail)
            )
            self.tabs[tab.key].setChecked(tab.key == state.chosen)

    def tell_removed(self, what: str) -> None:
        """Says that a draft is gone and offers it back; nothing where `what` is empty."""
        self.removed_text.setText(what)
        self.removed.setVisible(bool(what))

    def current(self) -> TodayRow | None:
        """The visit that is chosen."""
        return chosen(self.state, max(0, self.table.currentRow()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if self.table.step(Qt.Key(event.key())):
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.box.clear()
                return True
        return super().eventFilter(watched, event)

    def _open_current(self) -> None:
        self._open(max(0, self.table.currentRow()))

    def _ask(self, tab: str | None = None) -> None:
        span = self.span.span()
        if span is not None:
            self.asked.emit(Asked(tab or self.state.chosen, self.box.text(), span.since, span.until))

    def _open(self, place: int) -> None:
        found = chosen(self.state, place)
        if found is not None:
            self.opened.emit(found.identifier)


def _widths() -> tuple[int, ...]:
    return (12, 28, 10, 26, wide_enough(11, STATUSES.values()), 12, 18)


def _keys() -> str:
    each = (
        *((f"today.{status}", STATUSES[status].lower()) for status in _BY_KEY),
        ("today.discard", say("removes a draft")),
    )
    return " · ".join(f"{command(action).keys[0]} {what}" for action, what in each if command(action).keys)


def _bold_width(made: QPushButton, text: str) -> int:
    """A chosen tab is bold, which the style does not count in."""
    font = made.font()
    font.setBold(True)
    return max(96, QFontMetrics(font).horizontalAdvance(text) + 28)


def _items(shown: TodayRow) -> list[QTableWidgetItem]:
    items = [QTableWidgetItem(text) for text in shown.cells]
    font = items[1].font()
    font.setBold(True)
    items[1].setFont(font)
    items[4].setText(f"{_STATUS_MARKS.get(shown.status, '○')} {shown.cells[4]}")
    items[4].setForeground(QColor(tokens().color(_STATUS_COLORS.get(shown.status, "text"))))
    if shown.is_coming:
        for item in items:
            item.setForeground(QColor(tokens().muted))
    items[_AGE].setData(Qt.ItemDataRole.UserRole, shown.age if shown.status != "sent" else None)
    items[_AGE].setData(
        Qt.ItemDataRole.AccessibleTextRole, f"{shown.cells[_AGE]} {AGE_WORDS.get(age_kind(shown.age), '')}"
    )
    return items
