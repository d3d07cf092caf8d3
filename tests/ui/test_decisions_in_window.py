"""The coder decides in the window: keeps a finding with a reason, changes lines by hand, asks, and finalises."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QTableWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from oncodesk.domain.report import Edit, Fix
from oncodesk.ui.panels.claim.state import ClaimRow

if TYPE_CHECKING:
    from oncodesk.ui.shell.main_window import MainWindow

REASON = "The carrier's bulletin of May asks for it so"
WASTE = "drugs.wastage-modifier-missing"
EXPECTED = "drugs.waste-modifier-expected"


def press(window: "MainWindow", identifier: str) -> None:
    """The action of that name."""
    action = window.findChild(QAction, identifier)
    assert isinstance(action, QAction)
    action.trigger()


def typed_visit(window: "MainWindow") -> None:
    """An infusion of oxaliplatin for a Medicare patient, from nothing to a claim without open ends."""
    press(window, "visit.new")
    visit = window.visit
    for path, text in (
        ("date_of_service", "2026-09-14"), ("patient.family_name", "Invented"), ("patient.given_name", "Ada"),
        ("patient.birth_date", "1961-04-02"), ("patient.sex", "F"), ("patient.account", "A-900"),
        ("diagnoses", "C18.2*"), ("payer.kind", "medicare"), ("payer.name", "Medicare Part B"),
        ("payer.member_id", "1EG4TE5MK73"), ("providers.rendering.name", "R. Ito"),
        ("providers.rendering.npi", "1234567893"),
    ):  # fmt: skip
        visit.header.typed.emit(path, text)
    visit.grid.typed.emit("", "drug", "oxaliplatin")
    for column, text in (("dose", "150"), ("containers", "100+50"), ("start", "905"), ("stop", "+125")):
        visit.grid.typed.emit("a1", column, text)


def row(window: "MainWindow", code: str) -> ClaimRow:
    """The claim line of that code."""
    return next(shown for shown in window.visit.claim.state.rows if shown.code == code)


def change(window: "MainWindow", code: str, reason: str, **fields: str) -> None:
    """F2 on the line, what is typed, the reason, Enter."""
    window.visit.claim.select_line(row(window, code).line)
    window.visit.claim.table.setFocus()
    press(window, "line.edit")
    editor = window.visit.claim.editor
    for name, text in fields.items():
        editor.fields[name].setText(text)
    editor.reason.setEditText(reason)
    editor.keep.click()


def find(window: "MainWindow", rule: str) -> str:
    """Key of the card of that rule, empty where nothing is found."""
    cards = (card for card in window.visit.findings.state.cards if card.finding and card.finding.rule == rule)
    return next((card.key for card in cards), "")


def keep(window: "MainWindow", rule: str, reason: str = REASON) -> None:
    """Goes to the finding, Alt+O, the reason, Enter."""
    key = find(window, rule)
    assert key
    window.visit.findings.go_to(key)
    press(window, "finding.keep")
    form = window.visit.findings.keep_form
    form.reason.setEditText(reason)
    form.keep.click()


def test_an_error_is_kept_with_a_reason_a_line_is_changed_and_the_sealed_claim_proves(window: "MainWindow") -> None:
    typed_visit(window)
    change(window, "J9263", "The payer's desk asks for the line without", modifiers="")
    assert row(window, "J9263").own == "changed by you"
    assert row(window, "J9263").derived == "J9263-JZ × 300"
    key = find(window, WASTE)
    severity = next(card.severity for card in window.visit.findings.state.cards if card.key == key)
    assert severity == "error"
    keep(window, WASTE)
    assert not find(window, WASTE)
    (told,) = window.visit.findings.state.decided
    assert (told.reason, told.is_used, told.who) == (REASON, True, "owner, 2026-09-17 14:30")
    press(window, "visit.finalise")
    press(window, "visit.finalise")
    number = window.bench.number
    assert number is not None, window.said.text()
    store = window.desk.store
    sealed = store.sealed_claim(number)
    (override,) = sealed.final.claim.overrides
    assert (override.rule, override.reason, override.by) == (WASTE, REASON, "owner")
    (line,) = [one for one in sealed.final.claim.lines if one.code == "J9263"]
    assert line.modifiers == () and line.override is not None and line.override.by == "owner"
    assert any(one.by == f"override: {REASON}" for one in sealed.final.report.resolved)
    assert {entry.detail["reason"] for entry in store.audit(f"claim:{number}") if entry.action == "override"} == {
        REASON, "The payer's desk asks for the line without",
    }  # fmt: skip
    proof = window.desk.prove_claim(number)
    assert proof.holds, proof.as_text()
    identifier = window.bench.identifier
    assert identifier is not None
    window.saving.open(next(v.id for v in store.list_visits() if v.id != identifier))
    window.saving.open(identifier)
    assert window.bench.number == number
    assert not window.bench.differs
    assert row(window, "J9263").own == "changed by you"
    assert window.visit.findings.state.decided[0].is_used
    assert REASON in window.visit.findings.reasons
    assert store.verify().is_whole


def test_no_finding_is_kept_without_a_reason(window: "MainWindow") -> None:
    typed_visit(window)
    change(window, "J9263", "asked for", modifiers="")
    keep(window, WASTE, "  ")
    form = window.visit.findings.keep_form
    assert "Reason: type a reason" in form.problem.text() and form.isVisible()
    assert find(window, WASTE)
    form.leave.click()
    assert not form.isVisible()
    change(window, "96413", "", units="2")
    editor = window.visit.claim.editor
    assert "Reason: type a reason" in editor.problem.text() and editor.reason.hasFocus()
    assert row(window, "96413").units == "1"


def test_each_decision_is_a_step_that_is_undone_done_again_and_taken_back(window: "MainWindow") -> None:
    typed_visit(window)
    change(window, "J9263", "asked for", modifiers="")
    keep(window, WASTE)
    press(window, "visit.undo")
    assert find(window, WASTE) and not window.visit.findings.state.decided
    press(window, "visit.redo")
    assert not find(window, WASTE)
    window.visit.findings.rows[0].back.click()
    assert find(window, WASTE)
    window.visit.claim.select_line(row(window, "J9263").line)
    press(window, "line.withdraw")
    assert (row(window, "J9263").modifiers, row(window, "J9263").own) == ("JZ", "")


def test_an_answer_follows_its_line_and_is_offered_for_removal_once_nothing_is_found(window: "MainWindow") -> None:
    typed_visit(window)
    change(window, "J9263", "asked for", modifiers="")
    keep(window, WASTE)
    visit = window.visit
    before = row(window, "J9263").line
    visit.header.typed.emit("services", "99214+/p")
    visit.grid.typed.emit("", "drug", "dexamethasone")
    for column, text in (
        ("dose", "10"),
        ("containers", "1x10"),
        ("route", "IV push"),
        ("start", "850"),
        ("stop", "855"),
    ):
        visit.grid.typed.emit("a2", column, text)
    assert row(window, "J9263").line != before
    assert row(window, "J9263").own == "changed by you"
    assert not find(window, WASTE)
    visit.grid.typed.emit("a1", "drug", "docetaxel")
    kept = visit.findings.state.decided
    assert [one.is_used for one in kept] == [False, False]
    assert window.bench.outcome is not None and window.bench.outcome.claim is not None
    assert window.bench.outcome.claim.overrides == ()
    assert all(line.override is None for line in window.bench.outcome.claim.lines)
    for shown in list(visit.findings.rows):
        assert shown.back.text() == "Remove it"
        shown.back.click()
    assert visit.findings.state.decided == ()


def test_a_line_is_added_and_one_taken_off_each_for_a_reason(window: "MainWindow") -> None:
    typed_visit(window)
    press(window, "line.add")
    editor = window.visit.claim.editor
    for name, text in {"code": "96372", "modifiers": "59 xu", "pointers": "b", "units": "2", "charge": "38"}.items():
        editor.fields[name].setText(text)
    editor.reason.setEditText("Documented on the flow sheet")
    editor.keep.click()
    shown = row(window, "96372")
    assert (shown.own, shown.modifiers, shown.pointers, shown.charge) == ("added by you", "59 XU", "B", "38.00")
    change(window, "96372", "Documented on the flow sheet", units="1")
    assert (row(window, "96372").units, row(window, "96372").line) == ("1", shown.line)
    window.visit.claim.select_line(row(window, "J9263").line)
    press(window, "line.remove")
    editor.reason.setEditText("The patient brought it")
    editor.keep.click()
    (off,) = window.visit.claim.state.off
    assert (off.code, off.own, off.reason) == ("J9263", "taken off by you", "The patient brought it")
    assert "J9263" not in [line.code for line in window.visit.claim.state.rows]
    window.visit.claim.select_line(off.line)
    assert "The patient brought it" in window.visit.why.text.toPlainText()
    press(window, "line.withdraw")
    assert row(window, "J9263").own == ""
    window.visit.claim.select_line(row(window, "96372").line)
    press(window, "line.remove")
    editor.reason.setEditText("after all not")
    editor.keep.click()
    assert "96372" not in [line.code for line in window.visit.claim.state.rows]


def test_the_editor_goes_by_keys(window: "MainWindow", qtbot: QtBot) -> None:
    typed_visit(window)
    window.activateWindow()
    table, editor = window.visit.claim.table, window.visit.claim.editor
    table.setFocus()
    window.visit.claim.select_line(row(window, "96413").line)
    press(window, "line.edit")
    assert editor.fields["code"].hasFocus()
    qtbot.keyClick(editor.fields["code"], Qt.Key.Key_Escape)
    assert not editor.isVisible() and table.hasFocus()
    press(window, "line.edit")
    editor.fields["units"].setFocus()
    editor.fields["units"].selectAll()
    qtbot.keyClicks(editor.fields["units"], "x")
    assert "Units: type" in editor.echo.text()
    editor.fields["units"].selectAll()
    qtbot.keyClicks(editor.fields["units"], "2")
    assert editor.echo.text() == "= 96413 × 2 to AB · $410.00"
    line = editor.reason.lineEdit()
    assert line is not None
    line.setFocus()
    qtbot.keyClicks(line, "two sites")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert row(window, "96413").units == "2"
    assert row(window, "96413").charge == "820.00"


def test_f2_still_types_in_the_grid(window: "MainWindow") -> None:
    typed_visit(window)
    window.activateWindow()
    window.visit.grid.go("a1", "dose")
    press(window, "line.edit")
    assert window.visit.grid.table.state().name == "EditingState"
    assert not window.visit.claim.editor.isVisible()


def test_a_question_waits_for_its_answer_and_becomes_a_note(window: "MainWindow") -> None:
    typed_visit(window)
    change(window, "J9263", "asked for", modifiers="")
    window.visit.findings.go_to(find(window, WASTE))
    press(window, "finding.ask")
    form = window.visit.findings.ask_form
    text = form.text.toPlainText()
    assert "account A-900" in text and "oxaliplatin, iv infusion, 150 mg" in text
    assert "[ ] yes  [ ] no  [ ] cannot be told from the record:  nothing was discarded" in text
    assert "denied" not in text and "Invented" not in text
    form.ask.click()
    assert QApplication.clipboard().text() == text
    window.saving.save_now()
    identifier = window.bench.identifier
    assert identifier is not None
    assert (window.bench.status, window.desk.store.load_visit(identifier).status) == ("query", "query")
    (asked,) = window.visit.findings.rows
    asked.record.click()  # type: ignore[union-attr]
    assert "Answer: type what was answered" in window.said.text()
    asked.line.setText("Nothing was left, says the nurse")  # type: ignore[union-attr]
    asked.record.click()  # type: ignore[union-attr]
    window.saving.save_now()
    assert window.desk.store.load_visit(identifier).status == "uncoded"
    (note,) = window.desk.store.notes(f"visit:{identifier}")
    assert note.text.endswith("Answer: Nothing was left, says the nurse")
    assert window.visit.findings.state.queries[0].answered_by == "owner"


def test_a_question_is_printed(window: "MainWindow", tmp_path: Path) -> None:
    import pypdf

    from oncodesk.ui.shell.visit_decisions import print_text

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "question.pdf"))
    print_text("Question about the record", printer)
    (page,) = pypdf.PdfReader(tmp_path / "question.pdf").pages
    assert "Question about the record" in " ".join(page.extract_text().split())


def test_a_question_of_the_program_is_asked_but_not_kept(window: "MainWindow") -> None:
    typed_visit(window)
    window.visit.grid.typed.emit("a1", "containers", "")
    card = next(card for card in window.visit.findings.state.cards if card.severity == "question")
    window.visit.findings.go_to(card.key)
    press(window, "finding.keep")
    assert not window.visit.findings.keep_form.isVisible()
    assert "answered by a fact" in window.said.text()
    press(window, "finding.ask")
    assert card.message in window.visit.findings.ask_form.text.toPlainText()


@pytest.mark.parametrize("name", ["keep", "ask"])
def test_a_half_typed_form_survives_a_check(window: "MainWindow", name: str) -> None:
    typed_visit(window)
    change(window, "J9263", "asked for", modifiers="")
    window.visit.findings.go_to(find(window, WASTE))
    press(window, f"finding.{name}")
    findings = window.visit.findings
    findings.keep_form.reason.setEditText("half a rea")
    findings.ask_form.text.setPlainText("half a que")
    press(window, "visit.recheck")
    assert (findings.keep_form.isVisible(), findings.ask_form.isVisible()) == (name == "keep", name == "ask")
    assert findings.keep_form.reason.currentText() == "half a rea"
    assert findings.ask_form.text.toPlainText() == "half a que"


def test_a_payers_card_of_the_practice_is_kept_used_sealed_and_withdrawn(window: "MainWindow", tmp_path: Path) -> None:
    card = tmp_path / "example.toml"
    card.write_text(
        'format = "oncodesk.payer-card/1"\n[payer]\nkind = "commercial"\nname = "Example Health"\n'
        f'[[exceptions]]\nrule = "{EXPECTED}"\nbecomes = "off"\n[exceptions.policy]\nkind = "commercial"\n'
        'title = "Waste policy"\ndated = 2026-01-15\nfile = "waste.pdf"\nsince = 2026-02-01\n'
    )
    view = window.library.cards.view
    window.show_screen("library")
    window.library.offer([str(card)])
    assert "waste.pdf" in view.problem.text() and not view.keep.isVisible()
    (tmp_path / "waste.pdf").write_bytes(b"%PDF a policy")
    window.library.offer([str(card)])
    assert "switched off, softer" in view.changes.text() and "Kept with it: waste.pdf" in view.changes.text()
    typed_visit(window)
    window.visit.header.typed.emit("payer.kind", "commercial")
    window.visit.header.typed.emit("payer.name", "Example Health")
    change(window, "J9263", "asked for", modifiers="")
    assert find(window, EXPECTED)
    window.show_screen("library")
    view.keep.click()
    assert not find(window, EXPECTED)
    assert any("Waste policy" in told for told in window.visit.findings.state.answered)
    window.library.offer([str(card)])
    view.keep.click()
    assert "kept already" in view.problem.text()
    view.leave.click()
    press(window, "visit.finalise")
    press(window, "visit.finalise")
    number = window.bench.number
    assert number is not None, window.said.text()
    view.table.selectRow(0)
    window.library.cards.save_policy(1, "waste.pdf", tmp_path / "again.pdf")
    assert (tmp_path / "again.pdf").read_bytes() == b"%PDF a policy"
    view.back.click()
    assert view.rows[0].is_withdrawn
    assert find(window, EXPECTED), "the draft is judged without the card now"
    proof = window.desk.prove_claim(number)
    assert proof.holds, proof.as_text()
    assert window.desk.store.sealed_claim(number).final.claim.date_of_service == date(2026, 9, 14)


def test_every_control_of_the_open_forms_has_a_name(window: "MainWindow") -> None:
    typed_visit(window)
    change(window, "J9263", "asked for", modifiers="")
    keep(window, WASTE)
    press(window, "finding.ask")
    press(window, "line.add")
    window.visit.grid.typed.emit("a1", "containers", "")
    for name in ("visit", "library"):
        window.show_screen(name)
        kinds = (QAbstractButton, QLineEdit, QComboBox, QPlainTextEdit, QTableWidget)
        shown = [part for part in window.findChildren(QWidget) if isinstance(part, kinds) and part.isVisible()]
        assert len(shown) > 10
        assert [type(part).__name__ for part in shown if not (part.accessibleName() or part.objectName())] == []


def test_a_fix_that_states_a_fact_as_well_means_the_line_that_was_shown(window: "MainWindow") -> None:
    typed_visit(window)
    window.visit.grid.typed.emit("a1", "stop", "950")
    shown = row(window, "J9263").line
    longer = Edit(op="set_fact", fact="administrations.a1.stop", value="11:10")
    marked = Edit(op="add_modifier", line=shown, value="KX")
    window.bench.apply(Fix(title="Both", only_if="so it was", edits=(longer, marked)))
    assert row(window, "J9263").line != shown
    assert row(window, "J9263").modifiers == "JZ KX"
