"""Radiation rules beyond their own examples: counts, courses, what answers a finding, what is not checked."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from oncodesk.codes.tables import Tables
from oncodesk.coding.derive import derive
from oncodesk.domain.claim import Claim
from oncodesk.domain.edits import apply_edits
from oncodesk.domain.report import Finding, Report
from oncodesk.policy.book import read_values
from oncodesk.rules.check import check
from oncodesk.rules.examples import DAY, claim, line
from oncodesk.rules.radiation.samples import event, fractions, treated

OnDay = Callable[[str], Tables]
EXAM = event("management_exam", performed_by="physician")
PLANNED = [{"date_of_service": "2026-03-02", "code": code, "course": "C1"} for code in ("77263", "77290", "77295")]


def report(made: Claim, tables_on: OnDay) -> Report:
    tables = tables_on(made.date_of_service.isoformat())
    return check(made, tables, derive(made.visit, tables) if made.visit else None)


def of(rule: str, made: Claim, tables_on: OnDay) -> list[Finding]:
    return [f for f in report(made, tables_on).findings if f.rule == f"radiation.{rule}"]


def unchecked(rule: str, made: Claim, tables_on: OnDay) -> list[str]:
    return [n.reason for n in report(made, tables_on).not_checked if n.rule == f"radiation.{rule}"]


def answered(rule: str, made: Claim, tables_on: OnDay) -> list[str]:
    return [r.by for r in report(made, tables_on).resolved if r.rule == f"radiation.{rule}"]


@pytest.mark.parametrize(
    ("count", "earned"), [(3, 1), (6, 1), (8, 2), (9, 2), (16, 3), (25, 5), (28, 6), (30, 6), (32, 6), (33, 7)]
)
def test_management_is_counted_by_five_fractions(count: int, earned: int, tables_on: OnDay) -> None:
    facts = treated(*fractions(count), EXAM, planned_fractions=count, complete=True)
    for units, wrong in ((earned, False), (earned + 1, True)):
        made = claim(line("77427", units), dx="Z51.0 C61", visit=facts)
        assert bool(of("management-count", made, tables_on)) is wrong


def test_too_few_units_of_a_whole_course_are_found(tables_on: OnDay) -> None:
    facts = treated(*fractions(10), EXAM, event("management_exam", date(2026, 3, 20), performed_by="physician"),
                    planned_fractions=10, complete=True)  # fmt: skip
    (found,) = of("management-count", claim(line("77427"), dx="Z51.0 C61", visit=facts), tables_on)
    assert found.fixes[0].edits[0].value == 2


def test_two_sessions_a_day_count_twice(tables_on: OnDay) -> None:
    twice = [
        event("fraction", date(2026, 3, 12 + n // 2), number=n + 1, session=n % 2 + 1, isocenters=1) for n in range(10)
    ]
    made = claim(line("77427", 2), dx="Z51.0 C61", visit=treated(*twice, EXAM))
    assert of("management-count", made, tables_on) == []


def test_management_without_known_fractions_is_not_checked(tables_on: OnDay) -> None:
    made = claim(line("77427"), dx="Z51.0 C61")
    assert of("management-count", made, tables_on) == []
    assert unchecked("management-count", made, tables_on)


def test_lines_of_delivery_stand_in_for_missing_facts(tables_on: OnDay) -> None:
    days = [line("77407", date_of_service=f"2026-03-{12 + n}") for n in range(5)]
    assert of("management-count", claim(*days, line("77427"), dx="Z51.0 C61"), tables_on) == []
    assert of("management-count", claim(*days, line("77427", 2), dx="Z51.0 C61"), tables_on)


@pytest.mark.parametrize(
    ("count", "units", "severity"),
    [
        (25, 5, None),
        (25, 6, "error"),
        (28, 5, None),
        (28, 6, "warning"),
        (28, 7, "error"),
        (3, 1, None),
        (3, 2, "error"),
    ],
)
def test_weekly_physics(count: int, units: int, severity: str | None, tables_on: OnDay) -> None:
    facts = treated(*fractions(count), event("physics_check"), planned_fractions=count, complete=True)
    found = of("physics-count", claim(line("77336", units), dx="Z51.0 C61", visit=facts), tables_on)
    assert [f.severity for f in found] == ([severity] if severity else [])


def test_no_weekly_physics_with_seeds(tables_on: OnDay) -> None:
    (found,) = of("physics-count", claim(line("77778"), line("77336"), dx="C61"), tables_on)
    cured = apply_edits(claim(line("77778"), line("77336"), dx="C61"), found.fixes[0].edits)
    assert [x.code for x in cured.lines] == ["77778"]


@pytest.mark.parametrize(("course", "severity"), [("C1", "error"), (None, "warning"), ("C2", None)])
def test_a_clinical_plan_in_the_history(course: str | None, severity: str | None, tables_on: OnDay) -> None:
    past = [{"date_of_service": "2026-03-02", "code": "77263", "course": course}]
    made = claim(line("77262"), dx="C61", history=past, visit=treated(event("clinical_plan", level="intermediate")))
    assert [f.severity for f in of("clinical-plan-repeated", made, tables_on)] == ([severity] if severity else [])


def test_the_visit_of_a_new_course_is_not_held_against_the_old_one(tables_on: OnDay) -> None:
    past = [{"date_of_service": "2026-03-02", "code": "77470", "course": "C0"}]
    facts = treated(event("special_treatment", why="concurrent chemotherapy"))
    made = claim(line("77263"), line("77470"), dx="C61", history=past, visit=facts)
    assert of("special-treatment-repeated", made, tables_on) == []


def test_the_level_follows_what_was_delivered(tables_on: OnDay) -> None:
    gated = treated(*fractions(1, active_motion_management=True))
    assert of("delivery-level", claim(line("77412"), dx="Z51.0 C61", visit=gated), tables_on) == []
    (found,) = of("delivery-level", claim(line("77407"), dx="Z51.0 C61", visit=gated), tables_on)
    assert found.fixes[0].edits[0].value == "77412"
    assert found.covers == ("RAD-02",)


def test_the_level_is_not_checked_without_facts(tables_on: OnDay) -> None:
    made = claim(line("77412"), dx="Z51.0 C61")
    assert of("delivery-level", made, tables_on) == []
    assert unchecked("delivery-level", made, tables_on)
    unsaid = treated(event("fraction", number=1))
    made = claim(line("77412"), dx="Z51.0 C61", visit=unsaid)
    assert of("delivery-level", made, tables_on) == []
    assert unchecked("delivery-level", made, tables_on)


def test_a_second_session_is_answered_by_76(tables_on: OnDay) -> None:
    twice = claim(line("77407"), line("77407", 1, "76"), dx="Z51.0 C61")
    assert of("delivery-per-session", twice, tables_on) == []
    assert answered("delivery-per-session", twice, tables_on) == ["76"]
    assert of("delivery-per-session", claim(line("77407"), line("77407"), dx="Z51.0 C61"), tables_on)
    assert of("delivery-per-session", claim(line("77373"), line("77373", 1, "76"), dx="Z51.0 C34.11"), tables_on)


@pytest.mark.parametrize(
    ("day", "modifiers", "severity"),
    [
        ("2026-02-02", (), "error"), ("2026-02-02", ("25",), None), ("2026-02-05", (), "warning"),
        ("2026-04-20", (), "warning"), ("2026-04-20", ("24",), None), ("2026-09-20", (), None),
        ("2026-01-20", (), None),
    ],
)  # fmt: skip
def test_visits_in_and_after_a_course(
    day: str, modifiers: tuple[str, ...], severity: str | None, tables_on: OnDay
) -> None:
    past = [{"date_of_service": d, "code": "77427"} for d in ("2026-02-02", "2026-02-09")]
    made = claim(line("99213", 1, *modifiers), dx="C61", history=past, date_of_service=day)
    assert [f.severity for f in of("visit-in-course", made, tables_on)] == ([severity] if severity else [])


def test_a_medical_oncologists_visit_is_left_alone(tables_on: OnDay) -> None:
    past = [{"date_of_service": "2026-03-10", "code": "77427"}]
    made = claim(line("96413"), line("99213", 1, "25"), dx="Z51.11 C18.2", history=past)
    assert of("visit-in-course", made, tables_on) == []


@pytest.mark.parametrize("code", ["77385", "G6015", "77014", "77401"])
def test_codes_that_ended_with_2025(code: str, tables_on: OnDay) -> None:
    made = claim(line(code), line("77263"), dx="Z51.0 C61")
    (found,) = of("deleted-code", made, tables_on)
    assert found.fixes
    before = made.model_copy(update={"date_of_service": date(2025, 11, 12)})
    assert of("deleted-code", before, tables_on) == []


def test_codes_that_came_with_2026(tables_on: OnDay) -> None:
    assert of("deleted-code", claim(line("77437"), dx="C44.311", date_of_service="2025-11-12"), tables_on)
    assert of("deleted-code", claim(line("77437"), dx="C44.311"), tables_on) == []


def test_a_simulation_before_the_imrt_plan_is_included_and_a_later_one_not(tables_on: OnDay) -> None:
    early = claim(line("77290", date_of_service="2026-03-10"), line("77301"), dx="C61")
    late = claim(line("77280", date_of_service="2026-03-30"), line("77301"), dx="C61")
    assert [f.severity for f in of("planning-in-imrt-plan", early, tables_on)] == ["error"]
    assert of("planning-in-imrt-plan", late, tables_on) == []


def test_a_simulation_of_another_site_is_answered_by_the_facts(tables_on: OnDay) -> None:
    facts = treated(
        event("simulation", level="complex", site="spine", technique="3d"),
        event("plan", technique="imrt", site="prostate"),
    )
    made = claim(line("77290"), line("77301"), dx="C61", visit=facts)
    assert of("planning-in-imrt-plan", made, tables_on) == []
    assert answered("planning-in-imrt-plan", made, tables_on)


def test_a_repeated_verification_of_brachytherapy(tables_on: OnDay) -> None:
    made = claim(line("77280"), line("77280", 1, "76"), dx="C53.9")
    assert of("simulation-repeated", made, tables_on) == []
    assert answered("simulation-repeated", made, tables_on) == ["76"]


def test_components_by_place_and_owner(tables_on: OnDay) -> None:
    made = claim(line("77290", 1, "26"), dx="C61", visit=treated(event("simulation", level="complex")))
    assert [f.covers for f in of("component-by-place", made, tables_on)] == [("RAD-61", "NCI-08")]
    hospital = treated(event("simulation", level="complex"), equipment="hospital")
    (found,) = of("component-by-place", claim(line("77290"), dx="C61", visit=hospital), tables_on)
    assert (found.severity, found.covers) == ("warning", ("RAD-62",))
    assert unchecked("component-by-place", claim(line("77290", 1, "26"), dx="C61"), tables_on)


def test_technical_work_is_the_facilitys(tables_on: OnDay) -> None:
    made = claim(line("77407"), line("77263"), dx="Z51.0 C61", place_of_service="22")
    assert [f.lines for f in of("technical-only", made, tables_on)] == [("1",)]


def test_an_examination_by_an_assistant_does_not_count(tables_on: OnDay) -> None:
    facts = treated(*fractions(5), event("management_exam", performed_by="npp"))
    assert of("management-by-physician", claim(line("77427"), dx="Z51.0 C61", visit=facts), tables_on)
    assert unchecked("management-by-physician", claim(line("77427"), dx="Z51.0 C61"), tables_on)
    nurse = {"rendering": {"name": "A. Roe", "npi": "1234567893", "credential": "NP"}}
    assert of("management-by-physician", claim(line("77427"), dx="Z51.0 C61", providers=nurse), tables_on)


@pytest.mark.parametrize(
    ("history", "missing"),
    [(PLANNED, None), (PLANNED[:1], "a dose plan or a simulation"), (PLANNED[:2], "a dose plan"), ([], None)],
)
def test_treatment_follows_its_planning(history: list[Any], missing: str | None, tables_on: OnDay) -> None:
    made = claim(line("77407"), dx="Z51.0 C61", history=history)
    found = of("delivery-without-plan", made, tables_on)
    assert [missing in f.message for f in found if missing] == ([True] if missing else [])
    assert bool(unchecked("delivery-without-plan", made, tables_on)) is not bool(history)
    assert all(f.severity == "warning" and "Confirm" in f.why for f in found)


def test_a_long_stereotactic_course_is_none(tables_on: OnDay) -> None:
    facts = treated(*fractions(1), modality="sbrt", planned_fractions=8)
    (found,) = of("stereotactic-limit", claim(line("77373"), dx="Z51.0 C34.11", visit=facts), tables_on)
    assert found.message.startswith("8 ")


def test_a_stereotactic_course_has_no_weekly_management(tables_on: OnDay) -> None:
    assert of("stereotactic-managed-weekly", claim(line("77373"), line("77427"), dx="Z51.0 C34.11"), tables_on)
    past = [{"date_of_service": "2026-03-02", "code": "77407"}]
    mixed = claim(line("77373"), line("77427"), dx="Z51.0 C34.11", history=past)
    assert of("stereotactic-managed-weekly", mixed, tables_on) == []


def test_guidance_without_26_is_only_a_reminder(tables_on: OnDay) -> None:
    made = claim(line("77407"), line("77387"), dx="Z51.0 C20")
    assert [f.severity for f in of("guidance-technical-part", made, tables_on)] == ["info"]
    technical = claim(line("77407"), line("77387", 1, "TC"), dx="Z51.0 C20")
    assert [f.severity for f in of("guidance-technical-part", technical, tables_on)] == ["error"]


def test_a_simulation_of_the_course_billed_before_its_imrt_plan(tables_on: OnDay) -> None:
    facts = treated(event("plan", technique="imrt"), technique="imrt")
    made = claim(line("77301"), dx="C61", history=PLANNED[1:2], visit=facts)
    assert [f.severity for f in of("planning-in-imrt-plan", made, tables_on)] == ["warning"]


def test_every_listed_radiation_code_is_known_as_radiation(code_sets):
    tables = code_sets.at(DAY)
    for name, values in read_values().items():
        if name.startswith("radiation.") and name.endswith("_codes"):
            for code in {code for value in values for code in value.value}:
                known = tables.known_procedure(code)
                assert known, code
                assert known.kind.startswith(("radiation", "brachy")), code


def course_of(*given: dict[str, Any], **more: Any) -> Claim:
    days = sorted({one["date"] for one in given})
    lines = [line("77407", date_of_service=day) for day in days]
    return claim(*lines, dx="Z51.0 C61", visit=treated(*given, **more), history=PLANNED)


FIRST, SECOND = fractions(2)


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ((FIRST, SECOND), False),
        ((FIRST, SECOND | {"number": 1}), True),
        ((FIRST, FIRST), True),
        ((FIRST | {"session": 1}, FIRST | {"session": 2}), False),
        ((FIRST | {"start": "08:00"}, FIRST | {"start": "15:00"}), False),
        ((FIRST | {"site": "pelvis"}, SECOND | {"number": 1, "site": "boost"}), False),
        ((FIRST, SECOND | {"number": 1, "technique": "imrt"}), False),
        ((FIRST | {"site": "left breast"}, FIRST | {"site": "supraclavicular"}), False),
    ],
)
def test_two_fractions_of_one_number_are_questioned(
    given: tuple[dict[str, Any], ...], found: bool, tables_on: OnDay
) -> None:
    made = course_of(*given)
    assert bool(of("fraction-number-repeated", made, tables_on)) is found
    assert made.visit
    questions = derive(made.visit, tables_on("2026-03-12")).questions
    assert any("recorded twice" in q.ask or "which number was the other" in q.ask for q in questions) is found
