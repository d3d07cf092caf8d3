"""Claims by the label's NDC, with an invented crosswalk loaded, with the official one, and with none."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from oncodesk.codes.importing import built
from oncodesk.codes.library import CodeSets
from oncodesk.codes.shelf import Shelf
from oncodesk.codes.sources import ndc_crosswalk
from oncodesk.codes.tables import Tables
from oncodesk.coding.derive import derive
from oncodesk.domain.claim import Claim
from oncodesk.domain.derivation import Derivation
from oncodesk.domain.reading import parse
from oncodesk.domain.report import Finding
from oncodesk.domain.visit import Visit
from oncodesk.rules.examples import claim, line
from oncodesk.services.check_claim import check_claim

NOW = "2026-11-02T08:00:00"
DAY = "2026-02-12"
HEAD = """January 2026 ASP NDC - HCPCS Crosswalk for Medicare Part B Drugs,,,,,,,,,
"     Effective January 1, 2026 through March 31, 2026",,,,,,,,,
,,,,,,,,,
Invented rows.,,,,,,,,,
,,,,,,,,,
,,,,,,,,,
,,,,,,,,,
,,,,,,,,,
_2026_CODE,Short Description,LABELER NAME,NDC2,Drug Name,HCPCS dosage,PKG SIZE,PKG QTY,BILLUNITS,BILLUNITSPKG
"""
ROWS = """J9035,x,Maker A,11111-0061-01,Avastin,10 MG,16,1,40,40
J9035,x,Maker A,11111-0060-01,Avastin,10 MG,4,1,10,10
J9305,x,Maker B,22222-0261-50,Pemetrexed,10 MG,1,1,50,50
J9294,x,Maker C,33333-0021-03,Pemetrexed,10 MG,20,1,50,50
J9271,x,Maker D,00006-3026-02,Keytruda,1 MG,4,1,100,100
J0881,x,Maker E,55555-0005-04,Aranesp,1 MCG,1,4,100,400
J0882,x,Maker E,55555-0005-04,Aranesp,1 MCG,1,4,100,400
J1745,x,Maker F,66666-0030-01,Remicade,10 MG,1,1,10,10
Q9998,x,Maker G,77777-0030-01,Another,1 MG,1,1,10,10
"""


@pytest.fixture(scope="module")
def tables(code_sets: CodeSets, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tables]:
    """The tables of the day, with the invented crosswalk on a shelf of their own."""
    folder = tmp_path_factory.mktemp("crosswalk")
    path = folder / "crosswalk.csv"
    path.write_text(HEAD + ROWS, encoding="cp1252", newline="\r\n")
    shelf = Shelf(folder / "codesets")
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(ndc_crosswalk, "FEWEST_ROWS", 5)
        with built((path,), shelf, NOW, None) as found:
            shelf.install([one.edition.path for one in found])
        yield code_sets.with_shelf(shelf).at(date.fromisoformat(DAY))


def box(amount: float, unit: str, ndc: str, count: int = 1, **more: Any) -> dict[str, Any]:
    return {"amount": amount, "unit": unit, "count": count, "kind": "single_dose", "ndc": ndc} | more


def visit_of(drug: str, dose: float, *boxes: dict[str, Any], unit: str = "mg", **more: Any) -> Visit:
    facts = {"id": "a1", "drug": drug, "route": "iv_infusion", "start": "09:00", "stop": "10:00"}
    waste = more.pop("discarded", None)
    facts |= {"discarded": {"amount": waste, "unit": unit}} if waste is not None else {}
    given = facts | {"dose": {"amount": dose, "unit": unit}, "containers": list(boxes)} | more.pop("given", {})
    document = {
        "date_of_service": DAY,
        "reason": "antineoplastic_treatment",
        "payer": {"kind": "medicare", "name": "Medicare Part B"},
        "diagnoses": [{"code": "C34.11"}],
        "administrations": [given],
    }
    return parse(Visit, document | more)


def drugs(derived: Derivation) -> list[str]:
    """`J9035-JW × 2, ML 0.8` for each drug line."""
    held = [x for x in derived.claim.lines if x.code[0] in "JQ"]
    named = [("-".join((x.code, *x.modifiers)), x) for x in held]
    return [f"{n} × {x.units}" + (f", {x.ndc.unit} {x.ndc.quantity:f}" if x.ndc else "") for n, x in named]


def test_a_liquid_is_counted_in_milliliters_though_nobody_typed_its_volume(tables: Tables) -> None:
    found = derive(visit_of("Avastin", 380, box(400, "mg", "11111-061-01"), discarded=20), tables)
    assert drugs(found) == ["J9035 × 38, ML 15.2", "J9035-JW × 2, ML 0.8"]
    by_volume = derive(visit_of("Avastin", 380, box(16, "mL", "11111-061-01"), discarded=20), tables)
    assert drugs(by_volume) == drugs(found)


def test_the_volume_of_a_diluent_is_no_quantity(tables: Tables) -> None:
    powder = box(500, "mg", "22222-0261-50", 2, volume={"amount": 20, "unit": "mL"})
    found = derive(visit_of("pemetrexed", 900, powder, discarded=100), tables)
    assert drugs(found) == ["J9305 × 90, UN 1.8", "J9305-JW × 10, UN 0.2"]


def test_the_label_tells_the_makers_code(tables: Tables) -> None:
    found = derive(visit_of("pemetrexed", 1000, box(500, "mg", "33333-0021-03", 2)), tables)
    assert drugs(found) == ["J9294-JZ × 100, ML 40"]
    told = " ".join(step for trace in found.trace for step in trace.steps)
    assert "is of J9294 (Pemetrexed, Maker C)" in told
    assert not found.questions


def test_ten_bare_digits_are_the_form_that_is_listed(tables: Tables) -> None:
    found = derive(visit_of("Keytruda", 200, box(100, "mg", "0006302602", 2)), tables)
    assert drugs(found) == ["J9271-JZ × 200, ML 8"]
    assert not found.questions


def test_a_slip_of_the_name_is_taken_by_the_label_and_asked_about(tables: Tables) -> None:
    found = derive(visit_of("pembrolizumob", 200, box(100, "mg", "00006-3026-02", 2)), tables)
    assert drugs(found) == ["J9271-JZ × 200, ML 8"]
    assert [q.ask for q in found.questions] == ["whether 'pembrolizumob' is pembrolizumab, as the NDC says"]


@pytest.mark.parametrize(
    ("boxes", "ask"),
    [
        ((box(100, "mg", "11111-061-01", 2),), "whether Keytruda or bevacizumab was given"),
        ((box(200, "mg", "00006-3026-02"),), "what one container of Keytruda holds"),
    ],
)
def test_a_label_that_contradicts_is_asked_about(boxes: tuple[dict[str, Any], ...], ask: str, tables: Tables) -> None:
    found = derive(visit_of("Keytruda", 200, *boxes), tables)
    assert ask in [q.ask for q in found.questions]
    assert drugs(found)[0].startswith("J9271-JZ × 200")


def test_containers_of_two_products_are_asked_about(tables: Tables) -> None:
    boxes = (box(500, "mg", "33333-0021-03"), box(500, "mg", "22222-0261-50"))
    found = derive(visit_of("pemetrexed", 1000, *boxes), tables)
    assert "how much of pemetrexed came of which product" in [q.ask for q in found.questions]


@pytest.mark.parametrize(("diagnosis", "code"), [("D64.81", "J0881-EA-JB-JZ"), ("N18.6", "J0882-JZ")])
def test_where_one_label_has_two_codes_the_diagnosis_decides(diagnosis: str, code: str, tables: Tables) -> None:
    under_skin = {"route": "subcutaneous", "stop": None}
    more: dict[str, Any] = {"diagnoses": [{"code": diagnosis}, {"code": "C34.11"}], "reason": "supportive_care"}
    visit = visit_of("Aranesp", 100, box(100, "mcg", "55555-0005-04"), unit="mcg", given=under_skin, **more)
    assert drugs(derive(visit, tables)) == [f"{code} × 100, UN 1"]


def ndc(code: str, unit: str, quantity: str) -> dict[str, str]:
    return {"code": code, "unit": unit, "quantity": quantity}


@pytest.mark.parametrize(
    ("code", "units", "modifier", "number", "severity", "row"),
    [
        ("J9305", 90, "JZ", ndc("33333002103", "ML", "36"), "error", "DRG-06"),
        ("J9999", 1, "JZ", ndc("00006302602", "ML", "8"), "error", "DRG-11"),
        ("J9035", 40, "JZ", ndc("11111006101", "ML", "40"), "error", "NDC-03"),
        ("J9035", 40, "JZ", ndc("11111006101", "UN", "1"), "warning", "NDC-03"),
        ("J1745", 40, "JZ", ndc("66666003001", "UN", "400"), "error", "NDC-03"),
        ("J9035", 38, "", ndc("11111006101", "ML", "15.2"), None, ""),
        ("J1745", 31, "", ndc("66666003001", "UN", "3.05"), None, ""),
        ("J1745", 9, "JW", ndc("66666003001", "UN", "0.95"), None, ""),
        ("J0881", 100, "JZ", ndc("55555000504", "ML", "0.5"), None, ""),
    ],
)
def test_an_ndc_goes_with_its_code_and_units(
    code: str, units: int, modifier: str, number: dict[str, str], severity: str | None, row: str, tables: Tables
) -> None:
    billed = line(code, units, *([modifier] if modifier else []), ndc=number, narrative="drug 1 mg iv NDC 1")
    held = claim(line("96413"), billed, dx="Z51.11 C34.11", date_of_service=DAY)
    found = [f for f in check_claim(held, tables).findings if f.rule == "drugs.ndc-amount"]
    assert [f.severity for f in found] == ([severity] if severity else [])
    assert all(row in f.covers for f in found)


def avoidable(held: Claim, tables: Tables) -> list[Finding]:
    return [f for f in check_claim(held, tables).findings if f.rule == "drugs.waste-avoidable"]


def test_the_least_waste_is_by_the_sizes_of_the_labeler(tables: Tables) -> None:
    """Pemetrexed is sold in 100, 500, 750 and 1000 mg; Maker B lists one of them."""
    visit = visit_of("pemetrexed", 420, box(500, "mg", "22222-0261-50"), discarded=80)
    lines = (line("96413"), line("J9305", 42), line("J9305", 8, "JW"))
    held = claim(*lines, dx="Z51.11 C34.11", date_of_service=DAY, visit=visit)
    assert avoidable(held, tables) == []
    own = visit_of("Avastin", 300, box(400, "mg", "11111-0061-01"), discarded=100)
    lines = (line("96413"), line("J9035", 30), line("J9035", 10, "JW"))
    (found,) = avoidable(claim(*lines, dx="Z51.12 C34.11", date_of_service=DAY, visit=own), tables)
    assert found.severity == "warning"
    assert "Avastin of Maker A" in found.why


def test_nothing_is_checked_without_a_crosswalk(tables_on: Callable[[str], Tables]) -> None:
    bare = tables_on(DAY)
    found = derive(visit_of("pemetrexed", 1000, box(500, "mg", "33333-0021-03", 2)), bare)
    assert drugs(found) == ["J9305-JZ × 100, UN 2"]
    told = " ".join(step for trace in found.trace for step in trace.steps)
    assert "no NDC crosswalk is loaded" in told
    held = claim(line("96413"), line("J9305", 90, "JZ", ndc=ndc("33333002103", "ML", "36")), date_of_service=DAY)
    said = check_claim(held, bare)
    assert "drugs.ndc-amount" not in {f.rule for f in said.findings}
    assert any("NDC crosswalk" in n.reason for n in said.not_checked if n.rule == "drugs.ndc-amount")


def test_by_the_official_file(shared_data: Path, code_sets: CodeSets, tmp_path: Path) -> None:
    path = shared_data / "asp_2026jan" / "asp_ndc_hcpcs_crosswalk_jan2026_121725.csv"
    if not path.exists():
        pytest.skip("the official NDC crosswalk of January 2026 is not here")
    shelf = Shelf(tmp_path / "codesets")
    with built((path,), shelf, NOW, None) as found:
        shelf.install([one.edition.path for one in found])
    official = code_sets.with_shelf(shelf).at(date.fromisoformat(DAY))
    syringe = visit_of("Neulasta", 6, box(6, "mg", "55513-190-01"), given={"route": "subcutaneous", "stop": None})
    assert drugs(derive(syringe, official)) == ["J2506-JZ × 12, ML 0.6"]
    hospira = visit_of("pemetrexed", 900, box(500, "mg", "00409-0021-03", 2), discarded=100)
    assert drugs(derive(hospira, official)) == ["J9294 × 90, ML 36", "J9294-JW × 10, ML 4"]
