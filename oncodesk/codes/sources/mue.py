"""Reads the NCCI medically unlikely edits for practitioners, csv or xlsx.

The day from which the table holds stands only in the file's name, or the coder says it.
"""

import re
import sqlite3
from collections.abc import Sequence
from datetime import date

from oncodesk.codes.importing import Filled, Guess
from oncodesk.codes.pair_keys import CODE
from oncodesk.codes.pieces import Piece, unusable
from oncodesk.codes.sources.cells import (
    below,
    day_in_name,
    find_header,
    folded,
    quarter_of,
    reaches,
    whole,
    wrong,
)

SET = "mue"
TITLE = "NCCI medically unlikely edits"
FEWEST_ROWS = 10_000
"""Of a whole release; the third quarter of 2024 has 14,677."""
FIRST_CHARACTERS = "0123456789ACEGJLQV"
NAMES = {
    "code": ("hcpcs cpt code",),
    "units": ("practitioner services mue values",),
    "indicator": ("mue adjudication indicator",),
    "why": ("mue rationale",),
}
OTHERS = ("outpatient hospital services mue values", "dme supplier services mue values")
MOST_UNITS = 1_000_000


def recognise(piece: Piece) -> Guess | None:
    """The table for practitioners; UnusableInput where it is another provider's, which looks the same."""
    if not find_header(piece.first_rows, NAMES, ("code", "units", "indicator")):
        headings = {folded(cell) for cells in piece.first_rows for cell in cells}
        if headings & set(OTHERS):
            raise unusable(piece.name, "expected the unlikely edits for practitioners, found those of another provider")
        return None
    day = day_in_name(piece.name)
    return Guess(day.isoformat(), *quarter_of(day)) if day else Guess(None)


def fill(db: sqlite3.Connection, parts: Sequence[Piece], guess: Guess) -> Filled:
    """Writes each code once, from the text where there is a workbook too."""
    piece = next((p for p in parts if p.is_text), parts[0])
    whole(piece)
    db.execute("CREATE TABLE mue (code TEXT PRIMARY KEY, units INTEGER, indicator INTEGER, why TEXT) WITHOUT ROWID")
    db.execute("CREATE VIEW compared (key, said, ended) AS SELECT code, units || ' ' || indicator, NULL FROM mue")
    seen: dict[str, tuple[str, int, int, str]] = {}
    for place, row in below(piece, NAMES, ("code", "units", "indicator", "why")):
        units, digit = row["units"], row["indicator"][:1]
        if not CODE.fullmatch(row["code"]):
            raise wrong(piece, place, f"a code of five characters, found {row['code'][:20]!r}")
        if not re.fullmatch(r"\d{1,7}", units) or int(units) > MOST_UNITS:
            raise wrong(piece, place, f"a number of units, found {units[:20]!r}")
        if digit not in ("1", "2", "3") or not row["why"]:
            raise wrong(piece, place, "an indicator 1, 2 or 3 and a rationale")
        if row["code"] in seen:
            raise wrong(piece, place, f"each code once, found {row['code']} again")
        seen[row["code"]] = (row["code"], int(units), int(digit), row["why"])
    db.executemany("INSERT INTO mue VALUES (?, ?, ?, ?)", seen.values())
    reaches(piece, {code[0] for code in seen}, FIRST_CHARACTERS if len(seen) >= FEWEST_ROWS // 2 else "", "codes")
    since, until = quarter_of(date.fromisoformat(guess.label)) if guess.label else (guess.since, guess.until)
    return Filled(len(seen), guess.label, since, until)
