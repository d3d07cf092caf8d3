"""The table of modifiers."""

from datetime import date

from oncodesk.codes.library import CodeSets
from oncodesk.codes.modifiers import modifier, read_modifiers
from oncodesk.services.code_page import code_page


def test_each_is_two_characters_once_and_says_where_it_is_from() -> None:
    rows = read_modifiers()
    assert len({row.code for row in rows}) == len(rows) > 80
    for row in rows:
        assert len(row.code) == 2 and row.code.isalnum() and row.code == row.code.upper()
        assert row.wording and row.keywords and row.source == row.set and row.since < row.reviewed


def test_those_an_oncology_claim_lives_by_are_there() -> None:
    needed = "25 59 XE XS XP XU 76 77 26 TC JW JZ JA JB EA EB EC GA GX GY GZ Q0 Q1 KX RT LT 50 52 53 24 57 95 93 AI GC"
    assert not [code for code in (*needed.split(), "Q5", "Q6") if modifier(code) is None]


def test_in_force_by_date() -> None:
    found = modifier("jz")
    assert found is not None and found.in_force(date(2023, 1, 1)) and not found.in_force(date(2022, 12, 31))


def test_a_page_of_its_own(code_sets: CodeSets) -> None:
    page = code_page(code_sets, "jz", date(2026, 6, 1))
    assert page is not None and page.set == "hcpcs" and page.in_force
    assert "JW or JZ" in page.as_text()
