"""A desk over the invented practice, and the window over it."""

import shutil
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
    yield Desk(code_sets, records, lambda: NOW, is_sample=True, home=tmp_path)
    records.close()


@pytest.fixture(scope="session")
def laid_in(code_sets: CodeSets, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of the sample practice with the months before, closed."""
    folder = tmp_path_factory.mktemp("laid-in") / "practice"
    sample_practice.open_sample(folder, code_sets, with_history=True).close()
    return folder


@pytest.fixture
def practice(laid_in: Path, code_sets: CodeSets, tmp_path: Path) -> "Iterator[Desk]":
    """The sample practice with the months before, on the same day."""
    from oncodesk.services.desk import Desk

    shutil.copytree(laid_in, tmp_path / "practice")
    records = sample_practice.open_sample(tmp_path / "practice", code_sets)
    yield Desk(code_sets, records, lambda: NOW, is_sample=True, home=tmp_path)
    records.close()


@pytest.fixture
def busy(practice: "Desk", qtbot: QtBot) -> "Iterator[MainWindow]":
    """The main window over the practice with months behind it."""
    yield from _window(practice)


@pytest.fixture
def window(desk: "Desk", qtbot: QtBot) -> "Iterator[MainWindow]":
    """The main window, doing background work in the call itself."""
    yield from _window(desk)


def _window(desk: "Desk") -> "Iterator[MainWindow]":
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
