"""What the program is and promises, beside the way in."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from oncodesk.ui.shell.parts import label, row
from oncodesk.ui.shell.theme import pixmap
from oncodesk.words import say

_WIDE, _LATER = 300, 250  # pixels, milliseconds
_PROMISES = (
    ("lock", say("Records are encrypted on this computer, under each user's own password.")),
    ("offline", say("No connection to any network is opened, ever.")),
    ("audit", say("Every log-in, view and change is one entry of a sealed audit.")),
)


class Brand(QFrame):
    """A column at the left of the way in."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("brand")
        self.setFixedWidth(_WIDE)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(28, 32, 24, 24)
        whole.setSpacing(14)
        mark = _Picture("superbill", 40)
        whole.addWidget(mark)
        whole.addWidget(label("OncoDesk", "brandname"))
        whole.addWidget(label(say("Coding, checked while you type, for oncology practices."), wrap=True))
        whole.addSpacing(18)
        for name, words in _PROMISES:
            told = label(words, "small", wrap=True)
            line = row(_Picture(name, 20), told, spacing=10)
            line.setStretchFactor(told, 1)
            line.setAlignment(Qt.AlignmentFlag.AlignTop)
            whole.addLayout(line)
        whole.addStretch()
        self.version = label("", "quiet", "small")
        whole.addWidget(self.version)
        QTimer.singleShot(_LATER, self, self._say_version)

    def _say_version(self) -> None:
        from importlib.metadata import version  # reads the packages that are installed

        self.version.setText(say("Version {version}", version=version("oncodesk")))


class _Picture(QLabel):
    """An icon in the palette of the moment."""

    def __init__(self, name: str, side: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._side = name, side
        self.setFixedSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawPixmap(0, 0, pixmap(self._name, "accent", self._side, "accent_soft", self.devicePixelRatioF()))
        painter.end()
