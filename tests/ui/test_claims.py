"""The claims screen: the list, one claim in full, corrections, voids, papers and codes."""

import csv
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from oncodesk.documents.content import verification_code
from oncodesk.ui.panels.claims.presenter import batch_name, number_of, refusal, to_print
from oncodesk.ui.panels.claims.state import ClaimRow, DetailState

if TYPE_CHECKING:
    from oncodesk.ui.shell.main_window import MainWindow

LEFT = Qt.MouseButton.LeftButton


def press(window: "MainWindow", identifier: str) -> None:
    action = window.findChild(QAction, identifier)
    assert isinstance(action, QAction)
    action.trigger()


@pytest.mark.parametrize(
    ("typed", "number"), [("12", 12), (" No. 12 ", 12), ("no.7", 7), ("A-12", None), ("", None), ("9" * 12, None)]
)
def test_digits_alone_are_a_number(typed: str, number: int | None) -> None:
    assert number_of(typed) == number


def test_only_claims_that_stand_go_to_paper_together() -> None:
    rows = (
        ClaimRow(9, (), "current"),
        ClaimRow(8, (), "void"),
        ClaimRow(5, (), "replaced"),
        ClaimRow(3, (), "current"),
    )
    assert to_print(rows) == (3, 9)
    assert batch_name((3, 9)) == "superbills-3-to-9.pdf"
    assert batch_name((3,)) == "superbill-3.pdf"


def test_what_does_not_stand_is_neither_corrected_nor_voided() -> None:
    assert refusal(DetailState(number=4, state="current"), "voided") == ""
    assert "already" in refusal(DetailState(number=4, state="void"), "voided")
    assert "Choose" in refusal(DetailState(), "voided")


@pytest.fixture
def claims(busy: "MainWindow") -> "MainWindow":
    busy.show_screen("claims")
    return busy


def test_the_list_is_narrowed_by_words_number_payer_state_and_days(claims: "MainWindow", qtbot: QtBot) -> None:
    view = claims.claims.view
    whole = len(view.state.rows)
    assert whole == len(claims.desk.store.find_claims())
    qtbot.keyClicks(view.box, "marta")
    assert {row.cells[2] for row in view.state.rows} == {"Sample, Marta"}
    view.box.setText("6")
    assert [row.number for row in view.state.rows] == [6]
    view.box.setText("")
    view.kind.setCurrentIndex(view.kind.findData("void"))
    view.ask()
    assert [row.state for row in view.state.rows] == ["void"]
    view.kind.setCurrentIndex(0)
    view.payer.setCurrentIndex(view.payer.findText("Medicare Part B"))
    view.ask()
    assert {row.cells[3] for row in view.state.rows} == {"Medicare Part B"}
    view.span.choose("month")
    assert 0 < len(view.state.rows) < whole


def test_a_claim_shows_its_lines_seal_code_and_descent(claims: "MainWindow") -> None:
    corrected = next(one for one in claims.desk.store.find_claims() if one.replaces is not None)
    claims.claims.show_claim(corrected.number)
    detail = claims.claims.view.detail
    final = claims.desk.store.claim(corrected.number)
    assert [cells[0] for cells in detail.lines] == [line.code for line in final.claim.lines]
    assert verification_code(final.claim, str(final.number)) in detail.seal
    assert detail.is_whole
    assert [step.number for step in detail.lineage] == [corrected.replaces, corrected.number]
    assert "finalise by owner" in claims.claims.view.text.toPlainText()
    links = [made for made in claims.claims.view.findChildren(QPushButton) if made.text().startswith("No. ")]
    links[-1].click()
    assert claims.claims.view.detail.number == corrected.replaces
    assert not claims.claims.view.correct.isEnabled()


