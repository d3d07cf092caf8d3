"""What would answer a question is offered as a fact to affirm, where the facts say how much it is."""

from collections.abc import Callable
from typing import Any

from oncodesk.codes.tables import Tables
from oncodesk.domain.report import Fix
from oncodesk.rules.examples import visit
from oncodesk.services.answers import answers
from oncodesk.services.derive_claim import derive_claim

OnDay = Callable[[str], Tables]


def given(**more: Any) -> dict[str, Any]:
    return {
        "id": "a1", "drug": "carboplatin", "route": "iv_infusion", "start": "09:00", "stop": "09:40",
        "dose": {"amount": 550, "unit": "mg"},
        "containers": [{"amount": 600, "unit": "mg", "kind": "single_dose"}],
    } | more  # fmt: skip


def offered(tables_on: OnDay, *rows: dict[str, Any]) -> list[Fix]:
    facts = visit(*rows, date_of_service="2026-09-17")
    asked = derive_claim(facts, tables_on("2026-09-17")).questions
    return [fix for question in asked for fix in answers(question, facts)]


def test_the_rest_of_a_vial_is_offered_as_discarded(tables_on: OnDay) -> None:
    fix = offered(tables_on, given())[0]
    assert fix.only_if == "50 mg of carboplatin was discarded"
    assert fix.edits[0].value == {"amount": 50, "unit": "mg"}
    facts = visit(given(discarded=fix.edits[0].value), date_of_service="2026-09-17")
    claim = derive_claim(facts, tables_on("2026-09-17")).claim
    assert [(line.code, line.modifiers, line.units) for line in claim.lines if line.code == "J9045"] == [
        ("J9045", (), 11),
        ("J9045", ("JW",), 1),
    ]


def test_nothing_is_offered_where_the_amount_is_not_known(tables_on: OnDay) -> None:
    assert offered(tables_on, given(dose={"amount": 700, "unit": "mg"})) == []
    assert offered(tables_on, given(discarded={"amount": 10, "unit": "mg"})) == []
    twice = given(id="a2", start="10:00", stop="10:40", containers=[])
    assert offered(tables_on, given(), twice) == []
