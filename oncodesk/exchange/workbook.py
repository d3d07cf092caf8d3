"""Tables as an Excel workbook: numbers are numbers, dates are dates, and no text is ever taken for a formula."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO
from itertools import islice
from typing import Any

import xlsxwriter

from oncodesk.exchange.tabular import Cell, Column, Kind, Listed

MOST_ROWS = 1_048_575
"""Of a sheet below its headings; what is more goes on in another sheet."""
_NARROW, _WIDE, _LOOKED_AT = 9, 60, 500
_LONGEST_NAME = 31
_FORMATS: Mapping[Kind, str] = {
    "date": "yyyy-mm-dd",
    "moment": "yyyy-mm-dd hh:mm",
    "number": "#,##0.##",
    "money": "#,##0.00",
    "percent": "0.0%",
}
_AS_TYPED = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
"""In memory: nothing of a patient is laid into a temporary file."""

Note = tuple[str, str]
"""What is told, and its words."""


def as_workbook(tables: Sequence[Listed], notes: Sequence[Note], made_at: datetime) -> bytes:
    """One sheet for each table and one of notes, which say what was counted; the same bytes for the same values."""
    target = BytesIO()
    book = xlsxwriter.Workbook(target, _AS_TYPED)
    book.set_properties({"created": made_at, "comments": "Exported by OncoDesk"})
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    formats = {kind: book.add_format({"num_format": pattern}) for kind, pattern in _FORMATS.items()}
    taken: set[str] = {"notes"}
    for table in tables:
        rows = iter(table.rows)
        while True:
            held = list(islice(rows, MOST_ROWS))
            _write(book.add_worksheet(_name(table.title, taken)), table.columns, held, head, formats)
            if len(held) < MOST_ROWS:
                break
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    told = book.add_worksheet("Notes")
    told.set_column(0, 0, 24, wrapped)
    told.set_column(1, 1, 100, wrapped)
    for row, (what, words) in enumerate(notes):
        told.write_string(row, 0, what, head if not words else wrapped)
        told.write_string(row, 1, words, wrapped)
    book.close()
    return target.getvalue()


def _write(
    sheet: Any, columns: Sequence[Column], rows: Sequence[Sequence[Cell]], head: Any, formats: Mapping[Kind, Any]
) -> None:
    for place, column in enumerate(columns):
        sheet.write_string(0, place, column.name, head)
        sheet.set_column(place, place, _width(place, column, rows))
    for number, row in enumerate(rows, 1):
        for place, (cell, column) in enumerate(zip(row, columns, strict=True)):
            _put(sheet, number, place, cell, formats.get(_kind(cell, column)), column.kind == "percent")
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(rows), len(columns) - 1)
    sheet.repeat_rows(0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)


def _kind(cell: Cell, column: Column) -> Kind:
    if isinstance(cell, datetime):
        return "moment"
    return "date" if isinstance(cell, date) else column.kind


def _put(sheet: Any, row: int, place: int, cell: Cell, form: Any, is_percent: bool) -> None:
    if cell is None:
        return
    if isinstance(cell, str):
        sheet.write_string(row, place, cell)
    elif isinstance(cell, datetime):
        sheet.write_datetime(row, place, cell.replace(tzinfo=None), form)
    elif isinstance(cell, date):
        sheet.write_datetime(row, place, cell, form)
    else:
        sheet.write_number(row, place, float(cell) / (100 if is_percent else 1), form)


def _width(place: int, column: Column, rows: Sequence[Sequence[Cell]]) -> int:
    longest = max((len(str(row[place])) for row in rows[:_LOOKED_AT] if row[place] is not None), default=0)
    return min(_WIDE, max(_NARROW, longest + 2, len(column.name) + 4))


def _name(title: str, taken: set[str]) -> str:
    """A name that a sheet may have, other than those that are taken."""
    plain = "".join(" " if sign in "[]:*?/\\" else sign for sign in title).strip(" '") or "Sheet"
    for name in _candidates(plain):
        if name.lower() not in taken:
            taken.add(name.lower())
            return name
    raise AssertionError


def _candidates(plain: str) -> Iterator[str]:
    yield plain[:_LONGEST_NAME]
    for number in range(2, 10_000):
        end = f" {number}"
        yield plain[: _LONGEST_NAME - len(end)] + end
