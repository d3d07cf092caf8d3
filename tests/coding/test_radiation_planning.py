"""Planning work: what is billed once, what another service includes, whose equipment it was."""

from collections import Counter
from datetime import date
from typing import Any

import pytest

from oncodesk.codes.tables import Tables
from oncodesk.coding.lines import Part
from oncodesk.coding.radiation.billing import derive_radiation
from oncodesk.domain.reading import parse
from oncodesk.domain.visit import Visit

DAY, LATER = "2026-03-11", "2026-03-18"
TABLES = Tables(date.fromisoformat(LATER))


def plan(*events: dict[str, Any], technique: str | None = "3d", on: str | None = None, **header: Any) -> Part:
    """The lines of a course's events, or of those of one day."""
    course = {"id": "C1", "modality": "external_beam", "equipment": "practice", **header.pop("course", {})}
    if technique:
        course["technique"] = technique
    data = {
        "format": "oncodesk.visit/1",
        "date_of_service": on or LATER,
        "reason": "radiation_planning",
        "diagnoses": [{"code": "C34.11"}],
        "radiation": {
            "claim": "visit" if on else "course",
            "course": course,
            "events": [{"date": DAY, **event} for event in events],
        },
        **header,
    }
    return derive_radiation(parse(Visit, data), TABLES.at(date.fromisoformat(on or LATER)))


def units(part: Part) -> Counter[str]:
    counted: Counter[str] = Counter()
    for line in part.lines:
        counted["-".join((line.code, *line.modifiers))] += line.units
    return counted


CLINICAL = {"type": "clinical_plan", "level": "complex"}
SIMULATION = {"type": "simulation", "level": "complex"}


@pytest.mark.parametrize(("level", "code"), [("simple", "77261"), ("intermediate", "77262"), ("complex", "77263")])
def test_clinical_plan_by_level(level: str, code: str) -> None:
    assert units(plan({"type": "clinical_plan", "level": level})) == {code: 1}


def test_clinical_plan_once_a_course() -> None:
    twice = (CLINICAL, {**CLINICAL, "date": LATER})
    assert units(plan(*twice)) == {"77263": 1}
    second = plan(*twice, on=LATER)
    assert not second.lines
    assert second.questions


@pytest.mark.parametrize(("course", "expected"), [("C1", 0), (None, 0), ("C0", 1)])
def test_clinical_plan_in_the_history(course: str | None, expected: int) -> None:
    billed = {"date_of_service": "2026-02-20", "code": "77263", "course": course}
    part = plan(CLINICAL, history=[billed])
    assert units(part)["77263"] == expected
    assert bool(part.questions) is not bool(expected)


def test_the_highest_simulation_of_a_day_once() -> None:
    assert units(plan({**SIMULATION, "level": "simple"}, SIMULATION)) == {"77290": 1}
    assert units(plan(SIMULATION, {**SIMULATION, "date": LATER})) == {"77290": 2}


@pytest.mark.parametrize("plan_day", [DAY, LATER])
def test_no_simulation_on_or_before_the_imrt_plan_it_serves(plan_day: str) -> None:
    part = plan(SIMULATION, {"type": "plan", "date": plan_day}, technique="imrt")
    assert units(part) == {"77301": 1}


def test_a_simulation_after_the_imrt_plan_or_for_another_site_stands() -> None:
    treated = {
        "type": "fraction",
        "number": 1,
        "date": "2026-03-16",
        "isocenters": 1,
        "active_motion_management": False,
    }
    after = plan({"type": "plan"}, treated, {**SIMULATION, "date": LATER}, technique="vmat")
    assert units(after) == {"77301": 1, "77407": 1, "77290": 1}
    boost = plan({**SIMULATION, "site": "boost", "technique": "electrons"}, {"type": "plan", "site": "breast"},
                 technique="imrt")  # fmt: skip
    assert units(boost) == {"77301": 1, "77290": 1}


def test_verification_of_an_imrt_plan_before_the_first_fraction_is_included() -> None:
    verified = plan({"type": "plan"}, {**SIMULATION, "level": "simple", "date": LATER}, technique="vmat")
    assert units(verified) == {"77301": 1}
    assert any("includes it" in note for note in verified.notes)
    past = [{"date_of_service": DAY, "code": "77301"}]
    assert not plan({**SIMULATION, "date": LATER}, technique="imrt", history=past).lines
    begun = [*past, {"date_of_service": "2026-03-16", "code": "77407"}]
    assert units(plan({**SIMULATION, "date": LATER}, technique="imrt", history=begun)) == {"77290": 1}


def test_simulation_of_a_coming_imrt_plan_is_asked_not_billed() -> None:
    part = plan(SIMULATION, technique="imrt", on=DAY)
    assert not part.lines
    assert "included in the plan" in part.questions[0].ask


@pytest.mark.parametrize(("technique", "code"), [("3d", "77295"), ("imrt", "77301"), ("vmat", "77301")])
def test_the_motion_study_takes_the_date_of_its_plan(technique: str, code: str) -> None:
    events = ({**SIMULATION, "motion_study": True}, {"type": "plan", "date": LATER})
    assert {"77293", code} <= {line.code for line in plan(*events, technique=technique, on=LATER).lines}
    assert "77293" not in units(plan(*events, technique=technique, on=DAY))


