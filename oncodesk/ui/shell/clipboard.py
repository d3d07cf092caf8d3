"""What was copied in this window does not stay on the clipboard."""

import hashlib

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QClipboard, QGuiApplication
from PySide6.QtWidgets import QApplication

SECONDS = 30
_TELL_OWNERS = frozenset({"windows", "xcb", "wayland"})
"""Platforms on which Qt knows whose the clipboard is; on others, whoever is in front when it changes has changed it."""


class ClipboardGuard(QObject):
    """Clears what this program put on the clipboard after a while; what others put there stays."""

    def __init__(self, parent: QObject | None = None, seconds: float = SECONDS) -> None:
        super().__init__(parent)
        self._clipboard = QApplication.clipboard()
        self._ours: dict[QClipboard.Mode, bytes] = {}
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(round(seconds * 1000))
        self._later.timeout.connect(self.clear)
        self._clipboard.changed.connect(self._changed)

    def _changed(self, mode: QClipboard.Mode) -> None:
        self._ours.pop(mode, None)
        text = self._clipboard.text(mode)
        if text and self._is_ours(mode):
            self._ours[mode] = _digest(text)
            self._later.start()

    def clear(self) -> None:
        """Clears it now where it is ours."""
        self._later.stop()
        for mode, held in tuple(self._ours.items()):
            if _digest(self._clipboard.text(mode)) == held:
                self._clipboard.clear(mode)
        self._ours.clear()

    def _is_ours(self, mode: QClipboard.Mode) -> bool:
        if QGuiApplication.platformName() not in _TELL_OWNERS:
            return QGuiApplication.focusWindow() is not None
        if mode == QClipboard.Mode.Selection:
            return self._clipboard.ownsSelection()
        return mode == QClipboard.Mode.Clipboard and self._clipboard.ownsClipboard()


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "replace")).digest()
