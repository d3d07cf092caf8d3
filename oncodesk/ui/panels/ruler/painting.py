"""Paints the lanes of the time ruler."""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QHelpEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from oncodesk.domain.clock import Span, clock_of
from oncodesk.ui.panels.ruler.dragging import Grip, can_move, grip, moved
from oncodesk.ui.panels.ruler.presenter import minute_at, place, ticks
from oncodesk.ui.panels.ruler.state import Lane, RulerState, Trial
from oncodesk.ui.shell.theme import tokens
from oncodesk.words import say

_NAMES = 148
_TAIL = 14
_PAD = 10
_REACH = 6  # pixels at each side of a bar's end that take hold of it
_KEYS: dict[Qt.Key, int] = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class Lanes(QWidget):
    """One lane per administration; arrows go from lane to lane, left and right try out another stop (Shift: start).

    `chosen` carries the administration's id, `tried` the Trial of other times, `settled` whether it is taken.
    """

    chosen = Signal(str)
    tried = Signal(object)
    settled = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = RulerState()
        self.marked: frozenset[str] = frozenset()
        self.at = 0
        self.trial: Trial | None = None
        self._hold: tuple[Grip, float, Span] | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)
        self.setAccessibleName(say("Time ruler"))

    def show_state(self, state: RulerState) -> None:
        """The new lanes."""
        self.state, self.trial = state, None
        self.at = min(self.at, max(0, len(state.lanes) - 1))
        self.setAccessibleDescription(". ".join(lane.said for lane in state.lanes) or say("No administrations yet"))
        self.setMinimumHeight(self._head() + len(state.lanes) * self._tall() + 4)
        self.update()

    def mark(self, facts: frozenset[str]) -> None:
        """Puts a frame around the lanes of those facts."""
        if facts != self.marked:
            self.marked = facts
            self.update()

    def show_trial(self, trial: Trial | None) -> None:
        """Other times that are only tried out, beside the recorded ones."""
        self.trial = trial
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(480, self.tall())

    def tall(self) -> int:
        """Height in pixels that shows every lane."""
        return self._head() + max(3, len(self.state.lanes)) * self._tall() + 4

    def _tall(self) -> int:
        return self.fontMetrics().height() + 4

    def _head(self) -> int:
        return self.fontMetrics().height() + 4

    def _left(self) -> int:
        return max(_NAMES, self.fontMetrics().averageCharWidth() * 23)

    def _width(self) -> float:
        return max(60.0, self.width() - self._left() - _TAIL - _PAD)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self.state.lanes:
            painter.setPen(QColor(tokens().muted))
            painter.drawText(
                self.rect(), Qt.AlignmentFlag.AlignCenter, say("Each drug gets a bar here once it has a time.")
            )
            return
        self._paint_hours(painter)
        for number, lane in enumerate(self.state.lanes):
            self._paint_lane(painter, number, lane)
        if self.hasFocus():
            painter.setPen(QPen(QColor(tokens().focus), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self._lane_rect(self.at).adjusted(3, 0, -3, 0), 4, 4)

    def _x(self, minute: float) -> float:
        return place(minute, self.state, self._left(), self._width())

    def _lane_rect(self, number: int) -> QRectF:
        return QRectF(0, self._head() + number * self._tall(), self.width(), self._tall())

    def _paint_hours(self, painter: QPainter) -> None:
        t = tokens()
        bottom = self._head() + len(self.state.lanes) * self._tall()
        for a, b in self.state.shared:
            painter.fillRect(
                QRectF(self._x(a), self._head(), self._x(b) - self._x(a), bottom - self._head()), t.accent_soft
            )
        gray = QBrush(QColor(t.line), Qt.BrushStyle.BDiagPattern)
        for a, b in self.state.gaps:
            painter.fillRect(QRectF(self._x(a), self._head(), self._x(b) - self._x(a), bottom - self._head()), gray)
        small = painter.font()
        small.setPointSizeF(small.pointSizeF() - 1.5)
        painter.save()
        painter.setFont(small)
        for minute in ticks(self.state, self._width()):
            x = self._x(minute)
            painter.setPen(QPen(QColor(t.line), 1))
            painter.drawLine(QPointF(x, self._head() - 3), QPointF(x, bottom))
            painter.setPen(QColor(t.muted))
            painter.drawText(
                QRectF(x - 24, 0, 48, self._head() - 2), Qt.AlignmentFlag.AlignCenter, clock_of(minute).split(" ")[0]
            )
        painter.restore()

    def _paint_lane(self, painter: QPainter, number: int, lane: Lane) -> None:
        t = tokens()
        rect = self._lane_rect(number)
        if lane.fact in self.marked:
            painter.fillRect(QRectF(0, rect.y() + 1, self._left() - 6, rect.height() - 2), t.accent_soft)
        painter.setPen(QColor(t.text))
        named = QRectF(_PAD, rect.y(), self._left() - _PAD - 10, rect.height())
        shown = self.fontMetrics().elidedText(lane.name, Qt.TextElideMode.ElideRight, int(named.width()))
        painter.drawText(named, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
        if not lane.spans:
            painter.setPen(QColor(t.question))
            rest = QRectF(self._left() + 4, rect.y(), self._width(), rect.height())
            painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, f"◇ {lane.note}")
        for first, span in enumerate(lane.spans):
            self._paint_bar(painter, rect, lane, span, is_first=first == 0)
        if self.trial and self.trial.fact == lane.fact:
            left, right = self._x(self.trial.span[0]), self._x(self.trial.span[1])
            painter.setPen(QPen(QColor(t.focus), 2, Qt.PenStyle.DashLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(left, rect.y() + 1, max(5.0, right - left), rect.height() - 2), 3, 3)

    def _paint_bar(self, painter: QPainter, rect: QRectF, lane: Lane, span: tuple[int, int], is_first: bool) -> None:
        t = tokens()
        color = QColor(t.color("question" if lane.kind == "ask" else lane.kind))
        left, right = self._x(span[0]), self._x(span[1])
        bar = QRectF(left, rect.y() + 1.5, max(5.0, right - left), rect.height() - 3)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color)
        if lane.runs_on and span[1] > self.state.end:
            painter.drawPolygon(_arrow(bar))
        else:
            painter.drawRoundedRect(bar, 3, 3)
        if is_first:
            self._paint_word(painter, lane, bar, color)

    def _paint_word(self, painter: QPainter, lane: Lane, bar: QRectF, color: QColor) -> None:
        metrics = self.fontMetrics()
        full = f"{lane.word}  {lane.codes}".strip()
        words = (full, lane.word)
        inside = next((word for word in words if metrics.horizontalAdvance(word) + 14 <= bar.width()), None)
        if inside:
            painter.setPen(QColor(tokens().on_lane))
            painter.drawText(bar.adjusted(7, 0, -4, 0), Qt.AlignmentFlag.AlignVCenter, inside)
            return
        painter.setPen(color)
        room = self.width() - bar.right() - 8
        if metrics.horizontalAdvance(full) <= room or bar.left() - self._left() < metrics.horizontalAdvance(full) + 8:
            text = metrics.elidedText(full, Qt.TextElideMode.ElideRight, int(room))
            beside = QRectF(bar.right() + 5, bar.y(), room, bar.height())
            _clear(painter, beside, metrics.horizontalAdvance(text))
            painter.drawText(beside, Qt.AlignmentFlag.AlignVCenter, text)
        else:
            before = QRectF(self._left(), bar.y(), bar.left() - self._left() - 5, bar.height())
            painter.drawText(before, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, full)

    def _lane_at(self, y: float) -> int:
        return int((y - self._head()) // self._tall())

    def _minute(self, x: float) -> float:
        return minute_at(x, self.state, self._left(), self._width())

    def _held(self, number: int, x: float) -> Grip | None:
        """What the pointer would take hold of there."""
        if not 0 <= number < len(self.state.lanes) or not can_move(self.state.lanes[number]):
            return None
        reach = _REACH / self._width() * (self.state.end - self.state.begin)
        return grip(self._span(number), self._minute(x), reach)

    def _span(self, number: int) -> Span:
        lane = self.state.lanes[number]
        return self.trial.span if self.trial and self.trial.fact == lane.fact else lane.spans[0]

    def mousePressEvent(self, event: QMouseEvent) -> None:
        number, x = self._lane_at(event.position().y()), event.position().x()
        hold = self._held(number, x)
        self._hold = (hold, self._minute(x), self._span(number)) if hold else None
        self._go(number)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        x = event.position().x()
        if self._hold is None:
            over = self._held(self._lane_at(event.position().y()), x)
            ends = over in ("start", "stop")
            self.setCursor(Qt.CursorShape.SizeHorCursor if ends else Qt.CursorShape.ArrowCursor)
            return
        hold, began, span = self._hold
        self._try(moved(span, hold, round(self._minute(x) - began)))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._hold = None

    def _try(self, span: Span) -> None:
        lane = self.state.lanes[self.at]
        if span != self._span(self.at):
            self.show_trial(Trial(lane.fact, span))
            self.tried.emit(self.trial)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(key)
        if step is not None:
            self._go(self.at + step)
        elif key in _KEYS and self.state.lanes and can_move(self.state.lanes[self.at]):
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._try(moved(self._span(self.at), "start" if shifted else "stop", _KEYS[key]))
        elif self.trial and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self.settled.emit(key != Qt.Key.Key_Escape)
        else:
            super().keyPressEvent(event)

    def _go(self, number: int) -> None:
        if 0 <= number < len(self.state.lanes):
            if self.trial and self.trial.fact != self.state.lanes[number].fact:
                self.settled.emit(False)
            self.at = number
            self.update()
            self.chosen.emit(self.state.lanes[number].fact)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            number = self._lane_at(event.pos().y())
            if 0 <= number < len(self.state.lanes):
                QToolTip.showText(event.globalPos(), self.state.lanes[number].said, self)
            return True
        return super().event(event)


def _clear(painter: QPainter, beside: QRectF, wide: float) -> None:
    """No line of the hours runs through a word that stands beside its bar."""
    painter.fillRect(QRectF(beside.x() - 2, beside.y() + 2, wide + 4, beside.height() - 4), QColor(tokens().surface))


def _arrow(bar: QRectF) -> QPolygonF:
    tip = min(8.0, bar.width() / 2)
    return QPolygonF([
        bar.topLeft(), QPointF(bar.right() - tip, bar.top()), QPointF(bar.right(), bar.center().y()),
        QPointF(bar.right() - tip, bar.bottom()), bar.bottomLeft(),
    ])  # fmt: skip
