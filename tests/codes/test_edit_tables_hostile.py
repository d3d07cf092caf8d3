"""Damaged, foreign and hostile files of every layout of edit tables and prices: one clear line, and nothing changed."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import official_layouts as layouts
import pytest

from oncodesk.codes import importing
from oncodesk.codes.importing import Built, built
from oncodesk.codes.shelf import Shelf
from oncodesk.codes.sources import (
    addon,
    asp,
    catalogue,
    coverage,
    cpt_files,
    fee_schedule,
    gpci,
    mue,
    ndc_crosswalk,
    ptp,
)
from oncodesk.domain.errors import UnusableInput

NOW = "2026-11-02T08:00:00"
LAYOUTS = (ptp, mue, addon, asp, ndc_crosswalk, fee_schedule, gpci, cpt_files, coverage)
NAMES = tuple(layouts.SMALL)
TEXTS = tuple(name for name in NAMES if name not in ("addon", "coverage"))
LABELS = {"cpt_files": "2026-01-01"}
BILLION_LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    "<worksheet><sheetData><row><c t='inlineStr'><is><t>&b;</t></is></c></row></sheetData></worksheet>"
)


@pytest.fixture(autouse=True)
def small_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets invented tables of a few rows pass for whole ones."""
    for layout in LAYOUTS:
        monkeypatch.setattr(layout, "FEWEST_ROWS", 18)
    monkeypatch.setattr(ptp, "MOST_MISSING", 90)


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """A shelf on which something stands already."""
    held = Shelf(tmp_path / "codesets")
    (tmp_path / "before").mkdir()
    load(
        held,
        layouts.text(tmp_path / "before" / "GPCI2025.csv", layouts.gpci(tmp_path).read_text().replace("2026", "2025")),
    )
    return held


def load(shelf: Shelf, *paths: Path, label: str | None = None) -> tuple[Built, ...]:
    with built(paths, shelf, NOW, label) as found:
        shelf.install([one.edition.path for one in found if not one.already])
        return found


def refused(shelf: Shelf, *paths: Path, label: str | None = None) -> str:
    """What is said of the files; one line that names one of them, and the shelf as it was."""
    before = {p.name: p.read_bytes() for p in shelf.folder.iterdir() if p.suffix != ""}
    with pytest.raises(UnusableInput) as caught:
        load(shelf, *paths, label=label)
    assert {p.name: p.read_bytes() for p in shelf.folder.iterdir() if p.suffix != ""} == before
    assert [edition.set for edition in shelf.editions] == ["gpci"]
    said = str(caught.value)
    assert "\n" not in said
    assert len(said) < 300
    assert any(path.name in said for path in paths)
    return said


@pytest.mark.parametrize("name", NAMES)
def test_whole_file_loads(shelf: Shelf, tmp_path: Path, name: str) -> None:
    (found,) = load(shelf, layouts.SMALL[name](tmp_path), label=LABELS.get(name))
    assert found.edition.rows >= 18
    assert found.edition.label == {"cpt_files": "2026-01-01", "gpci": "2026-01-01", "coverage": "2026-07-02"}.get(
        name, "2026-07-01"
    )


@pytest.mark.parametrize("name", NAMES)
def test_loaded_again_in_a_zip_of_another_name_changes_nothing_twice(shelf: Shelf, tmp_path: Path, name: str) -> None:
    path = layouts.SMALL[name](tmp_path)
    (first,) = load(shelf, path, label=LABELS.get(name))
    archive = tmp_path / "download (1).zip"
    if name == "coverage":
        archive.write_bytes(path.read_bytes())
    else:
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.write(path, path.name)
    (again,) = load(shelf, archive, label=LABELS.get(name))
    changes = again.difference
    assert again.already or (changes.added, changes.ended, changes.changed) == (0, 0, 0)
    assert again.edition.rows == first.edition.rows


@pytest.mark.parametrize("name", TEXTS)
def test_text_that_ends_within_a_line(shelf: Shelf, tmp_path: Path, name: str) -> None:
    path = layouts.SMALL[name](tmp_path)
    path.write_bytes(path.read_bytes()[:-9])
    assert refused(shelf, path, label=LABELS.get(name))


