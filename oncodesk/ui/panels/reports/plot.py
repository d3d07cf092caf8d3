"""The plot of a report, by pyqtgraph. It brings numpy: to be imported when a plot is first shown."""

from collections.abc import Sequence
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from oncodesk.ui.panels.reports.plot_state import (
    NO_PLOT,
    Marks,
    PlotState,
    Reach,
    amount,
    day_marks,
    first_reach,
    following,
    name_marks,
    nearest,
    value_marks,
    whole_reach,
    zoomed,
)
from oncodesk.ui.panels.reports.tones import TONES
from oncodesk.ui.shell.parts import Elided
from oncodesk.ui.shell.theme import tokens
from oncodesk.words import say

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1,
          Qt.Key.Key_PageUp: -10, Qt.Key.Key_PageDown: 10}  # fmt: skip
_NEARER, _FURTHER = (Qt.Key.Key_Plus, Qt.Key.Key_Equal), (Qt.Key.Key_Minus,)
_HALF, _TICK, _LEAST = 0.5, 3, 5
_DATE = len("2026-01-01") + 1
_NAMES, _LONGEST, _PAD = 0.3, 0.42, 8
_ASKS = say("Nothing on these days: choose others above.")
KEYS = say("Arrows go from bar to bar, Home and End to the first and the last. + nearer, − further, 0 the whole range.")


