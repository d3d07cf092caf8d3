"""What claim, findings and why show of the coder's decisions, and what a drafted question says. No Qt."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from oncodesk.domain.claim import Claim, LineOverride
from oncodesk.domain.decisions import Answer, Decisions, Overlay, Query
from oncodesk.domain.derivation import Derivation, Trace
from oncodesk.domain.payer_card import CardException, CardPayer, PayerCard, WrittenPolicy
from oncodesk.domain.reading import parse
from oncodesk.domain.report import Citation, Edit, Finding, Fix, Report, Resolved
from oncodesk.domain.visit import Visit
from oncodesk.ui.editing.answering import answer_to
from oncodesk.ui.editing.history import Session
from oncodesk.ui.editing.outcome import Outcome
from oncodesk.ui.editing.overlay import laid_over
from oncodesk.ui.panels.claim.editing import editor_state
from oncodesk.ui.panels.claim.state import claim_state
from oncodesk.ui.panels.findings import presenter as findings
from oncodesk.ui.panels.findings.asking import query_text
from oncodesk.ui.panels.findings.state import findings_state
from oncodesk.ui.panels.library.cards_state import CardRow, card_rows, offer_state
from oncodesk.ui.panels.why.state import why_state
from oncodesk.vault.values import HeldCard

DAY = date(2026, 3, 12)
OWN = LineOverride(reason="the note says two", by="Ada", at="2026-03-12T09:30+01:00")
FIX = Fix(title="Add JZ", only_if="nothing was discarded", edits=(Edit(op="add_modifier", line="2", value="JZ"),))
WASTE = Finding(
    rule="drugs.wastage", covers=("JW",), severity="error", lines=("2",), message="would be denied without JZ",
    citation=Citation(title="Manual"), fixes=(FIX,),
)  # fmt: skip


def outcome(*edits: Edit, found: tuple[Finding, ...] = (), answers: tuple[Answer, ...] = (), **more: Any) -> Outcome:
    """A visit of one drug, with edits of the coder's own laid over its claim."""
    lines = [
        {"id": "1", "code": "96413", "pointers": "A", "charge": "410.00", "from": ["a2"]},
        {"id": "2", "code": "J9263", "units": 300, "pointers": "A", "charge": None, "from": ["a2"]},
    ]
    derived = parse(Claim, {"date_of_service": "2026-03-12", "diagnoses": ["C18.2"], "lines": lines})
    given = {
        "id": "a2", "drug": "oxaliplatin", "route": "iv_infusion", "start": "09:15", "stop": "11:20",
        "dose": {"amount": 150, "unit": "mg"}, "containers": [{"amount": 100, "unit": "mg", "count": 2}],
    }  # fmt: skip
    visit = parse(
        Visit,
        {
            "date_of_service": "2026-03-12", "reason": "antineoplastic_treatment", "administrations": [given],
            "patient": {"account": "A-9", "family_name": "Invented", "given_name": "Ada", "birth_date": "1961-04-02",
                        "sex": "F"},
        },
    )  # fmt: skip
    overlays = (Overlay(edits=edits, title="By Ada", own=OWN),) if edits else ()
    laid = laid_over(derived, overlays)
    decided = Decisions(overlays=laid.overlays, answers=answers, queries=more.pop("queries", ()))
    report = Report(findings=found, as_of=DAY, **({"resolved": more.pop("resolved")} if "resolved" in more else {}))
    derivation = Derivation(claim=derived, trace=(Trace(line="1", steps=("125 min",)),), report=report)
    return Outcome(Session({}, decided), None, visit, derivation, laid.claim, report, decided, laid.lost, **more)


def test_a_line_of_ones_own_shows_what_the_facts_give() -> None:
    shown = claim_state(outcome(Edit(op="set_units", line="1", value=2)), is_stale=False)
    first, second = shown.rows
    assert (first.own, first.derived, first.reason, first.is_laid) == (
        "changed by you", "96413 × 1", "the note says two", True
    )  # fmt: skip
    assert first.shown.startswith("changed by you · derived 96413 × 1")
    assert "because the note says two" in first.said
    assert (second.own, second.is_laid) == ("", False)


def test_a_line_taken_off_stays_to_be_seen_and_counts_no_longer() -> None:
    shown = claim_state(outcome(Edit(op="remove_line", line="1")), is_stale=False)
    assert [row.code for row in shown.rows] == ["J9263"]
    (off,) = shown.off
    assert (off.code, off.is_off, off.reason, off.shown) == (
        "96413", True, "the note says two", "taken off by you · the note says two"
    )  # fmt: skip
    assert shown.total.startswith("1 line")


def test_a_line_added_is_marked_and_its_reason_told() -> None:
    made = outcome(Edit(op="add_line", value={"id": "+1", "code": "96372", "units": 1}))
    assert claim_state(made, is_stale=False).rows[-1].own == "added by you"
    why = why_state(made, "+1")
    assert why.steps == ("This line was added by hand.",)
    assert why.laid == ("By Ada, because the note says two (Ada, 2026-03-12T09:30+01:00)",)


