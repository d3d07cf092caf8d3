"""Shows a course of radiation: the calendar painted, the events as a table."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from oncodesk.ui.editing.wording import weekday
from oncodesk.ui.panels.course.details import HELP
from oncodesk.ui.panels.course.state import COURSE, HEADINGS, CourseState, DayCell
from oncodesk.ui.shell.inputs import Inputs
from oncodesk.ui.shell.last import Last, cell_at
from oncodesk.ui.shell.parts import button, card, dress_table, label, listed, scrolled
from oncodesk.ui.shell.theme import tokens
from oncodesk.words import say

_EDITABLE, _BAR = 4, 10


class CourseView(QWidget):
    """`typed` carries place, column and text of a cell, `filled` path and text of a field of the course.

    `added` asks for the next fraction, `other` for another event, `removed` carries a place.
    """

    filled = Signal(str, str)
    other = Signal()
    typed = Signal(int, int, str)
    added = Signal()
    removed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state, self._last = CourseState(), Last()
        self.calendar = Calendar()
        self.table = QTableWidget(0, len(HEADINGS))
        self.table.setHorizontalHeaderLabels(list(HEADINGS))
        dress_table(self.table, say("Events of the course"), (12, 18, 5, 30, 32), 3)
        self.table.setAccessibleDescription(say("Details are typed as words: {words}", words=HELP))
        self.table.itemChanged.connect(self._changed)
        self.add = button(say("Next fraction"), say("Add the next fraction on the date of service"), "link")
        self.add.clicked.connect(self.added)
        self.event_ = button(say("Other event"), say("Add another event on the date of service"), "link")
        self.event_.clicked.connect(self.other)
        self.remove = button(say("Remove row"), say("Remove this event"), "link")
        self.remove.clicked.connect(lambda: self.removed.emit(self.table.currentRow()))
        top, over, self.note = card(say("Course of treatment"))
        over.addWidget(self._fields())
        over.addWidget(scrolled(self.calendar, say("Weeks of the course")), 1)
        bottom, under, self.count = card(say("Events"), tools=(self.add, self.event_, self.remove))
        under.addWidget(self.table, 1)
        self.problem = label("", "problem", "small", wrap=True)
        self.problem.setContentsMargins(10, 3, 10, 4)
        under.addWidget(self.problem)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setHandleWidth(8)
        split.addWidget(top)
        split.addWidget(bottom)
        split.setSizes([280, 190])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(split)
        self.setFocusProxy(self.table)

    def _fields(self) -> QWidget:
        self.fields = Inputs(self)
        self.fields.typed.connect(self.filled)
        inside = QWidget()
        line = QHBoxLayout(inside)
        line.setContentsMargins(10, 0, 10, 6)
        line.setSpacing(8)
        for field in COURSE:
            line.addLayout(self.fields.make(field), field.width)
        held = scrolled(inside, say("Prescription of the course"))
        held.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        held.setFixedHeight(inside.sizeHint().height() + _BAR)
        return held

    def show_state(self, state: CourseState) -> None:
        """The course, its calendar and its events."""
        before, self.state = self.state.events if self._last.was() else (), state
        self.note.setText(state.title)
        self.add.setToolTip(state.adds)
        self.add.setAccessibleName(state.adds or self.add.text())
        self.fields.show(state.shown)
        self.calendar.show_weeks(state.weeks)
        self.problem.setText(listed(state.problem))
        self.problem.setVisible(bool(state.problem))
        self.count.setText(say("{number} events", number=len(state.events)) if state.events else say("None yet"))
        self.table.blockSignals(True)
        self.table.setRowCount(len(state.events))
        for number, event in enumerate(state.events):
            is_same = number < len(before) and before[number] == event
            for column, text in enumerate(event.cells):
                item = cell_at(self.table, number, column, text)
                if not is_same:
                    _dress(item, column in event.wrong, column < _EDITABLE)
        self.table.blockSignals(False)

    def finish(self) -> None:
        """Tells what is being typed now, as if the field or the cell were left."""
        self.fields.finish()
        line = self.table.viewport().findChild(QLineEdit)
        item = self.table.currentItem()
        if line is not None and item is not None and line.isVisible() and line.text() != item.text():
            self.typed.emit(item.row(), item.column(), line.text())

    def go(self, path: str, column: str) -> bool:
        """Puts the focus on a field of the course or a cell of an event, `radiation.events.3`; False where none is."""
        place = path.removeprefix("radiation.events.").partition(".")[0]
        if path in self.fields.by_path:
            self.fields.go(path)
        elif place.isdecimal() and int(place) < self.table.rowCount():
            self.table.setCurrentCell(int(place), int(column or 0))
            self.table.setFocus()
        else:
            return False
        return True

    def _changed(self, item: QTableWidgetItem) -> None:
        self.typed.emit(item.row(), item.column(), item.text())


def _dress(item: QTableWidgetItem, is_wrong: bool, is_editable: bool) -> None:
    t = tokens()
    color = t.unusable if is_wrong else t.text if is_editable else t.muted
    item.setToolTip(item.text())
    item.setForeground(QColor(color))
    item.setData(Qt.ItemDataRole.BackgroundRole, QColor(t.unusable_soft) if is_wrong else None)
    editable = Qt.ItemFlag.ItemIsEditable
    item.setFlags(item.flags() | editable if is_editable else item.flags() & ~editable)


class Calendar(QWidget):
    """Weeks of days: the fraction's number large, other events and codes below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.weeks: tuple[tuple[DayCell, ...], ...] = ()
        self.setAccessibleName(say("Calendar of the course"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_weeks(self, weeks: tuple[tuple[DayCell, ...], ...]) -> None:
        """The new weeks."""
        if weeks == self.weeks:
            return
        self.weeks = weeks
        self.setAccessibleDescription(". ".join(_said(cell) for week in weeks for cell in week if _is_used(cell)))
        self.setMinimumHeight(len(weeks) * self._tall() + 8)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(480, max(1, len(self.weeks)) * self._tall() + 8)

    def _tall(self) -> int:
        return self.fontMetrics().height() * 4 + 16

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self.weeks:
            painter.setPen(QColor(tokens().muted))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, say("No events yet: Next fraction adds one."))
            return
        tall = min(float(self._tall()) * 1.3, (self.height() - 8) / len(self.weeks))
        for line, week in enumerate(self.weeks):
            wide = (self.width() - 16) / len(week)
            for column, cell in enumerate(week):
                self._paint_day(painter, QRectF(8 + column * wide, 2 + line * tall, wide - 6, tall - 6), cell)

    def _paint_day(self, painter: QPainter, rect: QRectF, cell: DayCell) -> None:
        t = tokens()
        painter.setPen(QPen(QColor(t.accent if cell.is_visit else t.line), 2 if cell.is_visit else 1))
        painter.setBrush(QColor(t.accent_soft if cell.fractions else t.raised))
        painter.drawRoundedRect(rect, 6, 6)
        inside = rect.adjusted(8, 4, -6, -4)
        line = float(self.fontMetrics().height())
        painter.setPen(QColor(t.muted))
        numbers, bold = ", ".join(say("Fx {number}", number=number) for number in cell.fractions), painter.font()
        bold.setBold(True)
        room = inside.width() - QFontMetricsF(bold).horizontalAdvance(f"{numbers} ")
        day = f"{weekday(cell.day)} {cell.day:%m/%d}"
        fits = self.fontMetrics().horizontalAdvance(day) <= room
        flags = int(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        painter.drawText(inside, flags, day if fits else f"{cell.day:%m/%d}")
        if cell.fractions:
            painter.save()
            painter.setFont(bold)
            painter.setPen(QColor(t.accent))
            painter.drawText(inside, int(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignRight), numbers)
            painter.restore()
        self._paint_words(painter, inside.adjusted(0, line * 1.15, 0, 0), cell)

    def _paint_words(self, painter: QPainter, inside: QRectF, cell: DayCell) -> None:
        t, line = tokens(), float(self.fontMetrics().height())
        flags = int(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft) | int(Qt.TextFlag.TextWordWrap)
        if cell.marks:
            painter.setPen(QColor(t.text))
            words = self.fontMetrics().elidedText(
                " · ".join(cell.marks), Qt.TextElideMode.ElideRight, int(inside.width())
            )
            painter.drawText(inside, flags, words)
            inside = inside.adjusted(0, line, 0, 0)
        painter.setPen(QColor(t.muted))
        painter.drawText(inside, flags, ", ".join(cell.codes))


def _is_used(cell: DayCell) -> bool:
    return bool(cell.fractions or cell.marks or cell.codes)


def _said(cell: DayCell) -> str:
    fractions = [say("fraction {number}", number=number) for number in cell.fractions]
    return f"{cell.day.isoformat()}: {', '.join((*fractions, *cell.marks, *cell.codes))}"
