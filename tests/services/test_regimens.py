"""Regimens: made from a visit, given to one, what they expect to bill, and how a day differs from them."""

from collections.abc import Callable
from copy import deepcopy
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from oncodesk.codes.tables import Tables
from oncodesk.domain.reading import parse
from oncodesk.domain.template import Template
from oncodesk.domain.visit import Visit
from oncodesk.services import sample_practice
from oncodesk.services.regimens.differing import Compared, compare
from oncodesk.services.regimens.expecting import expected, moved
from oncodesk.services.regimens.fitting import fitting, followed
from oncodesk.services.regimens.planning import as_regimen, given_facts

OnDay = Callable[[str], Tables]
FEES = sample_practice.fees()


def mfolfox() -> dict[str, Any]:
    facts: dict[str, Any] = sample_practice.read("visit-mfolfox6")
    return facts


def regimen() -> Template:
    return as_regimen(parse(Visit, mfolfox()), "mFOLFOX6", 14)


def beside(facts: dict[str, Any], tables_on: OnDay, template: Template | None = None, **more: Any) -> Compared:
    visit = parse(Visit, facts)
    return compare(template or regimen(), visit, tables_on(str(visit.date_of_service)), FEES, **more)


def told(found: Compared) -> list[tuple[str, str, Decimal | None]]:
    return [(one.kind, one.what, one.money) for one in found.differs]


def test_a_regimen_holds_the_order_and_nothing_of_the_day() -> None:
    made = regimen()
    order = {drug.drug: drug.sequence for drug in made.administrations if drug.route != "pump_prolonged"}
    assert order == {"palonosetron": 1, "dexamethasone": 2, "oxaliplatin": 3, "leucovorin": 3, "fluorouracil": 4}
    written = made.model_dump_json(by_alias=True, exclude_defaults=True)
    for said in ("Sample", "A-1007", "Harbor", "09:15", "discarded", "significant", "Neuropathy"):
        assert said not in written
    assert made.services[0].code == "99214" and made.administrations[2].ordered_minutes == 125


def test_what_a_regimen_gives_a_visit_is_planned_and_leaves_the_day_to_be_typed() -> None:
    template = sample_practice.templates()[0]
    facts = given_facts(template, {"date_of_service": "2026-09-17", "diagnoses": [{"code": "C18.4"}]})
    assert facts["diagnoses"] == [{"code": "C18.4"}]
    oxaliplatin = facts["administrations"][2]
    assert oxaliplatin["containers"][0]["count"] == 2
    assert not {"dose", "start", "stop", "minutes", "discarded", "sequence", "ordered_minutes"} & set(oxaliplatin)
    assert facts["administrations"][0]["dose"] == {"amount": 0.25, "unit": "mg"}
    parse(Visit, facts)


def test_expected_lines_know_what_follows_the_dose(tables_on: OnDay) -> None:
    found = expected(sample_practice.templates()[0], tables_on("2026-09-17"), FEES)
    units = {line.code: line.units for line in found.lines}
    assert units["96413"] == 1 and units["96415"] == 1 and units["96368"] == 1 and units["96416"] == 1
    assert units["J2469"] == 10 and units["J9263"] is None and units["J9190"] is None
    assert found.money == sum((line.money for line in found.lines if line.money), Decimal(0)) > 0


def test_a_day_as_ordered_differs_in_nothing(tables_on: OnDay) -> None:
    found = beside(mfolfox(), tables_on)
    assert (found.differs, found.lines, found.money) == ((), (), None)
    assert "oxaliplatin 150 mg, 125 min" in found.ordered


def test_a_duration_counts_where_it_crosses_a_threshold(tables_on: OnDay) -> None:
    facts = mfolfox()
    for row in facts["administrations"][2:4]:
        row["stop"] = "11:15"
    assert beside(facts, tables_on).differs == ()
    for row in facts["administrations"][2:4]:
        row["stop"] = "10:40"
    found = beside(facts, tables_on)
    assert told(found) == [("duration", "oxaliplatin and leucovorin", Decimal("-88.00"))]
    assert [(change.code, change.before, change.after) for change in found.lines] == [("96415", 1, 0)]
    assert found.money == Decimal("-88.00")


def test_a_drug_missing_and_one_beside_the_regimen(tables_on: OnDay) -> None:
    facts = mfolfox()
    del facts["administrations"][0]
    facts["administrations"].append({"id": "x", "drug": "famotidine", "route": "iv_push", "start": "09:10"})
    found = beside(facts, tables_on)
    kinds = {one.kind: one for one in found.differs}
    assert kinds["missing"].what == "palonosetron" and kinds["missing"].money == Decimal("-138.00")
    assert kinds["additional"].fact == "x"
    assert [(c.code, c.after - c.before) for c in kinds["additional"].lines] == [("96375", 1)]
    assert {change.code for change in found.lines} == {"J2469"}


