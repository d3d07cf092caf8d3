"""Which codes infusions and pushes take, at every boundary."""

import pytest

CHEMO = {"drug": "drug c", "class": "antineoplastic"}
OTHER = {"drug": "drug t", "class": "therapeutic"}
SALINE = {"drug": "saline", "class": "hydration"}


def clock(minute):
    return f"{minute // 60:02}:{minute % 60:02}"


def ran(facts, start, minutes, **more):
    return facts | {"start": clock(start), "stop": clock(start + minutes)} | more


def pushed(facts, start, minutes=3, **more):
    return ran(facts, start, minutes, route="iv_push", **more)


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (1, {"96409": 1}),
        (15, {"96409": 1}),
        (16, {"96413": 1}),
        (90, {"96413": 1}),
        (91, {"96413": 1, "96415": 1}),
        (150, {"96413": 1, "96415": 1}),
        (151, {"96413": 1, "96415": 2}),
        (210, {"96413": 1, "96415": 2}),
        (211, {"96413": 1, "96415": 3}),
    ],
)
def test_antineoplastic_alone(coded, minutes, expected):
    assert coded(ran(CHEMO, 540, minutes)) == expected


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(15, {"96374": 1}), (16, {"96365": 1}), (90, {"96365": 1}), (91, {"96365": 1, "96366": 1})],
)
def test_other_drug_alone(coded, minutes, expected):
    assert coded(ran(OTHER, 540, minutes), reason="drug_treatment") == expected


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [
        (30, {}),
        (31, {"96360": 1}),
        (90, {"96360": 1}),
        (91, {"96360": 1, "96361": 1}),
        (150, {"96360": 1, "96361": 1}),
        (151, {"96360": 1, "96361": 2}),
    ],
)
def test_hydration_alone(coded, minutes, expected):
    assert coded(ran(SALINE, 540, minutes), reason="hydration") == expected


@pytest.mark.parametrize(("minutes", "units"), [(30, 0), (31, 1), (90, 1), (91, 2), (150, 2), (151, 3)])
def test_hydration_after_a_drug(coded, minutes, units):
    found = coded(pushed(OTHER, 480), ran(SALINE, 540, minutes), reason="hydration")
    assert found == {"96374": 1} | ({"96361": units} if units else {})


def test_a_documented_push_stays_a_push_however_long(coded):
    assert coded(pushed(CHEMO, 540, 20)) == {"96409": 1}


def test_each_further_drug_starts_its_own_clock(coded):
    found = coded(ran(CHEMO, 540, 93), ran(CHEMO | {"drug": "second"}, 660, 160))
    assert found == {"96413": 1, "96417": 1, "96415": 3}


def test_the_same_drug_again_adds_its_time(coded):
    assert coded(ran(CHEMO, 540, 50), ran(CHEMO, 600, 50)) == {"96413": 1, "96415": 1}


def test_two_short_bags_of_one_drug_are_pushes_not_one_infusion(coded):
    assert coded(ran(OTHER, 540, 10), ran(OTHER, 600, 10), reason="drug_treatment") == {"96374": 1}


def test_antineoplastic_push_is_initial_over_another_drugs_infusion(coded):
    found = coded(ran(OTHER, 540, 125), pushed(CHEMO, 700))
    assert found == {"96409": 1, "96367": 1, "96366": 1}


def test_infusion_is_initial_over_push_in_an_office_too(coded):
    assert coded(pushed(CHEMO, 500), ran(CHEMO | {"drug": "second"}, 540, 60)) == {"96413": 1, "96411": 1}


@pytest.mark.parametrize(("shared", "expected"), [(30, {"96368": 1}), (29, {"96367": 1})])
def test_another_drug_beside_an_antineoplastic(coded, shared, expected):
    found = coded(ran(CHEMO, 540, 60, access="port"), ran(OTHER, 600 - shared, 60, access="port"))
    assert found == {"96413": 1} | expected


