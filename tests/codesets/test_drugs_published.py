"""Our table of drugs against CMS's own files, where they are at hand."""

import csv
import re
import zipfile
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from oncodesk.codes.facts import read_drugs
from oncodesk.codes.values import Drug

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
LIMITS = DATA / "asp_2026jan" / "part_b_payment_limit_jan2026_121725.csv"
PACKAGES = DATA / "asp_2026jan" / "asp_ndc_hcpcs_crosswalk_jan2026_121725.csv"
PARSED = DATA / "hcpcs_2025oct" / "hcpcs_2025oct_parsed.csv"
TEXTS = DATA / "hcpcs_2025oct" / "hcpcs_2025oct_long_descriptions.csv"
OFFICIAL = DATA / "hcpcs_2019" / "2019-Alpha-Numeric-HCPCS-File.zip"
ROWS = read_drugs()
PRICED = date(2026, 1, 1)

NEWER_THAN_OCTOBER_2025 = {"J1837", "J2516", "J9256", "J9326"}
"""First in the January 2026 price file, where their units stand."""
PRICED_OTHERWISE = {
    "J0702": "3 mg of each of two salts: 6 mg of betamethasone in all",
    "J0850": "a vial",
    "J1454": "one unit is one vial, which the file counts by its palonosetron",
    "J8655": "one unit is one capsule, which the file counts by its palonosetron",
    "J9029": "one unit is one therapeutic dose",
    "J9266": "a vial",
    "Q2043": "one unit is one infusion",
    **dict.fromkeys(("Q2041", "Q2042", "Q2053", "Q2054", "Q2055", "Q2056", "Q2057"), "one unit is one dose"),
    "90671": "each: a dose of 0.5 mL",
    "90739": "a dose of 0.5 mL",
    "90746": "20 mcg in a dose of 1 mL",
}
"""Units the price file words in its own way, and how ours is the same."""
UNPRICED_OTHERWISE = {
    "C9399": "unlisted",
    "J3490": "unlisted",
    "J3590": "unlisted",
    "J9015": "a vial",
    "J9031": "an instillation",
    "J9999": "unlisted",
    "A9543": "one unit is one treatment dose",
    "A9545": "one unit is one treatment dose",
    "A9604": "one unit is one treatment dose",
    "A9699": "unlisted",
    "Q2058": "one unit is one dose",
}
"""The same for what only the code set words."""
SIZES_DIFFER = {
    "J1950": "sizes for children that are J9217's for adults are left out",
    "J9029": "one unit is one dose",
    "J9359": "10 mg is not a whole number of units",
    "Q2043": "one unit is one infusion",
}
_WORDS = {
    "gm": "g", "gram": "g", "grams": "g", "cc": "mL", "ml": "mL", "iu": "units", "i.u.": "units", "unit": "units",
    "units": "units", "usp": "units", "mg": "mg", "mcg": "mcg", "g": "g", "meq": "mEq", "microgram": "mcg",
    "micrograms": "mcg", "millicurie": "mCi", "microcurie": "uCi", "milligrams": "mg", "milligram": "mg",
    "million": "million_units",
}  # fmt: skip


def needs(path: Path) -> pytest.MarkDecorator:
    return pytest.mark.skipif(not path.exists(), reason=f"{path.name} is not at hand")


@cache
def limits() -> dict[str, str]:
    """The dosage of each code in the January 2026 price file."""
    with LIMITS.open(encoding="cp1252") as file:
        rows = list(csv.reader(file))[9:]
    return {r[0].strip(): r[2].strip() for r in rows if r and r[0]}


@cache
def packages() -> dict[str, set[Decimal]]:
    """How many billing units one container of each code's products holds."""
    with PACKAGES.open(encoding="cp1252") as file:
        rows = list(csv.reader(file))[9:]
    held: dict[str, set[Decimal]] = {}
    for row in rows:
        if re.fullmatch(r"[\d.,]+", row[8].strip()):
            held.setdefault(row[0].strip(), set()).add(Decimal(row[8].strip().replace(",", "")))
    return held


@cache
def added() -> dict[str, date]:
    """The first day of each code, from what is left of the record's last field."""
    found = {}
    with PARSED.open(encoding="utf-8", errors="replace") as file:
        for row in csv.reader(file):
            if re.fullmatch(r"[A-Z]\d{9}3", row[0]):
                found.setdefault(row[0][:5], _day(row[-1].strip()[-12:-4]))
    return found


