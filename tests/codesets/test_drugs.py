"""Our table of drugs: whole, unambiguous in names and dates."""

from collections import defaultdict
from datetime import date
from itertools import combinations

import pytest

from oncodesk.codes.facts import read_drugs, read_uncoded
from oncodesk.codes.values import Drug

ROWS = read_drugs()
DAYS = (date(2018, 7, 1), date(2021, 12, 1), date(2023, 8, 1), date(2024, 9, 1), date(2025, 6, 1), date(2026, 3, 12))
ASKED_ON_PURPOSE = {
    "ivig": "each maker has its own code: the coder is asked which",
    "intravenousimmuneglobulin": "each maker has its own code: the coder is asked which",
}
"""Names that may fit several codes even with route, indication and container size."""


def folded(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum())


def overlapping(one: Drug, other: Drug) -> bool:
    last = date.max
    return one.since <= (other.until or last) and other.since <= (one.until or last)


def told_apart(one: Drug, other: Drug) -> bool:
    """Whether route, indication or container size decides between the two."""
    if not set(one.routes) & set(other.routes):
        return True
    if one.indication and other.indication and one.indication != other.indication:
        return True
    return bool(one.containers and other.containers) and not any(
        a.to(b.unit) == b.amount for a in one.containers for b in other.containers
    )


def test_the_table_is_long_enough() -> None:
    assert len(ROWS) >= 420
    assert sum(d.in_force(date(2026, 3, 12)) for d in ROWS) >= 420


def test_no_two_rows_of_one_day_share_a_code() -> None:
    twice = [a.code for a, b in combinations(ROWS, 2) if a.code == b.code and overlapping(a, b)]
    assert twice == []


@pytest.mark.parametrize("drug", ROWS, ids=lambda d: f"{d.code}-{d.since}")
def test_a_row_is_whole(drug: Drug) -> None:
    assert drug.unit.amount > 0
    assert drug.source
    assert drug.reviewed
    assert drug.until is None or drug.since < drug.until
    assert drug.generic[0].islower() or drug.generic.startswith(
        ("BCG", "COVID-19", "Elliotts", "RSV", "Rho(D)", "ADAMTS13")
    )
    names = [folded(name) for name in drug.brands]
    assert len(names) == len(set(names))
    assert folded(drug.generic) not in names
    assert all(size.amount > 0 for size in drug.containers)
    assert drug.routes or "no route here" in drug.note


@pytest.mark.parametrize("drug", ROWS, ids=lambda d: f"{d.code}-{d.since}")
def test_class_and_encounter_agree(drug: Drug) -> None:
    if drug.drug_class == "antineoplastic":
        assert drug.encounter != "none"
    else:
        assert drug.encounter == "none"
    if drug.drug_class == "hydration":
        assert drug.unit.unit == "mL"
    if drug.drug_class == "hormonal_antineoplastic":
        assert drug.long_term in {None, "Z79.818"}


def test_a_containers_unit_measures_what_the_billing_unit_measures() -> None:
    unlike = [(d.code, str(c)) for d in ROWS for c in d.containers if c.to(d.unit.unit) is None]
    assert unlike == []


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_a_name_means_one_code(day: date) -> None:
    """Of a generic name, the rows that are nobody's product; of any other name, every row that has it."""
    generics: dict[str, list[Drug]] = defaultdict(list)
    others: dict[str, list[Drug]] = defaultdict(list)
    for drug in (d for d in ROWS if d.in_force(day)):
        if drug.product is None:
            generics[folded(drug.generic)].append(drug)
        for name in drug.brands:
            others[folded(name)].append(drug)
    clashes = {
        (name, a.code, b.code)
        for held in (generics, others)
        for name, drugs in held.items()
        for a, b in combinations(drugs, 2)
        if not told_apart(a, b) and name not in ASKED_ON_PURPOSE
    }
    assert clashes == set()


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_no_other_name_hides_a_generic_one(day: date) -> None:
    """A brand is looked for before a generic name, so one drug's other name must not be another's generic name."""
    held = [d for d in ROWS if d.in_force(day)]
    generics = {folded(d.generic): d.code for d in held if d.product is None}
    hidden = {
        (name, d.code, generics[folded(name)])
        for d in held
        for name in d.brands
        if generics.get(folded(name), d.code) != d.code
    }
    assert hidden == set()


@pytest.mark.parametrize("day", DAYS, ids=str)
def test_a_makers_own_name_is_never_the_plain_ones_name(day: date) -> None:
    held = [d for d in ROWS if d.in_force(day)]
    for drug in (d for d in held if d.product):
        assert drug.brands, f"{drug.code} cannot be chosen by any name"


@pytest.mark.parametrize("drug_class", ["antineoplastic", "therapeutic", "complex_biologic"])
def test_each_class_has_an_unlisted_code(drug_class: str) -> None:
    assert any(d.unlisted and d.drug_class == drug_class and d.in_force(date(2026, 3, 12)) for d in ROWS)


@pytest.mark.parametrize(
    ("code", "unit"),
    [
        ("J9263", "0.5 mg"),
        ("J1750", "50 mg"),
        ("J2506", "0.5 mg"),
        ("J9041", "0.1 mg"),
        ("J9217", "7.5 mg"),
        ("J9202", "3.6 mg"),
        ("J9395", "25 mg"),
        ("J0640", "50 mg"),
        ("J0641", "0.5 mg"),
        ("Q5106", "1000 units"),
        ("Q5105", "100 units"),
        ("J9144", "10 mg"),
        ("J9190", "500 mg"),
        ("J3475", "500 mg"),
    ],
)
def test_billing_units_that_are_often_mistaken(code: str, unit: str) -> None:
    assert {str(d.unit) for d in ROWS if d.code == code} == {unit}


@pytest.mark.parametrize(
    ("old", "last", "new", "first"),
    [
        ("J2505", date(2021, 12, 31), "J2506", date(2022, 1, 1)),
        ("J9310", date(2018, 12, 31), "J9312", date(2019, 1, 1)),
        ("J9031", date(2019, 6, 30), "J9030", date(2019, 7, 1)),
        ("S0028", date(2025, 3, 31), "J1308", date(2025, 4, 1)),
        ("J9070", date(2024, 3, 31), "J9075", date(2024, 4, 1)),
        ("J9340", date(2025, 6, 30), "J9342", date(2025, 7, 1)),
    ],
)
def test_codes_that_took_anothers_place(old: str, last: date, new: str, first: date) -> None:
    assert [d.until for d in ROWS if d.code == old] == [last]
    assert [d.since for d in ROWS if d.code == new] == [first]


def test_brands_without_a_code_are_in_no_coded_row() -> None:
    coded = {folded(name) for d in ROWS for name in (d.generic, *d.brands)}
    assert read_uncoded()
    assert not coded & {folded(u.brand) for u in read_uncoded()}
