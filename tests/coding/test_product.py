"""From a documented name to the product, on drug rows made for the purpose."""

from datetime import date

import pytest

from oncodesk.codes.tables import Tables
from oncodesk.codes.values import Drug
from oncodesk.coding.drugs.product import _choose, _not_in_force, describe, find
from oncodesk.domain.quantity import Quantity


def row(code: str, generic: str = "example", **more) -> Drug:
    facts = {
        "brands": (),
        "unit": Quantity.model_validate({"amount": 1, "unit": "mg"}),
        "drug_class": "antineoplastic",
        "encounter": "chemotherapy",
        "routes": ("iv_infusion",),
    }
    return Drug(code, generic, **(facts | more))


def sizes(*amounts: int) -> tuple[Quantity, ...]:
    return tuple(Quantity.model_validate({"amount": a, "unit": "mg"}) for a in amounts)


@pytest.fixture
def chosen(visit_of, tables_on):
    def of(drugs, name="example", **facts):
        fields = facts.pop("fields", {})
        visit = visit_of({"drug": name} | facts, **fields)
        return _choose(visit.administrations[0], name, drugs, visit, tables_on("2026-03-12"))

    return of


def test_a_makers_own_code_needs_its_brand(chosen):
    drugs = (row("A"), row("B", product="Maker", brands=("Brandname",)))
    assert chosen(drugs).drug == drugs[0]
    assert chosen(drugs, name="Brandname").drug == drugs[1]


def test_only_makers_codes_are_asked_about_but_their_class_stands(chosen):
    found = chosen((row("A", product="One"), row("B", product="Two")))
    assert found.drug is None
    assert found.drug_class == "antineoplastic"
    assert "example (A), example (B)" in (found.questions[0].why or "")


def test_route_picks_the_product(chosen):
    drugs = (row("A"), row("B", routes=("subcutaneous",)))
    assert chosen(drugs).drug == drugs[0]
    assert chosen(drugs, route="subcutaneous").drug == drugs[1]
    assert chosen(drugs, route="iv_push").drug == drugs[0]


def test_dialysis_picks_the_product(chosen):
    drugs = (row("A", indication="non_esrd"), row("B", indication="esrd"))
    assert chosen(drugs).drug == drugs[0]
    assert chosen(drugs, fields={"diagnoses": [{"code": "N18.6"}]}).drug == drugs[1]
    assert chosen(drugs, fields={"diagnoses": [{"code": "Z99.2"}]}).drug == drugs[1]


def test_container_size_or_dose_picks_the_product(chosen):
    drugs = (row("A", containers=sizes(7, 22)), row("B", containers=sizes(3, 11)))
    opened = [{"amount": 11, "unit": "mg"}]
    assert chosen(drugs, containers=opened).drug == drugs[1]
    assert chosen(drugs, dose={"amount": 7, "unit": "mg"}).drug == drugs[0]


def test_sizes_that_several_products_share_pick_none(chosen):
    drugs = (row("A", containers=sizes(5, 40)), row("B", containers=sizes(5, 10)))
    assert chosen(drugs, dose={"amount": 40, "unit": "mg"}).drug is None
    assert chosen(drugs, containers=[{"amount": 40, "unit": "mg"}]).drug is None


def test_what_stays_open_is_asked(chosen):
    found = chosen((row("A"), row("B")))
    assert found.drug is None
    assert found.drug_class == "antineoplastic"
    assert "example (A), example (B)" in (found.questions[0].why or "")


def test_vein_product_under_the_skin_has_no_code(chosen):
    found = chosen((row("A", generic="examplimab"),), name="examplimab", route="subcutaneous")
    assert found.drug is None or found.drug.unlisted
    assert found.drug_class == "antineoplastic"
    assert found.questions


def test_a_small_molecule_keeps_its_code_by_another_route_and_is_asked_about(chosen):
    found = chosen((row("A"),), route="subcutaneous")
    assert found.drug == row("A")
    assert [q.field for q in found.questions] == ["route"]


def test_a_brand_of_tablets_into_a_vein_is_its_injected_form(derived, coded):
    emend = {"drug": "Emend", "dose": {"amount": 150, "unit": "mg"}, "start": "08:00", "stop": "08:30"}
    assert coded(emend)["J1453"] == 150
    capsules = {"drug": "capecitabine", "route": "iv_push", "dose": {"amount": 1500, "unit": "mg"}}
    found = derived(capsules)
    assert any("are for the mouth" in (q.why or "") for q in found.questions)
    assert not [code for code in coded(capsules) if code.startswith("J")]


def test_a_biosimilar_named_only_as_one_is_asked_about(derived, coded):
    facts = {"drug": "rituximab biosimilar", "start": "09:00", "stop": "12:00"}
    found = derived(facts)
    assert coded(facts) == {"96413": 1, "96415": 2}
    assert any("Truxima (Q5115)" in (q.why or "") for q in found.questions)


