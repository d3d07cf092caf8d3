"""Every claim checked at once from the window: chosen, stopped, gone on with, opened, saved, and masked."""

import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from oncodesk.services.scrub_records import CheckedClaim
from oncodesk.ui.panels.claims.scrub_state import BROKEN, HEADINGS, came_to, cells, file_name

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from oncodesk.services.desk import Desk
    from oncodesk.ui.shell.main_window import MainWindow
    from oncodesk.ui.shell.scrub_page import ScrubPage

DAY = date(2026, 9, 1)


def row(number: int, worst: str = "", fresh: int = 0, gone: int = 0, is_whole: bool = True) -> CheckedClaim:
    first = "NDC missing" if worst else ""
    return CheckedClaim(number, number, DAY, "Sample, Marta", "Harbor", worst, 2, first, fresh, gone, 1, is_whole)


def test_a_row_says_its_worst_in_a_mark_and_a_word_and_what_has_changed() -> None:
    assert cells(row(7, "warning", 2, 1), False) == (
        "7", "2026-09-01", "Sample, Marta", "Harbor", "▲ warning", "2", "NDC missing", "2 new, 1 gone",
    )  # fmt: skip
    assert cells(row(7), False)[-1] == "same"
    assert cells(row(7, is_whole=False), False)[4] == BROKEN
    assert "Sample" not in " ".join(cells(row(7), True))
    assert len({cells(row(1, worst), False)[4] for worst in ("unreadable", "error", "warning", "info", "")}) == 5


def test_what_it_came_to_is_said_in_one_sentence() -> None:
    rows = [row(1, "error", 1), row(2, "warning"), row(3), row(4, is_whole=False)]
    state = came_to(rows, 4, [("edits.ncci-pair", 4), ("a", 3), ("b", 2), ("c", 1)])
    assert state.said.startswith("4 claims checked: 1 with a BROKEN seal, 1 with errors, 1 with warnings")
    assert "1 came out otherwise" in state.said
    assert "edits.ncci-pair on 4" in state.unchecked and "and 1 more" in state.unchecked
    assert not state.can_go_on
    part = came_to(rows, 9, [])
    assert "4 of 9 claims checked" in part.said and part.can_go_on and not part.unchecked
    assert "No finalised claim" in came_to([], 0, []).said
    assert file_name(DAY) == "claims-checked-2026-09-01.xlsx"


@pytest.fixture
def page(busy: "MainWindow") -> "ScrubPage":
    busy.actions_by_id["claims.scrub"].trigger()
    assert busy.claims.scrub is not None
    return busy.claims.scrub


def test_the_command_leads_there_and_escape_back(busy: "MainWindow", page: "ScrubPage", qtbot: "QtBot") -> None:
    assert page.isVisible()
    assert busy.claims.pages.currentWidget() is page
    assert "Nothing is changed" in page.view.said.text()
    qtbot.keyClick(page.view.reach, Qt.Key.Key_Escape)
    assert busy.claims.pages.currentWidget() is busy.claims.view
    assert busy.claims.view.isVisible()
    busy.actions_by_id["claims.scrub"].trigger()
    busy.actions_by_id["claims.correct"].trigger()
    assert busy.claims.pages.currentWidget() is busy.claims.view, "a claim that is not seen was corrected"


def test_all_claims_are_checked_the_gravest_first_and_enter_opens_the_visit(
    busy: "MainWindow", page: "ScrubPage", qtbot: "QtBot"
) -> None:
    view = page.view
    view.reach.setCurrentIndex(view.reach.findData("all"))
    view.start.click()
    standing = [one for one in busy.desk.store.find_claims(limit=1000) if one.state == "current"]
    assert view.model.rowCount() == len(standing)
    assert f"{len(standing)} claims checked" in view.said.text()
    order = ["unreadable", "error", "warning", "info", ""]
    graded = [order.index(one.worst) for one in page._rows]
    assert graded == sorted(graded) and len(set(graded)) > 1
    assert [view.model.headerData(n, Qt.Orientation.Horizontal) for n in range(len(HEADINGS))] == list(HEADINGS)
    first = page._rows[0]
    view.table.setFocus()
    view.table.selectRow(0)
    with qtbot.waitSignal(page.opened, timeout=1000):
        qtbot.keyClick(view.table, Qt.Key.Key_Return)
    assert busy.bench.identifier == first.visit
    assert busy.stack.currentWidget() is busy.visit
    busy.show_screen("claims")
    assert page.isVisible() and view.model.rowCount() == len(standing), "what it came to is still there"


