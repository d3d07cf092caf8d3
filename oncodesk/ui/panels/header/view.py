"""Shows the fields above the drugs."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from oncodesk.ui.panels.header.presenter import field_of
from oncodesk.ui.panels.header.state import DETAILS, VISIT, HeaderState
from oncodesk.ui.shell.inputs import Inputs
from oncodesk.ui.shell.parts import label, listed
from oncodesk.words import say

_IN_A_ROW = 7


class HeaderView(QWidget):
    """`typed` carries a field's path and the text typed or chosen."""

    typed = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields = Inputs(self)
        self.fields.typed.connect(self.typed)
        self.problem = label("", "problem", "small", wrap=True)
        self.problem.hide()
        self.details = QFrame()
        self.details.setObjectName("card")
        self.details.setAccessibleName(say("Patient, payer and providers"))
        grid = QGridLayout(self.details)
        grid.setContentsMargins(12, 8, 12, 10)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        for number, field in enumerate(DETAILS):
            grid.addLayout(self.fields.make(field), number // _IN_A_ROW, number % _IN_A_ROW)
        self.details.hide()
        fields = QHBoxLayout()
        fields.setSpacing(10)
        for field in VISIT:
            fields.addLayout(self.fields.make(field), field.width)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(6)
        whole.addLayout(fields)
        whole.addWidget(self.problem)
        whole.addWidget(self.details)

    def finish(self) -> None:
        """Tells what is being typed now, as if the field were left."""
        self.fields.finish()

    def show_state(self, state: HeaderState) -> None:
        """Every field's text; a field being typed in keeps what is typed."""
        wrong = [(field_of(path), told) for path, told in self.fields.show(state.shown)]
        self.problem.setText(listed("\n".join(f"{field.label}: {problem}" for field, problem in wrong if field)))
        self.problem.setVisible(bool(wrong))

    def go(self, path: str) -> bool:
        """Puts the focus on the field of that path; False where there is none."""
        field = field_of(path)
        if field is None:
            return False
        if field in DETAILS:
            self.details.show()
        self.fields.go(field.path)
        return True
