"""Drafts, undo, and fixes that follow their line."""

from datetime import date

from oncodesk.domain.claim import Claim
from oncodesk.domain.decisions import Overlay
from oncodesk.domain.fees import Fees, priced
from oncodesk.domain.reading import parse
from oncodesk.domain.report import Edit
from oncodesk.ui.editing.draft import blank, get, new_id, put, with_administration, without_administration
from oncodesk.ui.editing.history import History, Session
from oncodesk.ui.editing.overlay import laid_over, repriced
from oncodesk.ui.editing.workbench import Workbench

DRAFT = {
    "administrations": [{"id": "a1", "drug": "x"}, {"id": "a2", "concurrent_with": ["a1"]}],
    "patient": {"sex": "F"},
}


def test_put_changes_only_what_is_named() -> None:
    new = put(DRAFT, "administrations.a2.stop", "09:00")
    assert get(new, "administrations.a2.stop") == "09:00"
    assert get(DRAFT, "administrations.a2.stop") is None
    assert new["administrations"][0] is DRAFT["administrations"][0]


def test_put_none_takes_away_and_leaves_no_empty_shell() -> None:
    assert "patient" not in put(DRAFT, "patient.sex", None)
    assert put({}, "patient.address.city", "X") == {"patient": {"address": {"city": "X"}}}


def test_rows_come_and_go() -> None:
    draft = with_administration(DRAFT, "saline", "iv_infusion")
    assert draft["administrations"][-1]["id"] == "a3" == new_id(DRAFT)
    left = without_administration(draft, "a1")
    assert [row["id"] for row in left["administrations"]] == ["a2", "a3"]
    assert "concurrent_with" not in left["administrations"][0]
    assert blank(date(2026, 1, 2))["date_of_service"] == "2026-01-02"


def test_undo_and_redo_over_everything() -> None:
    one, two, three = (Session({"n": n}) for n in (1, 2, 3))
    history = History(one).step("second", two).step("third", three)
    assert history.step("same", three) is history
    assert (history.undoes, history.redoes) == ("third", None)
    back = history.undo()
    assert (back.present, back.undoes, back.redoes) == (two, "second", "third")
    assert back.redo() == history
    assert back.step("other", one).redo().present == one
    assert History(one).undo().present == one


def _claim(*lines: tuple[str, str, str]) -> Claim:
    rows = [{"id": i, "code": code, "from": [fact]} for i, code, fact in lines]
    return parse(Claim, {"date_of_service": "2026-03-12", "diagnoses": ["C18.2"], "lines": rows})


def test_a_fix_follows_its_line_to_a_new_number() -> None:
    before = _claim(("1", "96413", "a1"), ("2", "96375", "a2"))
    (overlay,) = laid_over(
        before, (Overlay(edits=(Edit(op="add_modifier", line="2", value="59"),), title="Add 59"),)
    ).overlays
    after = _claim(("1", "96413", "a1"), ("2", "96415", "a1"), ("3", "96375", "a2"))
    laid = laid_over(after, (overlay,))
    assert [line.modifiers for line in laid.claim.lines] == [(), (), ("59",)]
    assert laid.edits[0].line == "3"
    assert laid.lost == ()


def test_a_line_whose_units_changed_is_priced_again() -> None:
    fees = parse(Fees, {"name": "x", "since": "2026-01-01", "per_unit": {"96413": "410.00", "96415": "88.00"}})
    derived = priced(_claim(("1", "96413", "a1"), ("2", "96415", "a1")), fees)
    units, charge = Edit(op="set_units", line="2", value=3), Edit(op="set_charge", line="2", value="99.50")
    laid = laid_over(derived, (Overlay(edits=(units,)),))
    assert [str(line.charge) for line in repriced(laid.claim, derived, fees, laid.edits).lines] == ["410.00", "264.00"]
    assert repriced(laid.claim, derived, None, laid.edits) == laid.claim
    own = laid_over(derived, (Overlay(edits=(units, charge)),))
    assert [str(line.charge) for line in repriced(own.claim, derived, fees, own.edits).lines] == ["410.00", "99.50"]


def test_a_fix_whose_line_is_gone_says_so_and_touches_nothing() -> None:
    before = _claim(("1", "96413", "a1"), ("2", "96375", "a2"))
    (overlay,) = laid_over(before, (Overlay(edits=(Edit(op="remove_line", line="2"),), title="Remove it"),)).overlays
    after = _claim(("1", "96413", "a1"), ("2", "96415", "a1"))
    laid = laid_over(after, (overlay,))
    assert (laid.claim, laid.edits, laid.lost) == (after, (), (overlay,))


def test_a_fault_of_ours_is_said_and_marks_the_claim_as_old() -> None:
    class Broken:
        def derive_claim(self, visit: object, earlier: object) -> None:
            raise RuntimeError(visit)

    bench = Workbench(Broken(), lambda name, work, then: then(work()), lambda: None)  # type: ignore[arg-type]
    bench.open(None, Session(blank(date(2026, 1, 2))))
    assert bench.is_current
    assert bench.outcome is not None
    assert "RuntimeError" in str(bench.outcome.problem)
