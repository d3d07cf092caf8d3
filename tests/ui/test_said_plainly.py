"""A refusal names the field in the coder's words and says what to do; no machine's word reaches the window."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel
from pytestqt.qtbot import QtBot
from test_decisions_in_window import press, typed_visit

from oncodesk.domain.errors import UnusableInput
from oncodesk.domain.reading import parse
from oncodesk.domain.visit import Visit
from oncodesk.ui.editing.wording import label_of, named_in, plain, said
from oncodesk.ui.panels.findings.presenter import EMPTY, foot, summary
from oncodesk.ui.panels.findings.state import FindingsState
from oncodesk.ui.shell.parts import listed

if TYPE_CHECKING:
    from oncodesk.ui.shell.main_window import MainWindow

MACHINE = re.compile(r"\bexpected\b|\bfound none\b|[a-z]_[a-z]|\bJSON\b|should match|input should")
BOOKED = "Account,Last name,First name,Birth date,Sex,Appointment date\nN-9,Booked,Bea,1957-11-21,F,09/16/2026\n"


def _shown(window: "MainWindow") -> list[str]:
    return [one.text() for one in window.findChildren(QLabel) if one.isVisible() and one.text()]


@pytest.mark.parametrize(
    ("expected", "told"),
    [
        ("expected a value, found none", "still to be filled in"),
        ("expected a value, found none (and 2 more)", "still to be filled in (2 more to do after it)"),
        ("expected an amount such as 330 or 0.25 mg", "type an amount such as 330 or 0.25 mg"),
        ('expected a day as 2026-03-12 (year, month, day), found "x"', "type a day such as 11/21/2026"),
        ('expected a number, found "abc"', 'type a number, not "abc"'),
        ("expected one of drug_treatment, evaluation; found null", "type one of drug treatment, evaluation"),
        ("expected a later time, or stop_next_day", "type a later time, or the next day"),
    ],
)  # fmt: skip
def test_what_was_expected_becomes_what_to_do(expected: str, told: str) -> None:
    assert plain(expected) == told


def test_files_need_and_fields_are_typed() -> None:
    assert said(UnusableInput("file", "expected rows, found none", "a.csv")) == "a.csv: File: needs rows"
    assert said(UnusableInput("practice_file", "expected x")) == "Practice file: type x"
    assert said(UnusableInput("patient.given_name", "expected a value, found none")) == (
        "Patient's given name: still to be filled in"
    )
    assert label_of("providers.rendering.npi") == "Rendering provider's NPI"
    assert (named_in("reason"), named_in("facts.signed_order")) == ("the reason for the visit", "facts, signed order")


@pytest.mark.parametrize(
    ("fact", "told"),
    [
        ({"diagnoses": [{"code": "cough"}]}, "expected an ICD-10-CM code such as C18.2"),
        ({"services": [{"code": "9"}]}, "expected a CPT or HCPCS code such as 99214"),
        ({"services": [{"code": "99214", "units": 0}]}, "expected at least 1, found 0"),
        ({"services": [{"code": "99214", "modifiers": ["5"]}]}, "expected a modifier of two letters or digits"),
        ({"place_of_service": "office"}, "expected two digits such as 11"),
        ({"administrations": [{"id": "a1", "drug": "x", "route": "oral", "injections": 99}]}, "expected at most 50"),
    ],
)
def test_a_document_is_told_its_limits_in_words(fact: dict[str, Any], told: str) -> None:
    with pytest.raises(UnusableInput) as refused:
        parse(Visit, {"date_of_service": "2026-09-17", "reason": "evaluation", **fact})
    assert refused.value.expected.startswith(told)


def test_every_refused_cell_and_field_is_told_as_a_person_would(window: "MainWindow") -> None:
    typed_visit(window)
    visit = window.visit
    for column in ("dose", "containers", "discarded", "start", "stop", "minutes", "route"):
        visit.grid.typed.emit("a1", column, "??")
    visit.grid.typed.emit("a1", "drug", "")
    visit.grid.typed.emit("", "dose", "5")
    for path in ("date_of_service", "diagnoses", "services", "patient.birth_date"):
        visit.header.typed.emit(path, "??")
    told = visit.unusable()
    assert told.startswith("13 cells or fields cannot be used (F8 goes to each): Date of service: ")
    machine = [text for text in (*_shown(window), told) if MACHINE.search(text)]
    assert not machine


def test_f8_goes_to_each_refused_text(window: "MainWindow") -> None:
    typed_visit(window)
    visit = window.visit
    visit.header.typed.emit("diagnoses", "??")
    visit.grid.typed.emit("a1", "stop", "noonish")
    visit.grid.typed.emit("a1", "dose", "l50")
    assert window.visit.findings.note.text().startswith("3 unusable facts")
    stood = []
    while len(stood) < 3:
        press(window, "finding.next")
        at = visit.grid.table.currentIndex()
        focus = QApplication.focusWidget()
        stood.append(at.column() if focus is visit.grid.table else focus.accessibleName() if focus else "")
    assert stood == [2, 6, "Diagnoses"]
    press(window, "visit.finalise")
    assert window.said.text().startswith(
        "Not finalised: 3 cells or fields cannot be used (F8 goes to each): Diagnoses: "
    )
    assert "oxaliplatin, Dose: " in window.said.text()
    assert "oxaliplatin, Stop: " in window.said.text()
    visit.grid.typed.emit("a1", "dose", "150")
    visit.header.typed.emit("diagnoses", "C18.2")
    assert visit.unusable().startswith("oxaliplatin, Stop: ")


def test_f8_goes_to_a_refused_cell_of_an_event(window: "MainWindow") -> None:
    window.new_visit()
    visit = window.visit
    visit.header.typed.emit("reason", "radiation_treatment")
    visit.course.filled.emit("radiation.course.planned_fractions", "many")
    visit.course.added.emit()
    visit.course.added.emit()
    visit.course.typed.emit(1, 0, "someday")
    press(window, "finding.previous")
    focus = QApplication.focusWidget()
    assert focus is visit.course.fields.by_path["radiation.course.planned_fractions"]
    press(window, "finding.next")
    assert (visit.course.table.currentRow(), visit.course.table.currentColumn()) == (1, 0)
    assert visit.course.table.hasFocus()


def test_many_complaints_are_counted_below_what_is_typed() -> None:
    assert listed("a\nb") == "⚠ a\n⚠ b"
    assert listed("a\nb\nc\nd\ne").splitlines()[-1] == "… and 2 more: F8 goes to each"


def test_a_visit_without_lines_says_there_is_nothing_to_check(window: "MainWindow") -> None:
    window.new_visit()
    visit = window.visit
    visit.header.typed.emit("patient.family_name", "Empty")
    assert visit.findings.state.is_checked
    assert visit.findings.state.is_empty
    told = FindingsState(is_checked=True, is_empty=True)
    assert (summary(told), foot(told)) == ("Nothing to check yet", "")
    visit.findings.show_state(told)
    assert visit.findings.calm.text() == EMPTY
    assert visit.findings.calm_icon.accessibleName() == "Nothing to check yet"
    visit.findings.show_state(FindingsState(is_checked=True))
    assert visit.findings.calm_icon.accessibleName() == "Nothing found"


def test_an_imported_visit_opens_as_a_quiet_blank(window: "MainWindow", tmp_path: Path) -> None:
    path = tmp_path / "booked.csv"
    path.write_text(BOOKED)
    window.exchange_sheet.open()
    window.exchange_sheet.offer(path)
    window.exchange_sheet.view.take.click()
    window.exchange_sheet.close()
    (row,) = (one for one in window.desk.store.list_visits() if one.account == "N-9")
    window.saving.open(row.id)
    visit = window.visit
    assert not visit.header.problem.isVisible()
    [card] = visit.findings.state.cards
    assert (card.severity, card.message) == ("question", "Still missing: the reason for the visit")
    reason = visit.header.fields.by_path["reason"]
    assert isinstance(reason, QComboBox)
    assert (reason.currentText(), reason.placeholderText()) == ("", "Choose…")
    assert reason.hasFocus()
    press(window, "visit.finalise")
    assert window.said.text() == "Not finalised: Reason for the visit: still to be filled in"
    assert not [text for text in _shown(window) if MACHINE.search(text)]
    visit.header.typed.emit("reason", "evaluation")
    assert window.bench.outcome is not None
    assert window.bench.outcome.problem is None


def test_what_speaks_against_finalising_stands_beside_the_button_and_goes(window: "MainWindow") -> None:
    typed_visit(window)
    visit, over = window.visit, window.superbill.view
    visit.grid.typed.emit("a1", "stop", "")
    press(window, "visit.finalise")
    assert visit.again.isVisible()
    assert visit.again.text().startswith("⚠ Not finalised: ")
    assert visit.again.text().endswith("Ctrl+Enter again finalises all the same")
    assert over.again.text() == visit.again.text()
    visit.grid.typed.emit("a1", "access", "port")
    assert not visit.again.isVisible()
    assert over.again.text() == ""
    press(window, "visit.finalise")
    assert window.bench.number is None
    assert visit.again.isVisible()
    press(window, "visit.finalise")
    assert window.bench.number is not None
    assert not visit.again.isVisible()


def test_what_speaks_against_one_visit_is_not_said_of_another(window: "MainWindow") -> None:
    typed_visit(window)
    window.visit.grid.typed.emit("a1", "stop", "")
    press(window, "visit.finalise")
    assert window.visit.again.isVisible()
    window.new_visit()
    assert window.visit.again.text() == ""


def test_the_look_up_says_which_edition_answers_for_another_day(window: "MainWindow", qtbot: QtBot) -> None:
    window.show_screen("codes")
    window.codes.view.box.setText("oxaliplatin")
    view = window.codes.view
    assert "HCPCS: our own table of drugs was checked" in view.stale.text()
    assert view.stale.isVisible()
    assert view.note.text().startswith("on 20")
    qtbot.waitUntil(lambda: "OncoDesk's own table of" in view.page.toPlainText())
    view.box.setText("zzzz")
    assert view.stale.isVisible() == bool(view.stale.text())


def test_a_fix_that_a_finding_has_not_is_said(window: "MainWindow") -> None:
    typed_visit(window)
    press(window, "finding.fix3")
    assert window.said.text() == "The chosen finding has no fix 3 (F8 goes to the next one)"
