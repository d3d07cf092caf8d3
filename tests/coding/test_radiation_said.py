"""What a course earns nothing for is said, and what would change its lines is asked."""

from datetime import date
from typing import Any

import pytest
from test_radiation_counts import START, derive, fraction, treatment_days, units, weekly

from oncodesk.coding.lines import Part

PLAN_DAY = "2026-03-12"


def asked(part: Part) -> str:
    return " | ".join(q.ask for q in part.questions)


def planned(*events: dict[str, Any], **changes: Any) -> Part:
    return derive([{"date": PLAN_DAY, **event} for event in events], **{"technique": "imrt", **changes})


@pytest.mark.parametrize(("fractions", "left"), [(6, 1), (7, 2), (22, 2)])
def test_one_or_two_fractions_left_over_are_said(fractions: int, left: int) -> None:
    days = treatment_days(fractions)
    events = [fraction(day, n) for n, day in enumerate(days, start=1)] + weekly("management_exam", days)
    part = derive(events, complete=True, planned_fractions=30)
    assert units(part)["77427"] == fractions // 5
    assert any(f"{left} earn{'s' if left == 1 else ''} no unit" in note for note in part.notes)
    running = derive(events, complete=False, planned_fractions=30)
    assert not running.notes


def test_a_course_of_unknown_length_asks_whether_it_ended() -> None:
    part = derive([fraction(START, 3)], claim="visit")
    assert "last of the course" in asked(part)
    assert "last of the course" not in asked(derive([fraction(START, 3)], claim="visit", planned_fractions=25))
    assert "last of the course" not in asked(derive([fraction(START, 3)], claim="visit", complete=False))
    single = derive([fraction(START, 1, machine="linac")], claim="visit", modality="srs")
    assert "last of the course" in asked(single)


def test_a_fraction_without_number_or_others_before_it_asks_which_it_is() -> None:
    bare = fraction(START, 1)
    bare.pop("number")
    assert "which fraction" in asked(derive([bare], claim="visit", planned_fractions=25))
    assert "which fraction" not in asked(derive([bare], claim="visit", planned_fractions=1))
    assert "which fraction" not in asked(derive([bare], claim="course", planned_fractions=25))


def test_a_fraction_entered_twice_is_no_second_isocentre() -> None:
    assert units(derive([fraction(START, 1), fraction(START, 1)], claim="visit")) == {"77407": 1}
    sites = [fraction(START, 1, site="pelvis"), fraction(START, 1, site="spine")]
    assert units(derive(sites, claim="visit")) == {"77412": 1}


def test_images_reviewed_by_another_than_the_physician_are_said() -> None:
    part = derive([fraction(START, 1, image_guidance=True, guidance_reviewed_by="therapist")], claim="visit")
    assert units(part) == {"77407": 1}
    assert any("therapist" in step for step in part.lines[0].steps)


def test_review_of_a_second_session_repeats_like_its_delivery() -> None:
    guided = {"image_guidance": True, "guidance_reviewed_by": "physician"}
    events = [
        fraction(START, 1, session=1, start="08:00", **guided),
        fraction(START, 2, session=2, start="15:00", **guided),
    ]
    part = derive(events, claim="visit", planned_fractions=30)
    assert [line.modifiers for line in part.lines if line.code == "77387"] == [("26",), ("26", "76")]


@pytest.mark.parametrize("modality", ["sbrt", "superficial"])
def test_guidance_within_the_delivery_is_said(modality: str) -> None:
    guided = fraction(START, 1, image_guidance=True, guidance_reviewed_by="physician", kv=70)
    part = derive([guided], claim="visit", modality=modality, planned_fractions=3)
    assert "77387" not in units(part)
    assert any("includes it" in note for note in part.notes)


def test_examinations_of_superficial_treatment_earn_no_management_and_it_is_said() -> None:
    exam = {"date": str(START), "type": "management_exam", "performed_by": "physician"}
    part = derive([fraction(START, 5, kv=70), exam], claim="visit", modality="superficial", planned_fractions=20)
    assert units(part) == {"77437": 1}
    assert any("no management" in note for note in part.notes)


