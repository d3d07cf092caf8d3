"""Units, waste and NDC of drug lines, on drug rows made for the purpose."""

from dataclasses import replace
from decimal import Decimal

import pytest

from oncodesk.codes.values import Drug
from oncodesk.coding.drugs.billing import bill_drugs
from oncodesk.coding.drugs.ndc import packages
from oncodesk.coding.given import Given
from oncodesk.coding.timeline import resolve
from oncodesk.domain.quantity import Quantity

VIAL = {"amount": 100, "unit": "mg", "count": 4, "kind": "single_dose"}


def drug_of(per_unit: str = "10 mg", kind="single_dose", code="J0000", **more) -> Drug:
    amount, unit = per_unit.split()
    size = Quantity.model_validate({"amount": amount, "unit": unit})
    return Drug(code, "example", (), size, "therapeutic", "none", ("iv_infusion",), (), kind, **more)


@pytest.fixture
def billed(visit_of, tables_on):
    """Lines and questions for those administrations of one drug."""

    def of(drug, *given, day="2026-03-12", **fields):
        facts = [{"class": "therapeutic", "drug": "example"} | g for g in given]
        visit = visit_of(*facts, date_of_service=day, **fields)
        tables = tables_on(day)
        held, _ = resolve(visit, tables)
        return bill_drugs(visit, tuple(replace(g, drug=drug) for g in held), tables)

    return of


def shown(part):
    return {"-".join((line.code, *line.modifiers)): line.units for line in part.lines}


def given(dose, discarded=None, containers=(VIAL,), unit="mg", **more):
    facts = {"dose": {"amount": dose, "unit": unit}, "containers": list(containers)} | more
    return facts | ({} if discarded is None else {"discarded": {"amount": discarded, "unit": "mg"}})


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (given(350, 50), {"J0000": 35, "J0000-JW": 5}),
        (given(400, 0), {"J0000-JZ": 40}),
        (given(400), {"J0000-JZ": 40}),
        (given(305, 95), {"J0000": 31, "J0000-JW": 9}),
        (given(679, 21, [VIAL | {"count": 7}]), {"J0000": 68, "J0000-JW": 2}),
        (given(7, 3, [VIAL | {"amount": 10, "count": 1}]), {"J0000-JZ": 1}),
        (given(350), {"J0000": 35}),
        (given(350, containers=[VIAL | {"kind": "multi_dose"}]), {"J0000": 35}),
        (given(350, containers=[]), {"J0000": 35}),
        (given(350, 0), {"J0000": 35}),
        (given(350, 80), {"J0000": 35}),
        (given(500), {"J0000": 50}),
        (given(Decimal("0.35"), 50, unit="g"), {"J0000": 35, "J0000-JW": 5}),
        (given(4, 0, unit="vial"), {"J0000-JZ": 40}),
        (given(350.0000000000001, 50), {"J0000": 35, "J0000-JW": 5}),
        (given(349.9999999999999, 50), {"J0000": 35, "J0000-JW": 5}),
    ],
)
def test_units_and_waste(billed, facts, expected):
    assert shown(billed(drug_of(), facts)) == expected


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (given(350), "discarded"),
        (given(350, containers=[]), "containers"),
        (given(350, 0), "discarded"),
        (given(350, 80), "discarded"),
        (given(350, 20), "discarded"),
        (given(500), "containers"),
        ({"containers": [VIAL]}, "dose"),
        (given(5, unit="mL"), "dose"),
    ],
)
def test_what_does_not_add_up_is_asked(billed, facts, field):
    assert field in {q.field for q in billed(drug_of(), facts).questions}


def test_container_kind_of_the_drug_where_the_visit_is_silent(billed):
    bare = {k: v for k, v in VIAL.items() if k != "kind"}
    assert shown(billed(drug_of(), given(400, 0, [bare]))) == {"J0000-JZ": 40}
    assert shown(billed(drug_of(kind="multi_dose"), given(350, containers=[bare]))) == {"J0000": 35}
    both = billed(drug_of(kind="both"), given(400, 0, [bare]))
    assert shown(both) == {"J0000": 40}
    assert any("single-dose" in q.ask for q in both.questions)


def test_rounded_up_once_for_the_date(billed):
    parts = [given(12, containers=[]), given(12, containers=[])]
    assert shown(billed(drug_of(), *parts)) == {"J0000": 3}


