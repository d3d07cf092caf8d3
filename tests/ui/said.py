"""Collects what a window says: texts, tips, names, headings, cells, menus and hints of every part that is shown."""

import re
from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, Qt
from PySide6.QtGui import QPainter, QTextDocument
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTabBar,
    QTextBrowser,
    QWidget,
)
from reaching import walk

_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
_ROWS = 60
_INNERMOST = re.compile(r"⟦[^⟦⟧]*⟧")


def texts(root: QWidget) -> Iterator[tuple[str, str]]:
    """What is said, each with the kind of part that says it."""
    yield "title", root.windowTitle()
    for widget, _ in walk(root):
        if widget.objectName().startswith("qt_"):
            continue  # a part that Qt makes and names itself
        kind = type(widget).__name__
        for text in (*_own(widget), widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()):
            yield kind, _plain(text)


def _own(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    elif isinstance(widget, QLineEdit | QPlainTextEdit):
        yield widget.placeholderText()
    elif isinstance(widget, QComboBox):
        yield from (widget.itemText(place) for place in range(widget.count()))
    elif isinstance(widget, QTabBar):
        for place in range(widget.count()):
            yield from (widget.tabText(place), widget.tabToolTip(place), widget.accessibleTabName(place))
    elif isinstance(widget, QTextBrowser):
        yield widget.toPlainText()
    elif isinstance(widget, QAbstractItemView) and widget.model() is not None:
        yield from _cells(widget.model())


def _cells(model: QAbstractItemModel) -> Iterator[str]:
    for column in range(1 if isinstance(model, QAbstractListModel) else model.columnCount()):
        for role in _ROLES:
            yield str(model.headerData(column, Qt.Orientation.Horizontal, role) or "")
        for row in range(min(model.rowCount(), _ROWS)):
            yield from (str(model.index(row, column).data(role) or "") for role in _ROLES)


def _plain(text: str) -> str:
    if not re.search(r"</?[a-z]+[ >]", text):
        return text
    page = QTextDocument()
    page.setHtml(text)
    return page.toPlainText()


def unsaid(text: str) -> str:
    """What of a text is in no catalog: the rest when everything marked is taken away, cut short at its end or not."""
    while (left := _INNERMOST.sub("", text)) != text:
        text = left
    return re.sub(r"⟦.*$", "", text, flags=re.S).strip()


class Drawn:
    """Keeps every text that a painter of ours draws while it is entered."""

    def __init__(self) -> None:
        self._held: list[str] = []

    def __enter__(self) -> "Drawn":
        self._whole = QPainter.drawText

        def draw(painter: QPainter, *given: Any) -> Any:
            self._held += [one for one in given if isinstance(one, str)]
            return self._whole(painter, *given)

        QPainter.drawText = draw  # type: ignore[method-assign]
        return self

    def __exit__(self, *_: object) -> None:
        QPainter.drawText = self._whole  # type: ignore[method-assign]

    def take(self) -> list[str]:
        """What was drawn since it was asked last."""
        held, self._held = self._held, []
        return held