def test_concurrent_once_whatever_their_number_and_time(coded):
    others = [ran(OTHER | {"drug": f"t{n}"}, 540, 160, access="port") for n in range(3)]
    assert coded(ran(CHEMO, 540, 160, access="port"), *others) == {"96413": 1, "96415": 2, "96368": 1}


def test_antineoplastics_side_by_side_have_no_concurrent_code_and_are_asked_about(derived, coded):
    both = ran(CHEMO, 540, 60, access="port"), ran(CHEMO | {"drug": "second"}, 540, 60, access="port")
    assert coded(*both) == {"96413": 1}
    assert any("side by side" in (q.why or "") for q in derived(*both).questions)


def test_mixed_bag_is_one_administration_of_its_highest_class(coded):
    bag = ran(OTHER, 540, 60, bag="B"), ran(CHEMO, 540, 60, bag="B")
    assert coded(*bag) == {"96413": 1}
    short = ran(OTHER, 540, 15, bag="B"), ran(OTHER | {"drug": "u"}, 540, 15, bag="B")
    assert coded(*short, reason="drug_treatment") == {"96374": 1}


def test_fluid_in_a_drugs_bag_is_its_diluent(coded):
    assert coded(ran(CHEMO, 540, 60, bag="B"), ran(SALINE, 540, 60, bag="B")) == {"96413": 1}


@pytest.mark.parametrize("purpose", ["keep_open", "diluent"])
def test_fluid_for_another_purpose_is_no_hydration(coded, purpose):
    assert coded(ran(CHEMO, 540, 60), ran(SALINE, 660, 90, purpose=purpose)) == {"96413": 1}


def test_hydration_beside_an_infusion_does_not_count(coded):
    assert coded(ran(CHEMO, 540, 60), ran(SALINE, 540, 60)) == {"96413": 1}
    assert coded(ran(CHEMO, 540, 60), ran(SALINE, 540, 91)) == {"96413": 1, "96361": 1}
    assert coded(ran(CHEMO, 540, 60), ran(SALINE, 540, 90)) == {"96413": 1}


def test_a_push_shortens_hydration_without_splitting_it(coded):
    day = ran(SALINE, 540, 33), pushed(OTHER, 556, 2)
    assert coded(*day, reason="hydration") == {"96374": 1, "96361": 1}
    assert coded(ran(SALINE, 540, 32), pushed(OTHER, 556, 2), reason="hydration") == {"96374": 1}


def test_short_pieces_of_hydration_add_only_beside_a_long_one(derived, coded):
    pieces = [{"start": "08:00", "stop": "08:30"}, {"start": "09:00", "stop": "09:30"}]
    day = SALINE | {"segments": pieces}
    assert coded(day, reason="hydration") == {}
    assert any("short pieces" in q.ask for q in derived(day, reason="hydration").questions)
    pieces[1]["stop"] = "09:31"
    assert coded(day, reason="hydration") == {"96360": 1}


def test_a_pause_is_not_counted(coded):
    parts = [{"start": "11:20", "stop": "13:00"}, {"start": "14:15", "stop": "16:40"}]
    assert coded(CHEMO | {"segments": parts}) == {"96413": 1, "96415": 3}


def test_past_midnight(coded):
    late = CHEMO | {"start": "23:00", "stop": "00:40", "stop_next_day": True}
    assert coded(late) == {"96413": 1, "96415": 1}
    assert coded(CHEMO | {"start": "23:00", "stop": "2026-03-13T00:40"}) == {"96413": 1, "96415": 1}


def test_second_line_running_at_the_same_time(coded):
    found = coded(ran(OTHER, 540, 120, access="left"), ran(CHEMO, 540, 60, access="port"))
    assert found == {"96413": 1, "96365-59": 1, "96366-59": 1}


