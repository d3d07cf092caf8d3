"""Paints the treatment journey."""

from datetime import date, timedelta

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from oncodesk.ui.panels.patient.journey_presenter import Place, across, marked, moved, ticks, zoomed
from oncodesk.ui.panels.patient.journey_state import JourneyState, Lane, Mark
from oncodesk.ui.shell.theme import tokens
from oncodesk.words import say

_PAD, _TAIL, _CHARACTERS, _READABLE = 10, 14, 20, 34
_STEPS = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1),
}  # fmt: skip


class Strip(QWidget):
    """One lane per drug, course and authorisation. Arrows go from mark to mark, + and - zoom, Enter opens the visit.

    `opened` carries a visit's id, `told` what the mark that has the focus says.
    """

    opened = Signal(int)
    told = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = JourneyState()
        self.shown = (self.state.since, self.state.until)
        self.at: Place = (0, 0)
        self._hit: list[tuple[QRectF, Place]] = []
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)
        self.setAccessibleName(say("Treatment journey"))

    def show_state(self, state: JourneyState) -> None:
        """The new lanes, all days of them."""
        self.state, self.shown, self.at = state, (state.since, state.until), (0, 0)
        self.setMinimumHeight(self.sizeHint().height())
        self._describe()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(480, self._head() + max(2, len(self.state.lanes)) * self._least() + 6)

    def _least(self) -> int:
        return self.fontMetrics().height() + 8

    def _tall(self) -> int:
        """Lanes share the room there is, within reason."""
        room = (self.height() - self._head() - 6) // max(1, len(self.state.lanes))
        return min(max(self._least(), room), 2 * self.fontMetrics().height())

    def _head(self) -> int:
        return self.fontMetrics().height() + 6

    def _left(self) -> int:
        return self.fontMetrics().averageCharWidth() * _CHARACTERS + _PAD

    def _width(self) -> float:
        return max(80.0, self.width() - self._left() - _TAIL)

    def _x(self, day: date) -> float:
        return across(day, *self.shown, self._left(), self._width())

    def _day_wide(self) -> float:
        return self._width() / max(1, (self.shown[1] - self.shown[0]).days)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._hit = []
        if not self.state.lanes:
            painter.setPen(QColor(tokens().muted))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, say("Nothing treated yet."))
            return
        self._paint_axis(painter)
        for number, lane in enumerate(self.state.lanes):
            self._paint_lane(painter, number, lane)
        if self.hasFocus():
            self._paint_focus(painter)

    def _paint_axis(self, painter: QPainter) -> None:
        t = tokens()
        bottom = self._head() + len(self.state.lanes) * self._tall()
        painter.save()
        small = painter.font()
        small.setPointSizeF(small.pointSizeF() - 1.5)
        painter.setFont(small)
        for day, words in ticks(*self.shown, self._width()):
            x = self._x(day)
            painter.setPen(QPen(QColor(t.line), 1))
            painter.drawLine(QPointF(x, self._head() - 4), QPointF(x, bottom))
            painter.setPen(QColor(t.muted))
            painter.drawText(QRectF(x + 3, 0, 80, self._head() - 3), Qt.AlignmentFlag.AlignVCenter, words)
        painter.restore()

    def _rect(self, number: int) -> QRectF:
        return QRectF(0, self._head() + number * self._tall(), self.width(), self._tall())

    def _paint_lane(self, painter: QPainter, number: int, lane: Lane) -> None:
        t, rect = tokens(), self._rect(number)
        painter.setPen(QPen(QColor(t.line), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.setPen(QColor(t.text))
        named = QRectF(_PAD, rect.y(), self._left() - _PAD - 8, rect.height())
        shown = self.fontMetrics().elidedText(lane.name, Qt.TextElideMode.ElideRight, int(named.width()))
        painter.drawText(named, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        painter.save()
        painter.setClipRect(QRectF(self._left() - 2, rect.y(), self._width() + _TAIL, rect.height()))
        color = QColor(t.color(lane.tone))
        for place, mark in enumerate(lane.marks):
            following = lane.marks[place + 1].since if place + 1 < len(lane.marks) else None
            box = self._box(mark, rect, following)
            self._hit.append((box, (number, place)))
            self._paint_mark(painter, mark, box, color)
        painter.restore()

    def _box(self, mark: Mark, rect: QRectF, following: date | None) -> QRectF:
        left, wide = self._x(mark.since), self._day_wide()
        if mark.kind in ("bar", "gap"):
            edge = self._left() + self._width() + _TAIL
            left, right = max(left, self._left() - 2), min(self._x(mark.until), edge)
            return QRectF(left, rect.y() + 3, max(4.0, right - left - 1), rect.height() - 6)
        if mark.kind in ("fraction", "missed"):
            side = min(max(3.0, wide - 1), rect.height() - 6)
            return QRectF(left + (wide - side) / 2, rect.y() + (rect.height() - side) / 2, side, side)
        room = (self._x(following) - left - 4) if following else self._left() + self._width() + _TAIL - left
        wanted = self.fontMetrics().horizontalAdvance(mark.label) + 12
        return QRectF(left, rect.y() + 3, max(6.0, min(wanted, room)), rect.height() - 6)

    def _paint_mark(self, painter: QPainter, mark: Mark, box: QRectF, color: QColor) -> None:
        t = tokens()
        if mark.kind == "gap":
            painter.fillRect(box, QBrush(QColor(t.warning), Qt.BrushStyle.BDiagPattern))
            self._write(painter, mark.label, box, QColor(t.warning), QColor(t.surface))
            return
        if mark.kind == "missed":
            painter.setPen(QPen(QColor(t.warning), 1.6))
            painter.drawLine(box.topLeft(), box.bottomRight())
            painter.drawLine(box.topRight(), box.bottomLeft())
            return
        if mark.kind in ("tick", "visit"):
            painter.setPen(color)
            align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(box, align, mark.label)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        painter.drawRoundedRect(box, 3, 3)
        self._write(painter, mark.label, box, QColor(t.on_lane))

    def _write(self, painter: QPainter, text: str, box: QRectF, color: QColor, back: QColor | None = None) -> None:
        """The label, where it can be read; else the shape alone, and its words in the tip and the table."""
        wide = self.fontMetrics().horizontalAdvance(text)
        shown = text
        if wide > box.width() - 3:
            shown = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(box.width() - 6))
            if box.width() < _READABLE:
                return
        if back is not None:
            middle = QRectF(box.center().x() - wide / 2 - 2, box.y() + 1, wide + 4, box.height() - 2)
            painter.fillRect(middle, back)
        painter.setPen(color)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)

    def _paint_focus(self, painter: QPainter) -> None:
        box = next((box for box, place in self._hit if place == self.at), None)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(tokens().focus), 2))
        if box is not None:
            painter.drawRoundedRect(box.adjusted(-2, -2, 2, 2), 4, 4)
        else:
            painter.drawRoundedRect(self._rect(self.at[0]).adjusted(3, 1, -3, -1), 4, 4)

    def current(self) -> Mark | None:
        """The mark that the arrows have come to."""
        return marked(self.state, self.at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS:
            self._go(moved(self.state, self.at, *_STEPS[key]))
        elif event.text() in ("+", "=", "-"):
            self._zoom(event.text() != "-")
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.current())
        else:
            super().keyPressEvent(event)

    def _go(self, place: Place) -> None:
        self.at = place
        mark = self.current()
        if mark is not None and not self.shown[0] <= mark.since <= self.shown[1]:
            half = (self.shown[1] - self.shown[0]) / 2
            first = max(self.state.since, mark.since - timedelta(days=half.days))
            self.shown = (first, first + (self.shown[1] - self.shown[0]))
        self._describe()
        self.update()

    def _zoom(self, closer: bool) -> None:
        mark = self.current()
        around = mark.since if mark else self.state.until
        self.shown = zoomed(*self.shown, around, closer, self.state)
        self.update()

    def _describe(self) -> None:
        mark = self.current()
        said = f"{self.state.lanes[self.at[0]].name}, {mark.since}: {mark.said}" if mark else say("Nothing treated yet")
        self.setAccessibleDescription(said)
        self.told.emit(said if mark else "")

    def _open(self, mark: Mark | None) -> None:
        if mark is not None and mark.visit is not None:
            self.opened.emit(mark.visit)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._zoom(event.angleDelta().y() > 0)
            event.accept()
        else:
            event.ignore()

    def _under(self, point: QPointF) -> Place | None:
        return next((place for box, place in reversed(self._hit) if box.adjusted(-2, -3, 2, 3).contains(point)), None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self._under(event.position())
        if place is not None:
            self._go(place)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        place = self._under(event.position())
        self._open(marked(self.state, place) if place else None)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            place = self._under(QPointF(event.pos()))
            mark = marked(self.state, place) if place else None
            if mark is not None:
                QToolTip.showText(event.globalPos(), f"{mark.since}  {mark.said}", self)
                return True
        return super().event(event)
