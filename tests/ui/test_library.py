"""Loading official files by dropping them: what they would change, the load, the way back, and what is refused."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import official_layouts as layouts
import pytest
import shiboken6
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from oncodesk.codes.shelf import Shelf
from oncodesk.codes.sources import addon, mue
from oncodesk.domain.errors import UnusableInput
from oncodesk.services.import_codes import Change
from oncodesk.services.touched import Touched
from oncodesk.ui.panels.library.presenter import complaint, edition_of, files_of
from oncodesk.ui.panels.library.state import previewed, refused, working

if TYPE_CHECKING:
    from oncodesk.services.desk import Desk
    from oncodesk.ui.shell.main_window import MainWindow


@pytest.fixture
def shelved(desk: "Desk", tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> "Iterator[MainWindow]":
    """The window over a shelf of its own, to which a few rows are a whole table."""
    for layout in (addon, mue):
        monkeypatch.setattr(layout, "FEWEST_ROWS", 10)
    from oncodesk.ui.shell.main_window import MainWindow
    from oncodesk.ui.tasks import Tasks

    own = replace(desk, code_sets=desk.code_sets.with_shelf(Shelf(tmp_path / "shelf")), home=tmp_path)
    made = MainWindow(own, Tasks(at_once=True))
    made.show()
    yield made
    made.close()
    shiboken6.delete(made)


def drop(window: "MainWindow", *paths: Path) -> None:
    """Drops files on whatever screen is shown."""
    held = QMimeData()
    held.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    window.dropEvent(QDropEvent(QPoint(5, 5), copy, held, left, Qt.KeyboardModifier.NoModifier))


def titles(window: "MainWindow") -> list[str]:
    """The sets on the shelf as the table shows them."""
    table = window.library.view.table
    cells = (table.item(row, 0) for row in range(table.rowCount()))
    return [cell.text() for cell in cells if cell]


def test_a_dropped_file_is_shown_first_then_loaded_then_taken_back(shelved: "MainWindow", tmp_path: Path) -> None:
    view = shelved.library.view
    assert "Add-on edits" in shelved.today.view.strip_text.text()
    drop(shelved, layouts.addon(tmp_path))
    assert shelved.stack.currentWidget() is shelved.library
    assert "rows" in view.changes.text() and view.load.isVisible()
    assert len(titles(shelved)) == 3
    view.load.click()
    assert view.title.text().startswith("Loaded:")
    assert len(titles(shelved)) == 4
    assert "Add-on edits" not in shelved.today.view.strip_text.text()
    view.back.click()
    assert "taken back" in view.title.text().lower()
    assert len(titles(shelved)) == 3


def test_a_preview_may_be_left(shelved: "MainWindow", tmp_path: Path) -> None:
    drop(shelved, layouts.addon(tmp_path))
    shelved.library.view.leave.click()
    assert not shelved.library.view.load.isVisible()
    assert len(titles(shelved)) == 3


def test_what_cannot_be_loaded_is_said_in_one_line(shelved: "MainWindow", tmp_path: Path) -> None:
    strange = tmp_path / "holiday.csv"
    strange.write_text("not a code file\n")
    drop(shelved, strange)
    view = shelved.library.view
    assert "holiday.csv" in view.problem.text() and "\n" not in view.problem.text()
    assert not view.load.isVisible()
    drop(shelved)
    assert view.problem.text()


def test_an_edition_that_no_file_names_is_asked_for_in_the_window(shelved: "MainWindow", tmp_path: Path) -> None:
    view, file = shelved.library.view, layouts.mue(tmp_path)
    drop(shelved, file.rename(tmp_path / "mue.csv"))
    if view.problem.text():
        assert "--" not in view.problem.text()
        view.edition.setText("2026-07-01")
        drop(shelved, tmp_path / "mue.csv")
    assert view.load.isVisible()


def test_a_watched_folder_offers_what_is_new(shelved: "MainWindow", tmp_path: Path) -> None:
    downloads = tmp_path / "Downloads"
    downloads.mkdir()
    layouts.addon(downloads)
    shelved.library.watch(str(downloads))
    assert shelved.today.view.offer.text() == "1 new CMS file in Downloads"
    shelved.today.view.offer.click()
    assert shelved.library.view.load.isVisible()
    shelved.library.view.load.click()
    assert "Downloads" not in shelved.today.view.offer.text()


def test_what_is_typed_and_dropped_is_understood(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("")
    (tmp_path / "a.txt").write_text("")
    assert [path.name for path in files_of([str(tmp_path), str(tmp_path / "none.txt")])] == ["a.txt", "b.txt"]
    assert edition_of(" ", date(2026, 9, 17)) is None
    assert edition_of("2026-07-01", date(2026, 9, 17)) == "2026-07-01"
    with pytest.raises(UnusableInput):
        edition_of("soon", date(2026, 9, 17))
    said = complaint(UnusableInput("file", "MUE does not say its edition: name it with --edition 2026-10-01"))
    assert "type its first day, such as 2026-10-01" in said


def test_the_three_states_of_a_load() -> None:
    assert previewed(()).can_load is False
    assert refused("no").problem == "no"
    assert working(0.5, "reading").fraction == 0.5


def test_what_happens_to_each_of_the_practices_own_codes_is_said() -> None:
    said = Touched(code="J9035", where=("favourites",), how="ended on 2026-12-31")
    change = Change(
        title="HCPCS Level II", edition="2027-01-01", since=None, until=None, rows=6440, source="a.zip",
        against="2026-10-01", added=0, ended=1, changed=0, touched=(said,),
    )  # fmt: skip
    [(_, lines)] = previewed((change,)).changes
    assert lines[1:3] == ("Your own codes:", "J9035 (favourites): ended on 2026-12-31")
