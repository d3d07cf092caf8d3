"""The line editor below the claim: one line of fields, the reason, and what was understood."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from oncodesk.ui.editing.lines import Typed
from oncodesk.ui.panels.claim.editing import HELP, EditorState, echo
from oncodesk.ui.shell.parts import button, label, restyle, row
from oncodesk.ui.shell.reason_box import ReasonBox
from oncodesk.words import say

_WIDTHS = {"code": 8, "modifiers": 10, "pointers": 6, "units": 6, "charge": 10}
_CAPTIONS = {
    "code": say("Code"), "modifiers": say("Modifiers"), "pointers": say("Pointers"), "units": say("Units"),
    "charge": say("Charge"),
}  # fmt: skip
_KEEPS = {"change": say("Keep the change"), "add": say("Add the line"), "remove": say("Take it off")}


class LineEditor(QFrame):
    """`kept` carries the state, what was typed and the reason; `withdrawn` the line; `left` when none is to change."""

    kept = Signal(object, object, str)
    withdrawn = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("form")
        self.state: EditorState | None = None
        self.fields = {name: self._field(name, width) for name, width in _WIDTHS.items()}
        self.reason = ReasonBox(say("Reason for the change"))
        self.reason.entered.connect(self._keep)
        self.heading, self.echo = label("", "heading"), label("", "quiet", "small")
        self.problem = label("", "problem", "small", wrap=True)
        self.keep = button("", mark="primary")
        self.keep.clicked.connect(self._keep)
        self.back = button(say("Withdraw"), say("Let the line stand as it is derived"))
        self.back.clicked.connect(lambda: self.state and self.withdrawn.emit(self.state.line))
        self.leave = button(say("Leave it"), say("Close without changing"), "link")
        self.leave.clicked.connect(self.left)
        top = row(self.heading, self.echo)
        top.addStretch()
        middle = row(spacing=6)
        self.captions = {name: label(_CAPTIONS[name], "quiet", "small") for name in _WIDTHS}
        for name, made in self.fields.items():
            self.captions[name].setBuddy(made)
            middle.addWidget(self.captions[name])
            middle.addWidget(made)
        middle.addStretch()
        foot = row(label(say("Reason"), "quiet", "small"), self.reason, self.keep, self.back, self.leave, spacing=6)
        foot.setStretchFactor(self.reason, 1)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(10, 6, 10, 8)
        inside.setSpacing(4)
        for part in (top, middle):
            inside.addLayout(part)
        inside.addWidget(self.problem)
        inside.addLayout(foot)

    def _field(self, name: str, width: int) -> QLineEdit:
        made = QLineEdit()
        made.setAccessibleName(_CAPTIONS[name])
        made.setAccessibleDescription(HELP[name])
        made.setToolTip(HELP[name])
        made.setFixedWidth(width * made.fontMetrics().averageCharWidth() + 22)
        made.textEdited.connect(lambda _: self._echo())
        made.returnPressed.connect(self._keep)
        return made

    def begin(self, state: EditorState, reasons: tuple[str, ...]) -> None:
        """The line in its fields; the focus goes to what is typed first."""
        self.state = state
        for name, made in self.fields.items():
            made.setText(getattr(state.typed, name))
            made.setReadOnly(state.doing == "remove")
        self.heading.setText(state.heading)
        self.setAccessibleName(state.heading)
        self.keep.setText(_KEEPS[state.doing])
        self.keep.setAccessibleName(f"{_KEEPS[state.doing]}: {state.heading}")
        self.back.setVisible(state.can_withdraw)
        self.reason.offer(reasons, state.reason)
        self.complain("")
        self._echo()
        self.show()
        first: QWidget = self.reason if state.doing == "remove" else self.fields["code"]
        first.setFocus()
        if isinstance(first, QLineEdit):
            first.selectAll()

    def typed(self) -> Typed:
        """What stands in the fields."""
        return Typed(**{name: made.text() for name, made in self.fields.items()})

    def complain(self, told: str, field: str = "") -> None:
        """What cannot be used; the focus goes to the field that is meant."""
        self.problem.setText(told)
        self.problem.setVisible(bool(told))
        for name, made in (*self.fields.items(), ("reason", self.reason)):
            restyle(made, "problem", name == field)
            if name == field:
                made.setFocus()

    def _echo(self) -> None:
        if self.state is not None:
            said, problem = echo(self.typed(), self.state.diagnoses)
            self.echo.setText(f"= {said}" if said else problem)

    def _keep(self) -> None:
        if self.state is not None:
            self.kept.emit(self.state, self.typed(), self.reason.currentText())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