def test_the_editor_begins_with_what_stands() -> None:
    changed = editor_state(outcome(Edit(op="set_units", line="1", value=2)), "change", "1")
    assert changed is not None
    assert (changed.typed.units, changed.reason, changed.can_withdraw) == ("2", "the note says two", True)
    off = editor_state(outcome(Edit(op="remove_line", line="1")), "change", "1")
    assert off is not None and off.doing == "remove"
    new = editor_state(outcome(), "add", "")
    assert new is not None and (new.typed.pointers, new.can_withdraw) == ("A", False)
    assert editor_state(outcome(), "change", "9") is None
    assert editor_state(None, "add", "") is None


def kept() -> Answer:
    """The coder's answer to the finding on waste."""
    made = outcome()
    assert made.claim is not None
    return answer_to(WASTE, made.claim, "by the bulletin", "Ada", "2026-03-12T09:30+01:00")


def test_what_is_kept_moves_to_the_foot_with_reason_and_name() -> None:
    answered = (Resolved(rule="drugs.wastage", lines=("2",), by="override: by the bulletin"),)
    state = findings_state(outcome(answers=(kept(),), resolved=answered))
    (told,) = state.decided
    assert (told.reason, told.who, told.where, told.is_used) == (
        "by the bulletin", "Ada, 2026-03-12 09:30", "J9263", True
    )  # fmt: skip
    assert state.answered == ()
    assert findings.foot(state) == "Every rule was checked · 1 answered"
    assert told.said.startswith("Kept as it is. would be denied")


def test_what_answers_nothing_is_said_to_and_does_not_count() -> None:
    made = replace(outcome(answers=(kept(),)), unused=(kept(),))
    state = findings_state(made)
    assert [one.is_used for one in state.decided] == [False]
    assert state.decided[0].said.startswith("Answers nothing now")
    assert findings.foot(state) == "Every rule was checked"
    lost = findings_state(outcome(Edit(op="set_units", line="+7", value=2)))
    assert [(one.message, one.is_used, one.reason) for one in lost.decided] == [("By Ada", False, "the note says two")]


def test_only_a_finding_of_the_rules_may_be_kept() -> None:
    state = findings_state(outcome(found=(WASTE,)))
    assert findings.keepable(state, state.cards[0].key) == WASTE
    assert findings.keepable(findings_state(None), "") is None


def test_a_question_states_what_is_recorded_and_wishes_for_no_answer() -> None:
    made = outcome(found=(WASTE,))
    text = query_text(findings_state(made).cards[0], made)
    assert "record of 03/12/2026, account A-9" in text
    assert "oxaliplatin, iv infusion, 150 mg, 09:15 to 11:20, opened 2 × 100 mg" in text
    assert "[ ] yes  [ ] no  [ ] cannot be told from the record:  nothing was discarded" in text
    for word in ("denied", "JZ", "J9263", "Invented", "410"):
        assert word not in text, word


def test_a_question_without_a_fix_asks_to_compare_and_does_not_judge() -> None:
    made = outcome(found=(WASTE.model_copy(update={"fixes": ()}),))
    text = query_text(findings_state(made).cards[0], made)
    assert "compare this with the record" in text
    assert "denied" not in text


def test_questions_are_shown_even_while_a_fact_cannot_be_used() -> None:
    from oncodesk.domain.errors import UnusableInput

    asked = Query(about="line 2", text="?", by="Ada", at="2026-03-12T09:30")
    assert findings_state(outcome(queries=(asked,))).queries == (asked,)
    session = Session({}, Decisions(queries=(asked,)))
    assert findings_state(Outcome(session, problem=UnusableInput("visit", "expected"))).queries == (asked,)
    assert Decisions(queries=(asked,)).is_waiting
    assert not Decisions(queries=(asked.model_copy(update={"answer": "yes"}),)).is_waiting


@pytest.fixture
def card() -> PayerCard:
    """A card of an invented payer."""
    policy = WrittenPolicy(kind="commercial", title="Waste", dated=DAY, file="w.pdf", since=DAY, until=DAY)
    one = CardException(rule="drugs.waste-modifier-expected", becomes="off", policy=policy)
    return PayerCard(payer=CardPayer(kind="commercial", name="Example Health"), exceptions=(one,))


def test_cards_that_count_stand_before_withdrawn_ones_and_the_programs(card: PayerCard) -> None:
    at = datetime(2026, 3, 12, 12, 0, tzinfo=UTC)
    held = (HeldCard(1, card, "Ada", at, files=("w.pdf",)), HeldCard(2, card, "Ada", at, "Bo", at))
    rows = card_rows(held, (card,))
    assert [(row.number, row.is_withdrawn, row.file) for row in rows] == [
        (1, False, "w.pdf"), (2, True, ""), (None, False, "")
    ]  # fmt: skip
    assert rows[0].cells[:3] == ("Example Health", "drugs.waste-modifier-expected: off", "Waste · w.pdf")
    assert rows[0].cells[3:] == ("2026-03-12", "2026-03-12 – 2026-03-12", "2026-03-12, Ada")
    assert rows[1].cells[-1] == "withdrawn 2026-03-12, Bo"
    assert rows[2].cells[-1] == "comes with OncoDesk"
    assert isinstance(rows[0], CardRow) and rows[0].said.startswith("Payer Example Health")


def test_an_offered_card_says_what_is_kept_with_it(card: PayerCard) -> None:
    state = offer_state(card, ("a change",), ("w.pdf",))
    assert (state.title, state.changes, state.can_keep) == (
        "Payer card of Example Health: keep it?", ("a change", "Kept with it: w.pdf"), True
    )  # fmt: skip