def test_a_motion_study_may_stand_on_the_plan_itself() -> None:
    assert units(plan({"type": "plan", "motion_study": True}, technique="imrt")) == {"77301": 1, "77293": 1}


def test_no_motion_study_with_an_isodose_plan() -> None:
    events = ({**SIMULATION, "motion_study": True}, {"type": "plan", "level": "simple"})
    assert units(plan(*events, technique="2d")) == {"77290": 1, "77306": 1}


@pytest.mark.parametrize(
    ("technique", "level", "code"),
    [("2d", "simple", "77306"), ("2d", "complex", "77307"), ("electrons", None, "77321"), ("tbi", None, "77321")],
)
def test_isodose_plans(technique: str, level: str | None, code: str) -> None:
    assert units(plan({"type": "plan", "level": level}, technique=technique)) == {code: 1}


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        *(({"sources": 4}, "77316"), ({"sources": 5}, "77317"), ({"sources": 11}, "77318")),
        *(({"channels": 1}, "77316"), ({"channels": 12}, "77317"), ({"channels": 13}, "77318")),
    ],
)
def test_brachytherapy_plans(facts: dict[str, Any], code: str) -> None:
    part = plan({"type": "plan", **facts}, technique=None, course={"modality": "brachytherapy_hdr"})
    assert units(part) == {code: 1}


def test_a_second_plan_needs_its_reason() -> None:
    again = plan({"type": "plan"}, {"type": "plan", "date": LATER}, technique="imrt")
    assert units(again) == {"77301": 1}
    assert again.questions[0].field == "why"
    reason = plan({"type": "plan"}, {"type": "plan", "date": LATER, "why": "weight loss, new CT"}, technique="imrt")
    assert units(reason) == {"77301": 2}


@pytest.mark.parametrize(("technique", "expected"), [("3d", 4), ("imrt", 4), ("2d", 0)])
def test_dose_calculations_beside_a_plan(technique: str, expected: int) -> None:
    part = plan({"type": "plan", "level": "simple"}, {"type": "dose_calculation", "count": 4}, technique=technique)
    assert units(part)["77300"] == expected
    assert bool(part.questions) is (expected == 0)


@pytest.mark.parametrize(("level", "code"), [("simple", "77332"), ("intermediate", "77333"), ("complex", "77334")])
def test_devices_by_level_and_count(level: str, code: str) -> None:
    assert units(plan({"type": "device", "level": level, "count": 2})) == {code: 2}


def test_many_devices_are_billed_and_asked() -> None:
    part = plan({"type": "device", "level": "complex", "count": 11})
    assert units(part) == {"77334": 11}
    assert part.questions[0].field == "why"


def test_multi_leaf_device_once_a_plan() -> None:
    part = plan({"type": "plan"}, {"type": "imrt_device", "count": 9}, {"type": "imrt_device"}, technique="imrt")
    assert units(part) == {"77301": 1, "77338": 1}


@pytest.mark.parametrize(
    ("why", "expected"),
    [
        ("concurrent chemotherapy", 1),
        ("pacemaker in the field", 1),
        ("transplanted kidney near the field", 1),
        ("IMRT with concurrent chemotherapy", 1),
        ("IMRT", 0),
        ("hormone therapy", 0),
        ("comorbidity: diabetes", 0),
        ("treated BID", 1),
        (None, 0),
    ],
)
def test_special_treatment_by_its_reason(why: str | None, expected: int) -> None:
    part = plan({"type": "special_treatment", "why": why})
    assert units(part)["77470"] == expected
    assert bool(part.questions) is (expected == 0)


def test_special_services_once_a_course() -> None:
    special = {"type": "special_treatment", "why": "re-irradiation"}
    consult = {"type": "special_physics_consult"}
    part = plan(special, consult, {**special, "date": LATER}, {**consult, "date": LATER})
    assert units(part) == {"77470": 1, "77370": 1}


def test_superficial_planning_is_one_code() -> None:
    part = plan(CLINICAL, SIMULATION, {"type": "plan"}, technique=None, course={"modality": "superficial"})
    assert units(part) == {"77436": 1}


def test_hospital_equipment_leaves_the_professional_part() -> None:
    events = (CLINICAL, {"type": "plan"}, {"type": "dose_calculation", "count": 3}, {"type": "special_physics_consult"})
    part = plan(*events, course={"equipment": "hospital"})
    assert units(part) == {"77263": 1, "77295-26": 1, "77300-26": 3}


@pytest.mark.parametrize(
    ("event", "field"),
    [
        ({"type": "clinical_plan"}, "level"),
        ({"type": "simulation"}, "level"),
        ({"type": "plan"}, "technique"),
        ({"type": "device"}, "level"),
    ],
)
def test_what_picks_the_code_is_asked(event: dict[str, Any], field: str) -> None:
    part = plan(event, technique=None)
    assert not part.lines
    assert [q.field for q in part.questions] == [field]


def test_every_line_says_why() -> None:
    part = plan(CLINICAL, SIMULATION, {"type": "plan"}, {"type": "dose_calculation", "count": 2})
    assert len(part.lines) == 4
    assert all(line.facts and line.steps and line.citation for line in part.lines)
