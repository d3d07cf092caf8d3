"""Ruler, claim, findings, why: what they show of an outcome. No Qt."""

from dataclasses import replace
from datetime import date
from typing import Any

from oncodesk.domain.claim import Claim
from oncodesk.domain.derivation import Derivation, Question
from oncodesk.domain.errors import UnusableInput
from oncodesk.domain.reading import parse
from oncodesk.domain.report import Citation, Edit, Finding, Fix, NotChecked, Report, Resolved
from oncodesk.domain.visit import Visit
from oncodesk.ui.editing.history import Session
from oncodesk.ui.editing.outcome import Outcome, Wording
from oncodesk.ui.panels.claim.presenter import changed, lines_of
from oncodesk.ui.panels.claim.state import claim_state
from oncodesk.ui.panels.findings import presenter as findings
from oncodesk.ui.panels.findings.state import findings_state, preview
from oncodesk.ui.panels.ruler.presenter import place, table, ticks
from oncodesk.ui.panels.ruler.state import RulerState, kind_of, ruler_state
from oncodesk.ui.panels.why.presenter import said
from oncodesk.ui.panels.why.state import why_state

DAY = date(2026, 3, 12)
CITE = Citation(title="Manual", section="17", effective=date(2023, 7, 1))
JZ = Fix(title="Add JZ", only_if="nothing was discarded", edits=(Edit(op="add_modifier", line="2", value="JZ"),))


def _visit(**changes: Any) -> Visit:
    given = [
        {"id": "a1", "drug": "ondansetron", "route": "iv_push", "start": "09:00"},
        {"id": "a2", "drug": "oxaliplatin", "route": "iv_infusion", "start": "09:15", "stop": "11:20"},
        {"id": "a3", "drug": "leucovorin", "route": "iv_infusion", "start": "09:15", "stop": "11:20"},
        {"id": "a4", "drug": "fluorouracil", "route": "pump_prolonged", "start": "11:40", "minutes": 2760},
        {"id": "a5", "drug": "saline", "route": "iv_infusion"},
    ]
    whole = {"date_of_service": "2026-03-12", "reason": "antineoplastic_treatment", "administrations": given}
    return parse(Visit, whole | changes)


def _outcome(*findings_: Finding, questions: tuple[Question, ...] = ()) -> Outcome:
    lines = [
        {"id": "1", "code": "96413", "pointers": "A", "charge": "410.00", "from": ["a2"]},
        {"id": "2", "code": "J9263", "units": 300, "pointers": "A", "charge": None, "from": ["a2"]},
        {"id": "3", "code": "96368", "pointers": "A", "charge": "58.00", "from": ["a3"]},
    ]
    claim = parse(Claim, {"date_of_service": "2026-03-12", "diagnoses": ["C18.2"], "lines": lines})
    report = Report(findings=findings_, not_checked=(NotChecked(rule="edits.mue", reason="no table"),), as_of=DAY)
    words = {
        "96413": Wording("First hour", "chemotherapy.infusion.initial"),
        "96368": Wording("Concurrent", "therapeutic.infusion.concurrent"),
        "J9263": Wording("oxaliplatin, per 0.5 mg", "drug"),
        "C18.2": Wording("Ascending colon", "diagnosis"),
    }
    derived = Derivation(claim=claim, questions=questions, report=report)
    return Outcome(Session({}), None, _visit(), derived, claim, report, wordings=words)


def _finding(severity: str = "error", **changes: Any) -> Finding:
    made = Finding(
        rule="drugs.wastage", covers=("JW",), severity="error", lines=("2",), message="No word on waste",
        why="because", citation=CITE, fixes=(JZ,),
    )  # fmt: skip
    return made.model_copy(update={"severity": severity} | changes)


def test_ruler_lanes_say_part_codes_and_company() -> None:
    state = ruler_state(_outcome())
    push, first, beside, pump, unknown = state.lanes
    assert (first.kind, first.codes, first.minutes, first.beside) == ("initial", "96413", 125, ("leucovorin",))
    assert beside.word == "Concurrent"
    assert push.spans == ((540, 541),)
    assert pump.runs_on
    assert unknown.note == "time not recorded"
    assert state.begin <= 540
    assert state.end >= 700
    assert state.shared == ((555, 680),)
    assert "oxaliplatin: Initial (96413), 09:15 to 11:20, beside leucovorin" in first.said


def test_ruler_is_the_same_as_its_table() -> None:
    state = ruler_state(_outcome())
    rows = table(state)
    assert len(rows) == len(state.lanes)
    assert rows[1] == ("oxaliplatin", "Initial", "96413", "09:15", "11:20", "125", "leucovorin")


def test_ruler_places_minutes_to_scale() -> None:
    state = RulerState((), 480, 600)
    assert [place(minute, state, 100, 240) for minute in (480, 540, 600, 900)] == [100, 220, 340, 340]
    assert ticks(state, 1000) == tuple(range(480, 601, 15))
    assert ticks(state, 120) == (480, 540, 600)
    assert ruler_state(None) == RulerState()


