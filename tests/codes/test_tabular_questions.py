"""What excludes what, what comes first, what stands below what."""

from collections.abc import Callable

import pytest

from oncodesk.codes.tables import Tables

OnDay = Callable[[str], Tables]
DAY = "2026-03-12"


@pytest.mark.parametrize(
    ("a", "b", "at"),
    [
        ("G89.3", "G89.21", "G89.2"),
        ("D63.0", "D61.1", "D63.0"),
        ("C80.1", "C79.9", "C80.1"),
        ("Z51.11", "Z08", "Z51"),
        ("E11.9", "E10.9", "E11"),
        ("C50.411", "C44.501", "C50"),
    ],
)
def test_excludes1_at_any_level_either_way_round(tables_on: OnDay, a: str, b: str, at: str) -> None:
    for pair in ((a, b), (b, a), (a.replace(".", ""), b.lower())):
        found = tables_on(DAY).excludes1(*pair)
        assert found is not None and found.text
        assert found.at[:3] in (a[:3], b[:3])
    first = tables_on(DAY).excludes1(a, b)
    assert first is not None and first.at == at


@pytest.mark.parametrize(
    ("a", "b"), [("D64.81", "D63.0"), ("D61.810", "D70.1"), ("C50.411", "C50.412"), ("C50.411", "C50.411"), ("X", "Y")]
)
def test_no_excludes1(tables_on: OnDay, a: str, b: str) -> None:
    assert tables_on(DAY).excludes1(a, b) is None


def test_excludes2_says_both_may_stand(tables_on: OnDay) -> None:
    found = tables_on(DAY).excludes2("D64.81", "D63.0")
    assert found is not None and found.patterns == ("D63.0",)


def test_code_first_and_use_additional_are_inherited(tables_on: OnDay) -> None:
    tables = tables_on(DAY)
    assert ("D70",) in [direction.patterns for direction in tables.code_first("R50.81")]
    assert [(d.at, d.patterns) for d in tables.use_additional("C50.411")] == [("C50", ("Z17",))]
    assert any("C50" in direction.patterns for direction in tables.code_first("Z17.0"))
    assert ("T45.1X5",) in [direction.patterns for direction in tables.use_additional("D70.1")]


@pytest.mark.parametrize(
    ("code", "pattern", "expected"),
    [
        ("T45.1X5A", "T36-T50 with fifth or sixth character 5", True),
        ("T45.1X1A", "T36-T50 with fifth or sixth character 5", False),
        ("C84.10", "C81-C86", True),
        ("C7B.00", "C76-C80", False),
        ("C4A.0", "C43-C44", True),
        ("Z17.0", "Z17.-", True),
        ("C50", "C50.4", False),
        ("nothing", "C50", False),
        ("C50.1", "not a pattern", False),
    ],
)
def test_is_under_in_tabular_order(tables_on: OnDay, code: str, pattern: str, expected: bool) -> None:
    assert tables_on(DAY).is_under(code, pattern) is expected


def test_a_diagnosis_has_its_family_and_notes(tables_on: OnDay) -> None:
    found = tables_on(DAY).diagnosis("c50411")
    assert found is not None
    assert (found.code, found.billable, found.edition) == ("C50.411", True, "2026-04-01")
    assert found.parents == ("C50.41", "C50.4", "C50", "2")
    assert dict(found.inherited)["C50"].use_additional
    stem = tables_on(DAY).diagnosis("T45.1X5")
    assert stem is not None and stem.children == ("T45.1X5A", "T45.1X5D", "T45.1X5S")
    assert tables_on(DAY).diagnosis("C50.4111") is None


@pytest.mark.parametrize(
    ("day", "said"),
    [("2025-10-01", ""), ("2026-09-30", ""), ("2026-10-01", "ended 2026-09-30"), ("2025-09-30", "began 2025-10-01")],
)
def test_outside_its_period_the_edition_says_so(tables_on: OnDay, day: str, said: str) -> None:
    tables = tables_on(day)
    assert tables.diagnosis("C61") is not None
    stale = [words for words in tables.stale if words.startswith("ICD-10-CM")]
    assert bool(stale) is bool(said)
    assert all(said in words for words in stale)


def test_past_the_files_it_was_checked_against_our_table_of_drugs_says_so(tables_on: OnDay) -> None:
    assert not tables_on("2026-03-31").stale
    [said] = tables_on("2026-04-01").stale
    assert said == "HCPCS: our own table of drugs was checked against CMS's files to 2026-03-31"


def test_tables_of_another_day(tables_on: OnDay) -> None:
    from datetime import date

    tables = tables_on(DAY)
    assert tables.at(date(2025, 6, 1)).on == date(2025, 6, 1)
    assert tables.at(tables.on) is tables
    assert Tables(date(2026, 3, 12)).diagnosis("C61") == tables.diagnosis("C61")
