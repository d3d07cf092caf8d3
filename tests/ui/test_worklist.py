"""The worklist over a practice with months behind it: pages, days, statuses by key, drafts removed and brought back."""

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from oncodesk.ui.shell import today_screen

if TYPE_CHECKING:
    from oncodesk.ui.shell.main_window import MainWindow


def press(window: "MainWindow", identifier: str) -> None:
    action = window.findChild(QAction, identifier)
    assert isinstance(action, QAction)
    action.trigger()


def choose(window: "MainWindow", name: str, status: str) -> None:
    rows = window.today.view.state.rows
    place = next(n for n, row in enumerate(rows) if row.cells[1].startswith(name) and row.status == status)
    window.today.view.table.selectRow(place)


def test_each_tab_counts_what_the_practice_file_holds(busy: "MainWindow") -> None:
    tabs = {tab.key: tab for tab in busy.today.view.state.tabs}
    held = {tally.status: tally for tally in busy.desk.store.tallies()}
    assert {key: tab.number for key, tab in tabs.items() if tab.number and key != "all"} == {
        key: tally.visits for key, tally in held.items()
    }
    assert tabs["hold"].oldest == 119
    assert "oldest 119 d" in busy.today.view.tabs["hold"].accessibleName()


def test_more_rows_come_when_the_end_is_near(busy: "MainWindow", monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(today_screen, "_PAGE", 10)
    busy.today.refresh()
    assert len(busy.today.view.state.rows) == 10
    seen = {row.identifier for row in busy.today.view.state.rows}
    for _ in range(8):
        busy.today.view.table.selectRow(len(busy.today.view.state.rows) - 1)
    rows = busy.today.view.state.rows
    assert len(rows) == len({row.identifier for row in rows}) == len(busy.desk.store.list_visits())
    assert seen < {row.identifier for row in rows}


def test_days_and_words_narrow_the_list_together(busy: "MainWindow", qtbot: QtBot) -> None:
    busy.today.view.span.choose("month")
    assert {row.cells[0][:7] for row in busy.today.view.state.rows} == {"2026-09"}
    qtbot.keyClicks(busy.today.view.box, "mock")
    assert [row.cells[1] for row in busy.today.view.state.rows] == ["Mock, Adele"]
    qtbot.keyClick(busy.today.view.box, Qt.Key.Key_Escape)
    assert len(busy.today.view.state.rows) > 5


def test_days_that_cannot_be_read_change_nothing(busy: "MainWindow", qtbot: QtBot) -> None:
    span = busy.today.view.span
    span.choose("typed")
    before = busy.today.view.state.rows
    qtbot.keyClicks(span.since, "13/45")
    qtbot.keyClick(span.since, Qt.Key.Key_Return)
    assert span.span() is None
    assert span.since.property("problem")
    assert busy.today.view.state.rows == before


def test_a_key_moves_a_visit_and_what_is_final_stays(busy: "MainWindow") -> None:
    choose(busy, "Sample", "uncoded")
    press(busy, "today.hold")
    assert "hold" in busy.said.text()
    choose(busy, "Sample", "hold")
    press(busy, "today.query")
    choose(busy, "Sample", "ready")
    press(busy, "today.query")
    assert "correct its claim" in busy.said.text()
    press(busy, "today.sent")
    choose(busy, "Dummy", "hold")
    press(busy, "today.sent")
    assert "Only a finalised visit" in busy.said.text()


def test_the_open_visit_keeps_the_status_it_was_moved_to(busy: "MainWindow") -> None:
    found = next(v for v in busy.desk.store.list_visits() if v.patient_name.startswith("Makebelieve"))
    busy.saving.open(found.id)
    busy.show_screen("today")
    choose(busy, "Makebelieve", "query")
    press(busy, "today.review")
    busy.visit.grid.typed.emit("a1", "stop", "0905")
    busy.saving.save_now()
    assert busy.desk.store.load_visit(found.id).status == "review"


def test_a_removed_draft_can_be_brought_back_with_its_charges(busy: "MainWindow", qtbot: QtBot) -> None:
    before = sorted((v.patient_name, v.charge_total, v.status) for v in busy.desk.store.list_visits())
    choose(busy, "Invented", "hold")
    press(busy, "today.discard")
    assert "Invented" in busy.today.view.removed_text.text()
    assert len(busy.desk.store.list_visits()) == len(before) - 1
    qtbot.mouseClick(busy.today.view.undo, Qt.MouseButton.LeftButton)
    assert sorted((v.patient_name, v.charge_total, v.status) for v in busy.desk.store.list_visits()) == before


@pytest.mark.parametrize(("key", "status"), [(Qt.Key.Key_H, "hold"), (Qt.Key.Key_R, "review"), (Qt.Key.Key_Q, "query")])
def test_the_keys_work_while_the_filter_has_the_focus(
    busy: "MainWindow", qtbot: QtBot, key: Qt.Key, status: str
) -> None:
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    box = busy.today.view.box
    busy.activateWindow()
    box.setFocus()
    choose(busy, "Specimen", "uncoded")
    qtbot.keyClick(box, key, both)
    choose(busy, "Specimen", status)
    before = len(busy.desk.store.list_visits())
    qtbot.keyClick(box, Qt.Key.Key_Delete, both)
    assert len(busy.desk.store.list_visits()) == before - 1


def test_a_visit_with_a_claim_is_not_removed(busy: "MainWindow") -> None:
    choose(busy, "Mock", "ready")
    before = len(busy.desk.store.list_visits())
    press(busy, "today.discard")
    assert "Void the claim" in busy.said.text()
    assert len(busy.desk.store.list_visits()) == before


def test_the_open_draft_that_is_removed_is_not_kept_again(busy: "MainWindow") -> None:
    found = next(v for v in busy.desk.store.list_visits() if v.patient_name.startswith("Invented"))
    busy.saving.open(found.id)
    busy.show_screen("today")
    choose(busy, "Invented", "hold")
    press(busy, "today.discard")
    assert busy.bench.session is None
    busy.saving.save_now()
    assert found.id not in {v.id for v in busy.desk.store.list_visits()}
    busy.show_screen("visit")
    assert busy.visit.title.text() == "No visit open"


def test_keys_of_one_screen_do_nothing_behind_another(busy: "MainWindow") -> None:
    busy.show_screen("codes")
    before = busy.desk.store.tallies()
    press(busy, "today.discard")
    press(busy, "today.hold")
    assert busy.desk.store.tallies() == before
    assert "Only on the screen Today" in busy.said.text()


def _book(window: "MainWindow", name: str, day: str) -> None:
    window.new_visit()
    window.visit.header.typed.emit("patient.family_name", name)
    window.visit.header.typed.emit("date_of_service", day)
    window.saving.save_now()


def test_what_is_still_to_come_stands_behind_what_is_due(busy: "MainWindow", monkeypatch: pytest.MonkeyPatch) -> None:
    for name, day in (("Far", "2049-01-31"), ("Near", "2048-12-31"), ("Now", "2026-09-17")):
        _book(busy, name, day)
    busy.new_visit()
    busy.visit.header.typed.emit("patient.family_name", "Undated")
    busy.bench.change("Date", {**busy.bench.session.draft, "date_of_service": "someday"})  # type: ignore[union-attr]
    busy.saving.save_now()
    for page in (200, 10):
        monkeypatch.setattr(today_screen, "_PAGE", page)
        busy.show_screen("today")
        while busy.today._has_more:
            busy.today._more()
        rows = busy.today.view.state.rows
        assert len(rows) == len(busy.desk.store.list_visits())
        assert rows[0].cells[0] == "2026-09-17"
        assert [(row.cells[1].split(",")[0], row.is_coming) for row in rows[-3:]] == [
            ("Undated", False), ("Near", True), ("Far", True),
        ]  # fmt: skip
    assert {tab.key: tab.oldest for tab in busy.today.view.state.tabs}["uncoded"] != -1
    busy.today.view.box.setText("far")
    [row] = busy.today.view.state.rows
    assert row.cells[-1].startswith("in ")