def test_no_jz_before_its_date(billed):
    assert shown(billed(drug_of(), given(400, 0), day="2023-06-30")) == {"J0000": 40}
    assert shown(billed(drug_of(), given(350, 50), day="2023-06-30")) == {"J0000": 35, "J0000-JW": 5}
    assert shown(billed(drug_of(), given(400, 0), day="2023-07-01")) == {"J0000-JZ": 40}


@pytest.mark.parametrize("supplier", ["patient", "pharmacy", "study", "sample"])
def test_nothing_for_a_drug_somebody_else_supplied(billed, supplier):
    assert billed(drug_of(), given(400, 0, supplied_by=supplier)).lines == ()


def test_its_administration_names_who_supplied_it(derived):
    found = derived({"class": "antineoplastic", "drug": "drug c", "minutes": 60, "supplied_by": "pharmacy"})
    assert found.claim.lines[0].narrative == "drug c supplied by pharmacy"


def test_unlisted_drug_is_one_unit_with_a_narrative(billed):
    part = billed(drug_of("1 mg", unlisted=True), given(395, containers=[]))
    assert shown(part) == {"J0000": 1}


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("1234-1234-12", "01234123412"),
        ("12345-123-12", "12345012312"),
        ("12345-6789-1", "12345678901"),
        ("12345678901", "12345678901"),
    ],
)
def test_label_becomes_eleven_digits(billed, label, expected):
    line = billed(drug_of(), given(400, 0, [VIAL | {"ndc": label}])).lines[0]
    assert line.ndc is not None
    assert (line.ndc.code, line.ndc.unit, line.ndc.quantity) == (expected, "UN", 4)


@pytest.mark.parametrize("label", ["1234567890", "12-34"])
def test_label_that_could_mean_several_is_asked(billed, label):
    part = billed(drug_of(), given(400, 0, [VIAL | {"ndc": label}]))
    assert part.lines[0].ndc is None
    assert "containers.ndc" in {q.field for q in part.questions}


def test_liquid_is_counted_in_ml_and_waste_has_its_own_quantity(billed):
    liquid = VIAL | {"ndc": "12345-6789-01", "volume": {"amount": 20, "unit": "mL"}}
    lines = billed(drug_of(), given(350, 50, [liquid])).lines
    assert [(x.ndc.unit, x.ndc.quantity) for x in lines if x.ndc] == [("ML", 70), ("ML", 10)]


def test_two_ndcs_are_two_lines_whose_units_add_up(billed):
    large = VIAL | {"count": 1, "ndc": "12345-6789-01"}
    small = VIAL | {"amount": 50, "count": 1, "ndc": "12345-6789-02"}
    lines = billed(drug_of(), given(125, 25, [small, large])).lines
    assert [(x.units, x.modifiers, x.ndc.code, x.ndc.quantity) for x in lines if x.ndc] == [
        (10, (), "12345678901", 1),
        (3, (), "12345678902", Decimal("0.5")),
        (2, ("JW",), "12345678902", Decimal("0.5")),
    ]


def test_no_container_no_package():
    assert packages((), "mg") == ((), ())


@pytest.mark.parametrize(
    ("diagnoses", "expected"),
    [
        ([{"code": "D64.81"}], "EA"),
        ([{"code": "D64.9", "due_to": "antineoplastic_drug"}], "EA"),
        ([{"code": "D63.0", "due_to": "radiation"}], "EB"),
        ([{"code": "D63.1"}, {"code": "N18.4"}], "EC"),
    ],
)
def test_red_cell_agent_says_why_and_how(billed, diagnoses, expected):
    facts = given(400, 0) | {"route": "subcutaneous"}
    part = billed(drug_of(code="J0881"), facts, diagnoses=diagnoses)
    assert part.lines[0].modifiers == (expected, "JB", "JZ")


def test_red_cell_agent_of_unknown_cause_is_asked_about(billed):
    part = billed(drug_of(code="J0881"), given(400, 0) | {"route": "iv_push"})
    assert part.lines[0].modifiers == ("JA", "JZ")
    assert "diagnoses.due_to" in {q.field for q in part.questions}


def test_given_keeps_the_name_as_typed(visit_of, tables_on):
    held, asked = resolve(visit_of({"drug": "No Such Drug", "class": "therapeutic"}), tables_on("2026-03-12"))
    assert isinstance(held[0], Given)
    assert held[0].name == "No Such Drug"
    assert any("No Such Drug" in q.ask for q in asked)


