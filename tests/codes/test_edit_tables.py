"""The edit tables and price files: loaded from CMS's own files, asked on a day."""

import csv
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import official_layouts as layouts
import pytest

from oncodesk.codes.edit_values import NotLoaded, Pairs, UnlikelyUnits
from oncodesk.codes.importing import built
from oncodesk.codes.library import CodeSets
from oncodesk.codes.shelf import Shelf
from oncodesk.codes.sources import fee_schedule, mue, ptp
from oncodesk.codes.tables import Tables
from oncodesk.domain.errors import UnusableInput

NOW = "2026-11-02T08:00:00"
ONCOLOGY = "ncci/ncci_ptp_practitioner_2024q3_oncology.csv"
WHOLE = "ncci/ncci_ptp_practitioner_2024q3.csv.gz"
Loads = Callable[..., Callable[[str], Tables]]


@pytest.fixture
def loads(code_sets: CodeSets, tmp_path: Path) -> Loads:
    """Loads files onto a shelf of their own and answers for days."""
    shelf = Shelf(tmp_path / "codesets")

    def load(*paths: Path, label: str | None = None) -> Callable[[str], Tables]:
        with built(paths, shelf, NOW, label) as found:
            shelf.install([one.edition.path for one in found])
        held = code_sets.with_shelf(shelf)
        return lambda day: held.at(date.fromisoformat(day))

    return load


@pytest.fixture
def official(shared_data: Path) -> Callable[[str], Path]:
    """One of CMS's files; the test skips where it is absent."""

    def find(name: str) -> Path:
        path = shared_data / name
        if not path.exists():
            pytest.skip(f"{name} is not at hand")
        return path

    return find


Official = Callable[[str], Path]


def said(pairs: Pairs | NotLoaded) -> dict[tuple[str, str], int]:
    assert isinstance(pairs, Pairs)
    return {(p.column1, p.column2): int(p.bypass) for p in pairs.found}


def test_pairs_of_infusion_and_radiation(
    loads: Loads, official: Official, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ptp, "FEWEST_ROWS", 5000)
    monkeypatch.setattr(ptp, "MOST_MISSING", 90)
    on = loads(layouts.official_ptp_of_oncology(official(ONCOLOGY), official(WHOLE), tmp_path))
    codes = ["96413", "96360", "36000", "36591", "96523", "99211", "96415", "J9271"]
    found = said(on("2024-08-15").ptp_pairs(codes))
    expected = {("96413", "96360"): 1, ("96413", "36000"): 1, ("96413", "36591"): 0, ("96413", "96523"): 0}
    assert expected.items() <= found.items()
    assert found["96413", "99211"] == 0
    assert ("96415", "96360") not in found
    assert ("96413", "J9271") not in found
    assert said(on("2024-08-15").ptp_pairs(["99213", "77427"])) == {("77427", "99213"): 1}


def test_older_row_of_a_pair_ended_and_is_kept(
    loads: Loads, official: Official, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ptp, "FEWEST_ROWS", 5000)
    monkeypatch.setattr(ptp, "MOST_MISSING", 90)
    on = loads(layouts.official_ptp_of_oncology(official(ONCOLOGY), official(WHOLE), tmp_path))
    edition = on("2024-08-15")._sets.in_force("ptp", date(2024, 8, 15))
    assert edition is not None
    for first, second in (("96413", "99211"), ("77427", "99213")):
        pair = ptp.packed(first) * ptp.CODES + ptp.packed(second)
        sql = "SELECT until FROM ptp JOIN history h ON h.id = history JOIN term t ON t.id = term WHERE pair = ?"
        assert sorted(edition.edition.file.rows(sql, (pair,)), key=str) == [("2019-12-31",), (None,)]


def test_pairs_hold_through_their_last_day_and_never_when_withdrawn(
    loads: Loads, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ptp, "FEWEST_ROWS", 10)
    monkeypatch.setattr(ptp, "MOST_MISSING", 90)
    rows = ["11111\t22222\t\t20260701\t20260815\t1\tx", "33333\t11111\t\t20260801\t*\t0\tx"]
    rows += ["11111\t33333\t\t20260701\t20260701\t9\tx"]
    rows += [f"4000{n}\t22222\t\t20200101\t*\t1\tx" for n in range(10)]
    on = loads(layouts.text(tmp_path / "x.txt", layouts.PTP_HEAD + "".join(f"{row}\r\n" for row in rows)))
    codes = ["22222", "11111", "33333", "not a code", ""]
    assert said(on("2026-07-31").ptp_pairs(codes)) == {("11111", "22222"): 1}
    assert said(on("2026-08-15").ptp_pairs(codes)) == {("11111", "22222"): 1, ("33333", "11111"): 0}
    assert said(on("2026-08-16").ptp_pairs(codes)) == {("33333", "11111"): 0}
    assert said(on("2026-08-16").ptp_pairs([])) == {}


