"""Records in and out, at the window: a file is shown before it is taken in, and what leaves is written where asked."""

import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import shiboken6
from PySide6.QtWidgets import QWidget

from oncodesk.ui.panels.exchange.presenter import export_name, pack_name, take_words
from oncodesk.ui.panels.exchange.state import ASK, ExchangeState, not_done, stopped, working
from oncodesk.ui.panels.exchange.view import ExchangeView

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from oncodesk.services.desk import Desk
    from oncodesk.ui.shell.main_window import MainWindow

HEADINGS = "account,last name,first name,dob,sex,appt date\n"
PAT = "N-1,Newcomer,Nora,4/2/1961,F,9/17/2026\n"


def test_words_and_names_carry_no_patient(desk: "Desk") -> None:
    assert (take_words(0), take_words(1)) == ("Take in", "Take in without the refused row")
    assert "1,200" in take_words(1200)
    assert export_name(desk.today(), False) == "oncodesk-records-2026-09-17.zip"
    assert export_name(desk.today(), True) == "oncodesk-deidentified-2026-09-17.zip"
    assert pack_name(7) == "audit-pack-7.pdf"


def test_the_view_shows_each_state_and_says_what_is_pressed(qtbot: "QtBot") -> None:
    view = ExchangeView()
    qtbot.addWidget(view)
    view.show()
    assert view.title.text() == ASK
    view.show_state(ExchangeState("Take x in?", ("one", "two"), can_take=True, without=2))
    assert view.take.isVisible() and view.lines.toPlainText() == "one\ntwo"
    for made, signal in (
        (view.choose, view.asked), (view.take, view.accepted), (view.leave, view.declined),
        (view.export, view.export_asked), (view.plain, view.export_asked), (view.pack, view.pack_asked),
    ):  # fmt: skip
        with qtbot.waitSignal(signal, timeout=500):
            made.click()
    view.show_state(working("Reading…"))
    assert not view.choose.isEnabled() and not view.take.isVisible()
    view.show_state(working("Taking in…", can_stop=True))
    view.show_progress(0.5, "20 of 40 patients")
    assert view.bar.value() * 2 == view.bar.maximum()
    with qtbot.waitSignal(view.stopped, timeout=500):
        view.stop.click()
    view.show_state(stopped())
    assert not view.stop.isVisible() and view.choose.isVisible()
    view.show_state(not_done("line 2: no"))
    assert view.problem.isVisible() and view.choose.isEnabled()


def test_a_file_is_shown_then_taken_in_and_its_visit_opens(window: "MainWindow", tmp_path: Path) -> None:
    sheet, before = window.exchange_sheet, len(window.desk.store.list_visits())
    path = tmp_path / "people.csv"
    path.write_text(HEADINGS + PAT + "N-2,,,,,\n")
    sheet.open()
    sheet.offer(path)
    assert "people.csv" in sheet.view.title.text()
    assert "line 3: family_name" in sheet.view.lines.toPlainText()
    assert len(window.desk.store.list_visits()) == before
    sheet.view.take.click()
    assert "Taken in" in sheet.view.title.text()
    (row,) = (one for one in window.desk.store.list_visits() if one.account == "N-1")
    window.saving.open(row.id)
    assert window.bench.outcome is not None
    assert window.bench.outcome.problem is not None and window.bench.outcome.problem.field == "reason"


def test_taking_in_says_how_far_it_is_and_a_stop_keeps_nothing(
    own_desk: "Desk", qtbot: "QtBot", tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the real threads: held at the second part of the patients, stopped there, then taken in whole."""
    from oncodesk.ui.shell.exchange_sheet import ExchangeSheet
    from oncodesk.ui.tasks import Tasks
    from oncodesk.vault import crossing, directory

    path = tmp_path / "people.csv"
    rows = (f"N-{n},New{n},Nora,4/2/1961,F,9/17/2026\n" for n in range(40))
    path.write_text(HEADINGS + "".join(rows))
    kept, go, held = directory.note_patients, threading.Event(), threading.Event()

    def slow(*told: object) -> None:
        kept(*told)  # type: ignore[arg-type]
        held.set()
        go.wait(20)

    monkeypatch.setattr(crossing, "_PART", 10)
    monkeypatch.setattr(directory, "note_patients", slow)
    tasks, window = Tasks(), QWidget()
    window.resize(1000, 700)
    window.show()
    sheet = ExchangeSheet(window, own_desk, tasks, lambda: None)
    sheet.open()
    sheet.offer(path)
    qtbot.waitUntil(sheet.view.take.isVisible, timeout=20_000)
    before = own_desk.store.verify()
    assert not before.problems
    for stops in (True, False):
        held.clear()
        go.clear()
        if not sheet.view.take.isVisible():
            sheet.offer(path)
            qtbot.waitUntil(sheet.view.take.isVisible, timeout=20_000)
        sheet.view.take.click()
        qtbot.waitUntil(held.is_set, timeout=20_000)
        qtbot.waitUntil(lambda: "patients" in sheet.view.doing.text(), timeout=20_000)
        assert sheet.view.stop.isVisible() and sheet.view.bar.isVisible() and not sheet.view.choose.isVisible()
        sheet.put_away()
        sheet.open()
        assert sheet.view.stop.isVisible(), "the work is found again"
        if stops:
            sheet.view.stop.click()
        go.set()
        qtbot.waitUntil(lambda: not sheet.view.stop.isVisible(), timeout=20_000)
        there = [one for one in own_desk.store.list_visits() if one.account.startswith("N-")]
        assert len(there) == (0 if stops else 40)
        assert ("nothing was changed" if stops else "Taken in") in sheet.view.title.text()
        assert not own_desk.store.verify().problems
    tasks.close()
    shiboken6.delete(window)


@pytest.mark.parametrize("content", ["", "%PDF-1.7", "a,b\n1,2\n"])
def test_a_file_that_cannot_be_read_is_said_in_the_sheet(window: "MainWindow", tmp_path: Path, content: str) -> None:
    path = tmp_path / "people.csv"
    path.write_text(content)
    window.exchange_sheet.open()
    window.exchange_sheet.offer(path)
    assert "needs" in window.exchange_sheet.view.problem.text()
    assert not window.exchange_sheet.view.take.isVisible()


def test_records_leave_and_a_place_that_is_taken_is_said(window: "MainWindow", tmp_path: Path) -> None:
    sheet = window.exchange_sheet
    sheet.open()
    for name, is_deidentified in (("all.zip", False), ("plain.zip", True)):
        sheet.export_to(tmp_path / name, is_deidentified)
        assert (tmp_path / name).is_file()
        assert "manifest" in sheet.view.lines.toPlainText()
    sheet.export_to(tmp_path / "all.zip")
    assert "needs a new" in sheet.view.problem.text()


def test_the_open_claims_audit_pack(window: "MainWindow", tmp_path: Path) -> None:
    sheet = window.exchange_sheet
    sheet.open()
    assert not sheet.view.pack.isEnabled()
    row = next(one for one in window.desk.store.list_visits() if one.patient_name.startswith("Fictional"))
    window.saving.open(row.id)
    window.saving.finalise()
    assert window.bench.final is not None
    sheet.open()
    assert sheet.view.pack.isEnabled()
    sheet.pack_to(tmp_path / "pack.pdf", window.bench.final.number)
    assert (tmp_path / "pack.pdf").read_bytes().startswith(b"%PDF-")
    sheet.pack_to(tmp_path / "nowhere" / "pack.pdf", window.bench.final.number)
    assert "does not take it" in sheet.view.problem.text()