def test_labels_alone_are_no_second_line(coded):
    found = coded(ran(OTHER, 480, 30, access="left"), ran(CHEMO, 540, 60, access="port"))
    assert found == {"96413": 1, "96367": 1}


def test_second_encounter_has_its_own_initial_and_marked_hours(coded):
    found = coded(ran(OTHER, 540, 60), ran(OTHER, 960, 120, encounter=2), reason="drug_treatment")
    assert found == {"96365": 1, "96365-59": 1, "96366-59": 1}


def test_repeated_push_counts_only_in_a_facility_and_only_later(coded):
    day = pushed(OTHER, 540), pushed(OTHER, 570), pushed(OTHER, 601)
    assert coded(*day, reason="drug_treatment") == {"96374": 1}
    assert coded(*day, reason="drug_treatment", place_of_service="22") == {"96374": 1, "96376": 1}


def test_facility_hierarchy(coded):
    day = ran(OTHER, 540, 60), pushed(CHEMO, 700), ran(SALINE, 800, 60)
    assert coded(*day, place_of_service="22") == {"96409": 1, "96367": 1, "96361": 1}


def test_unknown_stop_is_asked_and_nothing_is_guessed(derived):
    found = derived(CHEMO | {"start": "09:00", "ordered_minutes": 60})
    assert found.claim.lines == ()
    assert ("a1", "stop") in {(q.fact, q.field) for q in found.questions}


def test_the_rest_of_the_day_stands_without_the_unknown_one(coded):
    assert coded(CHEMO | {"start": "09:00"}, pushed(OTHER, 500)) == {"96374": 1}


def test_stop_calculated_from_rate_and_volume_says_so(derived, coded):
    given = OTHER | {
        "start": "09:00",
        "rate": {"amount": 125, "unit": "mL/h"},
        "volume": {"amount": 250, "unit": "mL"},
    }
    assert coded(given, reason="drug_treatment") == {"96365": 1, "96366": 1}
    steps = derived(given, reason="drug_treatment").trace[0].steps
    assert any("calculated" in step for step in steps)


def test_stated_minutes_and_overlap_without_a_clock(coded):
    first = CHEMO | {"minutes": 120, "sequence": 1}
    beside = OTHER | {"minutes": 100, "concurrent_with": ["a1"]}
    assert coded(first, beside) == {"96413": 1, "96415": 1, "96368": 1}
    assert coded(first, OTHER | {"minutes": 100, "sequence": 2}) == {"96413": 1, "96415": 1, "96367": 1, "96366": 1}


def test_stopped_early_within_the_push_limit_is_left_to_the_payer(derived):
    found = derived(ran(CHEMO, 540, 5, ended_early={"reason": "adverse_reaction", "ordered_minutes": 180}))
    assert found.claim.lines == ()
    assert any("53" in (q.why or "") and "push" in (q.why or "") for q in found.questions)


def test_stopped_early_later_is_billed_by_the_time_it_ran(coded):
    assert coded(ran(CHEMO, 540, 40, ended_early={"reason": "adverse_reaction", "ordered_minutes": 180})) == {
        "96413": 1
    }


def test_the_initial_service_is_the_first_line(derived):
    found = derived(ran(OTHER, 540, 125), pushed(CHEMO, 700), ran(SALINE, 800, 60))
    assert [line.code for line in found.claim.lines] == ["96409", "96367", "96366", "96361"]


def test_trace_names_facts_arithmetic_and_authority(derived):
    found = derived(ran(CHEMO, 555, 125))
    hours = next(t for t in found.trace if t.line == "2")
    assert hours.facts == ("a1",)
    assert "drug c: 09:15–11:20 = 125 min" in hours.steps
    assert "drug c: 125 min = 2 h + 5 min: 5 min past the second hour do not count, 31 would → 96415 × 1" in hours.steps
    assert hours.citation is not None
    assert {t.line for t in found.trace} == {line.id for line in found.claim.lines}
