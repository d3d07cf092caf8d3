"""Makes the fields of a visit as widgets, and keeps what is being typed in them."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout

from oncodesk.ui.editing.fields import Field, Shown
from oncodesk.ui.shell.parts import label, restyle
from oncodesk.words import say

_ARROW = 40


class Inputs(QObject):
    """Fields by their path; `typed` carries a path and the text typed or chosen."""

    typed = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.by_path: dict[str, QLineEdit | QComboBox] = {}

    def make(self, field: Field) -> QVBoxLayout:
        """The field under its caption."""
        made = _combo(field) if field.choices else QLineEdit()
        made.setAccessibleName(field.label)
        made.setToolTip(field.help)
        made.setAccessibleDescription(field.help)
        made.setMinimumWidth(min(field.width, 12) * made.fontMetrics().averageCharWidth() + 22)
        self.by_path[field.path] = made
        if isinstance(made, QComboBox):
            made.activated.connect(lambda _: self.typed.emit(field.path, made.currentData()))
        else:
            made.editingFinished.connect(lambda: self._finished(field.path))
        caption = label(field.label, "quiet", "small")
        caption.setBuddy(made)
        layout = QVBoxLayout()
        layout.setSpacing(1)
        layout.addWidget(caption)
        layout.addWidget(made)
        return layout

    def _finished(self, path: str) -> None:
        made = self.by_path[path]
        if isinstance(made, QLineEdit) and made.isModified():
            made.setModified(False)
            self.typed.emit(path, made.text())

    def finish(self) -> None:
        """Tells what is being typed now, as if the field were left."""
        for path in self.by_path:
            self._finished(path)

    def show(self, shown_at: Callable[[str], Shown]) -> tuple[tuple[str, str], ...]:
        """Every field's text; a field being typed in keeps what is typed. Gives path and problem of those wrong."""
        wrong = []
        for path, made in self.by_path.items():
            shown = shown_at(path)
            if isinstance(made, QComboBox):
                _choose(made, shown.text)
            elif not (made.hasFocus() and made.isModified()) and made.text() != shown.text:
                made.setText(shown.text)
                if made.hasFocus():
                    made.selectAll()
                else:
                    made.setCursorPosition(0)  # a long text is seen from its beginning
            restyle(made, "problem", bool(shown.problem))
            if shown.problem:
                wrong.append((path, shown.problem))
        return tuple(wrong)

    def go(self, path: str) -> None:
        """Puts the focus on a field, with its text chosen."""
        made = self.by_path[path]
        made.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(made, QLineEdit):
            made.selectAll()


def _combo(field: Field) -> QComboBox:
    made = QComboBox()
    for key, words in field.choices:
        made.addItem(words, key)
    made.setCurrentIndex(-1)
    made.setPlaceholderText(say("Choose…"))
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return made


def _choose(made: QComboBox, key: str) -> None:
    place = made.findData(key)
    if place < 0 and key:
        made.addItem(key, key)
        place = made.findData(key)
    made.setCurrentIndex(place)
    made.setMinimumWidth(max(made.minimumWidth(), made.fontMetrics().horizontalAdvance(made.currentText()) + _ARROW))