def test_nothing_of_the_planning_shares_the_date_of_its_imrt_plan() -> None:
    plan = {"type": "plan", "technique": "imrt"}
    part = planned(
        plan,
        {"type": "clinical_plan", "level": "complex"},
        {"type": "simulation", "level": "complex"},
        {"type": "special_physics_consult"},
        {"type": "in_vivo_dosimetry"},
    )
    assert units(part) == {"77301": 1}
    assert asked(part).count("another day than the IMRT plan") == 2
    assert "on the patient" in asked(part)
    assert any("simulation of 2026-03-12 not billed" in note for note in part.notes)
    earlier = planned(plan, {"type": "clinical_plan", "level": "complex", "date": "2026-03-02"})
    assert units(earlier) == {"77301": 1, "77263": 1}


def test_devices_beside_the_multi_leaf_device_are_asked() -> None:
    events = ({"type": "plan", "technique": "imrt"}, {"type": "imrt_device"})
    assert "multi-leaf" in asked(planned(*events, {"type": "device", "level": "complex", "count": 5}))
    assert "multi-leaf" not in asked(planned(*events, {"type": "device", "level": "complex"}))


def test_intraoperative_management_once_a_course() -> None:
    event = {"date": str(START), "type": "fraction", "kv": 50}
    history = [{"date_of_service": "2026-01-20", "code": "77469", "course": "C1"}]
    assert units(derive([event], modality="intraoperative", technique=None)) == {"77424": 1, "77469": 1}
    part = derive([event], modality="intraoperative", technique=None, history=history)
    assert units(part) == {"77424": 1}
    assert "history" in asked(part)


def test_stereotactic_fractions_within_a_longer_course_ask_before_their_management() -> None:
    days = treatment_days(7)
    events = [fraction(day, n) for n, day in enumerate(days[:5], start=1)] + weekly("management_exam", days[:5])
    events += [fraction(day, n, modality="sbrt") for n, day in enumerate(days[5:], start=1)]
    part = derive(events, complete=True)
    assert units(part)["77435"] == 0
    assert "a course of their own" in asked(part)


@pytest.mark.parametrize(
    ("why", "billed"),
    [
        ("concurrent chemotherapy", True),
        ("concurrent temozolomide", True),
        ("IMRT with chemoradiation", True),
        ("implanted defibrillator", True),
        ("previously irradiated field", True),
        ("transplanted kidney near the field", True),
        ("concurrent hormone therapy", False),
        ("ADT", False),
        ("adjuvant chemotherapy", False),
        ("neoadjuvant chemotherapy", False),
        ("image fusion", False),
        ("SBRT", False),
    ],
)
def test_special_treatment_by_its_documented_reason(why: str, billed: bool) -> None:
    part = derive([{"date": PLAN_DAY, "type": "special_treatment", "why": why}])
    assert ("77470" in units(part)) is billed
    assert bool(part.questions) is not billed


def test_calculations_of_an_implant_are_in_it() -> None:
    events = [
        {"date": PLAN_DAY, "type": "source_application", "application": "interstitial"},
        {"date": PLAN_DAY, "type": "dose_calculation"},
    ]
    part = derive(events, modality="brachytherapy_ldr", technique=None, on=date.fromisoformat(PLAN_DAY))
    assert units(part) == {"77778": 1}
    assert "includes its calculations" in asked(part)


def test_sources_within_an_external_course_are_no_fraction_of_it() -> None:
    days = treatment_days(8)
    events = [fraction(day, n) for n, day in enumerate(days[:5], start=1)] + weekly("management_exam", days[:5])
    applied = [{"date": str(day), "type": "source_application", "channels": 3} for day in days[5:]]
    part = derive(events + applied, complete=True)
    assert units(part) == {"77407": 5, "77427": 1, "77771": 3}
    bare = derive([{"date": PLAN_DAY, "type": "source_application"}])
    assert not bare.lines
    assert "high or a low dose rate" in asked(bare)


