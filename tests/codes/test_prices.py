"""Localities, licensed wording and coverage articles, from invented rows in their layouts."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import official_layouts as layouts
import pytest

from oncodesk.codes.edit_values import NotLoaded
from oncodesk.codes.importing import built
from oncodesk.codes.library import CodeSets
from oncodesk.codes.prices import eleven
from oncodesk.codes.search import search
from oncodesk.codes.shelf import Shelf
from oncodesk.codes.sources import coverage, cpt_files, fee_schedule, gpci
from oncodesk.codes.tables import Tables

NOW = "2026-11-02T08:00:00"
Loads = Callable[..., CodeSets]


@pytest.fixture
def loads(code_sets: CodeSets, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Loads:
    """Loads files, few rows as they have, onto a shelf of their own."""
    for layout in (gpci, fee_schedule, cpt_files, coverage):
        monkeypatch.setattr(layout, "FEWEST_ROWS", 10)
    shelf = Shelf(tmp_path / "codesets")

    def load(*paths: Path, label: str | None = None) -> CodeSets:
        with built(paths, shelf, NOW, label) as found:
            shelf.install([one.edition.path for one in found])
        return code_sets.with_shelf(shelf)

    return load


def at(code_sets: CodeSets, day: str) -> Tables:
    return code_sets.at(date.fromisoformat(day))


def test_fee_of_a_locality(loads: Loads, tmp_path: Path) -> None:
    tables = at(loads(layouts.gpci(tmp_path), layouts.fees(tmp_path)), "2026-08-01")
    place = tables.locality("10115", "03")
    fee = tables.fee("96413", "26")
    assert place is not None
    assert fee is not None
    assert not isinstance(place, NotLoaded)
    assert not isinstance(fee, NotLoaded)
    assert (place.name, place.state, place.work) == ("PLACE 3", "AL", Decimal("1.000"))
    assert fee.amount() == Decimal("13.36")
    by_hand = (
        Decimal("0.28") * 1 + Decimal("0.11") * Decimal("0.83") + Decimal("0.01") * Decimal("0.575")
    ) * fee.factor
    assert abs(fee.amount(place) - by_hand) <= Decimal("0.005")
    assert tables.fee("96413") is None
    places = tables.localities()
    assert isinstance(places, tuple)
    assert len(places) == 20


def test_office_and_facility_differ(loads: Loads, tmp_path: Path) -> None:
    fee = at(loads(layouts.fees(tmp_path)), "2026-12-31").fee("J1111")
    assert fee is not None
    assert not isinstance(fee, NotLoaded)
    assert fee.amount() - fee.amount(facility=True) == Decimal("36.74")


def test_of_two_fee_files_the_one_without_the_raise_is_taken(loads: Loads, tmp_path: Path) -> None:
    plain = layouts.fees(tmp_path).read_bytes().decode()
    raised = plain.replace("33.4009", "33.5675")
    archive = layouts.zipped(tmp_path / "rvu26c.zip", {"a.csv": raised, "b.csv": plain})
    fee = at(loads(archive), "2026-08-01").fee("J1111")
    assert fee is not None
    assert not isinstance(fee, NotLoaded)
    assert fee.factor == Decimal("33.4009")


def test_licensed_wording_is_found_by_its_words(loads: Loads, tmp_path: Path) -> None:
    short = layouts.text(tmp_path / "SHORTU.txt", "".join(f"9{n:03d}1 INVENTED SVC {n}\r\n" for n in range(90)))
    medium = layouts.text(
        tmp_path / "MEDU.txt", "".join(f"9{n:03d}1 INVENTED SERVICE NUMBER {n} MEDIUM WORDING\r\n" for n in range(90))
    )
    sets = loads(layouts.cpt(tmp_path), short, medium, label="2026-01-01")
    answering = sets.in_force("cpt", date(2026, 5, 1))
    assert answering is not None
    assert answering.edition.rows == 90
    assert answering.edition.file.rows("SELECT long, medium, short FROM cpt WHERE code = '90051'") == [
        ("Invented service number 5, long wording", "INVENTED SERVICE NUMBER 5 MEDIUM WORDING", "INVENTED SVC 5")
    ]
    assert "90051" in [hit.code for hit in search(sets, "invented service 5", date(2026, 5, 1))]


def test_licensed_file_of_a_newer_release_names_its_year(loads: Loads, tmp_path: Path) -> None:
    path = layouts.cpt(tmp_path)
    layouts.text(path, "CPT 2026 Release 3\r\nCopyright, all rights reserved\r\n\r\n" + path.read_text())
    answering = loads(path).in_force("cpt", date(2026, 12, 31))
    assert answering is not None
    assert (answering.edition.label, answering.stale) == ("2026-01-01", "")


def test_coverage_articles(loads: Loads, tmp_path: Path) -> None:
    tables = at(loads(layouts.coverage(tmp_path)), "2026-11-02")
    articles = tables.articles("J1111")
    assert isinstance(articles, tuple)
    assert len(articles) == 20
    assert (articles[0].number, articles[0].contractors) == ("50001", ("Invented Administrators 99101",))
    assert tables.covered_diagnoses(articles[0]) == (("C34.10", 1), ("C34.11", 2), ("C34.12", 3))
    assert tables.articles("J9999") == ()
    assert tables.at(date(2025, 12, 31)).articles("J1111") == ()


def test_coverage_is_not_loaded(code_sets: CodeSets, tmp_path: Path) -> None:
    tables = code_sets.with_shelf(Shelf(tmp_path)).at(date(2026, 11, 2))
    assert isinstance(tables.articles("J1111"), NotLoaded)
    assert isinstance(tables.locality("10112", "00"), NotLoaded)
    assert isinstance(tables.ndcs_of("J1111"), NotLoaded)


@pytest.mark.parametrize(
    "said, digits",
    [
        ("00006-3026-02", "00006302602"), ("0006-3026-02", "00006302602"), ("00006-302-02", "00006030202"),
        ("00006-3026-2", "00006302602"), ("00006302602", "00006302602"), ("0006302602", None), ("", None),
        ("6-3-2-1", None), ("N400006302602", None), ("000006-3026-02", None),
    ],
)  # fmt: skip
def test_ndc_as_eleven_digits(said: str, digits: str | None) -> None:
    assert eleven(said) == digits
