"""The rail at the left: screens above, what concerns the whole window below."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QToolButton, QVBoxLayout, QWidget

from oncodesk.ui.shell.shortcuts import command
from oncodesk.ui.shell.theme import icon
from oncodesk.words import say

_WIDE, _TALL, _ICON = 82, 54, 22
_SHORT = {"theme": say("Theme"), "mask": say("Mask"), "help": say("Help")}


class Rail(QFrame):
    """`pressed` carries the id of an action: `screen.visit`, `theme`, `mask`, `help`."""

    pressed = Signal(str)

    def __init__(self, screens: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
        self.setFixedWidth(_WIDE)
        self.setAccessibleName(say("Screens"))
        self._group = QButtonGroup(self)
        self.buttons = {name: self._button(name) for name in (*(f"screen.{s}" for s in screens), *_SHORT)}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 8)
        column.setSpacing(2)
        for name, made in self.buttons.items():
            if name == "theme":
                column.addStretch()
            if name.startswith("screen."):
                self._group.addButton(made)
            made.setCheckable(name.startswith("screen.") or name == "mask")
            column.addWidget(made)
        self.retint()
        self.name_keys()

    def _button(self, identifier: str) -> QToolButton:
        entry = command(identifier)
        made = QToolButton()
        made.setText(_SHORT.get(identifier, entry.text))
        made.setAccessibleName(entry.text)
        made.setIconSize(QSize(_ICON, _ICON))
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        made.setFixedSize(_WIDE, _TALL)
        made.clicked.connect(lambda: self.pressed.emit(identifier))
        return made

    def check(self, identifier: str, is_on: bool = True) -> None:
        """Shows that a screen is the current one, or the mask is on."""
        self.buttons[identifier].setChecked(is_on)

    def retint(self) -> None:
        """Takes the colours of the palette worn now."""
        for identifier, made in self.buttons.items():
            made.setIcon(icon(command(identifier).icon, "text", sides=(_ICON, 2 * _ICON)))

    def name_keys(self) -> None:
        """Says which keys the actions have now."""
        for identifier, made in self.buttons.items():
            entry = command(identifier)
            made.setToolTip(f"{entry.text} ({entry.keys[0]})" if entry.keys else entry.text)
