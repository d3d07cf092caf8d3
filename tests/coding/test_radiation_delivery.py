"""Delivery codes by what was treated with, before and since 2026."""

from datetime import date
from typing import Any

import pytest

from oncodesk.codes.tables import Tables
from oncodesk.coding.lines import Part
from oncodesk.coding.radiation.billing import derive_radiation
from oncodesk.domain.reading import parse
from oncodesk.domain.visit import Visit

NOW, BEFORE = "2026-03-02", "2025-03-03"


def session(course: dict[str, Any], *events: dict[str, Any], on: str = NOW, **header: Any) -> Part:
    """The lines of one day's events."""
    data = {
        "format": "oncodesk.visit/1",
        "date_of_service": on,
        "payer": {"kind": "medicare", "name": "Medicare"},
        "reason": "radiation_treatment",
        "diagnoses": [{"code": "C34.11"}],
        "radiation": {
            "course": {"id": "C1", "equipment": "practice", **course},
            "events": [{"date": on, "type": "fraction", **event} for event in events],
        },
        **header,
    }
    return derive_radiation(parse(Visit, data), Tables(date.fromisoformat(on)))


def codes(part: Part) -> list[tuple[str, ...]]:
    return [(line.code, *line.modifiers) for line in part.lines]


def beam(technique: str, on: str = NOW, header: dict[str, Any] | None = None, **facts: Any) -> Part:
    known = {"number": 2, "isocenters": 1, "active_motion_management": False, **facts}
    course = {"modality": "external_beam", "technique": technique, "planned_fractions": 30, "areas": 1}
    return session(course, known, on=on, **(header or {}))


@pytest.mark.parametrize(
    ("technique", "facts", "code"),
    [
        ("electrons", {}, "77402"),
        ("electrons", {"isocenters": 2}, "77402"),
        ("2d", {}, "77402"),
        ("3d", {}, "77407"),
        ("imrt", {}, "77407"),
        ("vmat", {"image_guidance": True, "guidance_reviewed_by": "therapist"}, "77407"),
        ("3d", {"active_motion_management": True}, "77412"),
        ("vmat", {"isocenters": 2}, "77412"),
        ("2d", {"isocenters": 3}, "77412"),
        ("mixed", {}, "77412"),
        ("electrons", {"total_skin_electrons": True}, "77412"),
    ],
)
def test_level_since_2026(technique: str, facts: dict[str, Any], code: str) -> None:
    part = beam(technique, **facts)
    assert codes(part) == [(code,)]
    assert not part.questions


def test_a_missing_fact_is_asked_where_it_decides_and_only_there() -> None:
    unknown = beam("imrt", isocenters=None)
    assert codes(unknown) == [("77407",)]
    assert [q.field for q in unknown.questions] == ["isocenters"]
    assert not beam("imrt", isocenters=None, active_motion_management=True).questions
    no_technique = session({"modality": "external_beam"}, {"number": 1})
    assert not no_technique.lines
    assert no_technique.questions[0].field == "technique"


@pytest.mark.parametrize(
    ("technique", "facts", "code"),
    [
        ("2d", {"energy_mv": 6, "ports": 2, "blocks": 0}, "G6004"),
        ("2d", {"energy_mv": 4, "ports": 2, "blocks": 0}, "G6003"),
        ("2d", {"energy_mv": 18, "ports": 3, "blocks": 0}, "G6009"),
        ("2d", {"energy_mv": 20, "ports": 1, "blocks": 1, "areas": 3}, "G6014"),
        ("3d", {"energy_mv": 6}, "G6012"),
        ("electrons", {"energy_mv": 12}, "G6013"),
        ("imrt", {}, "G6015"),
        ("imrt", {"compensation": True}, "G6016"),
    ],
)
def test_medicare_office_before_2026(technique: str, facts: dict[str, Any], code: str) -> None:
    assert codes(beam(technique, on=BEFORE, **facts)) == [(code,)]


@pytest.mark.parametrize(
    ("technique", "facts", "diagnosis", "code"),
    [
        ("2d", {"ports": 2, "blocks": 2}, "C34.11", "77402"),
        ("2d", {"ports": 3, "blocks": 0}, "C34.11", "77407"),
        ("3d", {}, "C34.11", "77412"),
        ("vmat", {}, "C34.11", "77386"),
        ("vmat", {}, "C61", "77385"),
        ("imrt", {}, "C50.411", "77385"),
        ("imrt", {"compensation": True}, "C34.11", "77385"),
    ],
)
def test_other_payers_before_2026(technique: str, facts: dict[str, Any], diagnosis: str, code: str) -> None:
    header = {"payer": {"kind": "commercial", "name": "Plan"}, "diagnoses": [{"code": diagnosis}]}
    assert codes(beam(technique, on=BEFORE, header=header, **facts)) == [(code,)]


def test_facts_missing_before_2026_are_asked() -> None:
    part = beam("2d", on=BEFORE)
    assert {q.field for q in part.questions} == {"ports", "blocks", "energy_mv"}
    assert not part.lines


