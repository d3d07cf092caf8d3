"""What was copied in this window does not stay on the clipboard."""

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QClipboard
from PySide6.QtWidgets import QApplication

SECONDS = 30
_MODES = (QClipboard.Mode.Clipboard, QClipboard.Mode.Selection)


class ClipboardGuard(QObject):
    """Clears what this program put on the clipboard after a while; what others put there stays."""

    def __init__(self, parent: QObject | None = None, seconds: float = SECONDS) -> None:
        super().__init__(parent)
        self._clipboard = QApplication.clipboard()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(round(seconds * 1000))
        self._later.timeout.connect(self.clear)
        self._clipboard.changed.connect(self._changed)

    def _changed(self, mode: QClipboard.Mode) -> None:
        if self._is_ours(mode) and self._clipboard.text(mode):
            self._later.start()

    def clear(self) -> None:
        """Clears it now where it is ours."""
        self._later.stop()
        for mode in _MODES:
            if self._is_ours(mode):
                self._clipboard.clear(mode)

    def _is_ours(self, mode: QClipboard.Mode) -> bool:
        if mode == QClipboard.Mode.Selection:
            return self._clipboard.supportsSelection() and self._clipboard.ownsSelection()
        return mode == QClipboard.Mode.Clipboard and self._clipboard.ownsClipboard()
