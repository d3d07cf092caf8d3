"""A visit is judged by what the practice has billed for the patient before, and says so."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from oncodesk.ui.shell.main_window import MainWindow


def rules(window: "MainWindow") -> set[str]:
    """The rules that speak of the open visit."""
    outcome = window.bench.outcome
    assert outcome is not None and outcome.report is not None
    return {finding.rule for finding in outcome.report.findings}


def test_a_visit_entered_twice_is_found_and_the_first_is_not(window: "MainWindow") -> None:
    first = next(v for v in window.desk.store.list_visits() if v.patient_name.startswith("Imaginary"))
    window.saving.open(first.id)
    assert "claim.billed-already" not in rules(window)
    outcome, draft = window.bench.outcome, window.bench.session
    assert outcome is not None and outcome.claim is not None and outcome.report is not None and draft is not None
    window.desk.finalise(first.id, outcome.claim, outcome.report)
    again = window.desk.store.save_draft(None, draft.draft)
    window.saving.open(again)
    assert "claim.billed-already" in rules(window)
    window.saving.open(first.id)
    assert "claim.billed-already" not in rules(window)
    assert not window.bench.differs
