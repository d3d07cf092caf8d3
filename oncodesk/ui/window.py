"""Opens the window, or takes pictures of it."""

import gc
import logging
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import Qt, QThread, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QToolTip

from oncodesk.ui.language import wear_on
from oncodesk.ui.shell.clipboard import ClipboardGuard
from oncodesk.ui.shell.entrance_window import EntranceWindow
from oncodesk.ui.shell.idle import Idle
from oncodesk.ui.shell.main_window import MainWindow
from oncodesk.ui.shell.theme import wear
from oncodesk.ui.shell.tokens import DARK, LIGHT, Tokens
from oncodesk.ui.tasks import Tasks
from oncodesk.words import say

if TYPE_CHECKING:
    from oncodesk.services.desk import Desk
    from oncodesk.services.entrance import Entrance
    from oncodesk.ui.shell.saving import Place
    from oncodesk.vault.store import Store

_log = logging.getLogger(__name__)
_SMALLEST = (1366, 768)
_SOON, _STARTED = 50, 5000  # milliseconds
_VISITS, _DRUGS = 4, 4
_FOLLOWS = 0.4  # seconds
_BACKING_UP = say("Backing up: ")


def run(desk: "Desk") -> int:
    """Shows the window over a desk until it is closed; gives the exit code."""
    app = _dressed()
    front = Front(None)
    front.show_desk(desk)
    return int(app.exec())


def enter(entrance: "Entrance") -> int:
    """Asks for the password of the coder's practice, or shows the invented one where there is none yet."""
    app = _dressed()
    wear_on(app)
    front = Front(entrance)
    front.begin()
    code = int(app.exec())
    front.close()
    return code


class Front:
    """The one window in front: the entrance, or a desk; going from one to the other takes the one before away."""

    def __init__(self, entrance: "Entrance | None", tasks: Callable[[], Tasks] = Tasks) -> None:
        self.entrance, self._tasks = entrance, tasks
        self.door: EntranceWindow | None = None
        self.window: MainWindow | None = None
        self.idle: Idle | None = None
        self.clipboard = ClipboardGuard()
        self._back: Back | None = None
        self._hook = sys.excepthook

    def begin(self) -> None:
        """The way in; where there is no practice yet, through it into the invented one."""
        assert self.entrance is not None
        gc.disable()
        QTimer.singleShot(_STARTED, _collect)
        door = self.show_entrance()
        if door is not None and not self.entrance.has_practice:
            door.painted.connect(door.look_around)

    def show_entrance(self) -> EntranceWindow | None:
        """The way in, in place of the desk, which is closed."""
        return self._to_door(is_locked=False)

    def lock(self) -> None:
        """Takes the desk away until its password is given again; what is being typed is kept as a draft."""
        self._to_door(is_locked=True)

    def restore(self) -> None:
        """To the page that puts a backup in the practice's place: nobody may have it open then."""
        door = self._to_door(is_locked=False)
        if door is not None:
            door.show_page("restore")

    def _to_door(self, is_locked: bool) -> EntranceWindow | None:
        if self.entrance is None or self.door is not None:
            return None
        self.door = door = EntranceWindow(self.entrance, self._tasks(), is_locked)
        door.opened.connect(self.show_desk)
        window, self.window = self.window, None
        if window is None:
            door.show()
            return door
        self._back = Back.of(window) if is_locked else None
        door.restoreGeometry(window.saveGeometry())
        door.show()
        self.clipboard.clear()
        window.hide()
        window.put_away()
        leaving, store = window.tasks, window.desk.store
        leaving.stop()
        sys.excepthook = self._hook
        self.idle = None
        door.wait_for(lambda: _closed(leaving, store), lambda lost: door.page.tell(lost) if lost else None)
        QTimer.singleShot(0, lambda: _forget(window))
        return door

    def show_desk(self, desk: "Desk", go: str = "") -> None:
        """Shows a desk in place of the entrance."""
        window = MainWindow(desk, self._tasks())
        window.left.connect(self.show_entrance)
        window.locked.connect(self.lock)
        window.restore_asked.connect(self.restore)
        sys.excepthook = lambda kind, problem, trace: _unexpected(window, kind, problem, trace)
        window.resize(*_SMALLEST)
        if self.door is not None and self._back is not None:
            window.restoreGeometry(self.door.saveGeometry())
            window.show()
        else:
            window.showMaximized()
        if self.door is not None:
            self.door.close()
            self.door.deleteLater()
            self.door = None
        self.window = window
        if not desk.is_sample:
            self._guard(window)
        back, self._back = self._back, None
        if back is not None and back.is_sample == desk.is_sample:
            back.bring(window)
        elif go:
            screen, _, section = go.partition(".")
            window.show_screen(screen)
            if section:
                window.settings.show_section(section)
        if desk.is_sample and not desk.preferences().is_toured:
            window.tour.open()
        QTimer.singleShot(_SOON, _collect)

    def _guard(self, window: MainWindow) -> None:
        """What watches over records of real patients: the lock, the daily backup and its trial."""
        from oncodesk.vault.values import Security

        desk, tasks = window.desk, window.tasks
        self.idle = idle = Idle(desk.now, Security().idle_minutes, window)
        idle.rested.connect(self.lock)
        window.guarded.connect(lambda kept: setattr(idle, "minutes", kept.idle_minutes))
        tasks.run(window, "security", desk.store.security, lambda kept: setattr(idle, "minutes", kept.idle_minutes))
        tasks.run_long(
            window,
            "records.safe",
            desk.keep_safe,
            lambda told: _tell_end(window, told),
            lambda fraction, what: window.tell(f"{_BACKING_UP}{what}" if what else ""),
        )

    def close(self) -> None:
        """Lets go of the practice file."""
        if self.window is not None:
            self.window.close()
            self.window.desk.store.close()
            self.window = None
            sys.excepthook = self._hook


