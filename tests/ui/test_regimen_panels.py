"""Regimens in the Library, and today beside the regimen."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from oncodesk.codes.library import CodeSets
from oncodesk.coding.what_if import Change
from oncodesk.domain.errors import UnusableInput
from oncodesk.domain.reading import parse
from oncodesk.domain.template import Template
from oncodesk.services import sample_practice
from oncodesk.services.keep_regimen import written
from oncodesk.services.regimens.differing import Compared, Differs
from oncodesk.services.regimens.expecting import expected
from oncodesk.ui.panels.regimen.presenter import fact_at
from oncodesk.ui.panels.regimen.state import regimen_state
from oncodesk.ui.panels.regimen.view import RegimenView
from oncodesk.ui.panels.templates.presenter import blank, drug_entered, entered
from oncodesk.ui.panels.templates.state import Listed, templates_state
from oncodesk.ui.panels.templates.view import TemplatesView

if TYPE_CHECKING:
    from oncodesk.ui.shell.main_window import MainWindow

TODAY = date(2026, 9, 17)
SHORT = Change("96415", (), 1, 0, Decimal("-88.00"))
DIFFERS = (
    Differs("dose", "fluorouracil", "fluorouracil 600 mg, ordered 700 mg (-14 %)", "a5"),
    Differs("duration", "oxaliplatin", "oxaliplatin ran 85 min, usually 120", "a3", (SHORT,), Decimal("-88.00")),
)


def test_what_costs_most_is_told_first_and_summed() -> None:
    state = regimen_state(Compared("FOLFOX", DIFFERS, (SHORT,), Decimal("-88.00"), ("oxaliplatin 85 mg/m2",)))
    assert state.heading == "FOLFOX · 2 differences, −$88.00"
    assert [row.fact for row in state.rows] == ["a3", "a5", ""]
    assert state.rows[0].effect == "96415 1 → 0 · −$88.00"
    assert state.rows[1].effect == "Changes nothing in the claim"
    assert fact_at(state, 1) == "a5" and fact_at(state, 7) == ""
    assert regimen_state(Compared("FOLFOX")).heading == "FOLFOX · as ordered"
    assert regimen_state(None).rows == ()


def test_the_panel_leads_to_the_drug_and_hides_without_a_regimen(qtbot: QtBot) -> None:
    view = RegimenView()
    qtbot.addWidget(view)
    went: list[str] = []
    view.went.connect(went.append)
    view.show_state(regimen_state(Compared("FOLFOX", DIFFERS, (SHORT,), Decimal("-88.00"))))
    assert view.isVisibleTo(view.parentWidget()) or not view.isHidden()
    view.list.setCurrentRow(0)
    qtbot.keyClick(view.list, Qt.Key.Key_Return)
    assert went == ["a3"]
    view.show_state(regimen_state(None))
    assert view.isHidden()


@pytest.mark.parametrize(
    ("typed", "held"),
    [
        ("0.25 mg", {"dose": {"amount": 0.25, "unit": "mg"}}),
        ("200", {"dose": {"amount": 200, "unit": "mg"}}),
        ("85 mg/m2", {"dose_by": "85 mg/m2"}),
        ("85mg/m²", {"dose_by": "85 mg/m2"}),
        ("8 mg / kg", {"dose_by": "8 mg/kg"}),
        ("5000 u/m2", {"dose_by": "5000 units/m2"}),
        ("auc 5", {"dose_by": "AUC 5"}),
        ("", {}),
    ],
)
def test_doses_and_rules_are_understood(typed: str, held: dict[str, object]) -> None:
    draft = blank("X") | {"administrations": [{"drug": "carboplatin", "route": "iv_infusion", "dose_by": "AUC 6"}]}
    row = drug_entered(draft, 0, "dose", typed, "mg")["administrations"][0]
    assert {name: row[name] for name in ("dose", "dose_by") if name in row} == held
    parse(Template, drug_entered(draft, 0, "dose", typed, "mg"))


def test_a_regimen_is_typed_from_nothing() -> None:
    draft = blank("Weekly")
    draft = drug_entered(draft, 0, "drug", "paclitaxel", None)
    for column, text in (
        ("dose", "80 mg/m2"),
        ("ordered_minutes", "60"),
        ("containers", "1x100+1x30"),
        ("route", "inf"),
    ):
        draft = drug_entered(draft, 0, column, text, "mg")
    for path, text in (
        ("cycle_days", "7"),
        ("since", "0901"),
        ("payers", "medicare commercial"),
        ("diagnoses", "c50.911*"),
    ):
        draft = entered(draft, path, text, TODAY)
    made = parse(Template, draft)
    assert (made.cycle_days, str(made.since), made.payers) == (7, "2026-09-01", ("medicare", "commercial"))
    drug = made.administrations[0]
    assert (drug.dose_by, drug.ordered_minutes, len(drug.containers), drug.sequence) == ("80 mg/m2", 60, 2, 1)
    assert parse(Template, drug_entered(draft, 0, "drug", "", None)).administrations == ()


@pytest.mark.parametrize(
    ("path", "text"),
    [("cycle_days", "weekly"), ("payers", "harbor"), ("name", " "), ("since", "1345"), ("services", "x")],
)
def test_what_cannot_be_used_is_said(path: str, text: str) -> None:
    with pytest.raises(UnusableInput) as said:
        entered(blank("X"), path, text, TODAY)
    assert "expected" in said.value.expected


def test_without_charges_nothing_is_said_to_be_free(code_sets: CodeSets) -> None:
    first, *_ = sample_practice.templates()
    listed = (Listed(first, expected(first, code_sets.at(TODAY))),)
    state = templates_state(listed, 0, written(first), (), ("", ""), TODAY)
    assert state.rows[0][3] == ""
    assert "no charges entered" in state.heading and "Settings" in state.heading
    assert "$" not in state.heading


def test_the_list_says_what_is_expected_and_in_use(code_sets: CodeSets, qtbot: QtBot) -> None:
    tables, fees = code_sets.at(TODAY), sample_practice.fees()
    first, second, *_ = sample_practice.templates()
    second = second.model_copy(update={"until": date(2026, 8, 31)})
    listed = tuple(Listed(one, expected(one, tables, fees)) for one in (first, second))
    state = templates_state(listed, 0, written(first), ("From 2027-01-01: x",), ("cycle_days", "expected days"), TODAY)
    assert state.rows[0][1:] == (
        "14 d",
        "palonosetron, dexamethasone, oxaliplatin, leucovorin, fluorouracil",
        "1,306.00 +",
        "yes",
    )
    assert state.rows[1][4] == "ended 2026-08-31"
    assert state.drugs[2] == ("oxaliplatin", "IV infusion", "85 mg/m2", "120", "2 × 100 mg", "3")
    assert ("J9263", "oxaliplatin, per 0.5 mg", "by dose", "") in state.expected
    assert state.shown("cycle_days").problem == "expected days" and state.problem.startswith("Cycle days")

    view = TemplatesView()
    qtbot.addWidget(view)
    cells: list[tuple[int, str, str]] = []
    chosen: list[int] = []
    view.cell.connect(lambda *told: cells.append(told))
    view.chosen.connect(chosen.append)
    view.show_state(state)
    assert cells == [] and chosen == []
    item = view.drugs.item(2, 2)
    assert item is not None
    item.setText("100 mg/m2")
    view.list.selectRow(1)
    assert (cells, chosen) == ([(2, "dose", "100 mg/m2")], [1])


def _press(window: "MainWindow", identifier: str) -> None:
    action = window.findChild(QAction, identifier)
    assert isinstance(action, QAction)
    action.trigger()


def test_a_visit_becomes_a_regimen_and_is_told_apart_from_it(
    window: "MainWindow", tmp_path: Path, qtbot: QtBot
) -> None:
    found = next(v for v in window.desk.store.list_visits() if v.patient_name.startswith("Placeholder"))
    window.saving.open(found.id)
    note = window.visit.regimen.note
    qtbot.waitUntil(lambda: note.text() == "Pembrolizumab, every 3 weeks · as ordered", timeout=20_000)
    window.visit.grid.typed.emit("a1", "stop", "1145")
    qtbot.waitUntil(lambda: "1 difference" in note.text(), timeout=20_000)
    assert "96415 0 → 1" in window.visit.regimen.state.rows[0].effect
    _press(window, "visit.as_regimen")
    library = window.library.templates
    assert library.view.isVisible() and library.view.state.shown("name").text == "Keytruda"
    library.view.typed.emit("name", "Pembrolizumab, slow")
    library.view.cell.emit(0, "ordered_minutes", "95")
    library.view.typed.emit("cycle_days", "never")
    assert "whole number" in library.view.state.problem
    kept = window.desk.templates()[-1]
    assert (kept.name, kept.administrations[0].ordered_minutes, kept.cycle_days) == ("Pembrolizumab, slow", 95, None)
    library.write_to(tmp_path / "slow.json")
    library.view.removed.emit()
    assert kept not in window.desk.templates()
    window.library.offer([str(tmp_path / "slow.json")])
    assert window.desk.templates()[-1] == kept
    library.take([tmp_path / "absent.json"])
    assert "absent.json" in window.said.text()
    library.view.added.emit()
    assert library.view.state.shown("name").text == "New regimen 1"
