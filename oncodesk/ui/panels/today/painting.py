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
_MOST, _TALL, _ROOM = 365, 6, 0.42


class AgeDelegate(CellDelegate):
    """A bar before the days: the longer, the older, and full at a year."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, option, index)
        days = index.data(Qt.ItemDataRole.UserRole)
        kind = age_kind(days)
        if not kind:
            return
        painter.save()
        color = QColor(tokens().color(_COLORS[kind]))
        rect = QRectF(option.rect).adjusted(6, 0, 0, 0)
        share = min(1.0, log(1 + days) / log(1 + _MOST))
        wide = rect.width() * _ROOM
        painter.fillRect(QRectF(rect.x(), rect.center().y() - _TALL / 2, max(2.0, wide * share), _TALL), color)
        painter.setPen(color)
        mark = QRectF(rect.x() + wide + 4, rect.y(), 30, rect.height())
        painter.drawText(mark, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, _MARKS.get(kind, ""))
        painter.restore()
