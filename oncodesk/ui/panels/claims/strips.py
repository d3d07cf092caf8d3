"""Lines that open in the screen where others would ask in a dialog: a code to check, a reason to void."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLineEdit

from oncodesk.ui.shell.parts import button, label, row
from oncodesk.words import say

_ASKS = say("Type the number and the code at the foot of the paper.")


class CheckStrip(QFrame):
    """`checked` carries a number and a code as typed."""

    checked = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("strip")
        self.number, self.code = QLineEdit(), QLineEdit()
        self.number.setAccessibleName(say("Document number on the paper"))
        self.number.setPlaceholderText(say("No."))
        self.number.setFixedWidth(90)
        self.code.setAccessibleName(say("Verification code on the paper"))
        self.code.setPlaceholderText("5F2A-91C7")
        self.code.setFixedWidth(130)
        self.number.returnPressed.connect(self.code.setFocus)
        self.code.returnPressed.connect(self._check)
        go = button(say("Check"), say("Check the code"))
        go.clicked.connect(self._check)
        self.answer = label(_ASKS, wrap=True)
        self.answer.setAccessibleName(say("Answer to the code"))
        close = button(say("Close"), say("Close the check of a code"), "link")
        close.clicked.connect(self.hide)
        inside = row(self.number, self.code, go, self.answer, close, margins=(12, 7, 12, 7))
        inside.setStretchFactor(self.answer, 1)
        self.setLayout(inside)
        self.hide()

    def begin(self) -> None:
        """Makes the fields ready to type in."""
        self.show()
        self.number.setFocus()
        self.number.selectAll()

    def _check(self) -> None:
        self.checked.emit(self.number.text(), self.code.text())


class VoidStrip(QFrame):
    """`voided` carries the reason, never an empty one."""

    voided = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("strip")
        self.reason = QLineEdit()
        self.reason.setAccessibleName(say("Why the claim is void"))
        self.reason.setPlaceholderText(say("Why is it void? The reason is kept."))
        self.reason.returnPressed.connect(self._void)
        sure = button(say("Void it"), say("Void the claim for this reason"), "primary")
        sure.clicked.connect(self._void)
        leave = button(say("Leave it"), say("Do not void the claim"), "link")
        leave.clicked.connect(self.hide)
        inside = row(self.reason, sure, leave, margins=(8, 5, 8, 5))
        inside.setStretchFactor(self.reason, 1)
        self.setLayout(inside)
        self.hide()

    def begin(self) -> None:
        """Asks for the reason."""
        self.show()
        self.reason.clear()
        self.reason.setFocus()

    def _void(self) -> None:
        if self.reason.text().strip():
            self.hide()
            self.voided.emit(self.reason.text().strip())
