"""Notices that nobody is at the desk: no key and no mouse for a while, or the computer slept."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QWindow

_LOOK = 5
_SLEPT = 60
_SIGNS_OF_LIFE = frozenset(
    {
        QEvent.Type.KeyPress, QEvent.Type.MouseMove, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel,
        QEvent.Type.TouchBegin, QEvent.Type.TouchUpdate, QEvent.Type.TabletMove, QEvent.Type.TabletPress,
    }
)  # fmt: skip


class Idle(QObject):
    """`rested` once nobody has touched keyboard or mouse for `minutes`, or the computer was asleep.

    It listens to windows, not to the application: an application's filter sees every event of every widget.
    """

    rested = Signal()

    def __init__(self, now: Callable[[], datetime], minutes: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._now, self.minutes = now, minutes
        self._touched = self._looked = now()
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK * 1000)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        app = QGuiApplication.instance()
        assert isinstance(app, QGuiApplication)
        app.focusWindowChanged.connect(self._listen)
        app.applicationStateChanged.connect(self._state_changed)
        self._listen(app.focusWindow())

    def _listen(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)
            self._touched = self._now()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _SIGNS_OF_LIFE:
            self._touched = self._now()
        return False

    def look(self) -> None:
        """Looks whether it is time."""
        now = self._now()
        slept = abs((now - self._looked).total_seconds()) > _SLEPT
        self._looked = now
        if slept or (now - self._touched).total_seconds() >= self.minutes * 60:
            self._timer.stop()
            self.rested.emit()

    def _state_changed(self, state: Qt.ApplicationState) -> None:
        if state == Qt.ApplicationState.ApplicationSuspended:
            self.rested.emit()
