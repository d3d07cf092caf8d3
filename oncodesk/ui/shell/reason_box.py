"""A reason to type, with those given before to choose from."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox

from oncodesk.words import say


class ReasonBox(QComboBox):
    """A reason to type, with those given before to choose from; `entered` on Enter."""

    entered = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setAccessibleName(name)
        self.setAccessibleDescription(say("Required. Down or F4 lists the reasons given before."))
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        line = self.lineEdit()
        assert line is not None
        line.setPlaceholderText(say("Reason, kept with the claim"))
        line.setAccessibleName(name)
        line.returnPressed.connect(self.entered)

    def offer(self, reasons: tuple[str, ...], held: str = "") -> None:
        """Begins with `held`, and offers those given before."""
        self.clear()
        self.addItems(list(reasons))
        self.setEditText(held)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_F4:
            self.showPopup()
        else:
            super().keyPressEvent(event)