def test_a_correction_replaces_the_claim_when_it_is_finalised(claims: "MainWindow") -> None:
    one = next(one for one in claims.desk.store.find_claims() if one.patient_name.startswith("Mock"))
    claims.claims.show_claim(one.number)
    press(claims, "claims.correct")
    assert claims.stack.currentWidget() is claims.visit
    assert claims.bench.number is None
    claims.visit.grid.typed.emit("a1", "stop", "1120")
    press(claims, "screen.superbill")
    text = _text(claims.superbill.view.state.pdf)
    assert f"CORRECTED – replaces {one.number}" in text
    press(claims, "visit.finalise")
    if claims.bench.number is None:
        press(claims, "visit.finalise")
    assert claims.bench.number is not None
    assert claims.desk.store.claim(one.number).state == "replaced"
    assert claims.desk.store.claim(claims.bench.number).replaces == one.number
    press(claims, "screen.superbill")
    assert f"CORRECTED – replaces {one.number}" in _text(claims.superbill.view.state.pdf)


def test_a_void_needs_a_reason_which_is_kept(claims: "MainWindow", qtbot: QtBot) -> None:
    view = claims.claims.view
    one = next(one for one in claims.desk.store.find_claims() if one.patient_name.startswith("Notional"))
    claims.claims.show_claim(one.number)
    qtbot.mouseClick(view.void, LEFT)
    qtbot.keyClick(view.voiding.reason, Qt.Key.Key_Return)
    assert claims.desk.store.claim(one.number).state == "current"
    qtbot.keyClicks(view.voiding.reason, "Wrong patient")
    qtbot.keyClick(view.voiding.reason, Qt.Key.Key_Return)
    assert claims.desk.store.claim(one.number).state == "void"
    assert "Wrong patient" in view.text.toPlainText()
    assert "✕ Void" in [view.table.item(row, 4).text() for row in range(view.table.rowCount())]
    view.paper.click()
    assert view.body.currentWidget() is view.pages
    assert not view.correct.isEnabled()


def test_papers_are_saved_together_and_the_audit_is_told(claims: "MainWindow", tmp_path: Path) -> None:
    claims.claims.show_of("A-1007")
    numbers = to_print(claims.claims.view.state.rows)
    assert len(numbers) == 5
    kept: list[tuple[bytes, str, tuple[str, ...]]] = []
    claims.paper.save = lambda *given: kept.append(given)  # type: ignore[method-assign]
    claims.claims.view.batch_save.click()
    ((pdf, name, subjects),) = kept
    assert name == f"superbills-{numbers[0]}-to-{numbers[-1]}.pdf"
    claims.paper.save_to(tmp_path / name, pdf, subjects)
    assert len(pypdf.PdfReader(tmp_path / name).pages) == 5
    assert claims.desk.store.audit(f"claim:{numbers[0]}")[-1].action == "export"
    claims.paper.save_to(tmp_path / "nowhere" / name, pdf, subjects)
    assert "Choose another place" in claims.said.text()


def test_many_superbills_show_how_far_they_are_and_can_be_stopped(claims: "MainWindow") -> None:
    seen: list[str] = []
    claims.desk.superbills([6, 9], lambda _, doing: seen.append(doing))
    assert seen == ["superbill 1 of 2", "superbill 2 of 2"]
    view = claims.claims.view
    view.show_work("superbill 7 of 90")
    assert view.stop.isVisible()
    assert not view.batch.isVisible()
    claims.claims._batched(None, [6], on_paper=True)
    assert "Stopped" in claims.said.text()
    assert view.batch.isVisible()


def test_printing_is_noted(claims: "MainWindow", tmp_path: Path) -> None:
    one = claims.desk.store.find_claims()[0]
    printer = QPrinter()
    printer.setOutputFileName(str(tmp_path / "out.pdf"))
    claims.paper.print_on(printer, claims.desk.superbills([one.number]), (f"claim:{one.number}",))
    assert (tmp_path / "out.pdf").stat().st_size > 1000
    assert claims.desk.store.audit(f"claim:{one.number}")[-1].action == "print"
    assert (claims.desk.preferences().printer or "") == printer.printerName()


