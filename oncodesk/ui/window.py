"""Opens the window, or takes pictures of it."""

import logging
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from oncodesk.ui.shell.entrance_window import EntranceWindow
from oncodesk.ui.shell.main_window import MainWindow
from oncodesk.ui.shell.theme import wear
from oncodesk.ui.shell.tokens import DARK, LIGHT, Tokens
from oncodesk.ui.tasks import Tasks

if TYPE_CHECKING:
    from oncodesk.services.desk import Desk
    from oncodesk.services.entrance import Entrance

_log = logging.getLogger(__name__)
_SMALLEST = (1366, 768)
_VISITS, _DRUGS = 4, 4


def run(desk: "Desk") -> int:
    """Shows the window over a desk until it is closed; gives the exit code."""
    app = _dressed()
    front = Front(None)
    front.show_desk(desk)
    return int(app.exec())


def enter(entrance: "Entrance") -> int:
    """Asks for the password of the coder's practice, or shows the invented one where there is none yet."""
    app = _dressed()
    front = Front(entrance)
    front.begin()
    code = int(app.exec())
    front.close()
    return code


class Front:
    """The one window in front: the entrance, or a desk; going from one to the other closes the one before."""

    def __init__(self, entrance: "Entrance | None", tasks: Callable[[], Tasks] = Tasks) -> None:
        self.entrance, self._tasks = entrance, tasks
        self.door: EntranceWindow | None = None
        self.window: MainWindow | None = None
        self._hook = sys.excepthook

    def begin(self) -> None:
        """The way in."""
        assert self.entrance is not None
        if self.entrance.has_practice:
            self.show_entrance()
        else:
            self.show_desk(self.entrance.sample())

    def show_entrance(self) -> None:
        """Closes the desk and asks which practice."""
        if self.entrance is None:
            return
        door = EntranceWindow(self.entrance, self._tasks())
        door.opened.connect(self.show_desk)
        door.show()
        self._close_desk()
        self.door = door

    def show_desk(self, desk: "Desk") -> None:
        """Shows a desk in place of whatever was there."""
        window = MainWindow(desk, self._tasks())
        window.left.connect(self.show_entrance)
        sys.excepthook = lambda kind, problem, trace: _unexpected(window, kind, problem, trace)
        window.resize(*_SMALLEST)
        window.showMaximized()
        self._close_desk()
        if self.door is not None:
            self.door.close()
            self.door = None
        self.window = window
        if not desk.is_sample:
            window.tasks.run(window, "records.safe", desk.keep_safe, lambda told: window.tell(told) if told else None)

    def close(self) -> None:
        """Lets go of the practice file."""
        self._close_desk()

    def _close_desk(self) -> None:
        if self.window is not None:
            self.window.close()
            self.window.desk.store.close()
            self.window = None
            sys.excepthook = self._hook


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
    window.tell(f"Something unexpected happened ({kind.__name__}); what you typed is kept")


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
    """Lets wrapped text find its height: each pass of the layout asks for the next."""
    for _ in range(6):
        app.processEvents()


def _tour(window: MainWindow) -> Iterator[str]:
    """Brings the window to one screen after the other, and names each."""
    window.show_screen("today")
    yield "today"
    for visit in sorted(window.desk.store.find_visits(), key=lambda visit: visit.id)[:_VISITS]:
        window.saving.open(visit.id)
        yield f"visit-{visit.id}"
    window.patient_of_visit()
    yield "patient"
    window.show_screen("claims")
    yield "claims"
    window.show_screen("reports")
    window.reports.view.list.setCurrentRow(_DRUGS)
    yield "reports"
    window.show_screen("codes")
    window.codes.view.box.setText("lung cancer upper lobe")
    yield "codes"
    window.show_screen("superbill")
    yield "superbill"
    window.show_screen("library")
    yield "library"
    window.show_screen("settings")
    yield "settings"
