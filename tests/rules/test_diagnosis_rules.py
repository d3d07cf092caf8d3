"""Diagnosis rules beyond their own examples: order, facts, the tabular list, payers, what stays quiet."""

from collections.abc import Callable
from typing import Any

import pytest

from oncodesk.codes.tables import Tables
from oncodesk.coding.derive import derive
from oncodesk.domain.claim import Claim
from oncodesk.domain.edits import apply_edits
from oncodesk.domain.report import Finding, Report
from oncodesk.rules.check import check
from oncodesk.rules.examples import claim, given, line, visit
from oncodesk.rules.radiation.samples import fractions

OnDay = Callable[[str], Tables]
COMMERCIAL = {"kind": "commercial", "name": "Example Health", "member_id": "X1"}


def report(made: Claim, tables_on: OnDay) -> Report:
    tables = tables_on(made.date_of_service.isoformat())
    return check(made, tables, derive(made.visit, tables) if made.visit else None)


def of(rule: str, made: Claim, tables_on: OnDay) -> list[Finding]:
    return [f for f in report(made, tables_on).findings if f.rule == f"diagnosis.{rule}"]


def loud(made: Claim, tables_on: OnDay) -> list[str]:
    """Errors and warnings of the diagnosis rules."""
    said = report(made, tables_on).findings
    return [f"{f.rule}: {f.message}" for f in said if f.rule.startswith("diagnosis.") and f.severity != "info"]


@pytest.mark.parametrize(
    ("lines", "dx"),
    [
        (["99214"], "D64.81 C34.11 T45.1X5A"), (["99214"], "G89.3 C76.0"), (["99214"], "C91.11"),
        (["99214"], "D70.1 R50.81 C71.6 C79.49 T45.1X5A"), (["96413"], "Z51.11 C18.2"),
        (["96413"], "Z51.11 Z51.12 C34.11"), (["96401"], "Z51.11 D46.9"), (["96402"], "C20"),
        (["77407", "77427"], "Z51.0 C79.51 C20"), (["77778"], "C20"), (["96365"], "D50.9 N18.30"),
        (["36430"], "C92.00 D63.0"), (["96360"], "E86.0 C56.1"), (["99214"], "C79.51 C80.1"),
    ],
)  # fmt: skip
def test_right_orders_are_quiet(lines: list[str], dx: str, tables_on: OnDay) -> None:
    assert loud(claim(*(line(code) for code in lines), dx=dx), tables_on) == []


def treatment(dx: str, **more: Any) -> Claim:
    facts = visit(given("a1", "paclitaxel", at="09:00-10:00"), dx="C50.911")
    return claim(line("96413"), dx=dx, visit=facts, **more)


def test_the_visit_for_treatment_comes_first(tables_on: OnDay) -> None:
    (found,) = of("treatment-encounter-order", treatment("C50.911 Z51.11"), tables_on)
    assert found.severity == "error"
    cured = apply_edits(treatment("C50.911 Z51.11"), found.fixes[0].edits)
    assert cured.diagnoses == ("Z51.11", "C50.911")
    assert cured.pointed(cured.lines[0]) == ("C50.911", "Z51.11")


def test_a_missing_visit_code_is_found_from_facts_and_from_lines(tables_on: OnDay) -> None:
    assert [f.severity for f in of("treatment-encounter-order", treatment("C50.911"), tables_on)] == ["error"]
    plain = claim(line("96413"), line("J9201", 8, "JZ"), dx="C25.0")
    assert [f.severity for f in of("treatment-encounter-order", plain, tables_on)] == ["warning"]
    assert [f.severity for f in of("treatment-encounter-order", claim(line("77407"), dx="C61"), tables_on)] == [
        "warning"
    ]


def test_other_payers_get_a_warning(tables_on: OnDay) -> None:
    made = treatment("C50.911 Z51.11", payer=COMMERCIAL)
    assert [f.severity for f in of("treatment-encounter-order", made, tables_on)] == ["warning"]