def asked(part, field):
    return [f"{q.ask}: {q.why}" for q in part.questions if q.field == field]


def test_a_question_names_the_drug_what_lacks_and_what_waits(billed):
    opened = asked(billed(drug_of(), given(350, containers=[])), "containers")[0]
    assert opened.startswith("which containers of example were opened: JW or JZ goes with a single-dose container")
    assert opened.endswith("until then J0000 has neither")
    left = asked(billed(drug_of(), given(350)), "discarded")
    assert "remaining 50 mg of example" in left[0]
    assert "5 units with JW" in left[0]
    waiting = asked(billed(drug_of(), given(350), {"containers": [VIAL]}), "dose")
    assert "counts the other doses only" in waiting[0]
    assert "has no line" in asked(billed(drug_of(), {"containers": [VIAL]}), "dose")[0]


def test_waste_in_a_measure_that_tells_nothing_is_asked_for(billed):
    facts = given(350) | {"discarded": {"amount": 2, "unit": "mL"}}
    part = billed(drug_of(), facts)
    assert shown(part) == {"J0000": 35}
    assert "how much example was discarded in mg" in asked(part, "discarded")[0]


def test_a_dose_that_reads_like_one_per_kilogram_is_asked_about(derived):
    bevacizumab = {"drug": "Avastin", "start": "09:00", "stop": "10:00"}
    part = {"amount": 5, "unit": "mg"}
    found = derived(bevacizumab | {"dose": part, "containers": [VIAL | {"amount": 400, "count": 1}]})
    assert any("5 mg is the whole dose of bevacizumab" in q.ask for q in found.questions)
    whole = derived(bevacizumab | {"dose": part | {"amount": 380}, "containers": [VIAL]})
    assert not any("whole dose" in q.ask for q in whole.questions)


@pytest.mark.parametrize(("kind", "asks"), [("medicaid", True), ("medicare", False), ("commercial", False)])
def test_the_ndc_is_asked_for_where_the_payer_pays_nothing_without_it(kind, asks, billed):
    part = billed(drug_of(), given(400, 0), payer={"kind": kind, "name": "Payer"})
    assert bool(asked(part, "containers.ndc")) is asks


def test_units_beyond_what_a_line_holds_go_on_further_lines(derived):
    factor = {"drug": "J7192", "route": "iv_push", "dose": {"amount": 25000, "unit": "units"}, "start": "09:00"}
    box = {"amount": 2500, "unit": "units", "count": 10, "kind": "single_dose", "ndc": "12345-6789-01"}
    found = derived(factor | {"containers": [box]}, diagnoses=[{"code": "D66"}], reason="drug_treatment")
    drugs = [x for x in found.claim.lines if x.code == "J7192"]
    assert [(x.units, x.modifiers) for x in drugs] == [(9999, ("JZ",)), (9999, ("JZ", "76")), (5002, ("JZ", "76"))]
    assert abs(sum(x.ndc.quantity for x in drugs) - 10) < Decimal("0.01")
    assert "a line holds 9999" in " ".join(found.trace[-1].steps)


def test_a_slip_of_typing_is_not_spread_over_lines(derived):
    grams = {"drug": "Keytruda", "dose": {"amount": 200, "unit": "g"}, "start": "09:00", "stop": "09:30"}
    found = derived(grams)
    assert [x.units for x in found.claim.lines if x.code == "J9271"] == [200000]
    assert any(q.ask == "whether the dose of pembrolizumab is right" for q in found.questions)


def test_the_trace_tells_division_containers_waste_and_ndc(derived):
    liquid = VIAL | {"ndc": "12345-6789-01", "volume": {"amount": 4, "unit": "mL"}}
    facts = given(305, 95, [liquid]) | {"drug": "Avastin", "start": "09:00", "stop": "10:00"}
    found = derived(facts)
    steps = found.trace[-1].steps
    assert steps[-4:] == (
        "305 mg at 10 mg a unit = 30.5, rounded up once for the date → 31 units",
        "opened: 4 × 100 mg = 400 mg",
        "95 mg discarded: 400 mg are 40 whole units, less 31 given → 9 units with JW",
        "NDC 12345678901: 3.8 of the 16 mL opened → ML 3.8 (a liquid, counted in mL)",
    )
