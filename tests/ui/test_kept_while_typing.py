"""What is typed is kept while one goes on typing, and a visit is ready only with its claim."""

from typing import TYPE_CHECKING, Any

import pytest
from pytestqt.qtbot import QtBot

from oncodesk.vault.errors import NotSaved

if TYPE_CHECKING:
    from oncodesk.ui.shell.main_window import MainWindow


def _open(window: "MainWindow") -> int:
    found = next(v for v in window.desk.store.list_visits() if v.patient_name.startswith("Sample"))
    window.saving.open(found.id)
    return found.id


def test_what_is_typed_without_a_pause_is_kept_meanwhile(window: "MainWindow", qtbot: QtBot) -> None:
    identifier = _open(window)
    for count in range(14):
        window.visit.header.typed.emit("patient.family_name", f"Steady{count}")
        qtbot.wait(100)
    assert "Steady" in window.desk.store.load_visit(identifier).draft["patient"]["family_name"]


def test_a_visit_whose_claim_was_not_sealed_is_not_ready(window: "MainWindow", monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: Any) -> int:
        raise NotSaved("Not saved: the disk does not take it.")

    identifier = _open(window)
    monkeypatch.setattr(window.desk.store, "finalise", full)
    for _ in range(2):
        window.saving.finalise()
    assert "Not saved" in window.said.text()
    assert window.desk.store.load_visit(identifier).status == "uncoded"
    monkeypatch.undo()
    window.saving.finalise()
    assert window.bench.number == 1