def test_a_generic_name_that_makers_have_codes_for_is_asked_about_and_billed(derived, coded):
    pemetrexed = {"drug": "pemetrexed", "dose": {"amount": 900, "unit": "mg"}, "start": "09:00", "stop": "09:20"}
    found = derived(pemetrexed)
    assert coded(pemetrexed)["J9305"] == 90
    assert "J9296" in next(q.why or "" for q in found.questions if q.field == "containers.ndc")
    branded = derived(pemetrexed | {"drug": "Alimta"})
    assert "containers.ndc" not in {q.field for q in branded.questions}


def test_other_drugs_keep_their_code_by_another_route(chosen):
    drug = row("A", drug_class="therapeutic")
    assert chosen((drug,), route="intramuscular").drug == drug


def test_not_yet_coded_keeps_class_and_encounter(visit_of, tables_on):
    visit = visit_of({"drug": "New Brand", "dose": {"amount": 5, "unit": "mg"}})
    coming = row("N", encounter="immunotherapy", since=date(2027, 1, 1))
    found = _not_in_force(visit.administrations[0], "New Brand", (coming,), visit, tables_on("2026-03-12"))
    assert found.drug_class == "antineoplastic"
    assert found.encounter == "immunotherapy"


def test_narrative_of_an_unlisted_drug(visit_of):
    facts = {
        "drug": "New Brand",
        "route": "subcutaneous",
        "dose": {"amount": 5, "unit": "mg"},
        "containers": [{"amount": 5, "unit": "mg", "ndc": "12345-6789-01"}],
    }
    said = describe(visit_of(facts).administrations[0])
    assert said == "New Brand, 5 mg, subcutaneous, NDC 12345678901, 5 mg container"


def test_unknown_name_is_named_and_its_class_kept(visit_of, tables_on):
    visit = visit_of({"drug": "Zzyzx", "class": "therapeutic"})
    found = find(visit.administrations[0], visit, tables_on("2026-03-12"))
    assert (found.drug, found.drug_class) == (None, "therapeutic")
    assert "Zzyzx" in found.questions[0].ask


def test_a_stated_class_outranks_the_products(visit_of, tables_on):
    tables: Tables = tables_on("2026-03-12")
    visit = visit_of({"drug": "oxaliplatin", "class": "therapeutic"})
    found = find(visit.administrations[0], visit, tables)
    assert found.drug is not None
    assert (found.drug.code, found.drug_class) == ("J9263", "therapeutic")


def test_salt_in_the_name_does_not_hide_the_drug(visit_of, tables_on):
    visit = visit_of({"drug": "Oxaliplatin injection"})
    found = find(visit.administrations[0], visit, tables_on("2026-03-12"))
    assert found.drug is not None
    assert found.drug.code == "J9263"


def test_a_brand_without_a_code_takes_the_unlisted_one(coded):
    facts = {"drug": "Keytruda Qlex", "route": "subcutaneous"}
    assert coded(facts, date_of_service="2025-11-20") == {"96401": 1, "J9999": 1}


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"drug": "daratumumab", "route": "iv_infusion"}, "J9145"),
        ({"drug": "Darzalex Faspro", "route": "subcutaneous"}, "J9144"),
        ({"drug": "rituximab", "route": "subcutaneous"}, "J9311"),
        ({"drug": "Aranesp", "route": "subcutaneous"}, "J0881"),
        ({"drug": "Retacrit", "route": "subcutaneous"}, "Q5106"),
        ({"drug": "bortezomib", "route": "subcutaneous"}, "J9041"),
        ({"drug": "etoposide", "route": "oral"}, "J8560"),
        ({"drug": "J9310", "route": "iv_infusion"}, "J9312"),
        (
            {"drug": "Lupron Depot", "route": "intramuscular", "dose": {"amount": "22.5", "unit": "mg"}},
            "J9217",
        ),
    ],
)
def test_names_in_use(visit_of, tables_on, facts, code):
    visit = visit_of(facts)
    found = find(visit.administrations[0], visit, tables_on("2026-03-12"))
    assert found.drug is not None
    assert found.drug.code == code


def test_a_drug_by_mouth_never_takes_the_injected_form(visit_of, tables_on):
    visit = visit_of({"drug": "cisplatin", "route": "oral"})
    found = find(visit.administrations[0], visit, tables_on("2026-03-12"))
    assert found.drug is None
    assert found.drug_class == "antineoplastic"


def test_dialysis_changes_the_code_in_use(visit_of, tables_on):
    visit = visit_of({"drug": "Retacrit", "route": "subcutaneous"}, diagnoses=[{"code": "N18.6"}])
    found = find(visit.administrations[0], visit, tables_on("2026-03-12"))
    assert found.drug is not None
    assert found.drug.code == "Q5105"
