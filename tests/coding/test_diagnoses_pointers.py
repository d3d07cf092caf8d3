"""The letters of a line: first the diagnosis that supports it."""

from datetime import date
from typing import Any

import pytest

from oncodesk.codes.tables import Tables
from oncodesk.coding.diagnoses.ordering import pointers
from oncodesk.coding.lines import ProposedLine
from oncodesk.domain.reading import parse
from oncodesk.domain.visit import Visit

TABLES = Tables(date(2026, 3, 12))
VISIT = parse(Visit, {"format": "oncodesk.visit/1", "date_of_service": "2026-03-12", "reason": "evaluation"})


def letters(codes: tuple[str, ...], **line: Any) -> str:
    return pointers(ProposedLine(**{"code": "96365", "units": 1, "facts": ("a1",), **line}), codes, VISIT, TABLES)


CHEMO = ("Z51.11", "C34.11", "D64.81", "E86.0", "T45.1X5A", "Z79.899")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ({"code": "96413", "supports": ("Z51.11",), "treats": "neoplasm"}, "AB"),
        ({"code": "96402", "treats": "neoplasm"}, "B"),
        ({"code": "96361", "supports": ("E86.0",), "treats": "other"}, "DB"),
        ({"code": "J0881", "supports": ("D64.81",)}, "CBE"),
        ({"code": "96375"}, "AB"),
        ({"code": "99214", "facts": ("services.0",)}, "BCDE"),
    ],
)
def test_by_what_the_line_is_for(line: dict[str, Any], expected: str) -> None:
    assert letters(CHEMO, **line) == expected


def test_trial_lines_point_to_the_trial() -> None:
    codes = ("Z51.11", "C34.11", "Z00.6")
    assert letters(codes, supports=("Z51.11",), modifiers=("Q1",)) == "ABC"
    assert letters(codes, supports=("Z51.11",)) == "AB"


def test_a_drug_against_nausea_does_not_point_first_to_dehydration() -> None:
    codes = ("E86.0", "R11.2", "C18.2")
    assert letters(codes, code="96374") == "BCA"
    assert letters(codes, code="96361", supports=("E86.0",), treats="other") == "AC"


def test_a_cause_or_status_is_never_pointed_to_first() -> None:
    assert letters(("T45.1X5A", "D64.81", "C34.11")) == "BAC"
    assert letters(("Z17.0", "C50.411"), treats="neoplasm") == "BA"


def test_bloodletting_points_to_the_disease_it_treats() -> None:
    assert letters(("C50.411", "D45"), code="99195")[0] == "B"


def test_at_most_four_and_none_without_codes() -> None:
    codes = tuple(f"C78.{n}" for n in range(8))
    assert letters(codes, treats="neoplasm") == "ABCD"
    assert letters(()) == ""