def test_outside_its_quarter_a_table_says_nothing_and_why(
    loads: Loads, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ptp, "FEWEST_ROWS", 100)
    monkeypatch.setattr(ptp, "MOST_MISSING", 90)
    on = loads(layouts.ptp(tmp_path))
    assert isinstance(on("2026-09-30").ptp_pairs(layouts.CODES), Pairs)
    after = on("2026-10-01").ptp_pairs(layouts.CODES)
    assert isinstance(after, NotLoaded)
    assert after.words == (
        "the NCCI procedure-to-procedure edits loaded are of 2026-07-01 to 2026-09-30, not of 2026-10-01; "
        "load CMS's NCCI procedure-to-procedure edits of quarter 4 of 2026"
    )
    missing = on("2026-09-30").mue("96413")
    assert isinstance(missing, NotLoaded)
    assert (
        missing.words
        == "no medically unlikely edits are loaded; load CMS's medically unlikely edits of quarter 3 of 2026"
    )


def test_report_says_which_edit_tables_it_consulted(
    loads: Loads, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ptp, "FEWEST_ROWS", 100)
    monkeypatch.setattr(ptp, "MOST_MISSING", 90)
    on = loads(layouts.ptp(tmp_path))
    held = on("2026-09-30").editions
    assert (held.ptp, held.mue, held.addon) == ("2026-07-01", None, None)
    assert on("2026-10-01").editions.ptp is None


def test_parts_load_together_in_any_order_and_rows_in_any_order(
    loads: Loads, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ptp, "FEWEST_ROWS", 100)
    monkeypatch.setattr(ptp, "MOST_MISSING", 90)
    whole = layouts.ptp(tmp_path)
    rows = whole.read_text().splitlines(keepends=True)[6:]
    for name, held in (("renamed-b.txt", rows[:150]), ("renamed-a.txt", rows[150:])):
        layouts.text(tmp_path / name, layouts.PTP_HEAD + "".join(r + "\r\n" for r in map(str.strip, held)))
    shuffled = layouts.text(tmp_path / "s.txt", layouts.PTP_HEAD + "".join(r.strip() + "\r\n" for r in reversed(rows)))
    expected = loads(whole)("2026-08-01").ptp_pairs(layouts.CODES)
    for paths in ((tmp_path / "renamed-a.txt", tmp_path / "renamed-b.txt"), (shuffled,)):
        again = loads(*paths)("2026-08-01").ptp_pairs(layouts.CODES)
        assert said(again) == said(expected)
        assert len(said(again)) == len(layouts.CODES) * (len(layouts.CODES) - 1)


def test_pairs_of_a_workbook_are_those_of_the_text(
    loads: Loads, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ptp, "FEWEST_ROWS", 100)
    monkeypatch.setattr(ptp, "MOST_MISSING", 90)
    whole = layouts.ptp(tmp_path)
    rows = [line.split("\t") for line in whole.read_text().splitlines()]
    sheet = layouts.workbook(tmp_path / "ccipra-v322r0-f1.xlsx", rows)
    expected = loads(whole)("2026-08-01").ptp_pairs(layouts.CODES)
    assert loads(sheet)("2026-08-01").ptp_pairs(layouts.CODES) == expected
    assert len(said(expected)) > 100


def test_pairs_tell_their_quarter_by_their_newest_rows_where_the_name_does_not(
    loads: Loads, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ptp, "FEWEST_ROWS", 100)
    monkeypatch.setattr(ptp, "MOST_MISSING", 90)
    renamed = layouts.ptp(tmp_path).rename(tmp_path / "download (3).txt")
    assert loads(renamed)("2026-07-01").editions.ptp == "2026-07-01"
    more = renamed.read_text() + "Y0001\t99213\t\t20260701\t*\t1\tx\n"
    told = layouts.text(tmp_path / "ccipra-v310r0-f1.txt", more)
    with pytest.raises(UnusableInput, match="quarter from 2025-01-01, found some of 2026-07-01"):
        loads(told)