def test_the_mask_hides_names_on_the_page_and_in_the_file(
    busy: "MainWindow", page: "ScrubPage", tmp_path: Path
) -> None:
    page.check("all")
    page.save_to(tmp_path / "plain.csv")
    busy.toggle_mask()
    page.save_to(tmp_path / "masked.csv")
    page.save_to(tmp_path / "nowhere" / "x.csv")
    assert "Choose another place" in busy.said.text()
    model, name = page.view.model, page._rows[0].patient
    shown = {str(model.index(n, 2).data()) for n in range(model.rowCount())}
    assert all(set(text) == {"•"} for text in shown)
    assert name in (tmp_path / "plain.csv").read_text(encoding="utf-8-sig")
    masked = (tmp_path / "masked.csv").read_text(encoding="utf-8-sig")
    assert not [one.patient for one in page._rows if one.patient in masked]
    assert masked.count("\n") == len(page._rows) + 1


def test_a_problem_is_said_on_the_page(busy: "MainWindow", page: "ScrubPage", monkeypatch: pytest.MonkeyPatch) -> None:
    from oncodesk.domain.errors import UnusableInput

    def broken(*_: Any) -> None:
        raise UnusableInput("--jobs", "a process ended unexpectedly")

    monkeypatch.setattr("oncodesk.services.scrub_records.scrub_records", broken)
    page.check("all")
    assert "Not checked" in page.view.said.text() and "ended unexpectedly" in page.view.said.text()
    assert page.view.start.isVisible() and not page.view.at_work.isVisible()


def test_it_is_stopped_and_goes_on_while_the_window_is_used(
    practice: "Desk", qtbot: "QtBot", monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the real threads: held at the third claim, stopped, gone on with."""
    from oncodesk.services import scrub_records as service
    from oncodesk.ui.shell.scrub_page import ScrubPage
    from oncodesk.ui.tasks import Tasks

    kept, go, at_third = service._keep, threading.Event(), threading.Event()

    def slow(run: Any, *rest: Any) -> None:
        kept(run, *rest)
        if len(run.rows) == 3:
            at_third.set()
            go.wait(20)

    monkeypatch.setattr(service, "_keep", slow)
    tasks = Tasks()
    page = ScrubPage(practice, tasks)
    page.show()
    page.view.reach.setCurrentIndex(page.view.reach.findData("all"))
    page.view.start.click()
    _until(at_third.is_set)
    _until(lambda: "claims checked" in page.view.doing.text())
    assert page.view.stop.isVisible() and not page.view.start.isVisible()
    page.view.stop.click()
    go.set()
    _until(lambda: page.view.start.isVisible())
    assert "3 of" in page.view.said.text() and page.view.start.text() == "Go on"
    assert page.view.model.rowCount() == 3
    page.view.reach.setCurrentIndex(0)
    page.view.reach.activated.emit(0)
    assert page.view.start.text() == "Check them"
    page.view.reach.setCurrentIndex(page.view.reach.findData("all"))
    page.view.reach.activated.emit(3)
    page.view.start.click()
    _until(lambda: page.view.start.isVisible())
    assert " of " not in page.view.said.text().partition(":")[0]
    assert len({one.number for one in page._rows}) == len(page._rows) > 3
    tasks.close()
    shiboken6.delete(page)


def _until(holds: Callable[[], bool]) -> None:
    import time

    end = time.monotonic() + 20
    while not holds():
        QApplication.processEvents()
        time.sleep(0.002)
        assert time.monotonic() < end
