"""Small pieces every panel is built from."""

from collections.abc import Iterable
from typing import Protocol

import shiboken6
from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QHelpEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolButton,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from oncodesk.ui.shell.cells import paint_plain, shade
from oncodesk.ui.shell.shortcuts import as_bound
from oncodesk.ui.shell.theme import tokens
from oncodesk.words import say

Index = QModelIndex | QPersistentModelIndex
_LIST_PAD = 12
_LEAST_STRETCH = 1.0
_FOCUS = QStyle.StateFlag.State_HasFocus.value
_TOLD = 3
_KEYPAD = Qt.KeyboardModifier.KeypadModifier


def label(text: str = "", *marks: str, wrap: bool = False) -> QLabel:
    """A label; `marks` are properties the style sheet knows: quiet, small, heading, title, problem."""
    made = QLabel(text)
    for mark in marks:
        made.setProperty(mark, True)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setWordWrap(wrap)
    return made


def listed(problems: str) -> str:
    """Complaints, one on a line, as they stand below what is typed; of many the first, and how many more."""
    told = [f"⚠ {line}" for line in problems.splitlines()]
    more = len(told) - _TOLD
    return "\n".join(
        [*told[:_TOLD], *([as_bound(say("… and {more} more: F8 goes to each", more=more))] if more > 0 else [])]
    )


class Elided(QLabel):
    """A line that takes the room it is given: what does not fit ends in dots and stands whole in its tool tip."""

    def __init__(self, *marks: str) -> None:
        super().__init__()
        for mark in marks:
            self.setProperty(mark, True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def paintEvent(self, event: QPaintEvent) -> None:
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, self.contentsRect().width())
        self.setToolTip(self.text() if shown != self.text() else "")
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.contentsRect(), int(self.alignment()), shown)
        painter.end()


