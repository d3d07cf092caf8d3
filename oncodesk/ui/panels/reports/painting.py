"""Paints bars: label, length and words, so that no colour has to be told from another."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from oncodesk.ui.panels.reports.state import Bar, BarsState
from oncodesk.ui.shell.theme import tokens

_PAD, _GAP, _LABEL = 12, 8, 0.3
_TONES = ("accent", "warning")


class Bars(QWidget):
    """One bar a row; a second part is hatched."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = BarsState()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)
        self.setAccessibleName("Plot of the report")

    def show_state(self, state: BarsState) -> None:
        """Other bars."""
        self.state = state
        said = ". ".join(f"{bar.label}: {bar.says}" for bar in state.bars)
        self.setAccessibleDescription(said or "Nothing to plot")
        self.setMinimumHeight(self.sizeHint().height())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, (len(self.state.bars) + 2) * self._tall() + _PAD)

    def _tall(self) -> int:
        return self.fontMetrics().height() + 7

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, t = QPainter(self), tokens()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self.state.bars:
            painter.setPen(QColor(t.muted))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, "Nothing on these days: choose others above.")
            return
        self._paint_head(painter)
        for place, bar in enumerate(self.state.bars):
            self._paint_bar(painter, bar, _PAD / 2 + (place + 1) * self._tall())
        if self.state.left_out:
            painter.setPen(QColor(t.muted))
            top = _PAD / 2 + (len(self.state.bars) + 1) * self._tall()
            rest = QRectF(_PAD, top, self.width() - 2 * _PAD, self._tall())
            painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, f"and {self.state.left_out} more in the table")

    def _paint_head(self, painter: QPainter) -> None:
        painter.setPen(QColor(tokens().muted))
        head = QRectF(_PAD, _PAD / 2, self.width() - 2 * _PAD, self._tall())
        painter.drawText(head, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.state.title)

    def _paint_bar(self, painter: QPainter, bar: Bar, top: float) -> None:
        t, tall = tokens(), self._tall()
        metrics = self.fontMetrics()
        names = max(metrics.horizontalAdvance(other.label) for other in self.state.bars)
        left = min(names, self.width() * _LABEL) + _PAD
        words = max(metrics.horizontalAdvance(other.says) for other in self.state.bars)
        room = max(20.0, self.width() - left - _GAP - min(words, self.width() * 0.36) - _GAP - _PAD)
        painter.setPen(QColor(t.text))
        label = QRectF(_PAD, top, left - _PAD, tall)
        shown = metrics.elidedText(bar.label, Qt.TextElideMode.ElideRight, int(label.width()))
        painter.drawText(label, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, shown)
        x = left + _GAP
        painter.setPen(Qt.PenStyle.NoPen)
        for part, tone in zip(bar.parts, _TONES, strict=False):
            wide = part / self.state.whole * room if self.state.whole else 0
            box = QRectF(x, top + 3, max(wide, 1.5 if part else 0), tall - 6)
            color = QColor(t.color(tone))
            painter.setBrush(color if tone == _TONES[0] else QBrush(color, Qt.BrushStyle.BDiagPattern))
            painter.drawRoundedRect(box, 2, 2)
            x += wide
        painter.setPen(QColor(t.text))
        says = QRectF(x + _GAP, top, self.width() - x - _GAP, tall)
        painter.drawText(says, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, bar.says)
