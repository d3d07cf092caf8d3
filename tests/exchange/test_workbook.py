"""Tables for other programs: typed cells, nothing that a spreadsheet would run, and sheets that can be read at once."""

import csv
import re
import zipfile
from datetime import date, datetime, timedelta
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oncodesk.exchange import workbook
from oncodesk.exchange.tabular import Cell, Column, Listed, as_csv
from oncodesk.exchange.workbook import as_workbook

MADE = datetime(2026, 9, 17, 14, 30)  # noqa: DTZ001
COLUMNS = (
    Column(name="Payer"), Column(name="Day", kind="date"), Column(name="Units", kind="number"),
    Column(name="Charges", kind="money"), Column(name="Rate", kind="percent"), Column(name="At", kind="moment"),
)  # fmt: skip
ROW = ("Harbor", date(2026, 9, 1), 12, Decimal("1234.50"), Decimal("22.3"), MADE)
RUN = ("=1+1", "+1-1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0", "＝1+1", "{=1}", "http://x.example")
_NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def read(book: bytes) -> dict[str, Any]:
    """Each sheet by its name: its XML, its cells as (kind, value, format)."""
    archive = zipfile.ZipFile(BytesIO(book))
    assert archive.testzip() is None
    parse = lambda name: ElementTree.fromstring(archive.read(name))  # noqa: E731
    shared = ["".join(t.text or "" for t in one.iter(f"{{{_NS['m']}}}t")) for one in parse("xl/sharedStrings.xml")]
    styles = parse("xl/styles.xml")
    custom = {f.get("numFmtId"): f.get("formatCode") for f in styles.iter(f"{{{_NS['m']}}}numFmt")}
    forms = [custom.get(xf.get("numFmtId"), xf.get("numFmtId")) for xf in styles.find("m:cellXfs", _NS) or ()]
    found = {}
    for number, sheet in enumerate(parse("xl/workbook.xml").find("m:sheets", _NS) or (), 1):
        xml = parse(f"xl/worksheets/sheet{number}.xml")
        cells = {}
        for cell in xml.iter(f"{{{_NS['m']}}}c"):
            value = cell.find("m:v", _NS)
            text = "" if value is None else value.text or ""
            kind = cell.get("t", "n")
            cells[cell.get("r")] = (kind, shared[int(text)] if kind == "s" else text, forms[int(cell.get("s", 0))])
        found[sheet.get("name")] = {"xml": xml, "cells": cells, "names": archive.namelist()}
    return found


def made(rows: list[tuple[Cell, ...]], columns: tuple[Column, ...] = COLUMNS, title: str = "Work done") -> bytes:
    return as_workbook([Listed(title, columns, rows)], [("Reports", ""), ("Counted", "every claim")], MADE)


def test_numbers_are_numbers_and_dates_are_dates() -> None:
    cells = read(made([ROW, (None,) * 6]))["Work done"]["cells"]
    assert cells["A2"][:2] == ("s", "Harbor")
    serial = (date(2026, 9, 1) - date(1899, 12, 30)).days
    assert cells["B2"] == ("n", str(serial), "yyyy-mm-dd")
    assert cells["C2"][:2] == ("n", "12")
    assert cells["D2"][0] == "n" and float(cells["D2"][1]) == 1234.5
    assert float(cells["E2"][1]) == pytest.approx(0.223) and cells["E2"][2] == "0.0%"
    assert float(cells["F2"][1]) == pytest.approx((MADE - datetime(1899, 12, 30)) / timedelta(days=1))  # noqa: DTZ001
    assert cells["F2"][2] == "yyyy-mm-dd hh:mm"
    assert not [place for place in cells if place.endswith("3")]


def test_headings_stay_columns_fit_and_notes_stand_behind() -> None:
    sheets = read(made([(*ROW[:1], *ROW[1:]), ("A payer with quite a long name of its own", *ROW[1:])]))
    assert list(sheets) == ["Work done", "Notes"]
    xml = sheets["Work done"]["xml"]
    pane = xml.find("m:sheetViews/m:sheetView/m:pane", _NS)
    assert (pane.get("state"), pane.get("ySplit"), pane.get("topLeftCell")) == ("frozen", "1", "A2")
    widths = [float(column.get("width")) for column in xml.find("m:cols", _NS)]
    assert widths[0] > 40 > widths[2] > 8
    assert xml.find("m:autoFilter", _NS).get("ref") == "A1:F3"
    assert sheets["Notes"]["cells"]["A1"][1] == "Reports"
    assert sheets["Notes"]["cells"]["B2"][1] == "every claim"


@pytest.mark.parametrize("text", RUN)
def test_no_text_is_ever_run(text: str) -> None:
    sheets = read(made([(text, *ROW[1:])]))
    for sheet in sheets.values():
        assert sheet["xml"].findall(".//m:f", _NS) == []
        assert sheet["xml"].findall(".//m:hyperlink", _NS) == []
    assert sheets["Work done"]["cells"]["A2"][0] == "s"
    (_, row) = csv.reader(StringIO(as_csv(Listed("t", COLUMNS, [(text, *ROW[1:])])).decode("utf-8-sig"), newline=""))
    assert not re.match(r"[=+\-@\t\r＝]", row[0])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=40), min_size=1, max_size=5))
def test_any_text_makes_a_file_that_can_be_read(texts: list[str]) -> None:
    cells = read(made([(text,) for text in texts], (Column(name="Text"),)))["Work done"]["cells"]
    for number, text in enumerate(texts, 2):
        kind, value, _ = cells.get(f"A{number}", ("s", "", ""))
        assert kind == "s"
        if text.isprintable():
            assert value == text


def test_sheet_names_are_allowed_short_and_told_apart() -> None:
    long = "Findings by [rule]: and/or payer of the whole practice"
    tables = [Listed(title, (Column(name="x"),), [("a",)]) for title in (long, long, "Notes", "''")]
    names = list(read(as_workbook(tables, [], MADE)))
    assert len({name.lower() for name in names}) == 5
    assert all(1 <= len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)


def test_more_rows_than_a_sheet_holds_go_on_in_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 3)
    sheets = read(made([(str(n),) for n in range(7)], (Column(name="n"),)))
    assert list(sheets) == ["Work done", "Work done 2", "Work done 3", "Notes"]
    assert sheets["Work done 3"]["cells"]["A1"][1] == "n"
    assert sheets["Work done 3"]["cells"]["A2"][1] == "6"


def test_the_same_values_give_the_same_bytes() -> None:
    assert made([ROW]) == made([ROW])


def test_csv_is_plain_and_whole() -> None:
    text = as_csv(Listed("t", COLUMNS, [ROW, (None,) * 6])).decode("utf-8-sig")
    assert list(csv.reader(StringIO(text, newline="")))[1:] == [
        ["Harbor", "2026-09-01", "12", "1234.50", "22.3", "2026-09-17 14:30"],
        [""] * 6,
    ]