def test_a_complication_before_the_treatment_is_only_doubtful(tables_on: OnDay) -> None:
    made = claim(line("96413"), dx="D70.1 Z51.11 C18.2 T45.1X5A")
    assert [f.severity for f in of("treatment-encounter-order", made, tables_on)] == ["warning"]


@pytest.mark.parametrize(
    ("lines", "dx", "rule"),
    [
        (["96413"], "Z51.11 K50.90", "treatment-encounter-without-neoplasm"),
        (["99213"], "Z51.11 C18.2", "treatment-encounter-without-treatment"),
        (["99213"], "Z51.0 C61", "treatment-encounter-without-treatment"),
        (["99214"], "T45.1X5A D64.81 C34.11", "adverse-effect-first"),
        (["99214"], "Z17.0 C50.411", "never-first"),
        (["99214"], "D63.0 C34.11", "code-first-order"),
        (["99214"], "R50.81 D70.1 C34.11 T45.1X5A", "never-first"),
        (["99214"], "D63.0 D61.1 C34.11", "excludes-pair"),
        (["96413"], "Z51.11 Z08 C34.11", "excludes-pair"),
        (["99214"], "C79.9 C80.1", "excludes-pair"),
        (["99214"], "C78.7 C18.2 C80.1", "unknown-primary-beside-known"),
        (["99214"], "C50.9", "incomplete-code"),
        (["99214"], "D64.81 C34.11 T45.1X5", "incomplete-code"),
        (["99214"], "C18.2 C18.2", "listed-twice"),
        (["77407"], "C50.0X9", "not-in-edition"),
    ],
)
def test_wrong_diagnoses_are_errors(lines: list[str], dx: str, rule: str, tables_on: OnDay) -> None:
    found = of(rule, claim(*(line(code) for code in lines), dx=dx), tables_on)
    assert [f.severity for f in found] == ["error"]


@pytest.mark.parametrize(
    ("dx", "row"),
    [
        ("Z51.11 Z08 C34.11", "DX-08"), ("G89.3 G89.29 C34.11", "DX-16"), ("D63.0 D61.1 C34.11", "DX-10"),
        ("C79.9 C80.1", "DX-19"),
    ],
)  # fmt: skip
def test_an_exclusion_names_the_row_it_stands_for(dx: str, row: str, tables_on: OnDay) -> None:
    (found,) = of("excludes-pair", claim(line("96413"), dx=dx), tables_on)
    assert row in found.covers


def test_poisoning_may_stand_first(tables_on: OnDay) -> None:
    assert of("adverse-effect-first", claim(line("99214"), dx="T45.1X1A D64.81"), tables_on) == []


@pytest.mark.parametrize(
    ("drug", "units", "dx", "wanted"),
    [
        ("J9271", 200, "Z51.11 C34.11", ("Z51.12", "C34.11")), ("J9201", 8, "Z51.12 C25.0", ("Z51.11", "C25.0")),
        ("J9271", 200, "Z51.12 C34.11", None),
    ],
)  # fmt: skip
def test_the_visit_code_fits_the_drug(
    drug: str, units: int, dx: str, wanted: tuple[str, ...] | None, tables_on: OnDay
) -> None:
    made = claim(line("96413"), line(drug, units, "JZ"), dx=dx)
    found = of("treatment-encounter-kind", made, tables_on)
    assert [apply_edits(made, f.fixes[0].edits).diagnoses for f in found] == ([wanted] if wanted else [])
    assert all(f.severity == "warning" and "Confirm" in f.why for f in found)


def test_a_mixed_visit_needs_both_codes(tables_on: OnDay) -> None:
    made = claim(line("96413"), line("J9271", 200, "JZ"), line("J9201", 8, "JZ"), dx="Z51.12 C34.11")
    (found,) = of("treatment-encounter-kind", made, tables_on)
    assert apply_edits(made, found.fixes[0].edits).diagnoses == ("Z51.12", "Z51.11", "C34.11")