class Plot(QWidget):
    """Bars, filled and hatched, so that no colour has to be told from another; the value under the cursor in words.

    The mouse only points: the wheel scrolls what the plot stands in, and nothing can be dragged out of sight.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state, self.reach, self.at = NO_PLOT, Reach(0, 1), -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setToolTip(KEYS)
        self.plot: Any = pg.PlotWidget()
        self.plot.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.plot.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.plot.setAccessibleName(say("Drawing of the plot"))
        self.plot.setMinimumHeight(self.fontMetrics().height() * _LEAST)
        self._item: Any = self.plot.getPlotItem()
        self._item.setMenuEnabled(False)
        self._item.hideButtons()
        self._item.setMouseEnabled(x=False, y=False)
        self._item.vb.setDefaultPadding(0)
        self.says = Elided("small")
        self.says.setAccessibleName(say("Value under the cursor"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_PAD, 2, _PAD, 4)
        layout.setSpacing(2)
        layout.addWidget(self.plot, 1)
        layout.addWidget(self.says)
        self.show_state(NO_PLOT)

    def sizeHint(self) -> QSize:
        return QSize(420, self.fontMetrics().height() * 12)

    def show_state(self, state: PlotState) -> None:
        """Another plot, from its beginning."""
        self.state, self.at = state, -1
        self.setAccessibleName(
            say("Plot of the report: {title}", title=state.title) if state.bars else say("Plot of the report")
        )
        self._draw_all()
        self.reach = first_reach(state, self._rows())
        self._show_reach()
        self._tell()

    def retint(self) -> None:
        """Takes the colours of the palette worn now."""
        self._draw_all()
        self._show_reach()

    def _draw_all(self) -> None:
        t = tokens()
        self.plot.setBackground(t.surface)
        self._item.clear()
        for name in ("left", "bottom"):
            axis = self._item.getAxis(name)
            axis.setPen(pg.mkPen(t.edge))
            axis.setTextPen(pg.mkPen(t.text))
            axis.setStyle(tickFont=self.font(), tickLength=_TICK, maxTickLevel=0)
            axis.setTicks([[]])
        for number in range(len(self.state.series) if self.state.bars else 0):
            self._draw(number)
        self._words = self._beside()
        ring = {"pen": pg.mkPen(t.text, width=2), "brush": QBrush(Qt.BrushStyle.NoBrush)}
        self._mark: Any = pg.BarGraphItem(x0=[0], y0=[0], width=0, height=0, **ring)
        self._item.addItem(self._mark)
        self._show_mark()

    def _draw(self, number: int) -> None:
        """The bars of one part, beginning where the parts before it end."""
        bars = [bar for bar in self.state.bars if bar.parts[number]]
        if not bars:
            return
        since = [sum(bar.parts[:number]) for bar in bars]
        long = [bar.parts[number] for bar in bars]
        color = QColor(tokens().color(TONES[number % len(TONES)]))
        brush = QBrush(color) if number == 0 else QBrush(color, Qt.BrushStyle.BDiagPattern)
        boxes = self._boxes([bar.at for bar in bars], since, long)
        self._item.addItem(pg.BarGraphItem(**boxes, pen=pg.mkPen(color), brush=brush))

    def _boxes(self, places: Sequence[float], since: Sequence[float], long: Sequence[float]) -> dict[str, Any]:
        starts, wide = [at - self.state.wide / 2 for at in places], [self.state.wide] * len(places)
        if self.state.by_time:
            return {"x0": starts, "width": wide, "y0": list(since), "height": list(long)}
        return {"x0": list(since), "width": list(long), "y0": starts, "height": wide}

    def _beside(self) -> list[Any]:
        """What each bar comes to, at its end; upright ones say it below when they are pointed at."""
        if self.state.by_time:
            return []
        made = []
        for bar in self.state.bars:
            words = pg.TextItem(bar.says, color=tokens().text, anchor=(0, 0.5))
            words.setFont(self.font())
            words.setPos(bar.whole, bar.at)
            self._item.addItem(words, ignoreBounds=True)
            made.append(words)
        return made

    # --- what is in view ---------------------------------------------------------------------------------------------

    def _rows(self) -> int:
        """Bars under one another that can be read."""
        return max(3, int((self.plot.height() - 2 * self._tall()) / (self._tall() + 3)))

    def _tall(self) -> int:
        return self.fontMetrics().height()

    def _show_reach(self) -> None:
        state, reach = self.state, self.reach
        most = state.whole or 1.0
        if state.by_time:
            self._item.vb.setRange(xRange=(reach.low, reach.high), yRange=(0, most * 1.05), padding=0)
        else:
            self._item.vb.invertY(True)
            self._item.vb.setRange(xRange=(0, most * self._room()), yRange=(reach.low, reach.high), padding=0)
        self._item.vb.invertY(not state.by_time)
        self._show_marks()

    def _room(self) -> float:
        """How much longer than the longest bar the axis is, so that its words stand whole beside it."""
        shown = [bar for bar in self.state.bars if self.reach.low <= bar.at <= self.reach.high]
        words = max((self.fontMetrics().horizontalAdvance(bar.says) for bar in shown), default=0) + 3 * _PAD
        wide = max(1.0, self.plot.width() - self._name_room() - 4 * _PAD)
        return float(1 / (1 - min(words / wide, _LONGEST)))

    def _name_room(self) -> float:
        wide = max((self.fontMetrics().horizontalAdvance(bar.label) for bar in self.state.bars), default=0)
        return float(min(wide + 2 * _PAD, self.plot.width() * _NAMES))

    def _show_marks(self) -> None:
        state, reach = self.state, self.reach
        left, bottom = self._item.getAxis("left"), self._item.getAxis("bottom")
        tall, digit = self._tall(), self.fontMetrics().averageCharWidth()
        high = max(1.0, self.plot.height() - 2.0 * tall)
        if not state.bars:
            marks: tuple[Marks, Marks] = ((), ())
        elif state.by_time:
            values = value_marks(0, state.whole * 1.05, state.kind, max(2, int(high / (2 * tall))))
            room = max((self.fontMetrics().horizontalAdvance(said) for _, said in values), default=0) + 2.0 * _PAD
            wide = max(1.0, self.plot.width() - room)
            edge = digit * _DATE / 2 / wide * reach.span
            most = int(wide / (digit * (_DATE + 4)))
            marks = values, day_marks(reach.low + edge, reach.high - edge, max(1, most))
            left.setWidth(room)
        else:
            room = self._name_room()
            names = name_marks(state.bars, reach.low, reach.high, max(1, int(high / tall)))
            marks = (
                tuple((at, self._elided(name, room - 2 * _PAD)) for at, name in names),
                value_marks(0, state.whole, state.kind, max(2, int((self.plot.width() - room) / (digit * 14)))),
            )
            left.setWidth(room)
            can_be_read = reach.span * (tall + 1) <= high + tall
            for words in self._words:
                words.setVisible(can_be_read)
        left.setTicks([list(marks[0])])
        bottom.setTicks([list(marks[1])])
        bottom.setHeight(tall + 8)
        for axis in (left, bottom):
            axis.setVisible(bool(state.bars))

    def _elided(self, text: str, wide: float) -> str:
        return self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(wide))

    def show_whole(self) -> None:
        """Every bar."""
        self._go(whole_reach(self.state))

    def zoom(self, factor: float) -> None:
        """Nearer (below 1) or further away, around the bar that is pointed at."""
        middle = (self.reach.low + self.reach.high) / 2
        at = self.state.bars[self.at].at if self.at >= 0 else middle
        self._go(zoomed(self.state, self.reach, at, factor))

    def _go(self, reach: Reach) -> None:
        self.reach = reach
        self._show_reach()
        self._tell()

    # --- what is pointed at ------------------------------------------------------------------------------------------

    def point(self, number: int) -> None:
        """Points at a bar, and brings it into view."""
        if self.state.bars:
            self.at = min(max(0, number), len(self.state.bars) - 1)
            self.reach = following(self.state, self.reach, self.state.bars[self.at].at)
            self._show_reach()
            self._show_mark()
            self._tell()

    def _show_mark(self) -> None:
        bars = self.state.bars[self.at : self.at + 1] if self.at >= 0 else ()
        self._mark.setVisible(bool(bars))
        if bars:
            self._mark.setOpts(**self._boxes([bars[0].at], [0.0], [bars[0].whole]))

    def _tell(self) -> None:
        state = self.state
        pointed = state.bars[self.at].told if self.at >= 0 else ""
        shown = sum(self.reach.low <= bar.at <= self.reach.high for bar in state.bars)
        part = (
            say("{shown} of {number} shown; ↓ goes on, 0 shows all", shown=shown, number=len(state.bars))
            if shown < len(state.bars)
            else ""
        )
        adds_up = bool(state.bars) and state.kind != "percent"
        total = (
            say("in all {amount}", amount=amount(sum(bar.whole for bar in state.bars), state.kind)) if adds_up else ""
        )
        rest = " · ".join(said for said in (state.title, total, part) if said)
        self.says.setText(pointed or rest or _ASKS)
        self.setAccessibleDescription(". ".join(said for said in (pointed, state.summary, KEYS) if said))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS:
            self.point(self.at + _STEPS[key] if self.at >= 0 else 0)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.point(0 if key == Qt.Key.Key_Home else len(self.state.bars) - 1)
        elif key in _NEARER or key in _FURTHER:
            self.zoom(_HALF if key in _NEARER else 1 / _HALF)
        elif key == Qt.Key.Key_0:
            self.show_whole()
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point_at(event.position())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._point_at(event.position())

    def _point_at(self, position: QPointF) -> None:
        inside = self.plot.mapFrom(self, position.toPoint())
        scene = self.plot.mapToScene(inside)
        if not self.state.bars or not self._item.vb.sceneBoundingRect().contains(scene):
            return
        place = self._item.vb.mapSceneToView(scene)
        number = nearest(self.state, place.x() if self.state.by_time else place.y())
        if number != self.at:
            self.at = number
            self._show_mark()
            self._tell()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if not self.hasFocus():
            self.at = -1
            self._show_mark()
            self._tell()

    # --- the widget --------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.at < 0 and not self.state.by_time and self.reach.low == whole_reach(self.state).low:
            self.reach = first_reach(self.state, self._rows())
        self._show_reach()
        self._tell()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_mark"):
            self.retint()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.at < 0 and event.reason() != Qt.FocusReason.MouseFocusReason:
            self.point(0)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, t = QPainter(self), tokens()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            painter.setPen(QPen(QColor(t.focus), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
