"""A repeat three-drug visit, played key by key into the real window: from Ctrl+N to the printed superbill."""

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

if TYPE_CHECKING:
    from pathlib import Path

    from oncodesk.services.desk import Desk
    from oncodesk.ui.shell.main_window import MainWindow

MOST = 70
"""Keys for a repeat visit of three drugs; a key held with Ctrl or Alt is one."""
_KEYS = {
    "Enter": Qt.Key.Key_Return, "Tab": Qt.Key.Key_Tab, "F8": Qt.Key.Key_F8, "Esc": Qt.Key.Key_Escape,
    "Down": Qt.Key.Key_Down,
}  # fmt: skip
_HELD = {
    "Ctrl": Qt.KeyboardModifier.ControlModifier, "Alt": Qt.KeyboardModifier.AltModifier,
    "Shift": Qt.KeyboardModifier.ShiftModifier,
}  # fmt: skip
PATIENT = {
    "account": "S-204", "family_name": "Smithers", "given_name": "Jo", "birth_date": "1962-05-08", "sex": "F",
    "address": {"line1": "4 Elm Court", "city": "Springfield", "state": "IL", "zip": "62704"},
}  # fmt: skip
LAST: dict[str, Any] = {
    "format": "oncodesk.visit/1", "date_of_service": "2026-08-27", "place_of_service": "11", "patient": PATIENT,
    "payer": {"kind": "commercial", "name": "Harbor Mutual (sample)", "member_id": "HM204"},
    "providers": {"rendering": {"name": "R. Ito", "npi": "1234567893", "credential": "MD"}},
    "reason": "antineoplastic_treatment", "diagnoses": [{"code": "C56.1", "treated": True}],
    "administrations": [
        {"id": "a1", "drug": "palonosetron", "route": "iv_push", "dose": {"amount": 0.25, "unit": "mg"},
         "start": "09:00", "containers": [{"amount": 0.25, "unit": "mg", "kind": "single_dose"}]},
        {"id": "a2", "drug": "paclitaxel", "route": "iv_infusion", "dose": {"amount": 300, "unit": "mg"},
         "start": "09:15", "stop": "12:15", "containers": [{"amount": 300, "unit": "mg", "kind": "single_dose"}]},
        {"id": "a3", "drug": "carboplatin", "route": "iv_infusion", "dose": {"amount": 600, "unit": "mg"},
         "start": "12:20", "stop": "12:50", "containers": [{"amount": 600, "unit": "mg", "kind": "single_dose"}]},
    ],
}  # fmt: skip


class Player:
    """Presses keys one by one into whatever has the focus, and counts them."""

    def __init__(self, window: "MainWindow", qtbot: QtBot) -> None:
        self.window, self.pressed = window, 0
        window.activateWindow()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is window)

    def press(self, *keys: str) -> None:
        """`Ctrl+N`, `Enter`, or text of which every sign is a key."""
        for key in keys:
            *held, last = key.split("+") if len(key) > 1 and key[0] in "CAS" and "+" in key else [key]
            modifiers = Qt.KeyboardModifier.NoModifier
            for name in held:
                modifiers |= _HELD[name]
            if held or key in _KEYS:
                self._one(_KEYS.get(last) or Qt.Key[f"Key_{last}"], modifiers)
            else:
                for sign in key:
                    self._one(sign, modifiers)

    def _one(self, key: Qt.Key | str, modifiers: Qt.KeyboardModifier) -> None:
        self.pressed += 1
        handle = self.window.windowHandle()
        QTest.keyClick(handle, key, modifiers)  # type: ignore[arg-type]
        for _ in range(3):
            QApplication.processEvents()


@pytest.fixture
def player(window: "MainWindow", desk: "Desk", qtbot: QtBot) -> Iterator[Player]:
    """Over the sample practice with a patient who was treated three weeks ago."""
    from oncodesk.domain.reading import parse
    from oncodesk.domain.visit import Visit

    identifier = desk.store.save_draft(None, LAST)
    derived = desk.derive_claim(parse(Visit, LAST))
    assert derived.report is not None
    desk.finalise(identifier, derived.claim, derived.report)
    yield Player(window, qtbot)


def _printed(window: "MainWindow", monkeypatch: pytest.MonkeyPatch, into: "Path") -> None:
    """The system's print dialog, as if it were answered with a file; whatever else prints is ours."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    def answered(dialog: QPrintDialog) -> int:
        dialog.printer().setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        dialog.printer().setOutputFileName(str(into))
        return 1

    monkeypatch.setattr(QPrintDialog, "exec", answered)


def test_a_repeat_visit_of_three_drugs_in_seventy_keys(
    player: Player, desk: "Desk", tmp_path: "Path", monkeypatch: pytest.MonkeyPatch
) -> None:
    window, paper = player.window, tmp_path / "paper.pdf"
    _printed(window, monkeypatch, paper)
    player.press("Ctrl+N", "smi j", "Enter")
    assert window.visit.start.state.who == "Smithers, Jo"
    player.press("t", "Enter")
    assert window.visit.start.state.choices[0].key == "Carboplatin and paclitaxel, every 3 weeks"
    player.press("Enter")
    player.press("Tab", "905", "Tab")
    player.press("290", "Tab", "920", "Tab", "1225", "Tab")
    player.press("550", "Tab", "1230", "Tab", "105p", "Tab")
    assert [row.cells[6].text for row in window.visit.grid.model.state.rows[:3]] == ["", "12:25", "13:05"]
    player.press("F8", "Alt+1", "F8", "Alt+1")
    assert window.visit.findings.state.counts["question"] == 0
    player.press("Ctrl+Return", "Ctrl+P", "Enter")
    print(f"{player.pressed} keys")
    assert player.pressed <= MOST

    final = window.bench.final
    assert final is not None
    assert final.claim.diagnoses == ("Z51.11", "C56.1")
    assert [(line.code, line.modifiers, line.units, line.pointers) for line in final.claim.lines] == [
        ("96413", (), 1, "AB"), ("96417", (), 1, "AB"), ("96415", (), 2, "AB"), ("96375", (), 1, "AB"),
        ("J9045", (), 11, "AB"), ("J9045", ("JW",), 1, "AB"), ("J9267", (), 290, "AB"), ("J9267", ("JW",), 10, "AB"),
        ("J2469", ("JZ",), 10, "AB"),
    ]  # fmt: skip
    assert final.claim.date_of_service == date(2026, 9, 17)
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(window.superbill.view.state.pdf)).pages)
    for said in ("Smithers, Jo", "2026-09-17", "Harbor Mutual", "HM204", "R. Ito", "C56.1", "J9267", "JW", "96415"):
        assert said in text, said
    assert len(pypdf.PdfReader(paper).pages) == 1
    assert "Printed 1 page" in window.said.text()