@cache
def texts() -> dict[str, str]:
    with TEXTS.open(encoding="utf-8", errors="replace") as file:
        return {r["Code"].strip(): r["Description"].lower() for r in csv.DictReader(file)}


@cache
def official() -> dict[str, tuple[date, date | None]]:
    """First and last day of each code of 2019, by the official layout."""
    with zipfile.ZipFile(OFFICIAL) as bundle:
        lines = bundle.read("HCPC2019_CONTR_ANWEB.txt").decode("cp1252").splitlines()
    records = [line for line in lines if len(line) > 290 and line[10] == "3"]
    return {r[:5]: (_day(r[268:276]), _day(r[284:292]) if r[284:292].strip() else None) for r in records}


def _day(text: str) -> date:
    return date(int(text[:4]), int(text[4:6]), int(text[6:8]))


def measures(text: str) -> set[tuple[Decimal, str]]:
    """Every amount with a unit that a text names; a unit without an amount counts as one."""
    said = re.sub(r"(?<=\d),(?=\d)", "", text.lower())
    words = "|".join(sorted(map(re.escape, _WORDS), key=len, reverse=True))
    found = re.findall(rf"(\d*\.?\d+)?\s*({words})(?![a-z])", said)
    return {(Decimal(amount or 1), _WORDS[unit]) for amount, unit in found}


def says(drug: Drug, text: str) -> bool:
    return any(drug.unit.to(unit) == amount for amount, unit in measures(text))


@needs(LIMITS)
def test_units_are_those_of_the_price_file() -> None:
    priced = [d for d in ROWS if d.code in limits() and d.in_force(PRICED)]
    assert len(priced) > 350
    differ = {d.code: (str(d.unit), limits()[d.code]) for d in priced if not says(d, limits()[d.code])}
    assert differ.keys() == PRICED_OTHERWISE.keys(), differ


@needs(TEXTS)
def test_units_stand_in_the_official_text() -> None:
    unlike = {
        d.code: (str(d.unit), texts()[d.code]) for d in ROWS if d.code in texts() and not says(d, texts()[d.code])
    }
    ours = PRICED_OTHERWISE.keys() | UNPRICED_OTHERWISE.keys()
    assert unlike.keys() == {code for code in ours if code[0].isalpha()}, unlike


@needs(PARSED)
def test_codes_and_first_days_are_those_of_october_2025() -> None:
    assert {d.code for d in ROWS if d.code[0].isalpha()} - added().keys() == NEWER_THAN_OCTOBER_2025
    differ = {d.code: (d.since, added()[d.code]) for d in ROWS if d.code in added() and d.since != added()[d.code]}
    assert differ == {}


@needs(PARSED)
def test_every_antineoplastic_code_is_there() -> None:
    assert {code for code in added() if code.startswith("J9")} - {d.code for d in ROWS} == set()


@needs(OFFICIAL)
def test_days_are_those_of_the_official_file_of_2019() -> None:
    ours = {d.code: d for d in ROWS if d.code in official()}
    assert len(ours) > 300
    assert {code: d.since for code, d in ours.items() if d.since != official()[code][0]} == {}
    ended = {code: last for code, (_, last) in official().items() if last and code in ours}
    assert {code: ours[code].until for code in ended} == ended
    living = {code for code, d in ours.items() if d.until and d.until <= date(2018, 12, 31)}
    assert living == ended.keys()


@needs(LIMITS)
def test_what_the_price_file_still_pays_has_not_ended() -> None:
    assert {d.code for d in ROWS if d.until and d.until < PRICED} & limits().keys() == set()


@needs(PACKAGES)
def test_containers_of_cancer_drugs_are_those_sold() -> None:
    treatments = ("antineoplastic", "hormonal_antineoplastic", "complex_biologic")
    sold = [d for d in ROWS if d.drug_class in treatments and d.in_force(PRICED) and d.code in packages()]
    assert len(sold) > 200
    differ = {}
    for drug in (d for d in sold if d.routes != ("oral",)):
        ours = {size.to(drug.unit.unit) for size in drug.containers}
        missing = {drug.unit.amount * units for units in packages()[drug.code]} - ours
        if missing:
            differ[drug.code] = missing
    assert differ.keys() == SIZES_DIFFER.keys(), differ
