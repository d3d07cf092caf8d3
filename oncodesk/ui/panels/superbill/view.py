"""Shows the superbill as it will print, or what is missing."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from oncodesk.ui.panels.superbill.presenter import hint, may_print
from oncodesk.ui.panels.superbill.state import SuperbillState
from oncodesk.ui.shell.pages import Pages
from oncodesk.ui.shell.parts import button, label, row
from oncodesk.words import say


class SuperbillView(QWidget):
    """`printed` and `saved` ask for it; `finalised` asks to finalise; `went` carries the path of a missing field."""

    printed = Signal()
    saved = Signal()
    finalised = Signal()
    went = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = SuperbillState()
        self.title = label("", "title")
        self.hint = label("", "quiet", wrap=True)
        self.finalise = button(say("Finalise"))
        self.finalise.setToolTip("Ctrl+Enter")
        self.finalise.clicked.connect(self.finalised)
        self.save = button(say("Save PDF…"), say("Save the superbill as PDF"))
        self.save.setToolTip("Ctrl+S")
        self.save.clicked.connect(self.saved)
        self.print = button(say("Print…"), say("Print the superbill"), "primary")
        self.print.clicked.connect(self.printed)
        self.again = label("", "problem", wrap=True)
        self.again.setAccessibleName(say("Before finalising"))
        self.again.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.again.hide()
        self.scroller = Pages(say("Pages of the superbill"), 480)
        head = row(self.title)
        head.addStretch()
        for made in (self.finalise, self.save, self.print):
            head.addWidget(made)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 14, 18, 8)
        whole.setSpacing(6)
        whole.addLayout(head)
        whole.addWidget(self.again)
        whole.addWidget(self.hint)
        whole.addWidget(self.scroller, 1)
        self.setFocusProxy(self.scroller)
        self.show_state(self.state)

    def ask_again(self, told: str) -> None:
        """What speaks against finalising, below the button that does so all the same; empty takes it away."""
        self.again.setText(told and f"⚠ {told}")
        self.again.setVisible(bool(told))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.print.isEnabled():
            self.printed.emit()
        else:
            super().keyPressEvent(event)

    def show_state(self, state: SuperbillState) -> None:
        """The pages, or a button for each missing field."""
        self.state = state
        self.title.setText(state.heading)
        self.hint.setText(hint(state))
        self.hint.setVisible(bool(hint(state)))
        self.print.setEnabled(may_print(state))
        self.save.setEnabled(may_print(state))
        self.finalise.setVisible(bool(state.pdf) and not state.is_final)
        self.scroller.clear()
        for missing in state.missing:
            made = button(say("Missing: {words}", words=missing.words), mark="link")
            made.clicked.connect(lambda _=False, path=missing.path: self.went.emit(path))
            self.scroller.add(made)
        self.scroller.show_pdf(state.pdf, say("the superbill"))
