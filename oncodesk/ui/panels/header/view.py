"""Shows the fields above the drugs."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from oncodesk.ui.panels.header.presenter import field_of
from oncodesk.ui.panels.header.state import DETAILS, VISIT, Field, HeaderState
from oncodesk.ui.shell.parts import label, restyle

_IN_A_ROW = 7
_TOLD = 3


class HeaderView(QWidget):
    """`typed` carries a field's path and the text typed or chosen."""

    typed = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.inputs: dict[str, QLineEdit | QComboBox] = {}
        self.problem = label("", "problem", "small", wrap=True)
        self.problem.hide()
        self.details = QFrame()
        self.details.setObjectName("card")
        self.details.setAccessibleName("Patient, payer and providers")
        grid = QGridLayout(self.details)
        grid.setContentsMargins(12, 8, 12, 10)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        for number, field in enumerate(DETAILS):
            grid.addLayout(self._input(field), number // _IN_A_ROW, number % _IN_A_ROW)
        self.details.hide()
        fields = QHBoxLayout()
        fields.setSpacing(10)
        for field in VISIT:
            fields.addLayout(self._input(field), field.width)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(6)
        whole.addLayout(fields)
        whole.addWidget(self.problem)
        whole.addWidget(self.details)

    def _input(self, field: Field) -> QVBoxLayout:
        made = _combo(field) if field.choices else QLineEdit()
        made.setAccessibleName(field.label)
        made.setToolTip(field.help)
        made.setAccessibleDescription(field.help)
        made.setMinimumWidth(min(field.width, 12) * made.fontMetrics().averageCharWidth() + 22)
        self.inputs[field.path] = made
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
        made = self.inputs[path]
        if isinstance(made, QLineEdit) and made.isModified():
            made.setModified(False)
            self.typed.emit(path, made.text())

    def finish(self) -> None:
        """Tells what is being typed now, as if the field were left."""
        for path in self.inputs:
            self._finished(path)

    def show_state(self, state: HeaderState) -> None:
        """Every field's text; a field being typed in keeps what is typed."""
        wrong: list[str] = []
        for path, made in self.inputs.items():
            shown = state.shown(path)
            if isinstance(made, QComboBox):
                _choose(made, shown.text)
            elif not (made.hasFocus() and made.isModified()) and made.text() != shown.text:
                made.setText(shown.text)
            restyle(made, "problem", bool(shown.problem))
            if shown.problem:
                field = field_of(path)
                wrong.append(f"⚠ {field.label if field else path}: {shown.problem}")
        self.problem.setText("\n".join(wrong[:_TOLD]))
        self.problem.setVisible(bool(wrong))

    def go(self, path: str) -> bool:
        """Puts the focus on the field of that path; False where there is none."""
        field = field_of(path)
        if field is None:
            return False
        if field in DETAILS:
            self.details.show()
        made = self.inputs[field.path]
        made.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(made, QLineEdit):
            made.selectAll()
        return True


def _combo(field: Field) -> QComboBox:
    made = QComboBox()
    for key, words in field.choices:
        made.addItem(words, key)
    made.setCurrentIndex(-1)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    return made


def _choose(made: QComboBox, key: str) -> None:
    place = made.findData(key)
    if place < 0 and key:
        made.addItem(key, key)
        place = made.findData(key)
    made.setCurrentIndex(place)
