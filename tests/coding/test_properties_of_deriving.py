"""What must hold of every derivation."""

import datetime
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from oncodesk.codes.tables import Tables
from oncodesk.coding.administration.infusion import extra_hours
from oncodesk.coding.derive import derive
from oncodesk.domain.clock import length
from oncodesk.domain.reading import parse
from oncodesk.domain.visit import Visit

TABLES = Tables(datetime.date(2026, 3, 12))
NDC = "00944-2845-10"
CLASSES = ["antineoplastic", "complex_biologic", "therapeutic", "hydration"]


def clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def minute_of(told: str) -> int:
    return int(told[:2]) * 60 + int(told[3:])


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


@given(administrations(), st.integers(-300, 300))
@settings(max_examples=80, deadline=None)
def test_the_hour_of_the_day_never_matters(held, minutes):
    """The same day earlier or later bills the same."""

    def moved(clocked: str) -> str:
        return clock(minute_of(clocked) + minutes)

    def lines(facts):
        found = derive(visit_of(facts), TABLES).claim.lines
        return [(line.code, line.modifiers, line.units) for line in found]

    later = [one | {"start": moved(one["start"]), "stop": moved(one["stop"])} for one in held]
    if all(int(one["start"][:2]) >= 0 and int(one["stop"][:2]) < 24 for one in later):
        assert lines(later) == lines(held)


@given(administrations())
@settings(max_examples=150, deadline=None)
def test_no_minute_is_billed_twice(held):
    """On one line in one encounter the hours billed fit into the minutes in which anything ran."""
    one_line = [{k: v for k, v in one.items() if k != "access"} | {"encounter": 1} for one in held]
    by_vein = [one for one in one_line if one["route"].startswith("iv_")]
    spans = [(minute_of(one["start"]), minute_of(one["stop"])) for one in by_vein]
    units = Counter()
    for line in derive(visit_of(one_line), TABLES).claim.lines:
        units[line.code] += line.units
    drugs, fluids = units["96415"] + units["96366"], units["96361"]
    assert 60 * drugs <= length(tuple(spans))
    assert not fluids or 60 * (drugs + fluids) - 29 <= length(tuple(spans))


@given(st.lists(st.tuples(st.sampled_from(CLASSES[:3]), st.integers(16, 200)), min_size=1, max_size=5), st.data())
@settings(max_examples=100, deadline=None)
def test_a_later_stop_never_lowers_a_days_hours_where_nothing_overlaps(drugs, data):
    grown = data.draw(st.integers(0, len(drugs) - 1))

    def hours(more):
        start, held = 300, []
        for n, (kind, minutes) in enumerate(drugs):
            facts = {"id": f"a{n}", "drug": f"drug {n}", "class": kind, "route": "iv_infusion", "start": clock(start)}
            held.append(facts | {"minutes": minutes + (more if n == grown else 0)})
            start += 230
        counted = Counter()
        for line in derive(visit_of(held), TABLES).claim.lines:
            counted[line.code] += line.units
        return counted

    before, after = hours(0), hours(data.draw(st.integers(1, 25)))
    assert all(after[code] >= units for code, units in before.items())


@given(st.integers(2, 300), st.integers(1, 299), st.sampled_from(["docetaxel", "cefepime", "normal saline"]))
@settings(max_examples=100, deadline=None)
def test_a_new_bag_hung_without_a_pause_changes_nothing(minutes, cut, drug):
    cut = min(cut, minutes - 1)

    def lines(*bags):
        held = [
            {"id": f"a{n}", "drug": drug, "route": "iv_infusion", "start": clock(540 + a), "stop": clock(540 + b)}
            for n, (a, b) in enumerate(bags)
        ]
        found = derive(visit_of(held), TABLES).claim.lines
        return [(line.code, line.units) for line in found if line.code.startswith("96")]

    whole, halves = lines((0, minutes)), lines((0, cut), (cut, minutes))
    assert halves == whole


@given(st.integers(1, 60), st.integers(1000, 1500))
@settings(max_examples=30, deadline=None)
def test_what_no_line_can_hold_goes_on_further_lines(count, size):
    facts = {
        "id": "a1",
        "drug": "J7192",
        "route": "iv_push",
        "dose": {"amount": count * size, "unit": "units"},
        "containers": [
            {"amount": size, "unit": "units", "count": count, "kind": "single_dose", "ndc": "00944-2845-10"}
        ],
    }
    found = derive(visit_of([facts], reason="drug_treatment", diagnoses=[{"code": "D66"}]), TABLES).claim.lines
    lines = [line for line in found if line.code == "J7192"]
    most = TABLES.policy.number("claim.max_units")
    assert sum(line.units for line in lines) == count * size
    assert all(0 < line.units <= most for line in lines)
    assert len(lines) == -(-count * size // most)
    assert sum(line.ndc.quantity or 0 for line in lines) in {0, count}