@pytest.mark.parametrize(
    ("course", "event", "code"),
    [
        ({"modality": "srs", "planned_fractions": 1}, {"number": 1, "machine": "cobalt"}, "77371"),
        ({"modality": "srs", "planned_fractions": 1}, {"number": 1, "machine": "linac"}, "77372"),
        ({"modality": "srs", "planned_fractions": 3}, {"number": 1}, "77373"),
        ({"modality": "sbrt", "planned_fractions": 5}, {"number": 2}, "77373"),
        ({"modality": "proton"}, {"number": 2, "level": "simple", "compensation": False}, "77520"),
        ({"modality": "proton"}, {"number": 2, "level": "simple", "compensation": True}, "77522"),
        ({"modality": "proton"}, {"number": 2, "level": "intermediate"}, "77523"),
        ({"modality": "proton"}, {"number": 2, "level": "complex"}, "77525"),
        ({"modality": "superficial"}, {"number": 2, "kv": 150}, "77437"),
        ({"modality": "superficial"}, {"number": 2, "kv": 151}, "77438"),
    ],
)
def test_other_modalities(course: dict[str, Any], event: dict[str, Any], code: str) -> None:
    assert codes(session(course, event))[0] == (code,)


@pytest.mark.parametrize(
    ("course", "event", "code"),
    [
        ({"modality": "brachytherapy_hdr"}, {"channels": 1}, "77770"),
        ({"modality": "brachytherapy_hdr"}, {"channels": 2}, "77771"),
        ({"modality": "brachytherapy_hdr"}, {"channels": 12}, "77771"),
        ({"modality": "brachytherapy_hdr"}, {"channels": 13}, "77772"),
        ({"modality": "brachytherapy_hdr"}, {"channels": 1, "application": "skin"}, "77767"),
        ({"modality": "brachytherapy_hdr"}, {"channels": 3, "application": "skin"}, "77768"),
        ({"modality": "brachytherapy_ldr"}, {"application": "interstitial"}, "77778"),
        ({"modality": "brachytherapy_ldr"}, {"application": "surface"}, "77789"),
        ({"modality": "brachytherapy_ldr"}, {"application": "intracavitary", "sources": 4}, "77761"),
        ({"modality": "brachytherapy_ldr"}, {"application": "intracavitary", "sources": 10}, "77762"),
        ({"modality": "brachytherapy_ldr"}, {"application": "intracavitary", "sources": 11}, "77763"),
    ],
)
def test_brachytherapy(course: dict[str, Any], event: dict[str, Any], code: str) -> None:
    part = session({**course, "complete": True}, {"type": "source_application", **event})
    assert codes(part) == [(code,)]


@pytest.mark.parametrize(
    ("modality", "field"),
    [("proton", "level"), ("superficial", "kv"), ("brachytherapy_hdr", "channels"), ("intraoperative", "technique")],
)
def test_what_picks_the_code_is_asked(modality: str, field: str) -> None:
    part = session({"modality": modality}, {"number": 2})
    assert not part.lines
    assert field in {q.field for q in part.questions}


def test_intraoperative_treatment_with_its_management() -> None:
    part = session({"modality": "intraoperative", "technique": "electrons"}, {"number": 1})
    assert codes(part) == [("77425",), ("77469",)]


def test_stereotactic_once_a_day_with_management_at_the_end() -> None:
    part = session({"modality": "sbrt", "planned_fractions": 3}, {"number": 3, "image_guidance": True})
    assert codes(part) == [("77373",), ("77435",)]
    single = session({"modality": "srs", "planned_fractions": 1}, {"number": 1, "machine": "linac"})
    assert codes(single) == [("77372",), ("77432",)]


def test_more_than_five_fractions_are_external_beam_treatment() -> None:
    course = {"modality": "sbrt", "technique": "vmat", "planned_fractions": 6}
    part = session(course, {"number": 1, "isocenters": 1, "active_motion_management": False})
    assert codes(part) == [("77407",)]
    assert any("at most 5" in (q.why or "") for q in part.questions)


def test_ultrasound_guidance_once_a_course() -> None:
    fraction = {"number": 2, "kv": 70}
    course = {"modality": "superficial"}
    assert codes(session(course, fraction, {"type": "ultrasound_guidance"})) == [("77437",), ("77439",)]
    billed = [{"date_of_service": "2026-03-01", "code": "77439"}]
    assert codes(session(course, fraction, {"type": "ultrasound_guidance"}, history=billed)) == [("77437",)]


@pytest.mark.parametrize(("by", "expected"), [("physician", True), ("physicist", False), ("therapist", False)])
def test_guidance_only_where_a_physician_reviewed_it(by: str, expected: bool) -> None:
    part = beam("imrt", image_guidance=True, guidance_reviewed_by=by)
    assert (("77387", "26") in codes(part)) is expected
    assert not part.questions


def test_guidance_not_known_to_be_reviewed_is_asked() -> None:
    assert [q.field for q in beam("imrt", image_guidance=True).questions] == ["guidance_reviewed_by"]


@pytest.mark.parametrize("header", [{"place_of_service": "22"}, {"place_of_service": "19"}])
def test_at_a_hospital_only_the_professional_part(header: dict[str, Any]) -> None:
    part = beam("imrt", header=header, image_guidance=True, guidance_reviewed_by="physician")
    assert codes(part) == [("77387", "26")]
    assert any(q.field == "equipment" for q in part.questions)


def test_equipment_not_stated_is_asked() -> None:
    part = session({"modality": "sbrt", "equipment": None}, {"number": 2})
    assert [q.field for q in part.questions] == ["equipment", "complete"]


def test_delivery_over_the_new_year_takes_each_days_code() -> None:
    events = [{"date": day, "number": n, "isocenters": 1, "active_motion_management": False} for n, day in
              enumerate(("2025-12-31", "2026-01-02"), start=1)]  # fmt: skip
    data = {"claim": "course", "course": {"id": "C1", "modality": "external_beam", "technique": "imrt",
            "equipment": "practice"}, "events": [{"type": "fraction", **e} for e in events]}  # fmt: skip
    assert [c[0] for c in codes(session({}, on="2026-01-02", radiation=data))] == ["G6015", "77407"]
