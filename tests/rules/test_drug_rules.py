"""Drug units, waste, products, NDC and supportive drugs."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from oncodesk.codes.tables import Tables
from oncodesk.domain.claim import Claim
from oncodesk.domain.edits import apply_edits
from oncodesk.domain.report import Finding, Report
from oncodesk.domain.visit import Visit
from oncodesk.rules.drugs.sizes import smallest
from oncodesk.rules.examples import claim, given, line, visit
from oncodesk.services.check_claim import check_claim

OnDay = Callable[[str], Tables]
COMMERCIAL = {"kind": "commercial", "name": "Example Health"}


def report(held: Claim, tables_on: OnDay) -> Report:
    return check_claim(held, tables_on(held.date_of_service.isoformat()))


def of(rule: str, held: Claim, tables_on: OnDay) -> list[Finding]:
    return [finding for finding in report(held, tables_on).findings if finding.rule == rule]


def rows(rule: str, held: Claim, tables_on: OnDay) -> set[str]:
    return {row for finding in of(rule, held, tables_on) for row in finding.covers}


def opened(drug: str, dose: float, size: float, count: int, discarded: float | None = None, **more: Any) -> Visit:
    """A visit with one infusion in milligrams, from single-dose containers."""
    facts: dict[str, Any] = {
        "dose": {"amount": dose, "unit": "mg"},
        "containers": [{"amount": size, "unit": "mg", "count": count, "kind": more.pop("kind", "single_dose")}],
    }
    if discarded is not None:
        facts["discarded"] = {"amount": discarded, "unit": "mg"}
    return visit(given("a1", drug, at="09:00-10:00", **facts, **more), dx="C18.2")


def test_vials_are_not_units(tables_on: OnDay) -> None:
    held = claim(line("96413"), line("J9271", 4, "JZ"), visit=opened("pembrolizumab", 400, 100, 4, 0))
    found = of("drugs.units-from-dose", held, tables_on)
    assert {"DRG-01", "DRG-03"} <= set(found[0].covers)
    assert apply_edits(held, found[0].fixes[0].edits).lines[1].units == 400


@pytest.mark.parametrize(("dose", "units"), [(140, 14), (141, 15), (9, 1)])
def test_units_are_rounded_up_once(dose: int, units: int, tables_on: OnDay) -> None:
    facts = opened("bevacizumab", dose, 100, 2, 200 - dose)
    assert of("drugs.units-from-dose", claim(line("96413"), line("J9035", units), visit=facts), tables_on) == []
    assert of("drugs.units-from-dose", claim(line("96413"), line("J9035", units + 1), visit=facts), tables_on)


def test_units_are_not_checked_without_a_dose(tables_on: OnDay) -> None:
    said = report(claim(line("96413"), line("J9271", 2, "JZ")), tables_on)
    assert not [f for f in said.findings if f.rule == "drugs.units-from-dose"]
    assert any(n.rule == "drugs.units-from-dose" for n in said.not_checked)


def test_waste_goes_on_a_line_of_its_own(tables_on: OnDay) -> None:
    held = claim(line("96413"), line("J1745", 40), visit=opened("infliximab", 350, 100, 4, 50))
    found = of("drugs.waste-among-given", held, tables_on)
    assert rows("drugs.waste-among-given", held, tables_on) == {"JW-01", "JW-02"}
    assert of("drugs.units-from-dose", held, tables_on) == []
    cured = apply_edits(held, found[0].fixes[0].edits)
    assert [(one.units, one.modifiers) for one in cured.lines[1:]] == [(35, ()), (5, ("JW",))]


@pytest.mark.parametrize(
    ("dose", "discarded", "lines", "row"),
    [
        (93, 7, [("", 10), ("JW", 1)], "JW-04"),
        (80, 20, [("", 8), ("JW", 3)], "JW-05"),
        (80, 20, [("JZ", 8)], "JW-03"),
        (100, 0, [("", 10), ("JW", 2)], "JW-03"),
    ],
)
def test_discarded_units_follow_the_record(
    dose: int, discarded: int, lines: list[tuple[str, int]], row: str, tables_on: OnDay
) -> None:
    billed = [line("J9035", units, *([modifier] if modifier else [])) for modifier, units in lines]
    held = claim(line("96413"), *billed, dx="Z51.12 C18.2", visit=opened("bevacizumab", dose, 100, 1, discarded))
    found = of("drugs.waste-units", held, tables_on)
    assert row in rows("drugs.waste-units", held, tables_on)
    assert found[0].severity == "error"
    assert of("drugs.waste-units", apply_edits(held, found[0].fixes[0].edits), tables_on) == []


def test_other_payers_make_waste_a_warning(tables_on: OnDay) -> None:
    facts = opened("bevacizumab", 80, 100, 1, 20)
    held = claim(line("96413"), line("J9035", 8), line("J9035", 3, "JW"), visit=facts, payer=COMMERCIAL)
    assert [f.severity for f in of("drugs.waste-units", held, tables_on)] == ["warning"]
    silent = claim(line("96413"), line("J9035", 8), payer=COMMERCIAL)
    assert rows("drugs.waste-modifier-expected", silent, tables_on) == {"JW-14"}


def test_jw_and_jz_contradict_each_other_unless_packages_differ(tables_on: OnDay) -> None:
    both = claim(line("96413"), line("J9035", 8, "JZ"), line("J9035", 2, "JW"))
    assert rows("drugs.waste-contradicted", both, tables_on) == {"JW-03"}
    one = {"code": "50242006001", "unit": "UN", "quantity": "1"}
    other = {"code": "50242006101", "unit": "UN", "quantity": "1"}
    apart = claim(line("96413"), line("J9035", 8, "JZ", ndc=one), line("J9035", 2, "JW", ndc=other))
    assert of("drugs.waste-contradicted", apart, tables_on) == []


def test_the_containers_recorded_go_before_the_table(tables_on: OnDay) -> None:
    multi = opened("bevacizumab", 80, 100, 1, kind="multi_dose")
    held = claim(line("96413"), line("J9035", 8, "JZ"), visit=multi)
    assert rows("drugs.waste-of-multi-dose", held, tables_on) == {"JW-06"}
    assert of("drugs.wastage-modifier-missing", claim(line("96413"), line("J9035", 8), visit=multi), tables_on) == []


@pytest.mark.parametrize(
    ("dose", "sizes", "best"),
    [(300, (100, 400), 300), (350, (100, 400), 400), (30, (10, 20, 50), 30), (7, (10,), 10), (10**6, (10,), None)],
)
def test_least_waste(dose: int, sizes: tuple[int, ...], best: int | None) -> None:
    found = smallest(Decimal(dose), tuple(Decimal(size) for size in sizes))
    assert (found and sum(found)) == best


def test_least_waste_takes_the_fewest_containers() -> None:
    assert smallest(Decimal(630), (Decimal(100), Decimal(400))) == (400, 100, 100, 100)


PER_UNIT = {"J9305": 10, "J9035": 10, "J9171": 1, "J9355": 10, "J0881": 1}


def waste(code: str, dose: float, size: float, count: int, visit: Visit) -> Claim:
    """A claim of what was given and what was discarded of those containers."""
    given_units = -(-int(dose) // PER_UNIT[code])
    left = int(size * count) // PER_UNIT[code] - given_units
    return claim(line("96413"), line(code, given_units), line(code, left, "JW"), visit=visit)


@pytest.mark.parametrize(
    ("code", "drug", "dose", "size", "count", "severity"),
    [
        ("J9035", "bevacizumab", 300, 400, 1, "warning"),
        ("J9035", "bevacizumab", 630, 400, 2, "warning"),
        ("J9035", "bevacizumab", 390, 400, 1, None),
        ("J9035", "bevacizumab", 530, 400, 2, "warning"),
        ("J9305", "pemetrexed", 600, 500, 2, "info"),
        ("J9171", "docetaxel", 130, 80, 2, None),
        ("J9355", "trastuzumab", 140, 150, 1, None),
    ],
)
def test_only_sizes_of_the_product_opened_make_waste_avoidable(
    code: str, drug: str, dose: float, size: float, count: int, severity: str | None, tables_on: OnDay
) -> None:
    held = waste(code, dose, size, count, opened(drug, dose, size, count, size * count - dose))
    assert [f.severity for f in of("drugs.waste-avoidable", held, tables_on)] == ([severity] if severity else [])


def test_bolus_and_pump_of_one_drug_are_two_preparations(tables_on: OnDay) -> None:
    """Each has vials of its own; both doses together would fit into fewer."""
    box = {"amount": 100, "unit": "mg", "count": 1, "kind": "single_dose"}
    each = {"dose": {"amount": 60, "unit": "mg"}, "containers": [box], "discarded": {"amount": 40, "unit": "mg"}}
    both = visit(
        given("a1", "bevacizumab", at="09:00-09:30", **each), given("a2", "bevacizumab", at="13:00-13:30", **each)
    )
    held = claim(line("96413"), line("J9035", 12), line("J9035", 8, "JW"), visit=both)
    assert of("drugs.waste-avoidable", held, tables_on) == []


def test_a_choice_of_many_more_containers_is_not_asked_for(tables_on: OnDay) -> None:
    held = waste("J9035", 730, 400, 2, opened("bevacizumab", 730, 400, 2, 70))
    assert of("drugs.waste-avoidable", held, tables_on) == []
    far = claim(
        line("96413"), line("J9299", 100), line("J9299", 20, "JW"), dx="Z51.12 C43.9",
        visit=opened("nivolumab", 100, 120, 1, 20),
    )  # fmt: skip
    assert [f.severity for f in of("drugs.waste-avoidable", far, tables_on)] == ["warning"]


def test_a_larger_vial_than_needed_is_a_warning(tables_on: OnDay) -> None:
    held = claim(
        line("96413"), line("J9035", 30), line("J9035", 10, "JW"), visit=opened("bevacizumab", 300, 400, 1, 100)
    )
    assert rows("drugs.waste-avoidable", held, tables_on) == {"JW-07"}


def test_another_product_of_the_name(tables_on: OnDay) -> None:
    depot = given("a1", "Lupron Depot", "intramuscular", at="10:00", dose={"amount": 7.5, "unit": "mg"})
    held = claim(line("96402"), line("J9218", 8, "JZ"), dx="C61", visit=visit(depot, dx="C61"))
    assert "DRG-08" in rows("drugs.product-code", held, tables_on)
    biosimilar = given("a1", "Truxima", at="09:00-10:00", dose={"amount": 700, "unit": "mg"})
    other = claim(line("96413"), line("J9312", 70), dx="Z51.12 C83.31", visit=visit(biosimilar, dx="C83.31"))
    assert rows("drugs.product-code", other, tables_on) == {"DRG-16"}


@pytest.mark.parametrize(("code", "admin"), [("J9145", "96401"), ("J9144", "96413"), ("J9271", "96401")])
def test_products_are_for_one_way(code: str, admin: str, tables_on: OnDay) -> None:
    held = claim(line(admin), line(code, 10, "JZ"), dx="Z51.12 C90.00")
    assert "DRG-07" in rows("drugs.product-for-other-route", held, tables_on)


def test_codes_have_their_days(tables_on: OnDay) -> None:
    assert rows("drugs.code-ended", claim(line("96372"), line("J2505")), tables_on) == {"DRG-05"}
    early = claim(line("96372"), line("J2506", 12), date_of_service="2021-06-01")
    assert "begins on 2022-01-01" in of("drugs.code-ended", early, tables_on)[0].message


@pytest.mark.parametrize(("days", "found"), [(83, 1), (84, 0)])
def test_a_depot_holds_its_days(days: int, found: int, tables_on: OnDay) -> None:
    on = {83: "2025-12-19", 84: "2025-12-18"}[days]
    history = [{"date_of_service": on, "code": "J9217", "units": 3}]
    held = claim(line("96402"), line("J9217", 3, "JZ"), dx="C61", history=history)
    assert len(of("drugs.depot-too-soon", held, tables_on)) == found


@pytest.mark.parametrize(
    ("narrative", "units", "severity"),
    [(None, 1, "error"), ("newdrug 100 mg iv NDC 01234567809", 2, "error"), ("newdrug iv", 1, "warning")],
)
def test_an_unlisted_drug_says_what_it_was(narrative: str | None, units: int, severity: str, tables_on: OnDay) -> None:
    held = claim(line("96413"), line("J9999", units, narrative=narrative))
    assert [f.severity for f in of("drugs.unlisted-content", held, tables_on)] == [severity]


def test_an_unlisted_code_gives_way_to_the_drugs_own(tables_on: OnDay) -> None:
    held = claim(line("96413"), line("J9999", 1, narrative="Keytruda 200 mg iv NDC 00006302602"))
    assert rows("drugs.unlisted-content", held, tables_on) == {"DRG-11"}
    office = claim(line("96413"), line("C9399", 1, narrative="newdrug 1 mg NDC 01234567809"))
    assert "DRG-11" in rows("drugs.unlisted-content", office, tables_on)


@pytest.mark.parametrize("code", ["1234-5678-09", "0123456780", "12345", "01234-5678-09"])
def test_an_ndc_is_eleven_digits(code: str, tables_on: OnDay) -> None:
    held = claim(line("96374"), line("J2405", 4, "JZ", ndc={"code": code, "unit": "ML", "quantity": "2"}))
    assert rows("drugs.ndc-form", held, tables_on) == {"NDC-01"}


@pytest.mark.parametrize(
    "ndc",
    [
        {"unit": "MG", "quantity": "4"},
        {"unit": "ML"},
        {"unit": "ML", "quantity": "0"},
        {"unit": "ML", "quantity": "1.2345"},
        {"quantity": "1"},
    ],
)
def test_an_ndc_quantity_has_unit_and_amount(ndc: dict[str, str], tables_on: OnDay) -> None:
    held = claim(line("96374"), line("J2405", 4, "JZ", ndc={"code": "01234567809", **ndc}))
    assert rows("drugs.ndc-quantity", held, tables_on) == {"NDC-02"}


def test_a_drug_of_somebody_elses_is_not_billed(tables_on: OnDay) -> None:
    facts = visit(given("a1", "pembrolizumab", at="09:00-09:30", supplied_by="study"), dx="C34.11")
    assert rows("drugs.supplied-by-others", claim(line("96413"), line("J9271", 200), visit=facts), tables_on) == {
        "DRG-15"
    }


@pytest.mark.parametrize(
    ("facts", "row"),
    [
        ({"hemoglobin_g_dl": 10}, "SUP-04"),
        ({"hematocrit_pct": 30}, "SUP-04"),
        ({}, "SUP-03"),
        ({"hemoglobin_g_dl": 9.9, "last_chemotherapy_on": "2026-01-14"}, "SUP-04"),
    ],
)
def test_limits_of_red_cell_agents(facts: dict[str, Any], row: str, tables_on: OnDay) -> None:
    drug = line("J0881", 200, "EA", "JB", "JZ")
    held = claim(line("96372"), drug, dx="D64.81 C34.11 T45.1X5A", facts=facts)
    assert row in rows("support.anemia-blood-count", held, tables_on)


def test_red_cell_agents_below_the_limit_are_quiet(tables_on: OnDay) -> None:
    facts = {"hemoglobin_g_dl": 9.9, "last_chemotherapy_on": "2026-01-15"}
    drug = line("J0881", 200, "EA", "JB", "JZ")
    held = claim(line("96372"), drug, dx="D64.81 C34.11 T45.1X5A", facts=facts)
    assert not [f for f in report(held, tables_on).findings if f.rule.startswith("support.")]


@pytest.mark.parametrize(("said", "found"), [((), 1), (("EA",), 0), (("EA", "EC"), 1), (("EB",), 1)])
def test_one_cause_of_the_anemia(said: tuple[str, ...], found: int, tables_on: OnDay) -> None:
    held = claim(line("96372"), line("J0881", 200, *said, "JB", "JZ"), dx="D64.81 C34.11")
    assert len(of("support.anemia-reason-modifier", held, tables_on)) == found


def test_dialysis_codes_turn_into_the_others(tables_on: OnDay) -> None:
    held = claim(line("96372"), line("Q4081", 400, "EA", "JB", "JZ"), dx="D64.81 C34.11")
    found = of("support.dialysis-product", held, tables_on)
    cured = apply_edits(held, found[0].fixes[0].edits)
    assert (cured.lines[1].code, cured.lines[1].units) == ("J0885", 40)
    assert of("support.dialysis-product", claim(line("96372"), line("Q4081", 400), dx="N18.6 D63.1"), tables_on) == []


def test_the_worn_injector_may_go_with_chemotherapy(tables_on: OnDay) -> None:
    drugs = [line("J9201", 8, "JZ"), line("J2506", 12, "JZ")]
    by_syringe = claim(line("96413"), line("96372", 1, "59"), *drugs)
    worn = claim(line("96413"), line("96377", 1, "59"), *drugs)
    assert rows("support.growth-factor-window", by_syringe, tables_on) == {"SUP-07"}
    assert of("support.growth-factor-window", worn, tables_on) == []


def test_transfusion_and_marrow_are_counted_by_date_and_site(tables_on: OnDay) -> None:
    assert rows("support.transfusion-count", claim(line("36430", 6), dx="D63.0"), tables_on) == {"SUP-13"}
    passes = claim(line("38220", 3), dx="C90.00")
    assert [f.severity for f in of("support.marrow-sampling", passes, tables_on)] == ["warning"]
    two_sites = claim(line("38220"), line("38221", 1, "XS"), dx="C90.00")
    assert of("support.marrow-sampling", two_sites, tables_on) == []


def test_leucovorin_and_levoleucovorin_are_two_products(tables_on: OnDay) -> None:
    facts = opened("leucovorin", 700, 350, 2, 0)
    held = claim(line("96365"), line("J0641", 1400, "JZ"), visit=facts)
    assert "SUP-16" in rows("drugs.product-code", held, tables_on)


@pytest.mark.parametrize(
    ("code", "units", "modifiers", "severity"),
    [
        ("J9271", 2, ("JZ",), "error"),
        ("J9271", 2, (), "warning"),
        ("J2506", 1, ("JZ",), "error"),
        ("J9271", 200000, (), "error"),
        ("J9271", 150, ("JZ",), "info"),
        ("J9271", 200, ("JZ",), None),
        ("J9042", 96, (), None),
        ("J9000", 1, ("JZ",), None),
    ],
)
def test_units_without_facts(
    code: str, units: int, modifiers: tuple[str, ...], severity: str | None, tables_on: OnDay
) -> None:
    held = claim(line("96413"), line(code, units, *modifiers), dx="Z51.12 C34.11")
    found = of("drugs.units-implausible", held, tables_on)
    assert [f.severity for f in found] == ([severity] if severity else [])


def test_facts_go_before_what_units_alone_tell(tables_on: OnDay) -> None:
    held = claim(line("96413"), line("J9271", 2, "JZ"), visit=opened("pembrolizumab", 200, 100, 2, 0))
    assert of("drugs.units-implausible", held, tables_on) == []


@pytest.mark.parametrize(
    ("narrative", "found"),
    [
        ("200 mg Keytruda iv NDC 00006302602", True),
        ("inj pembrolizumab 200 mg NDC 00006302602", True),
        ("Keytruda Qlex 395 mg subcutaneous NDC 00006312001", False),
        ("pembrolizumab and hyaluronidase 395 mg NDC 00006312001", False),
        ("newdrug 5 mg in normal saline NDC 00006302602", False),
    ],
)
def test_an_unlisted_code_for_a_drug_that_has_its_own(narrative: str, found: bool, tables_on: OnDay) -> None:
    held = claim(line("96413"), line("J9999", 1, "JZ", narrative=narrative), date_of_service="2025-11-20")
    assert ("DRG-11" in rows("drugs.unlisted-content", held, tables_on)) is found


@pytest.mark.parametrize(
    ("code", "units", "dx", "found"),
    [
        ("J1950", 2, "C61", True),
        ("J1950", 1, "D25.9", False),
        ("J9218", 8, "C61", True),
        ("J9218", 1, "C61", False),
        ("J9217", 1, "C61", False),
    ],
)
def test_a_depot_for_another_condition(code: str, units: int, dx: str, found: bool, tables_on: OnDay) -> None:
    held = claim(line("96402"), line(code, units, "JZ"), dx=dx)
    assert bool(of("drugs.product-for-other-condition", held, tables_on)) is found


def test_codes_of_dialysis_go_both_ways(tables_on: OnDay) -> None:
    facts = {"hemoglobin_g_dl": 9.0}
    held = claim(line("96372"), line("J0881", 100, "EC", "JB", "JZ"), dx="N18.6 D63.1 Z99.2", facts=facts)
    found = of("support.dialysis-product", held, tables_on)
    assert found[0].covers == ("DRG-08",)
    assert apply_edits(held, found[0].fixes[0].edits).lines[1].code == "J0882"


@pytest.mark.parametrize(("modifiers", "marked"), [((), True), (("76",), False)])
def test_units_over_several_lines_are_marked_as_going_on(
    modifiers: tuple[str, ...], marked: bool, tables_on: OnDay
) -> None:
    held = claim(line("96374"), line("J7192", 9999, "JZ"), line("J7192", 2001, "JZ", *modifiers), dx="D66")
    found = of("drugs.same-line-twice", held, tables_on)
    assert bool(found) is marked
    if marked:
        cured = apply_edits(held, found[0].fixes[0].edits)
        assert [one.modifiers for one in cured.lines[1:]] == [("JZ",), ("JZ", "76")]


def test_no_dose_is_read_out_of_units_without_facts(tables_on: OnDay) -> None:
    held = claim(line("96413"), line("J9035", 30), line("J9035", 10, "JW"), dx="Z51.12 C18.2")
    assert of("drugs.waste-avoidable", held, tables_on) == []


@pytest.mark.parametrize(
    ("code", "units", "before", "found"),
    [("J3489", 4, "2026-03-05", True), ("J3489", 4, "2026-02-10", False), ("J9395", 20, "2026-02-26", False)],
)
def test_long_acting_drugs_have_their_interval(
    code: str, units: int, before: str, found: bool, tables_on: OnDay
) -> None:
    history = [{"date_of_service": before, "code": code, "units": units}]
    held = claim(line("96365"), line(code, units, "JZ"), dx="C79.51 C50.411", history=history)
    assert bool(of("drugs.depot-too-soon", held, tables_on)) is found


@pytest.mark.parametrize(
    ("kind", "code", "severity", "authority"),
    [
        ("medicaid", "J2405", "warning", "Deficit Reduction Act"),
        ("medicaid", "J9999", "warning", "Deficit Reduction Act"),
        ("medicare", "J2405", None, ""),
        ("railroad", "J9999", "warning", "not otherwise classified"),
        ("medicare", "J9999", "warning", "not otherwise classified"),
        ("medicare_advantage", "J2405", "info", "payer's own"),
        ("commercial", "J2405", "info", "payer's own"),
        ("commercial", "J9999", "warning", "payer's own"),
        ("tricare", "J2405", "info", "TRICARE"),
        ("self_pay", "J2405", None, ""),
    ],
)
def test_an_ndc_is_asked_by_the_authority_that_binds_the_payer(
    kind: str, code: str, severity: str | None, authority: str, tables_on: OnDay
) -> None:
    billed = line(code, 1, "JZ", narrative="Newdrugmab 100 mg vial, 100 mg IV, NDC on file")
    held = claim(line("96413"), billed, dx="Z51.11 C34.11", payer={"kind": kind, "name": "Example"})
    found = of("drugs.ndc-missing", held, tables_on)
    assert [f.severity for f in found] == ([severity] if severity else [])
    assert all(authority in f.citation.title for f in found)


def test_medicare_reads_the_ndc_of_an_unlisted_drug_in_the_narrative(tables_on: OnDay) -> None:
    told = line("J9999", 1, "JZ", narrative="Newdrugmab 100 mg vial, 100 mg IV, NDC 12345-6789-01")
    assert of("drugs.ndc-missing", claim(line("96413"), told), tables_on) == []
    bare = claim(line("96413"), line("J9999", 1, "JZ"))
    said = [f for f in report(bare, tables_on).findings if "NDC-04" in f.covers]
    assert [f.rule for f in said] == ["drugs.unlisted-content"]


@pytest.mark.parametrize(
    ("dose", "count", "discarded", "fix"),
    [
        (200, 2, None, "Add JZ"),
        (180, 2, 20, "Bill what was discarded with JW"),
        (180, 2, None, None),
        (180, 2, 50, None),
        (180, 2, 0, None),
    ],
)
def test_jz_is_offered_only_where_the_facts_do_not_speak_against_it(
    dose: float, count: int, discarded: float | None, fix: str | None, tables_on: OnDay
) -> None:
    for payer, rule in (
        ("medicare", "drugs.wastage-modifier-missing"),
        ("commercial", "drugs.waste-modifier-expected"),
    ):
        facts = opened("pembrolizumab", dose, 100, count, discarded)
        billed = line("J9271", int(dose))
        held = claim(line("96413"), billed, dx="Z51.12 C18.2", visit=facts, payer={"kind": payer, "name": "Example"})
        (found,) = of(rule, held, tables_on)
        titles = [one.title for one in found.fixes]
        assert titles == ([fix] if fix and (payer == "medicare" or fix == "Add JZ") else [])
        for one in found.fixes:
            assert of(rule, apply_edits(held, one.edits), tables_on) == []


def test_a_pharmacy_bulk_package_takes_no_waste_modifier(tables_on: OnDay) -> None:
    for size, found in ((5000, True), (2500, True), (1000, False)):
        facts = opened("fluorouracil", size, size, 1, 0)
        held = claim(line("96413"), line("J9190", size // 500, "JZ"), visit=facts)
        assert bool(of("drugs.waste-of-multi-dose", held, tables_on)) is found
    unknown = report(claim(line("96413"), line("J9190", 2, "JZ")), tables_on)
    assert any("J9190" in n.reason for n in unknown.not_checked if n.rule == "drugs.waste-of-multi-dose")
