"""A field that takes a key as it is pressed, instead of what it would type."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit

from oncodesk.words import say

_PASSED = {
    Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_unknown
}  # fmt: skip
_ALONE = {
    Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta, Qt.Key.Key_CapsLock,
    Qt.Key.Key_NumLock,
}  # fmt: skip
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)


class KeyBox(QLineEdit):
    """`pressed` carries a key in Qt's portable words. Tab, Esc and Enter alone keep what they do everywhere."""

    pressed = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setAccessibleName(name)
        self.setAccessibleDescription(say("Press the keys the action is to have; Tab goes on."))
        self.setPlaceholderText(say("Press keys here"))

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and not _passes(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _passes(event):
            event.ignore()
        elif event.key() not in _ALONE:
            combined = event.keyCombination()
            keypad = Qt.KeyboardModifier.KeypadModifier
            key = QKeySequence(combined.toCombined() & ~keypad.value)
            self.pressed.emit(key.toString(QKeySequence.SequenceFormat.PortableText))


def _passes(event: QKeyEvent) -> bool:
    return event.key() in _PASSED and event.modifiers() in _PLAIN
