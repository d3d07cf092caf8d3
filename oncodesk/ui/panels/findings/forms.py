"""The forms inside a finding: why it is kept as it is, and what is asked about it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QVBoxLayout, QWidget

from oncodesk.ui.shell.parts import button, label, restyle, row
from oncodesk.ui.shell.reason_box import ReasonBox
from oncodesk.words import say

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _Form(QFrame):
    """`left` when it is not to be filled in."""

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("form")
        self.problem = label("", "problem", "small", wrap=True)
        self.problem.hide()
        self.inside = QVBoxLayout(self)
        self.inside.setContentsMargins(0, 4, 0, 2)
        self.inside.setSpacing(4)

    def complain(self, told: str) -> None:
        """What is wrong with what was typed; nothing where nothing is."""
        self.problem.setText(told)
        self.problem.setVisible(bool(told))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class KeepForm(_Form):
    """`kept` carries the reason for keeping the finding as it is."""

    kept = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.reason = ReasonBox(say("Reason for keeping the finding as it is"))
        self.reason.entered.connect(self._keep)
        self.keep = button(say("Keep as it is"), say("Keep the finding as it is, for this reason"), "primary")
        self.keep.clicked.connect(self._keep)
        self.leave = button(say("Leave it"), say("Close without keeping"), "link")
        self.leave.clicked.connect(self.left)
        foot = row(self.keep, self.leave)
        foot.addStretch()
        self.inside.addWidget(self.reason)
        self.inside.addWidget(self.problem)
        self.inside.addLayout(foot)

    def begin(self, reasons: tuple[str, ...]) -> None:
        """Empty, with the focus in the reason."""
        self.complain("")
        self.reason.offer(reasons)
        self.reason.setFocus()

    def _keep(self) -> None:
        self.kept.emit(self.reason.currentText())

    def complain(self, told: str) -> None:
        """As in every form; the reason is marked."""
        super().complain(told)
        restyle(self.reason, "problem", bool(told))


class AskForm(_Form):
    """`asked` carries the text, and the visit waits for its answer; `printed` puts it on paper, `copied` in the
    clipboard."""

    asked = Signal(str)
    printed = Signal(str)
    copied = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = QPlainTextEdit()
        self.text.setAccessibleName(say("Question to the nurse or the physician"))
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(130)
        ask = self.ask = button(
            say("Wait for the answer"), say("Keep the question; the visit waits for its answer"), "primary"
        )
        ask.clicked.connect(lambda: self.asked.emit(self.text.toPlainText()))
        copy = self.copy = button(say("Copy"), say("Copy the question"))
        copy.clicked.connect(lambda: self.copied.emit(self.text.toPlainText()))
        paper = self.paper = button(say("Print…"), say("Print the question"))
        paper.clicked.connect(lambda: self.printed.emit(self.text.toPlainText()))
        leave = self.leave = button(say("Leave it"), say("Close without asking"), "link")
        leave.clicked.connect(self.left)
        self.inside.addWidget(self.text)
        self.inside.addWidget(self.problem)
        for parts in ((ask,), (copy, paper), (leave,)):
            line = row(*parts)
            line.addStretch()
            self.inside.addLayout(line)

    def begin(self, text: str) -> None:
        """The drafted text, to be changed and sent."""
        self.complain("")
        self.text.setPlainText(text)
        self.text.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.asked.emit(self.text.toPlainText())
        else:
            super().keyPressEvent(event)