def test_a_missing_part_is_told(loads: Loads, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ptp, "FEWEST_ROWS", 100)
    starts = [start for start in ptp.STARTS if not "30" <= start <= "39"]
    rows = [f"{start}{n:03d}\t99213\t\t20260701\t*\t1\tx\r\n" for start in starts for n in range(3)]
    with pytest.raises(UnusableInput, match="all four parts whole, found no pairs whose column 1 starts with 30, 31"):
        loads(layouts.text(tmp_path / "x.txt", layouts.PTP_HEAD + "".join(rows)))


def test_parts_whose_last_rows_are_missing_are_told(
    loads: Loads, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ptp, "FEWEST_ROWS", 100)
    rows = [f"{start}{n:03d}\t99213\t\t20260701\t*\t1\tx\r\n" for start in ptp.STARTS[:-1] for n in range(3)]
    with pytest.raises(UnusableInput, match="all four parts whole, found no pairs whose column 1 starts with Q0"):
        loads(layouts.text(tmp_path / "x.txt", layouts.PTP_HEAD + "".join(rows)))


def test_the_newest_official_layout_of_pairs(official: Official) -> None:
    assert fill_of(ptp, official("formats/ccipra-v322r0-f1.excerpt13.txt"))[0] == (
        7,
        date(2026, 7, 1),
        date(2026, 9, 30),
    )


def fill_of(importer: object, path: Path) -> tuple[tuple[object, ...], list[tuple[object, ...]]]:
    import sqlite3

    from oncodesk.codes.pieces import pieces

    db = sqlite3.connect(":memory:", isolation_level=None)
    (piece,) = pieces(path)
    guess = importer.recognise(piece)  # type: ignore[attr-defined]
    filled = importer.fill(db, [piece], guess)  # type: ignore[attr-defined]
    return (filled.rows, filled.since, filled.until), db.execute("SELECT * FROM compared").fetchall()


def test_unlikely_units(loads: Loads, official: Official, tmp_path: Path) -> None:
    on = loads(layouts.official_mue(official("ncci/ncci_mue_practitioner_2024-07-01.csv"), tmp_path))
    expected = {"J9271": (400, 3), "J9035": (230, 3), "Q5107": (230, 3), "96413": (1, 3), "96415": (8, 3)}
    expected |= {"96417": (3, 3), "77427": (1, 2)}
    for code, (units, indicator) in expected.items():
        found = on("2024-09-30").mue(code)
        assert isinstance(found, UnlikelyUnits)
        assert (found.units, found.indicator, found.edition) == (units, indicator, "2024-07-01")
    assert on("2024-09-30").mue("00000") is None
    assert isinstance(on("2024-10-01").mue("J9271"), NotLoaded)


def test_unlikely_units_take_their_day_from_the_name_or_the_coder(
    loads: Loads, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mue, "FEWEST_ROWS", 10)
    renamed = layouts.mue(tmp_path).rename(tmp_path / "download.csv")
    with pytest.raises(Exception, match="does not say its edition"):
        loads(renamed)
    assert isinstance(loads(renamed, label="2026-07-01")("2026-07-01").mue("J1111"), UnlikelyUnits)


def test_the_newest_official_layout_of_unlikely_units(official: Official) -> None:
    found, rows = fill_of(mue, official("formats/MCR_MUE_PractitionerServices_Eff_07-01-2026.excerpt.csv"))
    assert found == (4, date(2026, 7, 1), date(2026, 9, 30))
    assert rows[0] == ("0001U", "1 2", None)


def test_add_on_codes(loads: Loads, official: Official) -> None:
    on = loads(official("ncci/AOC_V2026Q2-MCR.xlsx"))("2026-04-01")

    def primaries(code: str) -> set[str | None]:
        found = on.addon_edits(code)
        assert isinstance(found, tuple)
        return {edit.primary for edit in found}

    assert primaries("96415") == primaries("96417") == {"96413"}
    assert primaries("96411") == {"96409", "96413"}
    assert primaries("77293") == {"77295", "77301"}
    assert primaries("96413") == set()
    assert None in primaries("0054T")
    stood_on = on.addons_of("96413")
    assert isinstance(stood_on, tuple)
    assert {"96411", "96415", "96417"} <= {edit.add_on for edit in stood_on}
    assert {edit.since for edit in stood_on if edit.add_on == "96415"} == {date(2013, 4, 1)}
    assert isinstance(on.at(date(2026, 7, 1)).addon_edits("96415"), NotLoaded)