def test_a_dose_further_off_than_the_tolerance(tables_on: OnDay) -> None:
    facts = mfolfox()
    facts["administrations"][2]["dose"]["amount"] = 140
    facts["administrations"][2]["discarded"]["amount"] = 60
    assert beside(facts, tables_on).differs == ()
    facts["administrations"][2]["dose"]["amount"] = 120
    facts["administrations"][2]["discarded"]["amount"] = 80
    assert told(beside(facts, tables_on)) == [("dose", "oxaliplatin", Decimal("0"))]
    narrow = regimen().model_copy(update={"tolerance_percent": Decimal(30)})
    assert beside(facts, tables_on, narrow).differs == ()


def test_a_dose_by_weight_and_one_by_the_last_visit(tables_on: OnDay) -> None:
    facts = mfolfox()
    by_weight = regimen().model_dump(mode="json", by_alias=True)
    row = by_weight["administrations"][2]
    row["dose"], row["dose_by"] = None, "3 mg/kg"
    found = beside(facts, tables_on, parse(Template, by_weight))
    assert "3 mg/kg at 70 kg is 210 mg" in found.differs[0].says
    row["dose_by"] = "85 mg/m2"
    assert beside(facts, tables_on, parse(Template, by_weight)).differs == ()
    before = deepcopy(facts)
    before["administrations"][2]["dose"]["amount"] = 180
    found = beside(facts, tables_on, parse(Template, by_weight), last=parse(Visit, before))
    assert "last time 180 mg (-17 %)" in found.differs[0].says


def test_a_route_and_a_service_are_told(tables_on: OnDay) -> None:
    facts = mfolfox()
    facts["administrations"][1] |= {"route": "iv_infusion", "stop": "09:25"}
    facts["services"] = [{"code": "99213", "significant_separate": True}]
    kinds = [(one.kind, one.what) for one in beside(facts, tables_on).differs]
    assert ("route", "dexamethasone") in kinds
    assert [what for kind, what in kinds if kind == "service"] == ["99214", "99213"]


def test_regimens_that_fit_come_first(tables_on: OnDay) -> None:
    templates, tables = sample_practice.templates(), tables_on("2026-09-14")
    visit = parse(Visit, mfolfox())
    fits = fitting(templates, visit.model_copy(update={"administrations": ()}), tables, visit)
    assert (fits[0].template.name, fits[0].why) == ("mFOLFOX6", "as last time")
    lung = visit.model_copy(update={"administrations": (), "diagnoses": parse(Visit, facts_of("C34.90")).diagnoses})
    first = fitting(templates, lung, tables)[0]
    assert (first.template.name, first.why) == ("Pembrolizumab, every 3 weeks", "fits the diagnosis")
    assert followed(templates, visit, tables) == templates[0]
    assert followed(templates, parse(Visit, facts_of("C34.90")), tables) is None


def facts_of(code: str) -> dict[str, Any]:
    return mfolfox() | {"administrations": [], "diagnoses": [{"code": code}]}


@pytest.mark.parametrize(
    "change",
    [{"until": date(2026, 8, 31)}, {"since": date(2026, 10, 1)}, {"payers": ("medicare",)}],
)
def test_a_regimen_not_in_use_or_for_other_payers_is_not_offered(change: dict[str, Any], tables_on: OnDay) -> None:
    visit = parse(Visit, mfolfox())
    template = regimen().model_copy(update=change)
    assert fitting((template,), visit, tables_on("2026-09-14"), visit) == ()
    assert followed((template,), visit, tables_on("2026-09-14")) is None


def test_what_code_sets_change_is_told_by_drug(tables_on: OnDay) -> None:
    drug = {"drug": "thiotepa", "route": "iv_infusion", "dose_by": "5 mg/kg", "ordered_minutes": 180}
    template = Template.model_validate(
        {
            "name": "T",
            "reason": "antineoplastic_treatment",
            "administrations": [drug],
            "diagnoses": [{"code": "C50.911"}],
        }
    )
    before, after = tables_on("2025-06-30"), tables_on("2025-07-01")
    assert moved(template, before, after) == ("thiotepa: J9340 per 15 mg → J9342 per 1 mg",)
    assert moved(template, after, tables_on("2026-01-01")) == ()