@pytest.mark.parametrize(("other", "site", "expected"), [
    ({"technique": "2d", "level": "complex"}, None, {"77295": 1}),
    ({"technique": "2d", "level": "complex"}, "spine", {"77295": 1, "77307": 1}),
    ({"technique": "electrons"}, "scar", {"77295": 1, "77321": 1}),
])  # fmt: skip
def test_an_isodose_plan_beside_a_3d_plan_needs_its_own_volume(
    other: dict[str, Any], site: str | None, expected: dict[str, int]
) -> None:
    part = planned(
        {"type": "plan", "technique": "3d", "site": "pelvis"},
        {"type": "plan", **other} | ({"site": site} if site else {}),
    )
    assert units(part) == expected
    assert ("another volume?" in asked(part)) is (site is None)
    assert [line.modifiers for line in part.lines if line.code == "77307"] == ([("59",)] if "77307" in expected else [])


def test_no_other_plan_shares_the_date_of_an_imrt_plan() -> None:
    part = planned({"type": "plan", "technique": "imrt", "site": "a"}, {"type": "plan", "technique": "3d", "site": "b"})
    assert units(part) == {"77301": 1}
    assert "another day than the IMRT plan" in asked(part)


@pytest.mark.parametrize(
    ("modality", "one", "other", "code"),
    [
        ("superficial", {"kv": 70}, {"kv": 200}, "77438"),
        ("proton", {"level": "simple", "compensation": False}, {"level": "complex"}, "77525"),
        ("brachytherapy_hdr", {"channels": 1}, {"channels": 12}, "77772"),
    ],
)
def test_the_highest_of_a_session_counts(modality: str, one: dict[str, Any], other: dict[str, Any], code: str) -> None:
    events = [fraction(START, 3, site="nose", **one), fraction(START, 3, site="ear", **other)]
    assert units(derive(events, claim="visit", modality=modality, planned_fractions=20, technique=None)) == {code: 1}


def test_ultrasound_of_a_later_fraction_asks_for_the_earlier_ones() -> None:
    events = [fraction(START, 9, kv=70), {"date": str(START), "type": "ultrasound_guidance"}]
    part = derive(events, claim="visit", modality="superficial", planned_fractions=20)
    assert units(part) == {"77437": 1, "77439": 1}
    assert "billed before fraction 9" in asked(part)


@pytest.mark.parametrize(
    ("facts", "code", "question"),
    [
        ({"channels": 1}, "77767", "one lesion only"),
        ({"channels": 2}, "77768", "diameter of the skin lesion"),
        ({"channels": 1, "lesions": 1, "lesion_cm": 3}, "77767", ""),
        ({"channels": 2, "lesions": 1, "lesion_cm": 2}, "77767", ""),
        ({"channels": 2, "lesion_cm": 2.5}, "77768", ""),
        ({"channels": 1, "lesions": 2}, "77768", ""),
    ],
)
def test_a_skin_lesion_is_coded_by_channels_diameter_and_number(
    facts: dict[str, Any], code: str, question: str
) -> None:
    event = {"date": PLAN_DAY, "type": "source_application", "application": "skin", **facts}
    part = derive([event], modality="brachytherapy_hdr", technique=None, complete=False)
    assert units(part) == {code: 1}
    assert question in asked(part) if question else asked(part) == ""


@pytest.mark.parametrize(
    ("fractions", "billed", "asks"),
    [(5, [], True), (5, [4], False), (10, [4], True), (10, [5], False), (10, [4, 9], False), (10, [3, 4], False)],
)
def test_weekly_physics_in_the_history_is_not_asked_again(fractions: int, billed: list[int], asks: bool) -> None:
    """Billed on a day of the week that it stands for, or as often as weeks were treated."""
    days = treatment_days(fractions)
    events = [fraction(day, n) for n, day in enumerate(days, start=1)]
    history = [{"date_of_service": str(days[n]), "code": "77336", "course": "C1"} for n in billed]
    part = derive(events, claim="visit", on=days[-1], history=history, technique="imrt", planned_fractions=25)
    assert ("did the physicist check" in asked(part)) is asks