def test_kinds() -> None:
    assert kind_of(("hydration.infusion.initial",)) == "hydration"
    assert kind_of(("chemotherapy.push.additional",)) == "push"
    assert kind_of(("chemotherapy.infusion.pump",)) == "pump"
    assert kind_of(()) == "other"


def test_claim_rows() -> None:
    state = claim_state(_outcome(_finding()), is_stale=False)
    assert state.diagnoses == (("A", "C18.2", "Ascending colon"),)
    assert [row.mark for row in state.rows] == ["", "error", ""]
    assert state.total == "3 lines · $468.00 · 1 without a charge"
    assert lines_of(state, ("a3",)) == ("3",)
    assert claim_state(None, is_stale=True).rows == ()


def test_changed_lines_are_those_that_say_something_new() -> None:
    before = claim_state(_outcome(), is_stale=False)
    outcome = _outcome()
    assert outcome.claim is not None
    more = outcome.claim.line("3").model_copy(update={"units": 2})  # type: ignore[union-attr]
    claim = outcome.claim.model_copy(update={"lines": (*outcome.claim.lines[:2], more)})
    after = claim_state(Outcome(outcome.session, None, outcome.visit, outcome.derivation, claim), is_stale=False)
    assert changed(before, after) == {"3"}
    assert changed(before, before) == frozenset()
    assert changed(claim_state(None, is_stale=False), after) == frozenset()


def test_findings_stand_worst_first_with_keys_and_previews() -> None:
    note, error = _finding("info", rule="a.note"), _finding()
    asked = Question(fact="a5", ask="stop time", field="stop", why="an hour hangs on it")
    state = findings_state(_outcome(note, error, questions=(asked,)))
    assert [card.severity for card in state.cards] == ["error", "question", "info"]
    assert state.cards[0].fixes[0].key == "Alt+1"
    assert state.cards[0].fixes[0].preview == "line 2 becomes J9263-JZ × 300"
    assert state.cards[0].where == "line 2 · J9263"
    assert state.cards[1].goes_to == ("a5", "stop")
    assert findings.summary(state) == "1 error · 1 question · 1 note"
    assert findings.foot(state) == "1 rule not checked"
    assert findings.foot_lines(state) == ("no table: edits.mue",)

    assert state.not_checked == (("no table", ("edits.mue",)),)


def test_what_is_answered_is_told_not_hidden() -> None:
    answer = Resolved(rule="edits.ncci-pair", lines=("1", "3"), by="59")
    outcome = _outcome()
    assert outcome.report is not None
    report = outcome.report.model_copy(update={"resolved": (answer,), "not_checked": ()})
    state = findings_state(replace(outcome, report=report))
    assert findings.foot(state) == "Every rule was checked · 1 answered"
    assert findings.foot_lines(state) == ("96413, 96368: answered by 59 (edits.ncci-pair)",)


def test_keys_move_through_findings_and_pick_fixes() -> None:
    state = findings_state(_outcome(_finding(), _finding("warning", rule="b.two")))
    first, second = (card.key for card in state.cards)
    assert findings.stepped(state, first, 1) == second
    assert findings.stepped(state, second, 1) == first
    assert findings.stepped(state, first, -1) == second
    assert findings.fix(state, second, 1) == JZ
    assert findings.fix(state, second, 2) is None
    assert findings.current(state, "gone") == 0
    assert findings.stepped(findings_state(None), "", 1) == ""


def test_an_unusable_fact_offers_the_next_day() -> None:
    problem = UnusableInput("administrations.a2.stop", "stop 00:40 is not after start 22:00; or stop_next_day if …")
    session = Session({"administrations": [{"id": "a2", "drug": "rituximab"}]})
    state = findings_state(Outcome(session, problem=problem))
    (card,) = state.cards
    assert card.severity == "unusable"
    assert card.where == "rituximab · stop"
    assert card.fixes[0].fix.edits[0].fact == "administrations.a2.stop_next_day"
    assert not state.is_checked


def test_previews_of_every_kind_of_edit() -> None:
    claim = _outcome().claim

    def told(**edit: Any) -> str:
        return preview(Fix(title="t", only_if="o", edits=(Edit(**edit),)), claim)

    assert told(op="set_units", line="2", value=100) == "line 2 becomes J9263 × 100"
    assert told(op="set_code", line="1", value="96409") == "line 1 becomes 96409 × 1"
    assert told(op="remove_line", line="1") == "line 1 (96413) goes"
    assert told(op="add_line", value={"code": "J9263", "modifiers": ["JW"], "units": 9}) == "new line J9263-JW × 9"
    assert told(op="set_pointers", line="1", value="BA") == "line 1 becomes 96413 × 1 to BA"
    assert told(op="move_diagnosis", diagnosis="C18.2", value=1) == "C18.2 moves to place 2"
    assert told(op="add_diagnosis", diagnosis="Z51.11") == "Z51.11 joins the diagnoses"
    assert told(op="set_fact", fact="services.0.significant_separate", value=True) == "significant separate becomes yes"


def test_why_a_line_added_by_hand_says_so() -> None:
    state = why_state(_outcome(), "1")
    assert state.heading == "96413 × 1"
    assert "added by hand" in said(state)
    assert why_state(None, "1").heading == ""
