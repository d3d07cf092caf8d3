"""Every labeler's vials in Medicare's NDC crosswalk: the least that a clinic can open of one maker is not warned of."""

import random
from datetime import date
from decimal import Decimal
from pathlib import Path

import clinic
import pytest

from oncodesk.codes.edit_values import NotLoaded, Product
from oncodesk.codes.importing import built
from oncodesk.codes.library import CodeSets
from oncodesk.codes.shelf import Shelf
from oncodesk.codes.tables import Tables
from oncodesk.codes.values import Drug
from oncodesk.rules.drugs.sizes import smallest
from oncodesk.rules.examples import given, visit
from oncodesk.services.derive_claim import derive_claim

FILE = "asp_2026jan/asp_ndc_hcpcs_crosswalk_jan2026_121725.csv"
VEIN = {"iv_infusion": "09:00-10:00", "iv_push": "09:00-09:03"}


@pytest.fixture(scope="module")
def official(shared_data: Path, code_sets: CodeSets, tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """The code tables of a day of its quarter, with the official crosswalk loaded."""
    path = shared_data / FILE
    if not path.is_file():
        pytest.skip("the official NDC crosswalk of January 2026 is not here")
    shelf = Shelf(tmp_path_factory.mktemp("official") / "codesets")
    with built((path,), shelf, "2026-11-02T08:00:00", None) as found:
        shelf.install([one.edition.path for one in found])
    return code_sets.with_shelf(shelf).at(date(2026, 2, 12))


def by_labeler(drug: Drug, tables: Tables) -> list[dict[Decimal, Product]]:
    """Each labeler's sizes of a drug."""
    rows = tables.ndcs_of(drug.code)
    held: dict[str, dict[Decimal, Product]] = {}
    for row in () if isinstance(rows, NotLoaded) else rows:
        if row.units:
            held.setdefault(f"{row.ndc[:5]} {row.name.lower().split()[0]}", {})[row.units * drug.unit.amount] = row
    return list(held.values())


@pytest.mark.slow
def test_the_least_of_one_labeler_is_never_avoidable(official: Tables) -> None:
    pick, tried = random.Random(5), 0
    for name, (route, *_) in clinic.DRUGS.items():
        drug = clinic.product(name, route, official)
        for sizes in by_labeler(drug, official) if drug and route in VEIN else ():
            assert drug
            dose = clinic.dose_of(name, pick.uniform(52, 98), pick.uniform(1.5, 2.2))
            dose *= 1000 if drug.unit.unit == "mcg" else 1
            mix = smallest(dose, tuple(sorted(sizes))) or ()
            boxes = [
                {"amount": float(s), "unit": drug.unit.unit, "count": mix.count(s), "kind": "single_dose",
                 "ndc": sizes[s].ndc}
                for s in dict.fromkeys(mix)
            ]  # fmt: skip
            amounts = {"dose": float(dose), "discarded": float(sum(mix) - dose)}
            told = {field: {"amount": amount, "unit": drug.unit.unit} for field, amount in amounts.items()}
            facts = visit(given("a1", drug.code, route, at=VEIN[route], containers=boxes, **told), dx="C34.11")
            report = derive_claim(facts, official).report
            tried += bool(mix)
            assert report
            assert [f.message for f in report.findings if f.rule == clinic.AVOIDABLE and f.severity != "info"] == []
    assert tried > 200