def test_an_unlisted_drug_leaves_the_kind_open(tables_on: OnDay) -> None:
    assert of("treatment-encounter-kind", claim(line("96401"), line("J9999"), dx="Z51.12 C34.11"), tables_on) == []


def test_history_and_current(tables_on: OnDay) -> None:
    facts = visit(reason="evaluation", diagnoses=[{"code": "C61", "status": "history"}])
    (found,) = of("history-billed-as-active", claim(line("99213"), dx="C61", visit=facts), tables_on)
    assert (found.severity, found.facts) == ("warning", ("diagnoses.0",))
    assert of("history-under-treatment", claim(line("96413"), dx="Z85.038"), tables_on)
    assert of("active-and-history", claim(line("99213"), dx="C50.411 Z85.3"), tables_on)


def test_remission_is_no_history(tables_on: OnDay) -> None:
    facts = visit(reason="evaluation", diagnoses=[{"code": "C91.10", "status": "in_remission"}])
    (found,) = of("remission-status", claim(line("99214"), dx="Z85.6", visit=facts), tables_on)
    assert apply_edits(claim(line("99214"), dx="Z85.6"), found.fixes[0].edits).diagnoses == ("C91.11",)


@pytest.mark.parametrize(
    ("facts", "dx", "row"),
    [
        ([{"code": "C34.11"}, {"code": "D64.81", "treated": True, "due_to": "antineoplastic_drug"}],
         "C34.11 D64.81 T45.1X5A", "DX-10"),
        ([{"code": "C61"}, {"code": "G89.3", "treated": True}], "C61 G89.3", "DX-16"),
        ([{"code": "C50.411"}, {"code": "C79.51", "treated": True}], "C50.411 C79.51", "DX-18"),
    ],
)  # fmt: skip
def test_what_the_visit_was_for_comes_first(facts: list[dict[str, Any]], dx: str, row: str, tables_on: OnDay) -> None:
    made = claim(line("99214"), dx=dx, visit=visit(reason="complication", diagnoses=facts))
    assert [f.covers for f in of("first-not-purpose", made, tables_on)] == [(row,)]


def test_a_harm_needs_its_cause(tables_on: OnDay) -> None:
    made = claim(line("99214"), dx="D70.1")
    assert [f.severity for f in of("harm-without-cause", made, tables_on)] == ["warning", "warning"]
    mucositis = claim(line("99214"), dx="K12.31 C10.9")
    assert [f.severity for f in of("harm-without-cause", mucositis, tables_on)] == ["info"]
    assert of("harm-without-cause", claim(line("99214"), dx="D70.1 C10.9 Y84.2"), tables_on) == []


def test_a_code_outside_the_loaded_edition_is_not_checked(tables_on: OnDay) -> None:
    made = claim(line("99214"), dx="C50.977", date_of_service="2026-11-12")
    assert of("not-in-edition", made, tables_on) == []
    assert any(n.rule == "diagnosis.not-in-edition" for n in report(made, tables_on).not_checked)


@pytest.mark.parametrize(
    ("pointers", "kept"), [("", "A"), ("Z", "A"), ("ABZ", "AB"), ("ABCDE", "ABCD"), ("BB", "B"), ("BA", None)]
)
def test_pointers_stay_within_the_form(pointers: str, kept: str | None, tables_on: OnDay) -> None:
    made = claim(line("99214", pointers=pointers), dx="C18.2 E86.0 R11.2 D50.9 R53.1")
    found = [f for f in of("pointers-unusable", made, tables_on) if f.severity == "error"]
    assert [apply_edits(made, f.fixes[0].edits).lines[0].pointers for f in found] == ([kept] if kept else [])


