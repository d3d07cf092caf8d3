"""The rail at the left: screens above, what concerns the whole window below."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QToolButton, QVBoxLayout, QWidget

from oncodesk.ui.shell.shortcuts import command
from oncodesk.ui.shell.theme import icon
from oncodesk.words import say

_SIZE, _SMALL, _ICON = QSize(82, 54), QSize(48, 40), 22
_ROOMY = QSize(1100, 700)
"""A smaller window has no words in its rail: their room is the page's, as on a screen at 200 %."""
_SHORT = {"theme": say("Theme"), "mask": say("Mask"), "help": say("Help")}


class Rail(QFrame):
    """`pressed` carries the id of an action: `screen.visit`, `theme`, `mask`, `help`."""

    pressed = Signal(str)

    def __init__(self, screens: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rail")
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
        self._is_small: bool | None = None
        self.fit(_ROOMY)
        self.retint()
        self.name_keys()

    def fit(self, window: QSize) -> None:
        """Words under the pictures where the window has room; tool tips and screen readers always have them."""
        small = window.width() < _ROOMY.width() or window.height() < _ROOMY.height()
        if small == self._is_small:
            return
        self._is_small = small
        size, style = (
            (_SMALL, Qt.ToolButtonStyle.ToolButtonIconOnly)
            if small
            else (_SIZE, Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        )
        for made in self.buttons.values():
            made.setToolButtonStyle(style)
            made.setFixedSize(size)
        self.setFixedWidth(size.width())

    def _button(self, identifier: str) -> QToolButton:
        entry = command(identifier)
        made = QToolButton()
        made.setText(_SHORT.get(identifier, entry.text))
        made.setAccessibleName(entry.text)
        made.setIconSize(QSize(_ICON, _ICON))
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
