"""Right claims of ordinary days that no rule may find fault with."""

from collections.abc import Callable
from datetime import date

import pytest

from oncodesk.codes.tables import Tables
from oncodesk.rules.check import check
from oncodesk.rules.examples import claim, line


def found(made, tables_on: Callable[[str], Tables]) -> set[str]:
    return {f.rule for f in check(made, tables_on(made.date_of_service.isoformat())).findings}


@pytest.mark.parametrize("draw", ["36415", "36591"])
def test_a_visit_beside_a_blood_draw_needs_no_25(draw, tables_on):
    made = claim(line("99214"), line(draw), line("85025"))
    assert "evaluation.separate-visit-unmarked" not in found(made, tables_on)
    assert "evaluation.nurse-visit-with-treatment" not in found(claim(line("99211"), line(draw)), tables_on)
    assert "evaluation.separate-visit-unmarked" in found(claim(line("99214"), line("96413")), tables_on)


@pytest.mark.parametrize(("day", "missing"), [("2023-06-30", False), ("2023-07-01", True)])
def test_nothing_wasted_is_said_only_since_there_is_a_word_for_it(day, missing, tables_on):
    made = claim(line("96413"), line("J9271", 200)).model_copy(update={"date_of_service": date.fromisoformat(day)})
    assert ("drugs.wastage-modifier-missing" in found(made, tables_on)) is missing


def test_a_tablet_has_no_container_to_waste(tables_on):
    assert "drugs.wastage-modifier-missing" not in found(claim(line("96413"), line("J8522", 10)), tables_on)


def test_without_a_payer_waste_modifiers_are_not_checked(tables_on):
    made = claim(line("96413"), line("J9271", 200), payer=None)
    said = check(made, tables_on("2026-03-12"))
    assert "drugs.wastage-modifier-missing" not in {f.rule for f in said.findings}
    assert any(n.rule == "drugs.wastage-modifier-missing" and "J9271" in n.reason for n in said.not_checked)


def test_an_administration_alone_is_a_reminder_where_nobody_says_who_supplied_the_drug(tables_on):
    found_here = check(claim(line("96413")), tables_on("2026-03-12")).findings
    assert {f.severity for f in found_here if f.rule == "infusion.drug-and-administration"} == {"info"}
