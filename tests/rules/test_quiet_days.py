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