def test_more_than_twelve_diagnoses(tables_on: OnDay) -> None:
    dx = "C18.2 C78.7 C78.02 E86.0 R11.2 D50.9 R53.1 I10 E11.9 K59.00 R19.7 G47.00 M54.50"
    found = of("pointers-unusable", claim(line("99214"), dx=dx), tables_on)
    assert any(f.diagnoses == ("M54.50",) and f.severity == "error" for f in found)


def test_listing_twice_is_cured_with_its_pointers(tables_on: OnDay) -> None:
    made = claim(line("99214", pointers="CB"), dx="C18.2 E86.0 C18.2 R11.2")
    (found,) = of("listed-twice", made, tables_on)
    cured = apply_edits(made, found.fixes[0].edits)
    assert cured.diagnoses == ("C18.2", "E86.0", "R11.2")
    assert cured.pointed(cured.lines[0]) == ("C18.2", "E86.0")


def test_sex_is_answered_by_the_modifier(tables_on: OnDay) -> None:
    assert of("sex-conflict", claim(line("99214"), dx="C61"), tables_on)
    made = claim(line("99214", 1, "KX"), dx="C61")
    assert of("sex-conflict", made, tables_on) == []
    assert any(r.by == "KX" for r in report(made, tables_on).resolved)
    assert of("sex-conflict", claim(line("99214"), dx="C50.121"), tables_on)


def test_suspicion_is_not_coded(tables_on: OnDay) -> None:
    facts = visit(reason="evaluation", diagnoses=[{"code": "C34.11", "status": "suspected"}, {"code": "R91.1"}])
    assert [
        f.severity
        for f in of("suspected-as-confirmed", claim(line("99214"), dx="R91.1 C34.11", visit=facts), tables_on)
    ] == ["error"]
    said = claim(line("99214", narrative="Probable lung cancer"), dx="C34.11")
    assert [f.severity for f in of("suspected-as-confirmed", said, tables_on)] == ["warning"]


def test_hydration_points_to_the_dehydration(tables_on: OnDay) -> None:
    facts = visit(given("a1", "normal saline", at="09:00-10:30"), reason="hydration", dx="E86.0 C18.2")
    made = claim(line("96360", pointers="B"), dx="E86.0 C18.2", visit=facts)
    (found,) = of("first-pointer", made, tables_on)
    assert apply_edits(made, found.fixes[0].edits).lines[0].pointers == "AB"


def test_the_treated_metastasis_follows_the_visit_for_radiation(tables_on: OnDay) -> None:
    facts = visit(
        reason="radiation_treatment",
        diagnoses=[{"code": "C20"}, {"code": "C79.51", "treated": True}],
        radiation={"course": {"id": "C1", "modality": "external_beam", "technique": "3d"}, "events": fractions(1)},
    )
    made = claim(line("77407"), dx="Z51.0 C20 C79.51", visit=facts)
    (found,) = of("first-not-purpose", made, tables_on)
    assert found.covers == ("DX-18",)
    assert apply_edits(made, found.fixes[0].edits).diagnoses == ("Z51.0", "C79.51", "C20")


def test_a_bone_drug_alone_is_no_visit_for_treatment(tables_on: OnDay) -> None:
    made = claim(line("96372"), line("J0897", 120, "JZ"), dx="Z51.12 C79.51 C50.411")
    assert [f.severity for f in of("treatment-encounter-kind", made, tables_on)] == ["warning"]
    assert of("treatment-encounter-without-treatment", made, tables_on) == []


@pytest.mark.parametrize(
    ("loose", "told"),
    [
        ("Z17.0", False), ("T45.1X5A", False), ("Z79.811", False), ("Z85.3", False), ("Z92.21", False),
        ("Z00.6", False), ("Y84.2", False), ("E86.0", True), ("C79.51", True),
    ],
)  # fmt: skip
def test_a_companion_may_stay_unpointed(loose: str, told: bool, tables_on: OnDay) -> None:
    held = claim(line("99214", pointers="A"), dx=f"C50.911 {loose}")
    assert bool(of("pointers-unusable", held, tables_on)) is told
