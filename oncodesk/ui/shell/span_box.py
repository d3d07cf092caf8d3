"""Chooses a span of days: by its name, or typed with the date shorthands."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from oncodesk.domain.errors import UnusableInput
from oncodesk.ui.editing.span import PRESETS, TYPED, Span, span_of
from oncodesk.ui.shell.parts import restyle, row
from oncodesk.words import say

_CHARACTERS = 11


class SpanBox(QWidget):
    """`changed` carries the Span; what cannot be read as a day is marked in its field and changes nothing."""

    changed = Signal(object)

    def __init__(self, what: str, today: Callable[[], date], first: str = "any") -> None:
        super().__init__()
        self._today = today
        self.choice = QComboBox()
        self.choice.setAccessibleName(what)
        for key, words in PRESETS:
            self.choice.addItem(words, key)
        self.choice.setCurrentIndex(self.choice.findData(first))
        self.since, self.until = self._field(say("{what}, from", what=what)), self._field(say("{what}, to", what=what))
        self.setLayout(row(self.choice, self.since, self.until, spacing=4))
        self.choice.activated.connect(lambda _: self._chosen())
        self._show_fields()

    def _field(self, name: str) -> QLineEdit:
        made = QLineEdit()
        made.setAccessibleName(name)
        made.setPlaceholderText(name.rpartition(" ")[2])
        made.setToolTip(say("t today · -30 thirty days ago · 1121 · 11/21/2026"))
        made.setFixedWidth(made.fontMetrics().averageCharWidth() * _CHARACTERS + 20)
        made.editingFinished.connect(self._tell)
        return made

    def choose(self, key: str) -> None:
        """Takes the span of that name."""
        self.choice.setCurrentIndex(self.choice.findData(key))
        self._chosen()

    def span(self) -> Span | None:
        """The span chosen, or None while a field cannot be read."""
        try:
            found = span_of(self.choice.currentData(), self.since.text(), self.until.text(), self._today())
        except UnusableInput:
            return None
        return found

    def _chosen(self) -> None:
        self._show_fields()
        if self.choice.currentData() == TYPED:
            self.since.setFocus()
        self._tell()

    def _show_fields(self) -> None:
        for made in (self.since, self.until):
            made.setVisible(self.choice.currentData() == TYPED)

    def _tell(self) -> None:
        found = self.span()
        for made in (self.since, self.until):
            restyle(made, "problem", found is None and bool(made.text().strip()))
        if found is not None:
            self.changed.emit(found)