class _Button(QPushButton):
    """Enter presses it as the space bar does, outside of dialogs too."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers() & ~_KEYPAD:
            if not event.isAutoRepeat():
                self.click()
        else:
            super().keyPressEvent(event)


def button(text: str, name: str = "", mark: str = "") -> QPushButton:
    """A button with a name for a screen reader; `mark` primary, fix, link or tab."""
    made = _Button(text)
    made.setAccessibleName(name or text)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setAutoDefault(False)
    if mark:
        made.setProperty(mark, True)
    return made


def wide_enough(least: int, words: Iterable[str], more: int = 4) -> int:
    """Characters that a column of those words needs, with so many for what stands beside them."""
    return max(least, *(len(word) + more for word in words))


def widened(list_: QListWidget, least: int) -> None:
    """Makes a list of names as wide as the longest of them, and no narrower than that many pixels."""
    room = 2 * list_.frameWidth() + _LIST_PAD
    list_.setFixedWidth(max(least, list_.sizeHintForColumn(0) + room))


def clearable(line: QLineEdit) -> None:
    """Gives a field the cross that empties it, with a name."""
    line.setClearButtonEnabled(True)
    for made in line.findChildren(QToolButton):
        made.setAccessibleName(say("Clear"))


def card(title: str, *, tools: tuple[QWidget, ...] = ()) -> tuple[QFrame, QVBoxLayout, QLabel]:
    """A white panel with a heading and tools beside it; gives the frame, its layout, and a note beside the heading."""
    frame = QFrame()
    frame.setObjectName("card")
    frame.setAccessibleName(title)
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(1, 1, 1, 1)
    layout.setSpacing(0)
    note = Elided("quiet", "small")
    bar = row(label(title, "heading"), note, *tools, margins=(10, 3, 6, 3))
    bar.setStretchFactor(note, 1)
    layout.addLayout(bar)
    return frame, layout, note


def row(*widgets: QWidget, margins: tuple[int, int, int, int] = (0, 0, 0, 0), spacing: int = 8) -> QHBoxLayout:
    """Widgets beside one another."""
    layout = QHBoxLayout()
    layout.setContentsMargins(*margins)
    layout.setSpacing(spacing)
    for widget in widgets:
        layout.addWidget(widget)
    return layout


def scrolled(inside: QWidget, name: str, across: bool = True) -> QScrollArea:
    """A place that scrolls when the window is smaller than what stands in it; `across` sideways as well."""
    made = QScrollArea()
    made.setAccessibleName(name)
    made.setFrameShape(QFrame.Shape.NoFrame)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.setWidgetResizable(True)
    made.setWidget(inside)
    if not across:
        made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        made.setFixedWidth(inside.width())
    return made


def shown_in_scroll(widget: QWidget) -> None:
    """Scrolls to the widget, where it stands in something that scrolls and is still there."""
    above = widget.parentWidget() if shiboken6.isValid(widget) else None
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    if isinstance(above, QScrollArea):
        above.ensureWidgetVisible(widget, 0, 24)


def restyle(widget: QWidget, mark: str, value: object) -> None:
    """Sets a property the style sheet looks at, and lets it look again."""
    if widget.property(mark) != value:
        widget.setProperty(mark, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def dress_table(table: QTableView, name: str, widths: tuple[int, ...], stretch: int) -> None:
    """A dense table with fixed row heights; `widths` in average characters, `stretch` the column that grows."""
    table.setAccessibleName(name)
    table.verticalHeader().hide()
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + 7)
    table.verticalHeader().setMinimumSectionSize(16)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
    head = table.horizontalHeader()
    head.setHighlightSections(False)
    head.setMinimumSectionSize(18)
    head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    character = table.fontMetrics().averageCharWidth()
    for column, width in enumerate(widths):
        head.resizeSection(column, width * character + 14)
    _Stretch(table, stretch, round(widths[stretch] * character * _LEAST_STRETCH))
    table.setItemDelegate(CellDelegate(table))


class _Stretch(QObject):
    """Gives one column the room that is left, but never less than can be read: then the table scrolls."""

    def __init__(self, table: QTableView, column: int, least: int) -> None:
        super().__init__(table)
        self._table, self._column, self._least = table, column, least
        table.viewport().installEventFilter(self)
        table.horizontalHeader().sectionResized.connect(self._resized)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    def _resized(self, column: int, _before: int, _now: int) -> None:
        if column != self._column:
            self._fit()

    def _fit(self) -> None:
        head = self._table.horizontalHeader()
        if self._column < head.count():
            rest = head.length() - head.sectionSize(self._column)
            head.resizeSection(self._column, max(self._least, self._table.viewport().width() - rest))


class _Leaves(Protocol):
    def setTabKeyNavigation(self, enable: bool, /) -> None: ...
    def focusNextPrevChild(self, forward: bool, /) -> bool: ...


def leave_table(table: _Leaves, forward: bool) -> None:
    """Out of a table in which Tab goes from cell to cell: it would be handed the key until the program falls."""
    table.setTabKeyNavigation(False)
    try:
        table.focusNextPrevChild(forward)
    finally:
        table.setTabKeyNavigation(True)


class CellDelegate(QStyledItemDelegate):
    """Paints a hair line under each row and a ring around the cell that has the focus; cut text has a tip."""

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        own = index.data(Qt.ItemDataRole.ToolTipRole)
        if (
            not own
            and event.type() == QEvent.Type.ToolTip
            and self.sizeHint(option, index).width() > option.rect.width()
        ):
            QToolTip.showText(event.globalPos(), str(index.data() or ""), view)
            return True
        return super().helpEvent(event, view, option, index)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        has_focus, rect = option.state.value & _FOCUS, option.rect
        tint = index.data(Qt.ItemDataRole.BackgroundRole)
        if tint is not None:  # the style sheet would leave it out
            painter.fillRect(rect, tint)
        if not self.paint_plain(painter, option, index):
            option.state &= ~option.state.State_HasFocus
            super().paint(painter, option, index)
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, shade(tokens().line))
        if has_focus:
            painter.save()
            painter.setPen(QPen(shade(tokens().focus), 2))
            painter.drawRect(rect.adjusted(1, 1, -2, -2))
            painter.restore()

    def paint_plain(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> bool:
        """Paints the cell without the style; False where that is the style's to do."""
        return paint_plain(painter, option, index)