@pytest.mark.parametrize("name", TEXTS)
def test_text_that_stops_after_half_its_rows(
    shelf: Shelf, tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = layouts.SMALL[name](tmp_path)
    rows = path.read_bytes().splitlines(keepends=True)
    monkeypatch.setattr(catalogued(name), "FEWEST_ROWS", {"ptp": 300, "cpt_files": 90}.get(name, 18))
    path.write_bytes(b"".join(rows[: len(rows) - (len(rows) // 2 if name != "ndc_crosswalk" else 12)]))
    said = refused(shelf, path, label=LABELS.get(name))
    assert "row" in said or "is cut" in said


@pytest.mark.parametrize("name", ["addon", "coverage"])
@pytest.mark.parametrize("kept", [0.1, 0.5, 0.97])
def test_archive_that_is_cut(shelf: Shelf, tmp_path: Path, name: str, kept: float) -> None:
    path = layouts.SMALL[name](tmp_path)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * kept)])
    assert refused(shelf, path)


@pytest.mark.parametrize("name", TEXTS)
def test_text_in_another_encoding(shelf: Shelf, tmp_path: Path, name: str) -> None:
    path = layouts.SMALL[name](tmp_path)
    path.write_bytes(path.read_bytes().decode("cp1252").encode("utf-16"))
    assert refused(shelf, path, label=LABELS.get(name))


@pytest.mark.parametrize("name", TEXTS)
def test_bytes_that_are_no_text_among_the_rows(shelf: Shelf, tmp_path: Path, name: str) -> None:
    path = layouts.SMALL[name](tmp_path)
    said = path.read_bytes()
    path.write_bytes(said + b"\x00\x01\x02\xff\xfe" * 20_000 + b"\r\n")
    assert refused(shelf, path, label=LABELS.get(name))


WRONG_COLUMNS = {
    "ptp": ("Column 2", "Column B"),
    "mue": ("MUE Adjudication Indicator", "Something"),
    "asp": ("Payment Limit", "Limits"),
    "ndc_crosswalk": ("BILLUNITSPKG", "UNITS"),
    "fee_schedule": ("STATUS,", "STATE,"),
    "gpci": ("MP GPCI", "MX"),
    "cpt_files": ("\t", ";"),
}


@pytest.mark.parametrize("name", sorted(WRONG_COLUMNS))
def test_other_columns_are_not_recognised(shelf: Shelf, tmp_path: Path, name: str) -> None:
    path = layouts.SMALL[name](tmp_path)
    old, new = WRONG_COLUMNS[name]
    layouts.text(path, path.read_bytes().decode("cp1252").replace(old, new))
    assert "not recognised" in refused(shelf, path, label=LABELS.get(name))


SPOILED: dict[str, tuple[tuple[str, str], ...]] = {
    "ptp": (
        ("20180701\t*\t1", "20181301\t*\t1"), ("\t*\t1\tMisuse", "\t*\t7\tMisuse"),
        ("\tMisuse of one with the other", ""), ("J1111\tJ2222", "J1111\tJ222"), ("\t\t20180701", "\tx\t20180701"),
    ),
    "mue": (
        ("3,1 Date", "3,4 Date"), ("90939,10,", "90939,-9,"), ("A reason", ""), ("J2222", "J111"), ("J2222", "J1111"),
    ),
    "asp": (("3.125", "3,125x"), ("J2222", "J1111"), ("3.125", "NaN"), ("3.125", "1e99"), ("J2222", "J22")),
    "ndc_crosswalk": (("10003-0001-01", "no NDC"), (",100\r\n", ",\r\n"), (",4,1,", ",four,1,"), ("J2222", "J22")),
    "fee_schedule": (("3.10", "3.10.1"), ("J2222,,", "J1111,,"), (",A,,3.10", ",,,3.10"), ("96413,26", "96413,2666")),
    "gpci": (("10115", "A0115"), ("0.950,1.000,0.83", "0.950,,0.83"), (",03,", ",THREE,"), ("0.83,", "high,")),
    "cpt_files": (("90051\tInvented", "90051 Invented"), ("90051", "90041")),
}  # fmt: skip


@pytest.mark.parametrize("name, change", [(name, change) for name, changes in SPOILED.items() for change in changes])
def test_row_that_is_not_whole(shelf: Shelf, tmp_path: Path, name: str, change: tuple[str, str]) -> None:
    path = layouts.SMALL[name](tmp_path)
    said = path.read_bytes().decode("cp1252")
    assert change[0] in said
    layouts.text(path, said.replace(*change))
    assert refused(shelf, path, label=LABELS.get(name))


@pytest.mark.parametrize(
    "row",
    [
        ("4", "0075T", "", "10131", "", "2026182", "", ""),
        ("1", "0075", "", "10131", "", "2026182", "", ""),
        ("1", "0075T", "", "10131", "", "2026366", "", ""),
        ("1", "0075T", "", "10131", "", "2026182", "soon", ""),
    ],
)
def test_add_on_edit_that_is_not_whole(shelf: Shelf, tmp_path: Path, row: tuple[str, ...]) -> None:
    good = [("1", code, "", "10131", "", "2026182", "", "") for code in layouts.CODES]
    path = layouts.workbook(tmp_path / "AOC.xlsx", [*layouts.ADDON_HEAD, *good, row])
    assert "row 22" in refused(shelf, path)


def catalogued(name: str) -> importing.Importer:
    return next(one for one in catalogue.IMPORTERS if getattr(one, "__name__", "").endswith(f".{name}"))


@pytest.mark.parametrize("name", TEXTS)
def test_zip_bomb(shelf: Shelf, tmp_path: Path, name: str) -> None:
    """Sixty megabytes of the same row in a few kilobytes."""
    said = layouts.SMALL[name](tmp_path).read_bytes()
    row = said.splitlines(keepends=True)[-1]
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("table.txt", "w") as member:
        member.write(said)
        for _ in range(60):
            member.write(row * (1_000_000 // len(row)))
    assert path.stat().st_size < 500_000
    assert refused(shelf, path, label=LABELS.get(name, "2026-07-01"))


def hostile_sheets(tmp_path: Path) -> dict[str, Callable[[], Path]]:
    head = "".join(
        "<row>" + "".join(f"<c t='inlineStr'><is><t>{cell}</t></is></c>" for cell in row) + "</row>"
        for row in layouts.ADDON_HEAD
    )
    good = "".join(
        "<row>"
        + "".join(
            f"<c t='inlineStr'><is><t>{cell}</t></is></c>" for cell in ("1", code, "", "10131", "", "2026182", "", "")
        )
        + "</row>"
        for code in layouts.CODES
    )

    def sheet(inside: str) -> Path:
        return layouts.workbook(tmp_path / "AOC.xlsx", (), sheet=f"<worksheet>{inside}</worksheet>")

    return {
        "entities": lambda: layouts.workbook(tmp_path / "AOC.xlsx", (), sheet=BILLION_LAUGHS),
        "column of no sheet": lambda: sheet(
            f"<sheetData>{head}{good}<row><c r='ZZZZZZZ1'><v>1</v></c></row></sheetData>"
        ),
        "text that is not there": lambda: sheet(
            f"<sheetData>{head}{good}<row><c t='s'><v>77</v></c></row></sheetData>"
        ),
        "text without end": lambda: sheet(
            f"<sheetData>{head}{good}<row><c><v>{'9' * 3_000_000}</v></c></row></sheetData>"
        ),
        "tag without end": lambda: sheet(f"<sheetData>{head}{good}<row x='{'9' * 3_000_000}'></row></sheetData>"),
        "half": lambda: sheet(f"<sheetData>{head}{good}<row>"),
    }


@pytest.mark.parametrize(
    "kind", ["entities", "column of no sheet", "text that is not there", "text without end", "tag without end", "half"]
)
def test_hostile_workbook(shelf: Shelf, tmp_path: Path, kind: str) -> None:
    assert refused(shelf, hostile_sheets(tmp_path)[kind]())


def test_workbook_that_claims_a_billion_rows_has_those_it_has(shelf: Shelf, tmp_path: Path) -> None:
    rows = [*layouts.ADDON_HEAD, *(("1", code, "", "10131", "", "2026182", "", "") for code in layouts.CODES)]
    cells = "".join(
        f'<row r="{r * 50_000_000}">'
        + "".join(f"<c t='inlineStr'><is><t>{cell}</t></is></c>" for cell in row)
        + "</row>"
        for r, row in enumerate(rows, 1)
    )
    sheet = f'<worksheet><dimension ref="A1:H1000000000"/><sheetData>{cells}</sheetData></worksheet>'
    (found,) = load(shelf, layouts.workbook(tmp_path / "AOC.xlsx", (), sheet=sheet))
    assert found.edition.rows == len(layouts.CODES)


def test_same_table_for_other_providers_is_refused(shelf: Shelf, tmp_path: Path) -> None:
    path = layouts.mue(tmp_path)
    layouts.text(path, path.read_text().replace("Practitioner Services", "Outpatient Hospital Services"))
    assert "for practitioners" in refused(shelf, path)
    hospital = layouts.ptp(tmp_path).rename(tmp_path / "ccioph-v322r0-f1.txt")
    assert "for practitioners" in refused(shelf, hospital)


def test_export_without_its_articles_is_refused(shelf: Shelf, tmp_path: Path) -> None:
    with zipfile.ZipFile(layouts.coverage(tmp_path)) as archive:
        codes = archive.read("article_x_hcpc_code.csv").decode()
    assert "article" in refused(shelf, layouts.zipped(tmp_path / "half.zip", {"article_x_hcpc_code.csv": codes}))


@pytest.mark.parametrize(
    "name",
    [
        "ncci/AOC_V2026Q2-MCR.xlsx",
        "asp_2026jan/part_b_payment_limit_jan2026_121725.csv",
        "asp_2026jan/asp_ndc_hcpcs_crosswalk_jan2026_121725.csv",
        "fees/pprrvu_2024_no_descriptors.csv",
    ],
)
@pytest.mark.parametrize("kept", [0.02, 0.4, 0.9])
def test_real_file_that_is_cut(
    shelf: Shelf, shared_data: Path, tmp_path: Path, name: str, kept: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    whole = shared_data / name
    if not whole.exists():
        pytest.skip(f"{name} is not at hand")
    said = whole.read_bytes()
    path = tmp_path / whole.name
    path.write_bytes(said[: int(len(said) * kept)])
    assert refused(shelf, path)
