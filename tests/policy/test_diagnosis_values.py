"""The diagnosis values against the ICD-10-CM tabular list that the program ships with."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.metadata import files
from typing import Any
from xml.etree import ElementTree

import pytest

from oncodesk.policy.book import Policy, read_values

NOW = Policy(date(2026, 4, 1))
CODE = re.compile(r"[A-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?")
NAMES = [n for n in read_values() if n.startswith(("diagnosis.", "support."))]


@cache
def entries() -> tuple[ElementTree.Element, ...]:
    tabular = next(f for f in files("simple-icd-10-cm") or () if f.name.endswith(".xml"))
    return tuple(ElementTree.parse(str(tabular.locate())).iter("diag"))


@cache
def titles() -> dict[str, str]:
    """Every code of the tabular list with its title."""
    return {e.findtext("name", ""): e.findtext("desc", "") for e in entries()}


@cache
def leaves() -> frozenset[str]:
    """Codes that have no further ones below them."""
    return frozenset(e.findtext("name", "") for e in entries() if e.find("diag") is None)


def codes(held: Any) -> Iterator[str]:
    if isinstance(held, str):
        if CODE.fullmatch(held):
            yield held
    elif isinstance(held, dict):
        for key, item in held.items():
            yield from codes(key)
            yield from codes(item)
    elif isinstance(held, list):
        for item in held:
            yield from codes(item)


@pytest.mark.parametrize("name", NAMES)
def test_every_code_is_in_the_tabular_list(name: str) -> None:
    held = NOW.get(name)
    assert held is not None
    assert [c for c in codes(held.value) if c not in titles()] == []


def last_characters(code: str) -> dict[str, str]:
    table = NOW.table("diagnosis.remission_characters")
    fitting = [prefix for prefix in table if code.startswith(prefix)]
    return dict(table[max(fitting, key=len)]) if fitting else {}


def test_remission_characters_make_codes_that_say_so() -> None:
    checked = 0
    for code, title in titles().items():
        if re.fullmatch(r"C(8[1-8]|9[0-5])\.[0-9A-Z][0-9A-Z]", code) and "in remission" in title:
            assert last_characters(code)["in_remission"] == code[-1], code
            checked += 1
        elif re.fullmatch(r"C9[0-5]\.[0-9A-Z][0-9A-Z]", code) and "in relapse" in title:
            assert last_characters(code)["in_relapse"] == code[-1], code
            checked += 1
    assert checked > 100


def test_every_billable_cancer_has_a_history_code_or_is_known_to_have_none() -> None:
    table = NOW.table("diagnosis.history_of")
    without = {c for c in leaves() if c.startswith("C") and not c.startswith(tuple(table))}
    assert {c[:3] for c in without} <= {"C7A", "C7B", "C80"}
    assert all(titles()[code].startswith("Personal history of") for code in table.values())


@pytest.mark.parametrize(
    ("code", "history"),
    [("C50.911", "Z85.3"), ("C61", "Z85.46"), ("C18.2", "Z85.038"), ("C34.11", "Z85.118"), ("C57.01", "Z85.4A"),
     ("C57.4", "Z85.44"), ("C43.9", "Z85.820"), ("C83.30", "Z85.72"), ("C92.01", "Z85.6"), ("C63.01", "Z85.48")],
)  # fmt: skip
def test_history_takes_the_longest_beginning(code: str, history: str) -> None:
    table = NOW.table("diagnosis.history_of")
    assert table[max((p for p in table if code.startswith(p)), key=len)] == history


def test_fallopian_tube_history_is_new() -> None:
    assert "C57.0" not in Policy(date(2025, 9, 30)).table("diagnosis.history_of")


def test_combined_receptor_codes_are_listed_with_their_parts() -> None:
    listed = NOW.codes("diagnosis.receptor_codes")
    for combined, parts in NOW.table("diagnosis.receptor_combined").items():
        assert {combined, *parts} <= listed
    assert listed == {code for code in leaves() if code.startswith("Z17.")}
