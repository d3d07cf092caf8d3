"""Each view built alone, shown a state, and its buttons pressed."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from oncodesk.domain.report import Citation, Edit, Finding, Fix, Report
from oncodesk.services import sample_practice
from oncodesk.ui.editing.history import Session
from oncodesk.ui.editing.outcome import Outcome
from oncodesk.ui.panels.claim.state import ClaimRow, ClaimState
from oncodesk.ui.panels.claim.view import ClaimView
from oncodesk.ui.panels.codes.state import CodesState, ResultRow
from oncodesk.ui.panels.codes.view import CodesView
from oncodesk.ui.panels.course.state import course_state
from oncodesk.ui.panels.course.view import CourseView
from oncodesk.ui.panels.findings.state import findings_state
from oncodesk.ui.panels.findings.view import FindingsView
from oncodesk.ui.panels.grid.state import grid_state
from oncodesk.ui.panels.grid.view import GridView
from oncodesk.ui.panels.header.state import header_state
from oncodesk.ui.panels.header.view import HeaderView
from oncodesk.ui.panels.ruler.state import Lane, RulerState
from oncodesk.ui.panels.ruler.view import RulerView
from oncodesk.ui.panels.superbill.state import Missing, SuperbillState
from oncodesk.ui.panels.superbill.view import SuperbillView
from oncodesk.ui.panels.today.state import Asked, TodayState, rows
from oncodesk.ui.panels.today.view import TodayView
from oncodesk.ui.panels.why.state import WhyState
from oncodesk.ui.panels.why.view import WhyView

DRAFT = sample_practice.read("visit-mfolfox6")
LEFT = Qt.MouseButton.LeftButton


def test_grid_tells_what_is_typed(qtbot: QtBot) -> None:
    view = GridView(lambda typed: ("paclitaxel",))
    qtbot.addWidget(view)
    view.show_state(grid_state(DRAFT, None, {}))
    view.show()
    assert view.go("a3", "stop")
    with qtbot.waitSignal(view.typed) as told:
        qtbot.keyClicks(view.table, "1")
        editor = view.table.findChild(QLineEdit)
        assert isinstance(editor, QLineEdit)
        qtbot.keyClicks(editor, "205")
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert told.args == ["a3", "stop", "1205"]
    assert view.table.currentIndex().column() == 8
    with qtbot.waitSignal(view.removed) as gone:
        view.go("a2", "drug")
        qtbot.mouseClick(view.remove, LEFT)
    assert gone.args == ["a2"]
    with qtbot.waitSignal(view.typed) as copied:
        view.go("a4", "dose")
        view.copy_above()
    assert copied.args == ["a4", "dose", "150 mg"]
    assert not view.go("nobody", "dose")


def test_header_tells_what_is_typed_and_chosen(qtbot: QtBot) -> None:
    view = HeaderView()
    qtbot.addWidget(view)
    view.show_state(header_state(DRAFT, None, {}, masked=False))
    view.show()
    day = view.fields.by_path["date_of_service"]
    assert isinstance(day, QLineEdit)
    assert day.text() == "2026-09-14"
    with qtbot.waitSignal(view.typed) as told:
        day.selectAll()
        qtbot.keyClicks(day, "y")
        qtbot.keyClick(day, Qt.Key.Key_Return)
    assert told.args == ["date_of_service", "y"]
    reason = view.fields.by_path["reason"]
    assert isinstance(reason, QComboBox)
    with qtbot.waitSignal(view.typed) as chosen:
        reason.setFocus()
        qtbot.keyClick(reason, Qt.Key.Key_Down)
    assert chosen.args == ["reason", "drug_treatment"]
    assert view.go("patient.address")
    assert view.details.isVisible()
    view.show_state(header_state(DRAFT, None, {"diagnoses": ("xx", "expected a code")}, masked=False))
    assert "expected a code" in view.problem.text()


def _report(*fixes: Fix) -> Outcome:
    finding = Finding(
        rule="a.b", covers=("A",), severity="error", message="Wrong", citation=Citation(title="T"), fixes=fixes
    )
    report = Report(findings=(finding, finding.model_copy(update={"rule": "c.d"})), as_of=date(2026, 1, 1))
    return Outcome(Session({}), report=report)


def test_findings_apply_fixes_by_button_and_by_key(qtbot: QtBot) -> None:
    fix = Fix(title="Mend it", only_if="it is so", edits=(Edit(op="remove_line", line="1"),))
    view = FindingsView()
    qtbot.addWidget(view)
    view.show_state(findings_state(_report(fix)))
    view.show()
    button = view.cards[0].fixes[0][0]
    assert button.isVisible()
    with qtbot.waitSignal(view.fixed) as told:
        qtbot.mouseClick(button, LEFT)
    assert told.args == [fix]
    assert view.apply(1)
    assert not view.apply(2)
    for expected in ("a.b.0", "c.d.1"):
        with qtbot.waitSignal(view.moved) as moved:
            view.step(1)
        assert moved.args[0].key == expected
    assert view.cards[1].why is not None
    with qtbot.waitSignal(view.went):
        view.go()


def test_ruler_as_picture_and_as_table(qtbot: QtBot) -> None:
    view = RulerView()
    qtbot.addWidget(view)
    lanes = (Lane("a1", "x", "push", "96375", ((540, 541),)), Lane("a2", "y", "initial", "96413", ((555, 680),)))
    view.show_state(RulerState(lanes, 480, 720, ((541, 555),)))
    view.resize(800, 200)
    view.show()
    assert "y: Initial (96413), 09:15 to 11:20" in view.lanes.accessibleDescription()
    with qtbot.waitSignal(view.chosen) as told:
        qtbot.keyClick(view.lanes, Qt.Key.Key_Down)
    assert told.args == ["a2"]
    picture = view.lanes.grab().toImage()
    from oncodesk.ui.shell.theme import tokens

    colors = {picture.pixelColor(x, y).name() for x in range(picture.width()) for y in range(0, picture.height(), 3)}
    assert tokens().initial in colors
    assert tokens().push in colors
    qtbot.mouseClick(view.toggle, LEFT)
    assert view.pages.currentIndex() == 1
    assert view.twin.item(1, 2).text() == "96413"  # type: ignore[union-attr]


def test_claim_tells_the_chosen_line_and_marks_what_changed(qtbot: QtBot) -> None:
    view = ClaimView()
    qtbot.addWidget(view)
    row = ClaimRow("1", "96413", "", "first hour", "A", "1", "410.00", ("a1",))
    other = ClaimRow("2", "J9263", "JZ", "oxaliplatin", "A", "300", "", ("a2",), "error")
    view.show_state(ClaimState((("A", "C18.2", "colon"),), (row,)))
    with qtbot.waitSignal(view.chosen) as told:
        view.show_state(ClaimState((("A", "C18.2", "colon"),), (row, other)))
        view.select_facts(("a2",))
    assert told.args == ["2"]
    assert view.model.new == {"2"}
    assert view.line() == "2"


def test_why_shows_steps(qtbot: QtBot) -> None:
    view = WhyView()
    qtbot.addWidget(view)
    view.show_state(WhyState("96413 × 1", ("125 min", "first hour → 96413"), ("Add 59",), "CPT"))
    assert "first hour → 96413" in view.text.toPlainText()
    assert "Add 59" in view.text.accessibleDescription()


def test_course_tells_what_is_typed(qtbot: QtBot) -> None:
    view = CourseView()
    qtbot.addWidget(view)
    view.show_state(course_state(sample_practice.read("visit-imrt-week"), None))
    with qtbot.waitSignal(view.typed) as told:
        view.table.item(0, 2).setText("7")  # type: ignore[union-attr]
    assert told.args == [0, 2, "7"]
    with qtbot.waitSignal(view.added):
        qtbot.mouseClick(view.add, LEFT)
    view.table.setCurrentCell(3, 0)
    with qtbot.waitSignal(view.removed) as gone:
        qtbot.mouseClick(view.remove, LEFT)
    assert gone.args == [3]
    assert "fraction 10" in view.calendar.accessibleDescription()


def test_today_opens_and_filters(qtbot: QtBot) -> None:
    from test_other_panels import VISITS

    view = TodayView(lambda: date(2026, 9, 17))
    qtbot.addWidget(view)
    view.show_state(TodayState(rows=rows(VISITS, masked=False), strip="MUE not loaded", is_sample=True))
    with qtbot.waitSignal(view.opened) as told:
        qtbot.keyClick(view.box, Qt.Key.Key_Return)
    assert told.args == [1]
    with qtbot.waitSignal(view.asked) as typed:
        qtbot.keyClicks(view.box, "h")
    assert typed.args == [Asked("all", "h")]
    with qtbot.waitSignal(view.asked) as tab:
        qtbot.mouseClick(view.tabs["ready"], LEFT)
    assert tab.args == [Asked("ready", "h")]
    with qtbot.waitSignal(view.asked) as days:
        view.span.choose("week")
    assert (days.args[0].since, days.args[0].until) == (date(2026, 9, 11), date(2026, 9, 17))
    view.tell_removed("Removed: the draft of nobody.")
    with qtbot.waitSignal(view.restored):
        qtbot.mouseClick(view.undo, LEFT)
    with qtbot.waitSignal(view.started):
        qtbot.mouseClick(view.new, LEFT)


def test_codes_asks_chooses_and_inserts(qtbot: QtBot) -> None:
    view = CodesView()
    qtbot.addWidget(view)
    with qtbot.waitSignal(view.asked) as told:
        qtbot.keyClicks(view.box, "c")
    assert told.args == ["c", ""]
    rows = tuple(ResultRow("icd10cm", code, (code, "t", "ICD-10", "", ""), True) for code in ("C18.2", "C18.3"))
    with qtbot.waitSignal(view.chosen) as first:
        view.show_state(CodesState("c", rows))
    assert first.args == ["C18.2"]
    with qtbot.waitSignal(view.chosen) as second:
        qtbot.keyClick(view.box, Qt.Key.Key_Down)
    assert second.args == ["C18.3"]
    with qtbot.waitSignal(view.inserted) as put:
        qtbot.keyClick(view.box, Qt.Key.Key_Return)
    assert put.args == ["icd10cm", "C18.3"]
    with qtbot.waitSignal(view.asked) as again:
        qtbot.mouseClick(view.sets["cpt"], LEFT)
    assert again.args == ["c", "cpt"]


@pytest.mark.parametrize("is_final", [True, False])
def test_superbill_names_what_is_missing_or_shows_pages(qtbot: QtBot, is_final: bool) -> None:
    view = SuperbillView()
    qtbot.addWidget(view)
    view.show()
    view.show_state(SuperbillState(missing=(Missing("payer.member_id", "payer, member ID"),)))
    assert not view.print.isEnabled()
    made = next(b for b in view.scroller.findChildren(QPushButton) if "member ID" in b.text())
    with qtbot.waitSignal(view.went) as told:
        qtbot.mouseClick(made, LEFT)
    assert told.args == ["payer.member_id"]
    view.show_state(SuperbillState(_pdf(), "7", is_final))
    assert view.print.isEnabled() is is_final
    assert view.finalise.isVisible() is not is_final
    if is_final:
        with qtbot.waitSignal(view.printed):
            qtbot.mouseClick(view.print, LEFT)
        with qtbot.waitSignal(view.saved):
            qtbot.mouseClick(view.save, LEFT)
    else:
        with qtbot.waitSignal(view.finalised):
            qtbot.mouseClick(view.finalise, LEFT)


def _pdf() -> bytes:
    import io

    import pypdfium2

    document = pypdfium2.PdfDocument.new()
    document.new_page(612, 792)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()
