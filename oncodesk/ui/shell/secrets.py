"""Where passwords are typed: once to open, twice to choose one."""

import sys

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QProgressBar, QVBoxLayout, QWidget

from oncodesk.ui.editing.passwords import strength, twice
from oncodesk.ui.shell.parts import label, restyle, row
from oncodesk.words import say

_CAPITAL = 0x14


class SecretLine(QLineEdit):
    """A password; `capitals` says whether Caps Lock seems to be on."""

    capitals = Signal(bool)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setEchoMode(QLineEdit.EchoMode.Password)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        typed = event.text()
        if len(typed) == 1 and typed.isalpha() and typed.isascii():
            has_shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.capitals.emit(typed.isupper() != has_shift)
        elif event.key() == Qt.Key.Key_CapsLock:
            self.capitals.emit(False)
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.capitals.emit(_caps_lock())
        super().focusInEvent(event)


def _caps_lock() -> bool:
    """Only Windows tells before a letter is typed."""
    if sys.platform != "win32":
        return False
    import ctypes

    return bool(ctypes.windll.user32.GetKeyState(_CAPITAL) & 1)


def caps_hint(*lines: SecretLine) -> QLabel:
    """A line that appears while Caps Lock is on."""
    made = label(say("⇪ Caps Lock is on"), "small", wrap=True)
    made.setProperty("warning", True)
    made.hide()
    for line in lines:
        line.capitals.connect(made.setVisible)
    return made


def captioned(name: str, made: QWidget) -> QVBoxLayout:
    """A field under its caption."""
    caption = label(name, "quiet", "small")
    caption.setBuddy(made)
    layout = QVBoxLayout()
    layout.setSpacing(2)
    layout.addWidget(caption)
    layout.addWidget(made)
    return layout


class NewPassword(QWidget):
    """A password typed twice, with a word on how hard it is to guess; `entered` when the second is ended by Enter."""

    entered = Signal()

    def __init__(self, name: str = say("New password"), known: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.known = known
        self.fresh, self.again = SecretLine(name), SecretLine(say("{name} again", name=name))
        self.fresh.textChanged.connect(self._judge)
        self.fresh.returnPressed.connect(self.again.setFocus)
        self.again.returnPressed.connect(self.entered)
        self.meter = QProgressBar()
        self.meter.setRange(0, 3)
        self.meter.setTextVisible(False)
        self.meter.setFixedWidth(90)
        self.meter.setAccessibleName(say("How hard the password is to guess"))
        self.hint = label("", "quiet", "small", wrap=True)
        self.hint.setAccessibleName(say("About the password"))
        self.setFocusProxy(self.fresh)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(6)
        whole.addLayout(captioned(name, self.fresh))
        told = row(self.meter, self.hint)
        told.setStretchFactor(self.hint, 1)
        whole.addLayout(told)
        whole.addLayout(captioned(say("{name} again", name=name), self.again))
        whole.addWidget(caps_hint(self.fresh, self.again))
        self._judge("")

    def _judge(self, typed: str) -> None:
        found = strength(typed, self.known)
        self.meter.setValue(found.grade)
        restyle(self.meter, "grade", found.grade)
        self.hint.setText(found.told)

    def problem(self) -> str:
        """Why it cannot be used; empty where it can."""
        return twice(self.fresh.text(), self.again.text())

    def text(self) -> str:
        """What was typed first."""
        return self.fresh.text()

    def clear(self) -> None:
        """Forgets what was typed."""
        self.fresh.clear()
        self.again.clear()
