"""Everything known of one code."""

from datetime import date

import pytest

from oncodesk.codes.library import CodeSets
from oncodesk.services.code_page import code_page
from oncodesk.services.look_up import look_up

DAY = date(2026, 3, 12)


def test_a_diagnosis_with_its_tree_and_notes(code_sets: CodeSets) -> None:
    page = code_page(code_sets, "d70.1", DAY)
    assert page is not None and page.billable and page.in_force
    assert page.parents[0].code == "D70"
    headings = {(note.heading, note.at) for note in page.notes}
    assert ("Use additional", None) in headings and ("Excludes1 (not together)", "D70") in headings
    assert "transient neonatal neutropenia (P61.5)" in page.as_text()


def test_outside_its_edition_it_says_so(code_sets: CodeSets) -> None:
    page = code_page(code_sets, "C61", date(2026, 12, 1))
    assert page is not None and page.in_force is None
    assert "ended 2026-09-30" in page.as_text()


def test_a_drug(code_sets: CodeSets) -> None:
    page = code_page(code_sets, "j9263", DAY)
    assert page is not None and page.set == "hcpcs"
    assert "Billing unit: 0.5 mg" in page.as_text() and "Eloxatin" in page.as_text()


def test_a_procedure_with_its_add_ons(code_sets: CodeSets) -> None:
    page = code_page(code_sets, "96413", DAY)
    assert page is not None
    assert {"96415", "96417"} <= {add_on.code for add_on in page.add_ons}
    add_on = code_page(code_sets, "96415", DAY)
    assert add_on is not None and "96413" in {primary.code for primary in add_on.primaries}


def test_a_code_no_longer_in_force(code_sets: CodeSets) -> None:
    page = code_page(code_sets, "77385", DAY)
    assert page is not None and page.in_force is False and "NOT in force" in page.as_text()


@pytest.mark.parametrize("code", ["ZZZ", "", "C50.4111", "'"])
def test_an_unknown_code_has_no_page(code_sets: CodeSets, code: str) -> None:
    assert code_page(code_sets, code, DAY) is None


def test_a_page_and_an_answer_are_documents(code_sets: CodeSets) -> None:
    page = code_page(code_sets, "C50.411", DAY)
    assert page is not None and type(page).model_validate_json(page.model_dump_json()) == page
    found = look_up(code_sets, "brain mets", DAY, None, 3)
    assert found.model_dump()["results"][0]["code"] == "C79.31"
    assert "C79.31" in found.as_text()
    assert look_up(code_sets, "", DAY).results == ()