def test_every_add_on_edit_of_the_workbook_is_there(loads: Loads, official: Official) -> None:
    on = loads(official("ncci/AOC_V2026Q2-MCR.xlsx"))("2026-04-01")
    answering = on._sets.in_force("addon", on.on)
    assert answering is not None
    assert answering.edition.rows == 9000
    kinds = dict(answering.edition.file.rows("SELECT kind, count(*) FROM addon GROUP BY kind"))
    assert kinds == {1: 8293, 2: 47, 3: 660}


def test_payment_limits_and_products(loads: Loads, official: Official) -> None:
    folder = "asp_2026jan"
    on = loads(
        official(f"{folder}/part_b_payment_limit_jan2026_121725.csv"),
        official(f"{folder}/asp_ndc_hcpcs_crosswalk_jan2026_121725.csv"),
    )
    limit = on("2026-03-31").asp("90371")
    assert limit is not None
    assert not isinstance(limit, NotLoaded)
    assert (limit.limit, limit.dosage, limit.coinsurance) == (Decimal("137.828"), "1 ML", Decimal("20.000"))
    assert on("2026-03-31").asp("99999") is None
    assert isinstance(on("2026-04-01").asp("90371"), NotLoaded)
    products = on("2026-03-31").ndcs_of("J9271")
    assert isinstance(products, tuple)
    assert [(p.ndc, p.name, p.size, p.quantity, p.units, p.package_units) for p in products] == [
        ("00006302602", "Keytruda", 4, 1, 100, 100),
        ("00006302604", "Keytruda", 4, 2, 100, 200),
    ]
    assert on("2026-03-31").ndc("0006-3026-02") == products[:1]
    assert on("2026-03-31").ndc("00006-3026-02") == products[:1]
    assert on("2026-03-31").ndc("6302602") == ()
    later = on("2026-10-01").ndc("00006302602")
    assert isinstance(later, tuple)
    assert "2026-01-01" in later[0].stale


def test_every_price_of_the_official_files_is_there(loads: Loads, official: Official) -> None:
    limits = official("asp_2026jan/part_b_payment_limit_jan2026_121725.csv")
    packages = official("asp_2026jan/asp_ndc_hcpcs_crosswalk_jan2026_121725.csv")
    on = loads(limits, packages)("2026-01-01")
    with limits.open(encoding="cp1252", newline="") as file:
        printed = {row[0]: row[3] for row in list(csv.reader(file))[9:]}
    assert len(printed) == 877
    for code, amount in printed.items():
        found = on.asp(code)
        assert found is not None
        assert not isinstance(found, NotLoaded)
        assert (str(found.limit) if found.limit is not None else "N/A") == amount
    answering = on._sets.in_force("ndc", on.on)
    assert answering is not None
    assert answering.edition.rows == 7125


def test_fees(loads: Loads, official: Official) -> None:
    on = loads(official("fees/pprrvu_2024_no_descriptors.csv"))
    fee = on("2024-07-01").fee("96413")
    assert fee is not None
    assert not isinstance(fee, NotLoaded)
    assert (fee.work, fee.practice, fee.liability, fee.factor) == (
        Decimal("0.28"), Decimal("3.53"), Decimal("0.07"), Decimal("33.2875")
    )  # fmt: skip
    assert fee.amount() == Decimal("129.16")
    planning, professional = on("2024-07-01").fee("77295"), on("2024-07-01").fee("77295", "26")
    assert planning is not None
    assert professional is not None
    assert not isinstance(planning, NotLoaded)
    assert not isinstance(professional, NotLoaded)
    assert professional.amount() < planning.amount()
    assert isinstance(on("2024-06-30").fee("96413"), NotLoaded)


def test_the_newest_official_layout_of_fees(official: Official) -> None:
    found, rows = fill_of(fee_schedule, official("formats/PPRRVU2026_Jul_nonQPP.excerpt.redacted.csv"))
    assert found == (2, date(2026, 7, 1), date(2026, 12, 31))
    assert rows[0] == ("0001F ", "I 0.00 0.00 0.00 0.00 33.4009", None)
