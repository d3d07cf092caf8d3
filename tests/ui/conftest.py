"""A desk over the invented practice, and the window over it."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import shiboken6
from own_practice import NOW, entrance, own_desk, own_home
from pytestqt.qtbot import QtBot

from oncodesk.codes.library import CodeSets
from oncodesk.domain.reading import parse
from oncodesk.domain.visit import Visit
from oncodesk.services import sample_practice

if TYPE_CHECKING:
    from oncodesk.services.desk import Desk
    from oncodesk.ui.shell.main_window import MainWindow

__all__ = ["entrance", "own_desk", "own_home"]


@pytest.fixture
def desk(code_sets: CodeSets, tmp_path: Path) -> "Iterator[Desk]":
    """The sample practice on 17 September 2026, half past two."""
    from oncodesk.services.desk import Desk

    records = sample_practice.open_sample(tmp_path / "sample", code_sets)
    yield Desk(code_sets, records, lambda: NOW, is_sample=True)
    records.close()


@pytest.fixture
def window(desk: "Desk", qtbot: QtBot) -> "Iterator[MainWindow]":
    """The main window, doing background work in the call itself."""
    from PySide6.QtWidgets import QApplication

    from oncodesk.ui.shell.main_window import MainWindow
    from oncodesk.ui.shell.theme import wear
    from oncodesk.ui.shell.tokens import LIGHT
    from oncodesk.ui.tasks import Tasks

    app = QApplication.instance()
    assert isinstance(app, QApplication)
    if not app.styleSheet():
        wear(app, LIGHT)
    made = MainWindow(desk, Tasks(at_once=True))
    made.resize(1366, 768)
    made.show()
    yield made
    made.close()
    shiboken6.delete(made)


@pytest.fixture
def chemotherapy() -> Visit:
    """The sample chemotherapy visit."""
    return parse(Visit, sample_practice.read("visit-mfolfox6"))