def test_a_patients_copy_has_a_name_that_says_nothing_of_the_patient(claims: "MainWindow") -> None:
    kept: list[tuple[bytes, str, tuple[str, ...]]] = []
    claims.paper.save = lambda *given: kept.append(given)  # type: ignore[method-assign]
    claims.claims.show_claim(6)
    claims.claims.view.copy.click()
    assert kept[0][1] == "patient-copy-6.pdf"
    assert "Your visit" in _text(kept[0][0])


def test_a_code_is_checked_without_a_dialog(claims: "MainWindow", qtbot: QtBot) -> None:
    view = claims.claims.view
    press(claims, "claims.check")
    assert view.strip.isVisible()
    view.strip.number.setText("6")
    view.strip.code.setText(verification_code(claims.desk.store.claim(6).claim, "6"))
    qtbot.keyClick(view.strip.code, Qt.Key.Key_Return)
    assert view.strip.answer.text().startswith("✓ No. 6 fits")
    view.strip.code.setText("0000-0000")
    qtbot.keyClick(view.strip.code, Qt.Key.Key_Return)
    assert view.strip.answer.text().startswith("✕")
    view.strip.number.setText("six")
    qtbot.keyClick(view.strip.code, Qt.Key.Key_Return)
    assert "digits" in view.strip.answer.text()


def test_the_mask_hides_names_on_claims_and_patients(claims: "MainWindow") -> None:
    press(claims, "mask")
    table = claims.claims.view.table
    names = [table.item(row, 2).text() for row in range(table.rowCount())]
    assert not any("Marta" in name for name in names)
    press(claims, "screen.patient")
    assert set(claims.patient.view.title.text()) == {"•"}
    assert claims.patient.view.facts.text() == ""


def test_the_superbill_beside_the_visit_follows_each_change(busy: "MainWindow", qtbot: QtBot) -> None:
    found = next(v for v in busy.desk.store.list_visits() if v.patient_name.startswith("Sample"))
    busy.saving.open(found.id)
    press(busy, "superbill.beside")
    assert busy.preview.isVisible()
    before = busy.preview.state.pdf
    assert before.startswith(b"%PDF")
    busy.visit.grid.typed.emit("a3", "stop", "1200")
    qtbot.waitUntil(lambda: busy.preview.state.pdf != before, timeout=20_000)
    assert "replaces" not in _text(busy.preview.state.pdf)
    press(busy, "superbill.beside")
    assert not busy.preview.isVisible()


def _text(pdf: bytes) -> str:
    from io import BytesIO

    return " ".join(" ".join(page.extract_text().split()) for page in pypdf.PdfReader(BytesIO(pdf)).pages)


def test_the_list_leaves_as_it_was_narrowed_and_masked(busy: "MainWindow", tmp_path: Path) -> None:
    busy.show_screen("claims")
    screen, store = busy.claims, busy.desk.store
    screen.save_list_to(tmp_path / "all.csv")
    assert "Saved all.csv" in busy.said.text()
    with (tmp_path / "all.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    every = store.find_claims(limit=1000)
    assert [int(row["No."]) for row in rows] == [one.number for one in every]
    assert {row["Patient"] for row in rows} == {one.patient_name for one in every}
    name = every[0].patient_name
    screen.view.box.setText(name.partition(",")[0])
    busy.toggle_mask()
    screen.save_list_to(tmp_path / "some.xlsx")
    told = zipfile.ZipFile(tmp_path / "some.xlsx").read("xl/sharedStrings.xml").decode()
    assert name not in told and every[0].account not in told and "•" in told
    assert f"{len([one for one in every if one.patient_name == name])} finalised claims" in told
    screen.save_list_to(tmp_path / "nowhere" / "x.csv")
    assert "Choose another place" in busy.said.text()
    assert [entry.detail["kind"] for entry in store.audit("claims") if entry.action == "export"] == ["csv", "xlsx"]
