"""Finds texts that do not fit where they stand."""

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QListWidget,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QTabBar,
    QToolButton,
    QWidget,
)
from reaching import walk

from oncodesk.ui.shell.parts import Elided

_AS_WIDE_AS_ASKED = (QPushButton, QCheckBox, QRadioButton)
_ARROW, _READ = 24, 60


def clipped(root: QWidget) -> Iterator[str]:
    """Every text that has less room than it takes, and every page that goes on at the right, with the pixels lacking.

    A line that is made to end in dots has its text as a tool tip; only its beginning has to be read. A strip that is
    made to go across (it cannot go down) may go on.
    """
    for widget, _ in walk(root):
        for text, lacks in _lacking(widget):
            if lacks > 1:
                yield f"{lacks} px: {text}"


def _lacking(widget: QWidget) -> Iterator[tuple[str, int]]:
    if isinstance(widget, Elided) and widget.text():
        yield widget.text(), min(_wide(widget, widget.text()), _READ) - widget.contentsRect().width()
    elif isinstance(widget, QLabel) and widget.text():
        yield widget.text(), _label(widget)
    elif isinstance(widget, QToolButton) and widget.text():
        yield widget.text(), _wide(widget, widget.text()) - widget.width()
    elif isinstance(widget, QAbstractButton) and isinstance(widget, _AS_WIDE_AS_ASKED) and widget.text():
        yield widget.text(), widget.minimumSizeHint().width() - widget.width()
    elif isinstance(widget, QComboBox) and widget.currentText():
        yield widget.currentText(), _wide(widget, widget.currentText()) + _ARROW - widget.width()
    elif isinstance(widget, QTabBar):
        yield widget.accessibleName() or "tabs", widget.minimumSizeHint().width() - widget.width()
    elif isinstance(widget, QListWidget) and not widget.wordWrap() and widget.count():
        longest = max((widget.item(place).text() for place in range(widget.count())), key=len)
        yield longest, widget.sizeHintForColumn(0) - widget.viewport().width()
    elif isinstance(widget, QScrollArea) and widget.verticalScrollBarPolicy() != Qt.ScrollBarPolicy.ScrollBarAlwaysOff:
        yield f"{widget.accessibleName()} goes on at the right", widget.horizontalScrollBar().maximum()
    elif isinstance(widget, QHeaderView) and widget.orientation() == Qt.Orientation.Horizontal:
        yield from _heads(widget)


def _wide(widget: QWidget, text: str) -> int:
    return max(map(widget.fontMetrics().horizontalAdvance, text.splitlines()))


def _label(label: QLabel) -> int:
    if label.wordWrap():
        return label.heightForWidth(label.width()) - label.height()
    return _wide(label, label.text()) - label.contentsRect().width()


def _heads(head: QHeaderView) -> Iterator[tuple[str, int]]:
    for place in range(head.count()):
        text = str(head.model().headerData(place, Qt.Orientation.Horizontal) or "")
        if text and not head.isSectionHidden(place):
            yield f"heading {text}", head.fontMetrics().horizontalAdvance(text) + 4 - head.sectionSize(place)
