"""Rows of cells from text that a spreadsheet or another program wrote: encoding and delimiter are found out."""

import csv
import io
from collections.abc import Iterator

from oncodesk.domain.errors import UnusableInput
from oncodesk.exchange.limits import MAX_CELL, MAX_COLUMNS, MAX_ROWS, Deadline

DELIMITERS = (",", ";", "\t", "|")
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_OTHER_KINDS = (
    (b"PK\x03\x04", "a zip or an Excel workbook; save it as CSV"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook; save it as CSV"),
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a text with formatting"),
    (b"<?xml", "XML"),
    (b"<html", "a web page"),
    (b"<!DOC", "a web page"),
    (b"SQLite format", "a database"),
    (b"\x1f\x8b", "a compressed file"),
)


def decoded(content: bytes) -> tuple[str, str]:
    """The text and the name of its encoding: UTF-8, UTF-16 or Windows-1252; UnusableInput for anything else."""
    for mark, what in _OTHER_KINDS:
        if content[: len(mark)].lower() == mark.lower():
            raise UnusableInput("file", f"expected text, found {what}")
    for encoding in _candidates(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text.lstrip("\ufeff"), encoding.removesuffix("-sig")
    raise UnusableInput("file", "expected text in UTF-8, UTF-16 or Windows-1252")


def _candidates(content: bytes) -> tuple[str, ...]:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return (encoding,)
    beginning = content[:400]
    half = len(beginning) // 2
    if half and beginning[1::2].count(0) > half * 0.6:
        return ("utf-16-le",)
    if half and beginning[0::2].count(0) > half * 0.6:
        return ("utf-16-be",)
    return ("utf-8", "cp1252")


def delimiter_of(text: str) -> tuple[str, str]:
    """The delimiter of the headings, and the text without the `sep=;` line that Excel understands."""
    first, _, rest = text.partition("\n")
    if first.lower().startswith("sep=") and len(first.strip()) == 5:
        return first[4], rest
    outside = "".join(first.split('"')[::2])
    return max(DELIMITERS, key=outside.count), text


def rows(text: str, delimiter: str, deadline: Deadline) -> Iterator[tuple[int, list[str]]]:
    """Each row that says anything, headings and all, with the number of the line it ends on.

    UnusableInput where it is no table.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    count = 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as problem:
            raise UnusableInput(f"line {reader.line_num}", f"expected cells as CSV writes them: {problem}") from None
        if count % 500 == 0:
            deadline.check()
        if not any(cell.strip() for cell in cells):
            continue
        count += 1
        if count > MAX_ROWS + 1:
            raise UnusableInput("file", f"expected at most {MAX_ROWS:,} rows; split it")
        if len(cells) > MAX_COLUMNS:
            raise UnusableInput(f"line {reader.line_num}", f"expected at most {MAX_COLUMNS} columns")
        if max(map(len, cells)) > MAX_CELL:
            raise UnusableInput(f"line {reader.line_num}", f"expected cells of at most {MAX_CELL:,} signs")
        yield reader.line_num, cells