@dataclass(frozen=True, slots=True)
class Back:
    """Where the coder was when the desk was locked; holds no patient."""

    place: "Place"
    screen: str
    is_masked: bool
    is_sample: bool

    @classmethod
    def of(cls, window: MainWindow) -> "Back":
        """The visit, the screen and the mask."""
        return cls(window.saving.place, window.shown, window.masked, window.desk.is_sample)

    def bring(self, window: MainWindow) -> None:
        """Goes there again."""
        if self.is_masked:
            window.toggle_mask()
        if self.place.identifier is None:
            window.show_screen(self.screen)
            return
        if self.screen != "visit":
            once = Qt.ConnectionType(
                Qt.ConnectionType.QueuedConnection.value | Qt.ConnectionType.SingleShotConnection.value
            )
            window.saving.opened.connect(lambda: window.show_screen(self.screen), once)
        window.saving.open(self.place.identifier)


def _collect() -> None:
    """Looks for garbage from now on, but never in what was imported to start: looking there took an eighth of it."""
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


def _closed(tasks: Tasks, store: "Store") -> str:
    """Keeps what has to be kept, closes the records, and says what could not be kept."""
    tasks.end()
    store.close()
    gc.collect()
    tasks.deleteLater()
    return say("What was typed last could not be kept: {lost}", lost=tasks.lost[0]) if tasks.lost else ""


def _forget(window: MainWindow) -> None:
    """Deletes every widget of a desk, once no dialog of it is open: whoever opened one is still waiting for it."""
    dialog = QApplication.activeModalWidget()
    if isinstance(dialog, QDialog):
        dialog.reject()
    if dialog is not None or QThread.currentThread().loopLevel() > 1:
        QTimer.singleShot(_SOON, lambda: _forget(window))
        return
    QToolTip.hideText()
    if shiboken6.isValid(window):
        shiboken6.delete(window)


def _tell_end(window: MainWindow, told: str) -> None:
    """What the coder has to know of the backup; where that is nothing, its progress no longer stands there."""
    if told or window.said.text().startswith(_BACKING_UP):
        window.tell(told)


def _dressed() -> QApplication:
    app = _application()
    wear(app, DARK if app.styleHints().colorScheme() == Qt.ColorScheme.Dark else LIGHT)
    return app


def _application() -> QApplication:
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("OncoDesk")
    return app


def _unexpected(
    window: MainWindow, kind: type[BaseException], problem: BaseException, trace: TracebackType | None
) -> None:
    _log.error("unexpected %s", kind.__name__, exc_info=(kind, problem, trace))
    window.tell(say("Something unexpected happened ({name}); what you typed is kept", name=kind.__name__))


def screenshots(desk: "Desk", folder: Path, palettes: tuple[Tokens, ...] = (LIGHT, DARK)) -> list[Path]:
    """A picture of each main screen in each palette, with no display needed; gives the files."""
    app = _application()
    taken = []
    for palette in palettes:
        wear(app, palette)
        window = MainWindow(desk, Tasks(at_once=True))
        window.resize(*_SMALLEST)
        window.show()
        for name in _tour(window):
            _settle(app)
            path = folder / f"screen-{name}-{palette.name.replace(' ', '-')}.png"
            window.grab().save(str(path))
            taken.append(path)
        window.close()
        shiboken6.delete(window)
    return taken


def _settle(app: QApplication) -> None:
    """Lets wrapped text find its height, and what follows a moment after the rest be there."""
    until = time.monotonic() + _FOLLOWS
    while time.monotonic() < until:
        app.processEvents()
        time.sleep(0.005)


def _tour(window: MainWindow) -> Iterator[str]:
    """Brings the window to one screen after the other, and names each."""
    window.show_screen("today")
    yield "today"
    visits = sorted(visit.id for visit in window.desk.store.find_visits())[:_VISITS]
    for visit in visits:
        window.saving.open(visit)
        yield f"visit-{visit}"
    window.saving.open(visits[0])
    window.patient_of_visit()
    yield "patient"
    window.show_screen("claims")
    yield "claims"
    window.show_screen("reports")
    window.reports.view.list.setCurrentRow(_DRUGS)
    yield "reports"
    window.show_screen("codes")
    window.codes.view.box.setText(say("lung cancer upper lobe"))
    yield "codes"
    window.show_screen("superbill")
    yield "superbill"
    window.show_screen("library")
    yield "library"
    window.show_screen("settings")
    yield "settings"
