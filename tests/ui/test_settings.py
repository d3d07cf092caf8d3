"""The practice's particulars and charges, typed and kept."""

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QAction

from oncodesk.domain.errors import UnusableInput
from oncodesk.ui.panels.settings.presenter import complaint, fees_of, practice_of
from oncodesk.ui.panels.settings.state import settings_state

if TYPE_CHECKING:
    from oncodesk.ui.shell.main_window import MainWindow

TODAY = date(2026, 9, 17)
WHOLE = {
    "name": "Invented Oncology", "address.line1": "1 Elm St", "address.city": "Springfield", "address.state": "il",
    "address.zip": "62701", "phone": "217-555-0100", "npi": "1538296744",
}  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"name": ""}, "Practice name: "),
        ({"address.city": ""}, "City: "),
        ({"npi": "1538296745"}, "Group NPI: type ten digits"),
    ],
)
def test_a_particular_that_cannot_be_used_is_named(typed: dict[str, str], told: str) -> None:
    with pytest.raises(UnusableInput) as found:
        practice_of(WHOLE | typed)
    assert complaint(found.value).startswith(told)


def test_particulars_come_back_as_they_were_typed() -> None:
    practice = practice_of(WHOLE)
    shown = dict(settings_state(practice, None, TODAY).practice)
    assert {path: shown[path] for path in WHOLE} == WHOLE | {"address.state": "IL"}
    assert practice_of({"name": "Bare"}).address is None


def test_two_columns_of_a_sheet_are_charges() -> None:
    text = "Code\tCharge\n96413\t$1,410.00\nj9263,0.64\n\n96415 88\n96415 88\n"
    fees = fees_of(text, "0101", TODAY)
    assert fees.since == date(2026, 1, 1)
    assert fees.per_unit == {"96413": Decimal("1410.00"), "J9263": Decimal("0.64"), "96415": Decimal(88)}
    shown = settings_state(None, fees, TODAY)
    assert fees_of(shown.charges, shown.since, TODAY) == fees


@pytest.mark.parametrize(
    ("text", "since", "told"),
    [
        ("96413 410\noops", "t", "Line 2: type a code"),
        ("96413 -4", "t", "Line 1: "),
        ("96413 410\n96413 411", "t", "Line 2: 96413 stands above"),
        ("96413 410", "someday", "In force from: type a date"),
        ("x" * 10_000 + "1", "t", "Line 1: "),
    ],
)
def test_a_line_that_cannot_be_used_is_named(text: str, since: str, told: str) -> None:
    with pytest.raises(UnusableInput) as found:
        fees_of(text, since, TODAY)
    assert complaint(found.value).startswith(told)
    assert len(complaint(found.value)) < 200


def test_charges_typed_price_the_open_visit_and_leave_a_finalised_one(window: "MainWindow") -> None:
    found = next(v for v in window.desk.store.list_visits() if v.patient_name.startswith("Placeholder"))
    window.saving.open(found.id)
    window.saving.finalise()
    if window.bench.number is None:
        window.saving.finalise()
    number, claim = window.bench.number, window.bench.final and window.bench.final.claim
    assert number is not None
    assert claim is not None
    assert not window.bench.differs
    window.show_screen("settings")
    view = window.settings.view
    view.text.setPlainText("96413 999.00")
    view.keep.click()
    assert "1 code kept" in view.charges_note.text()
    assert window.bench.differs
    assert "finalise again" in window.visit.state.text()
    kept = window.desk.store.last_claim(found.id)
    assert kept is not None
    assert kept.claim == claim
    window.saving.finalise()
    if window.bench.differs:
        window.saving.finalise()
    assert window.bench.number == number + 1
    assert not window.bench.differs


def test_a_missing_particular_leads_to_its_field(window: "MainWindow") -> None:
    window.superbill.went.emit("practice.tax_id")
    assert window.stack.currentWidget() is window.settings
    assert window.focusWidget() is window.settings.view.inputs["tax_id"]
    window.settings.view.inputs["tax_id"].setText("12-3456789")
    window.settings.view.inputs["tax_id"].setModified(True)
    window.close()
    practice = window.desk.practice()
    assert practice is not None
    assert practice.tax_id == "12-3456789"


def test_an_empty_visit_is_never_finalised(window: "MainWindow") -> None:
    action = window.findChild(QAction, "visit.new")
    assert isinstance(action, QAction)
    action.trigger()
    for _ in range(3):
        window.saving.finalise()
    assert window.bench.number is None
    assert "nothing to bill" in window.said.text()
    window.visit.grid.typed.emit("", "drug", "normal saline")
    window.visit.header.typed.emit("services", "99213")
    for _ in range(3):
        window.saving.finalise()
    assert window.bench.number is None
    assert "patient" in window.said.text()
