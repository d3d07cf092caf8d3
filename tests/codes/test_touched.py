"""What a new edition does to the codes of the practice's favourites, templates and fees."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import official_layouts as layouts
import pytest

from oncodesk.codes.library import CodeSets
from oncodesk.codes.sources import asp, ptp
from oncodesk.domain.fees import Fees
from oncodesk.domain.icd import dotted
from oncodesk.domain.quantity import Quantity
from oncodesk.domain.template import Favourite, Favourites, PlannedDrug, Template
from oncodesk.domain.visit import Diagnosis, Service
from oncodesk.services.import_codes import Loading, import_codes
from oncodesk.services.own_codes import OwnCode, OwnCodes, own_codes

Official = Callable[[str], Path]
NOW, TODAY = "2026-11-25T08:00", date(2026, 11, 25)
REGIMEN = Template(
    name="Pembrolizumab every three weeks",
    reason="antineoplastic_treatment",
    diagnoses=(Diagnosis(code="C34.11"),),
    administrations=(
        PlannedDrug(
            drug="Keytruda", route="iv_infusion", dose=Quantity(amount=Decimal(200), unit="mg"), ordered_minutes=30
        ),
        PlannedDrug(drug="carboplatin", route="iv_infusion", dose_by="AUC 5", ordered_minutes=60, sequence=2),
        PlannedDrug(drug="Wonderdrug", route="iv_push"),
    ),
    services=(Service(code="99214"),),
    cycle_days=21,
)
FAVOURITES = Favourites(codes=(Favourite(code="J9035", note="Avastin"), Favourite(code="c50.911")))
FEES = Fees(name="Standard", since=date(2026, 1, 1), per_unit={"J9271": Decimal("60.00"), "96413": Decimal("410.00")})


def loading(sets: CodeSets, own: OwnCodes, *files: Path, dry_run: bool = False) -> Loading:
    return import_codes(sets, files, NOW, own=own, dry_run=dry_run)


def told(found: Loading) -> list[str]:
    return [one.as_text() for change in found.changes for one in change.touched]


@pytest.fixture
def mine(code_sets: CodeSets) -> OwnCodes:
    return own_codes(code_sets.at(TODAY), (FAVOURITES, REGIMEN, FEES))


def test_drugs_of_a_template_stand_for_their_codes_on_the_day(code_sets: CodeSets) -> None:
    found = own_codes(code_sets.at(TODAY), (REGIMEN,))
    assert {one.code for one in found.codes} == {"C34.11", "99214", "J9271", "J9045"}
    assert found.unknown == ("Wonderdrug (template Pembrolizumab every three weeks)",)
    fluids = PlannedDrug(drug="normal saline", route="iv_infusion", purpose="hydration")
    several = own_codes(
        code_sets.at(TODAY), (REGIMEN.model_copy(update={"administrations": (fluids,), "diagnoses": ()}),)
    )
    assert {"J7030", "J7040", "J7050"} <= {one.code for one in several.codes}


def test_a_drugs_code_is_that_of_the_day(code_sets: CodeSets) -> None:
    drug = (PlannedDrug(drug="Neulasta", route="subcutaneous"),)
    old = REGIMEN.model_copy(update={"name": "G", "administrations": drug, "diagnoses": (), "services": ()})
    days = (date(2021, 12, 1), date(2022, 1, 1))
    assert [own_codes(code_sets.at(day), (old,)).codes[0].code for day in days] == ["J2505", "J2506"]


def test_a_code_that_ends_one_whose_text_changes_and_what_follows(
    own_sets: CodeSets, mine: OwnCodes, official: Official, later_hcpcs: Path
) -> None:
    loading(own_sets, mine, official("hcpcs"))
    found = loading(own_sets, mine, later_hcpcs, dry_run=True)
    [change] = found.changes
    assert (change.against, change.added, change.ended, change.changed) == ("2019-01-01", 1, 1, 1)
    assert told(found) == [
        "J9035 (favourites): text changed: Injection, bevacizumab, 10 mg → Injection, bevacizumab, per 10 mg",
        "J9271 (template Pembrolizumab every three weeks, fees Standard): ended on 2026-12-31; new codes that name it: "
        "J9998 (Injection, pembrolizumab, per 100 mg)",
    ]
    assert found.own == 7 and found.unknown == mine.unknown
    text = found.as_text()
    assert "of the practice's own 7 codes it touches\n    J9035 (favourites)" in text
    assert text.endswith("no code is known: Wonderdrug (template Pembrolizumab every three weeks)")


def test_the_first_edition_tells_of_what_it_has_ended(own_sets: CodeSets, official: Official) -> None:
    own = OwnCodes(codes=(OwnCode(code="J9310", where="favourites"), OwnCode(code="J9271", where="favourites")))
    [said] = told(loading(own_sets, own, official("hcpcs"), dry_run=True))
    assert said == "J9310 (favourites): ended on 2018-12-31; the same drug: J9312 (10 mg)"


def test_against_a_later_edition_a_code_has_not_ended_but_not_begun(own_sets: CodeSets, official: Official) -> None:
    codes = ("C81.00", "C34.11", "c50.911", "C50.A1")
    own = OwnCodes(codes=tuple(OwnCode(code=code, where="template A") for code in codes))
    found = loading(own_sets, own, official("order"), dry_run=True)
    assert told(found) == ["C50.A1 (template A): not yet in the edition of 2025-04-01"]
    assert "against 2026-04-01, which is later: " in found.as_text()


def test_diagnoses_that_end_or_need_another_character(own_sets: CodeSets, official: Official, tmp_path: Path) -> None:
    first = keys_of(own_sets, official("order"))
    codes = ("E66.8", "C34.11", *first)
    own = OwnCodes(codes=tuple(OwnCode(code=code, where="favourites") for code in codes))
    loading(own_sets, own, official("order"))
    october = tmp_path / "icd10cm_tabular_2026.xml"
    october.write_bytes(official("tabular").read_bytes())
    said = told(loading(own_sets, own, october, dry_run=True))
    assert [line for line in said if line.startswith(f"{first[0]} ")] == [
        f"{first[0]} (favourites): ended on 2025-09-30: not in the edition of 2025-10-01"
    ]
    longer = [line for line in said if "may no longer be billed: choose a longer one, such as" in line]
    assert longer and all(" (favourites): " in line for line in longer)
    assert not [line for line in said if line.startswith("C34.11")]


def keys_of(sets: CodeSets, older: Path) -> tuple[str, ...]:
    """Codes of an older edition: one that the shipped one has no more, then all that became headings in it."""
    leaves = "SELECT bare FROM entry WHERE billable AND kind = 'code'"
    ours = dict(sets.rows("SELECT bare, billable FROM entry WHERE kind = 'code'"))
    load = import_codes(sets, [older], NOW)
    assert load.loaded
    theirs = [bare for (bare,) in sets.shelf.of("icd10cm")[0].file.rows(leaves)]
    gone = sorted(bare for bare in theirs if bare not in ours)
    headings = sorted(bare for bare in theirs if ours.get(bare) == 0)
    return tuple(dotted(bare) for bare in (gone[0], *headings))


def test_only_edits_between_two_of_ones_own_codes_touch(
    own_sets: CodeSets, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ptp, "FEWEST_ROWS", 300)
    monkeypatch.setattr(ptp, "MOST_MISSING", 90)
    one, other = layouts.CODES[1], layouts.CODES[2]
    own = OwnCodes(codes=(OwnCode(code=one, where="favourites"), OwnCode(code=other, where="fees Standard")))
    first = layouts.ptp(tmp_path)
    loading(own_sets, own, first)
    text = first.read_text().replace("20260701", "20261001").replace("20180701", "20180702")
    pair = f"{one}\t{other}\t\t20180702\t*\t"
    assert pair in text
    later = layouts.text(tmp_path / "later.txt", text.replace(pair, f"{one}\t{other}\t\t20180702\t20260930\t"))
    said = [line for line in told(loading(own_sets, own, later, dry_run=True)) if f"with {other}" in line]
    assert said == [f"{one} (favourites): with {other}: ended"]


def test_other_tables_tell_what_was_and_what_is(
    own_sets: CodeSets, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asp, "FEWEST_ROWS", 18)
    code = layouts.CODES[3]
    own = OwnCodes(codes=(OwnCode(code=code, where="favourites"), OwnCode(code="J0000", where="favourites")))
    first = layouts.asp(tmp_path)
    loading(own_sets, own, first)
    text = first.read_text().replace("July 1, 2026 through September 30", "October 1, 2026 through December 31")
    later = layouts.text(tmp_path / "later.csv", text.replace(f"{code},A drug,1 MG,3.125", f"{code},A drug,1 MG,3.5"))
    assert told(loading(own_sets, own, later, dry_run=True)) == [f"{code} (favourites): 1 MG 3.125 → 1 MG 3.5"]
