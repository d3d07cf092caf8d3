"""Our table of procedures against CMS's own files, where they are at hand."""

import csv
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import pytest

from oncodesk.codes.facts import read_procedures

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
FEES = DATA / "fees" / "pprrvu_2024_no_descriptors.csv"
HCPCS = DATA / "hcpcs_2025oct" / "hcpcs_2025oct_parsed.csv"
ADDON = DATA / "ncci" / "AOC_V2026Q2-MCR.xlsx"
ROWS = read_procedures()

NEWER_THAN_2024 = {f"98{n:03}" for n in range(17)} | {"77436", "77437", "77438", "77439"}
NEWER_THAN_2024 |= {"38225", "38226", "38227", "38228", "90481", "99445", "99470"}
NEWER_THAN_OCTOBER_2025 = {"G0568", "G0569", "G0570"}
COMPONENT_DIFFERS = {
    "77387": "split by CPT; not priced by Medicare in 2024",
    "77424": "not priced for physicians in 2024; delivery is technical",
    "77425": "not priced for physicians in 2024; delivery is technical",
    "77469": "listed as a physician service; takes neither 26 nor TC",
    "G0339": "priced by the contractor; delivery is technical",
    "G0340": "priced by the contractor; delivery is technical",
}
SINCE_DIFFERS = {"G2211": "in the code set since 2021, payable since 2024"}
PRIMARIES_DIFFER = {
    "96366": "CPT joins it to 96365 and 96367 only",
    "96367": "CPT gives no hydration primary",
    "96368": "CPT gives no hydration primary; C8957 is a hospital's",
    "96375": "CPT gives no hydration primary",
    "99415": "G0463 is a hospital's",
    "99417": "G0463 is a hospital's",
    "G2212": "G0463 is a hospital's",
    "G2211": "home visits since 2026 only; G0463 is a hospital's",
    "88311": "Mohs surgery and contractor's choice left out",
    "96547": "only the operations an oncologist meets",
    "96548": "only the operations an oncologist meets",
    "96160": "not kept to its primaries: also a service of its own for health plans",
    "G0506": "contractor-defined besides the visits listed",
    "76937": "contractor-defined",
    "77001": "contractor-defined",
    "G3003": "absent from the file",
    **dict.fromkeys(("G0568", "G0569", "G0570"), "absent from the file; CMS ties them to G0556 to G0558"),
}


def needs(path: Path) -> pytest.MarkDecorator:
    return pytest.mark.skipif(not path.exists(), reason=f"{path.name} is not at hand")


@cache
def fees() -> dict[str, str]:
    """PC/TC indicator of each code of 2024."""
    with FEES.open(encoding="utf-8") as file:
        return {r["hcpcs"]: r["pctc_ind"] for r in csv.DictReader(file) if not r["mod"]}


@cache
def added() -> dict[str, date]:
    """First day of each HCPCS code."""
    found: dict[str, date] = {}
    with HCPCS.open(encoding="utf-8") as file:
        for row in csv.reader(file):
            if match := re.search(r"0((?:19|20)\d{6})(?:19|20)\d\d", row[-1]):
                found.setdefault(row[0][:5], date.fromisoformat(match[1]))
    return found


@cache
def primaries() -> dict[str, set[str]]:
    """Primaries in force of each add-on code."""
    found: dict[str, set[str]] = {}
    for row in sheet():
        if "F" in row and not {"C", "E", "G"} & set(row):
            found.setdefault(row["B"], set()).add(row["D"])
    return found


def sheet() -> Iterator[dict[str, str]]:
    space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    with zipfile.ZipFile(ADDON) as book:
        shared = ElementTree.fromstring(book.read("xl/sharedStrings.xml"))
        texts = ["".join(t.text or "" for t in item.iter(f"{space}t")) for item in shared]
        for row in ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml")).iter(f"{space}row"):
            values: dict[str, str] = {}
            for cell in row:
                value = cell.find(f"{space}v")
                if value is not None and value.text:
                    column = cell.attrib["r"].rstrip("0123456789")
                    values[column] = texts[int(value.text)] if cell.get("t") == "s" else value.text
            yield values


@needs(FEES)
@needs(HCPCS)
def test_every_code_exists_or_is_newer() -> None:
    unknown = {p.code for p in ROWS} - set(fees()) - set(added())
    assert unknown == NEWER_THAN_2024 | NEWER_THAN_OCTOBER_2025


@needs(HCPCS)
def test_hcpcs_codes_begin_on_their_day() -> None:
    first: dict[str, date] = {}
    for row in ROWS:
        if row.code[0].isalpha():
            first[row.code] = min(row.since, first.get(row.code, row.since))
    differ = {code for code, since in first.items() if added().get(code) != since}
    assert differ == set(SINCE_DIFFERS) | NEWER_THAN_OCTOBER_2025


@needs(FEES)
def test_components_follow_the_fee_schedule() -> None:
    by_indicator = {"1": "split", "2": "professional", "3": "technical"}
    differing = {p.code for p in ROWS if p.code in fees() and by_indicator.get(fees()[p.code], "whole") != p.component}
    assert differing == set(COMPONENT_DIFFERS)


@needs(ADDON)
def test_add_on_codes_follow_the_edit_file() -> None:
    newest = {p.code: p for p in sorted(ROWS, key=lambda p: p.since)}
    differing = {c for c, p in newest.items() if set(p.addon_to) != primaries().get(c, set()) and p.until is None}
    assert differing == set(PRIMARIES_DIFFER)


@needs(ADDON)
def test_no_primary_is_ours_alone() -> None:
    for row in ROWS:
        if row.addon_to and row.code in primaries():
            assert set(row.addon_to) <= primaries()[row.code], row.code
