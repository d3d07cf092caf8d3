"""Opens the window, or takes pictures of it."""

import logging
import sys
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from oncodesk.ui.shell.main_window import MainWindow
from oncodesk.ui.shell.theme import wear
from oncodesk.ui.shell.tokens import DARK, LIGHT, Tokens
from oncodesk.ui.tasks import Tasks

if TYPE_CHECKING:
    from oncodesk.services.desk import Desk

_log = logging.getLogger(__name__)
_SMALLEST = (1366, 768)


def run(desk: "Desk") -> int:
    """Shows the window until it is closed; gives the exit code."""
    app = _application()
    hints = app.styleHints()
    wear(app, DARK if hints.colorScheme() == Qt.ColorScheme.Dark else LIGHT)
    window = MainWindow(desk, Tasks())
    sys.excepthook = lambda kind, problem, trace: _unexpected(window, kind, problem, trace)
    window.resize(*_SMALLEST)
    window.showMaximized()
    return int(app.exec())


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
            app.processEvents()
            path = folder / f"screen-{name}-{palette.name.replace(' ', '-')}.png"
            window.grab().save(str(path))
            taken.append(path)
        window.close()
        shiboken6.delete(window)
    return taken


def _tour(window: MainWindow) -> Iterator[str]:
    """Brings the window to one screen after the other, and names each."""
    window.show_screen("today")
    yield "today"
    for visit in sorted(window.desk.store.list_visits(), key=lambda visit: visit.id):
        window.saving.open(visit.id)
        yield f"visit-{visit.id}"
    window.show_screen("codes")
    window.codes.view.box.setText("lung cancer upper lobe")
    yield "codes"
    window.show_screen("superbill")
    yield "superbill"
