"""Paints how old a visit is: a bar that grows, in the colour and with the mark of its age."""

from math import log

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem

from oncodesk.ui.panels.today.state import age_kind
from oncodesk.ui.shell.parts import CellDelegate, Index
from oncodesk.ui.shell.theme import tokens

_COLORS = {"fresh": "good", "waiting": "info", "old": "warning", "very old": "error"}
_MARKS = {"old": "▲", "very old": "▲▲"}
_MOST, _TALL = 365, 4


class AgeDelegate(CellDelegate):
    """A bar under the days; one year fills the cell."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        days = index.data(Qt.ItemDataRole.UserRole)
        kind = age_kind(days)
        if not kind:
            return
        painter.save()
        color = QColor(tokens().color(_COLORS[kind]))
        rect = QRectF(option.rect).adjusted(6, 0, -6, -3)
        share = min(1.0, log(1 + days) / log(1 + _MOST))
        painter.fillRect(QRectF(rect.x(), rect.bottom() - _TALL, max(2.0, rect.width() * share), _TALL - 1), color)
        painter.setPen(color)
        painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, _MARKS.get(kind, ""))
        painter.restore()
