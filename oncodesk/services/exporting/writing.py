"""Writes a table as CSV and as JSON lines, and the manifest that names every file."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from oncodesk.exchange.cells import line
from oncodesk.services.exporting.place import Counted, Place, Written

Record = tuple[Mapping[str, Any], Sequence[Sequence[Any]]]
"""A record as a document, and its rows of cells."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: its name, what it holds, the headings of its CSV file, and its records, read anew each time.

    `single` where it is one document, then written as `.json`, not as lines; `documents` False where it is cells only.
    """

    name: str
    what: str
    headings: tuple[str, ...]
    records: Callable[[], Iterable[Record]]
    single: bool = False
    documents: bool = True


def write_sheet(place: Place, sheet: Sheet) -> Iterator[Written]:
    """The documents where it has any, and the CSV file, one record at a time."""
    if sheet.documents:
        name = f"{sheet.name}.{'json' if sheet.single else 'jsonl'}"
        yield _write(place, name, (json_line(document) for document, _ in sheet.records()))
    rows = (values for _, lines in sheet.records() for values in lines)
    yield _write(place, f"{sheet.name}.csv", map(_csv_line, rows), b"\xef\xbb\xbf" + _csv_line(sheet.headings))


def _csv_line(values: Iterable[object]) -> bytes:
    row = io.StringIO(newline="")
    csv.writer(row).writerow(line(values))
    return row.getvalue().encode()


def _write(place: Place, name: str, pieces: Iterable[bytes], head: bytes = b"") -> Written:
    with place.open(name) as opened:
        target = Counted(opened)
        target.write(head)
        for piece in pieces:
            target.write(piece)
            target.records += 1
    return target.done(name)


def write_bytes(place: Place, name: str, content: bytes) -> Written:
    """One file that is one record."""
    return _write(place, name, (content,))


def json_line(document: Mapping[str, Any]) -> bytes:
    """The document in one line."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), default=str).encode() + b"\n"
