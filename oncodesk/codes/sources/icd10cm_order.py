"""Reads the ICD-10-CM order file: every code with its number in tabular order; no notes.

Columns: 1–5 order number, 7–13 code without dot, 15 whether it may be billed, 17–76 short text, from 78 the long text.
"""

import re
import sqlite3
from collections.abc import Iterator, Sequence

from oncodesk.codes.importing import Filled, Guess
from oncodesk.codes.pieces import Piece, unusable
from oncodesk.codes.sources.icd10cm_edition import fiscal, period_of, write_edition
from oncodesk.codes.sources.icd10cm_tabular import Entry
from oncodesk.domain.icd import dotted

SET = "icd10cm"
TITLE = "ICD-10-CM codes"
FEWEST_ROWS = 80_000
_LINE = re.compile(r"(\d{5}) ([A-Z]\d[0-9A-Z][0-9A-Z]{0,4}) +([01]) (.{60}) (\S.*)")


def recognise(piece: Piece) -> Guess | None:
    """By its numbered lines; the fiscal year stands only in the file's name."""
    lines = piece.first_lines[:20]
    if not lines or sum(bool(_LINE.fullmatch(line.rstrip())) for line in lines) < min(len(lines), 3):
        return None
    return fiscal(piece.name)


def fill(db: sqlite3.Connection, parts: Sequence[Piece], guess: Guess) -> Filled:
    """Every code of the edition."""
    known = period_of(parts[0], guess, TITLE)
    return write_edition(db, _entries(parts[0]), known)


def _entries(part: Piece) -> list[Entry]:
    entries: list[Entry] = []
    above: list[int] = []
    bare: list[str] = []
    for code, billable, text in _rows(part):
        while above and not code.startswith(bare[above[-1]]):
            entries[above.pop()].last = len(entries) - 1
        entries.append(Entry("code", dotted(code), text, above[-1] if above else None, billable=billable))
        bare.append(code)
        above.append(len(entries) - 1)
    for place in above:
        entries[place].last = len(entries) - 1
    if not bare or not (bare[-1].startswith("U") or bare[-1].startswith("Z99")):
        raise unusable(
            part.name, f"expected codes up to the last chapter, the file ends at {bare[-1] if bare else '–'}"
        )
    return entries


def _rows(part: Piece) -> Iterator[tuple[str, bool, str]]:
    number = 0
    for line in part.lines():
        if not line.strip():
            continue
        number += 1
        found = _LINE.fullmatch(line.rstrip())
        if found is None or int(found[1]) != number:
            raise unusable(part.name, f"expected line {number} to hold code number {number:05}, found {line[:24]!r}")
        if "\ufffd" in found[5]:
            raise unusable(part.name, f"expected a readable text at line {number}")
        yield found[2], found[3] == "1", found[5]
