"""What must hold of every derivation."""

import datetime
import time
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from oncodesk.codes.tables import Tables
from oncodesk.coding.administration.infusion import extra_hours
from oncodesk.coding.derive import derive
from oncodesk.domain.reading import parse
from oncodesk.domain.visit import Visit

TABLES = Tables(datetime.date(2026, 3, 12))
CLASSES = ["antineoplastic", "complex_biologic", "therapeutic", "hydration"]


def clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


@st.composite
def administrations(draw):
    held = []
    for n in range(draw(st.integers(1, 7))):
        start = draw(st.integers(420, 1000))
        kind = draw(st.sampled_from(CLASSES))
        facts = {
            "id": f"a{n}",
            "drug": f"drug {draw(st.integers(1, 4))} {kind}",
            "class": kind,
            "route": draw(st.sampled_from(["iv_infusion", "iv_infusion", "iv_push", "subcutaneous"])),
            "start": clock(start),
            "stop": clock(start + draw(st.integers(1, 300))),
            "encounter": draw(st.integers(1, 2)),
        }
        if draw(st.booleans()):
            facts["access"] = draw(st.sampled_from(["port", "left", "right"]))
        if draw(st.integers(0, 3)) == 0:
            facts["bag"] = draw(st.sampled_from("XY"))
        held.append(facts)
    return held


def visit_of(held, **more) -> Visit:
    document = {
        "date_of_service": "2026-03-12",
        "reason": "antineoplastic_treatment",
        "diagnoses": [{"code": "C18.2"}],
        "administrations": held,
    }
    return parse(Visit, document | more)


def told(found):
    """Everything derived but the visit itself, which keeps the order of typing."""
    return found.model_copy(update={"claim": found.claim.model_copy(update={"visit": None})}).model_dump_json()


@given(administrations(), st.randoms(use_true_random=False))
@settings(max_examples=150, deadline=None)
def test_order_of_typing_never_matters(held, random):
    shuffled = list(held)
    random.shuffle(shuffled)
    assert told(derive(visit_of(held), TABLES)) == told(derive(visit_of(shuffled), TABLES))


@given(administrations())
@settings(max_examples=60, deadline=None)
def test_deriving_twice_is_byte_identical(held):
    one, other = (derive(visit_of(held), TABLES).model_dump_json() for _ in range(2))
    assert one == other


@given(administrations())
@settings(max_examples=150, deadline=None)
def test_one_unmarked_initial_and_concurrent_once_an_encounter(held):
    lines = derive(visit_of(held), TABLES).claim.lines
    initial = TABLES.policy.codes("infusion.initial_codes") - {"96369"}
    units = Counter()
    for line in lines:
        if line.code in initial and "59" not in line.modifiers:
            units["initial"] += line.units
        if line.code == "96368":
            units["concurrent"] += line.units
    assert units["initial"] <= 1
    assert units["concurrent"] <= 2


@given(administrations())
@settings(max_examples=150, deadline=None)
def test_every_add_on_has_a_primary_and_every_line_its_reasons(held):
    found = derive(visit_of(held), TABLES)
    codes = {line.code for line in found.claim.lines}
    for line in found.claim.lines:
        procedure = TABLES.procedure(line.code)
        if procedure and procedure.addon_to:
            assert codes & set(procedure.addon_to), line.code
        assert line.units >= 1
    told = [t for t in found.trace if t.line]
    assert [t.line for t in told] == [line.id for line in found.claim.lines]
    assert all(t.facts and t.steps and t.citation for t in told)
    assert not told or told == list(found.trace), "what no line tells stands alone only where there is no line"


@given(st.integers(1, 900))
def test_later_stop_never_lowers_the_drugs_own_time(minutes):
    def billed(length):
        facts = {"id": "a1", "drug": "c", "class": "antineoplastic", "route": "iv_infusion", "minutes": length}
        counted = {line.code: line.units for line in derive(visit_of([facts]), TABLES).claim.lines}
        return (counted.get("96409", 0) * 1 + counted.get("96413", 0) * 2, counted.get("96415", 0))

    assert billed(minutes + 1) >= billed(minutes)


@given(st.integers(0, 3000))
def test_extra_hours_follow_the_half_hour_rule(minutes):
    hours = extra_hours(minutes, TABLES)
    assert hours == max(0, (minutes - 31) // 60)
    assert minutes <= 90 or (hours - 1) * 60 + 90 < minutes <= (hours + 1) * 60 + 30


@given(st.integers(1, 400), st.integers(1, 6))
@settings(deadline=None)
def test_splitting_a_dose_over_bags_never_changes_drug_units(dose, parts):
    """Oxaliplatin, half a milligram a unit."""

    def units(doses):
        held = [
            {
                "id": f"a{n}",
                "drug": "oxaliplatin",
                "route": "iv_infusion",
                "minutes": 60,
                "dose": {"amount": amount, "unit": "mg"},
            }
            for n, amount in enumerate(doses)
        ]
        return sum(line.units for line in derive(visit_of(held), TABLES).claim.lines if line.code == "J9263")

    share = [dose / parts] * parts
    assert abs(units(share) - units([dose])) <= (0 if dose % parts == 0 else 1)


@given(st.integers(1, 20), st.integers(1, 2000))
@settings(deadline=None)
def test_given_and_wasted_units_are_the_containers(count, tenths):
    opened = count * 100
    dose = min(tenths / 10, opened)
    facts = {
        "id": "a1",
        "drug": "oxaliplatin",
        "route": "iv_infusion",
        "minutes": 120,
        "dose": {"amount": dose, "unit": "mg"},
        "containers": [{"amount": 100, "unit": "mg", "count": count, "kind": "single_dose"}],
        "discarded": {"amount": round(opened - dose, 1), "unit": "mg"},
    }
    lines = [line for line in derive(visit_of([facts]), TABLES).claim.lines if line.code == "J9263"]
    assert sum(line.units for line in lines) == opened * 2
    marks = {m for line in lines for m in line.modifiers}
    assert marks in ({"JW"}, {"JZ"})


def test_forty_administrations_take_ten_milliseconds():
    kinds = ["antineoplastic", "therapeutic", "hydration", "therapeutic"]
    held = [
        {
            "id": f"a{n}",
            "drug": f"drug {n}",
            "class": kinds[n % 4],
            "route": "iv_infusion",
            "start": clock(420 + n * 15),
            "stop": clock(420 + n * 15 + 40),
        }
        for n in range(40)
    ]
    visit = visit_of(held)
    derive(visit, TABLES)
    times = []
    for _ in range(7):
        begun = time.perf_counter()
        derive(visit, TABLES)
        times.append(time.perf_counter() - begun)
    assert min(times) < 0.010
