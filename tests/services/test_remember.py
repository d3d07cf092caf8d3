"""The practice's own earlier claims become the history that rules ask for."""

from collections.abc import Callable
from typing import Any

import pytest

from oncodesk.codes.tables import Tables
from oncodesk.domain.claim import Claim
from oncodesk.domain.report import Report
from oncodesk.rules.examples import claim, line, visit
from oncodesk.services.check_claim import check_claim
from oncodesk.services.remember import history_of, remember

OnDay = Callable[[str], Tables]
COURSE = {
    "course": {"id": "C1", "modality": "external_beam", "technique": "imrt", "planned_fractions": 33},
    "events": [],
}


def on(day: str, *lines: dict[str, Any], **more: Any) -> Claim:
    return claim(*lines, date_of_service=day, **more)


def said(made: Claim, earlier: list[Claim], tables_on: OnDay) -> Report:
    return check_claim(remember(made, earlier), tables_on(made.date_of_service.isoformat()))


def found(made: Claim, earlier: list[Claim], tables_on: OnDay) -> set[str]:
    return {finding.rule for finding in said(made, earlier, tables_on).findings}


def treated(day: str, *lines: dict[str, Any]) -> Claim:
    facts = visit(dx="C61", reason="radiation_planning", date_of_service=day, radiation=COURSE)
    return on(day, *lines, dx="C61", visit=facts)


DEPOT = (line("96402"), line("J9217", 3, "JZ"))
SEEN = "2026-03-12"
BEFORE: dict[str, tuple[Claim, Claim]] = {
    "radiation.clinical-plan-repeated": (treated(SEEN, line("77263")), treated("2026-02-02", line("77263"))),
    "radiation.imrt-device": (treated(SEEN, line("77338")), treated("2026-02-02", line("77338"))),
    "radiation.special-treatment-repeated": (treated(SEEN, line("77470")), treated("2026-02-02", line("77470"))),
    "radiation.special-physics-repeated": (treated(SEEN, line("77370")), treated("2026-02-02", line("77370"))),
    "radiation.visit-in-course": (on(SEEN, line("99213"), dx="C61"), treated("2026-01-20", line("77427"))),
    "drugs.depot-too-soon": (on(SEEN, *DEPOT, dx="C61"), on("2026-02-12", *DEPOT, dx="C61")),
    "claim.billed-already": (on(SEEN, *DEPOT, dx="C61"), on(SEEN, *DEPOT, dx="C61")),
    "infusion.one-initial": (on(SEEN, line("96365"), dx="D50.9"), on(SEEN, line("96413"))),
    "evaluation.two-visits-a-day": (on(SEEN, line("99213"), dx="C61"), on(SEEN, line("99214"), dx="C61")),
    "evaluation.patient-not-new": (on(SEEN, line("99204"), dx="C61"), on("2025-05-12", line("99213"), dx="C61")),
}
"""By rule: what is billed now, and what was before."""


@pytest.mark.parametrize("rule", BEFORE)
def test_what_was_billed_before_is_remembered(rule: str, tables_on: OnDay) -> None:
    now, before = BEFORE[rule]
    assert rule in found(now, [before], tables_on)
    assert rule not in found(now, [], tables_on)


def test_after_the_limit_it_is_forgotten(tables_on: OnDay) -> None:
    depot = on("2026-03-12", line("96402"), line("J9217", 3, "JZ"), dx="C61")
    old = on("2025-12-11", line("96402"), line("J9217", 3, "JZ"), dx="C61")
    assert "drugs.depot-too-soon" not in found(depot, [old], tables_on)
    visited = on("2026-06-12", line("99213"), dx="C61")
    assert "radiation.visit-in-course" not in found(visited, [treated("2026-01-20", line("77427"))], tables_on)


def test_only_the_newest_claim_of_a_visit_counts() -> None:
    first, corrected = on("2026-02-12", line("99214"), line("36415")), on("2026-02-12", line("99213"))
    held = remember(on("2026-03-12", line("99213")), [first, corrected]).history
    assert [(past.code, past.units) for past in held] == [("99213", 1)]
    both = remember(on("2026-03-12", line("99213")), [first, corrected], visit_of=lambda c: c.lines[0].code).history
    assert [past.code for past in both] == ["36415", "99213", "99214"]


def test_the_visits_own_history_is_not_doubled() -> None:
    own = [{"date_of_service": "2026-02-12", "code": "96413", "course": None}]
    made = on("2026-03-12", line("96413"), history=own)
    earlier = [on("2026-02-12", line("96413"), line("96415", 2))]
    held = remember(made, earlier).history
    assert [(past.code, past.units) for past in held] == [("96413", 1), ("96415", 2)]
    assert remember(remember(made, earlier), earlier) == remember(made, earlier)


def test_the_facts_behind_a_claim_remember_the_same() -> None:
    made = treated("2026-03-12", line("77427"))
    held = remember(made, iter([treated("2026-02-02", line("77263"))]))
    assert held.visit
    assert [past.code for past in held.history] == [past.code for past in held.visit.history] == ["77263"]


def test_another_patients_claims_are_no_history() -> None:
    other = on("2026-02-12", line("96413"))
    assert other.patient
    other = other.model_copy(update={"patient": other.patient.model_copy(update={"account": "A-2"})})
    assert remember(on("2026-03-12", line("96413")), [other]).history == ()


def test_a_line_is_remembered_with_all_that_a_rule_asks() -> None:
    (past,) = history_of(treated("2026-02-02", line("77263", 1, "26", pointers="A")))
    assert (past.code, past.units, past.modifiers, past.course) == ("77263", 1, ("26",), "C1")
    assert (past.provider, past.diagnoses) == ("1234567893", ("C61",))
