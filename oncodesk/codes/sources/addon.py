"""Reads the NCCI add-on code edits (xlsx): which primary an add-on code may stand on, with dates written yyyyddd.

The quarter stands on the sheet's tab and in the file's name, not in the rows.
"""

import re
import sqlite3
from collections.abc import Sequence
from datetime import date

from oncodesk.codes.importing import Filled, Guess
from oncodesk.codes.pair_keys import CODE
from oncodesk.codes.pieces import Piece
from oncodesk.codes.sources import xlsx
from oncodesk.codes.sources.cells import below, find_header, ordinal_day, quarter_of, reaches, whole, wrong

SET = "addon"
TITLE = "NCCI add-on code edits"
FEWEST_ROWS = 6_000
"""Of a whole release; the second quarter of 2026 has 9,000."""
FIRST_CHARACTERS = "012345679G"
CONTRACTOR = "CCCCC"
"""Stands for a primary: the contractor says which."""
NAMES = {
    "kind": ("aoc edit type",),
    "add_on": ("add on code",),
    "add_on_until": ("aoc deldt",),
    "prime": ("primary code",),
    "prime_until": ("primary code deldt",),
    "since": ("aoc edit effdt",),
    "until": ("aoc edit deldt",),
    "note": ("special instruction notes",),
}
NEEDED = ("kind", "add_on", "add_on_until", "prime", "prime_until", "since", "until")


def recognise(piece: Piece) -> Guess | None:
    """The table, with the quarter that its tab or its name gives."""
    if not find_header(piece.first_rows, NAMES, NEEDED):
        return None
    said = (xlsx.sheet_name(piece) if piece.is_sheet else "") + " " + piece.name
    found = re.search(r"V(\d{4})Q([1-4])", said, re.IGNORECASE)
    if not found or int(found[1]) < 1996:
        return Guess(None)
    since, until = quarter_of(date(int(found[1]), 3 * int(found[2]) - 2, 1))
    return Guess(since.isoformat(), since, until)


def fill(db: sqlite3.Connection, parts: Sequence[Piece], guess: Guess) -> Filled:
    """Writes every edit; its last day is the first of those of the edit, the add-on code and the primary."""
    piece = parts[0]
    whole(piece)
    db.execute("CREATE TABLE addon (add_on TEXT, prime TEXT, kind INTEGER, since TEXT, until TEXT, note TEXT)")
    rows = []
    for place, row in below(piece, NAMES, NEEDED):
        if row["kind"] not in ("1", "2", "3") or not CODE.fullmatch(row["add_on"]) or not CODE.fullmatch(row["prime"]):
            raise wrong(piece, place, "an edit of type 1, 2 or 3 with an add-on and a primary code")
        try:
            ended = [ordinal_day(row[name]) for name in ("until", "add_on_until", "prime_until") if row[name]]
            since = ordinal_day(row["since"])
        except ValueError as problem:
            raise wrong(piece, place, f"dates: {problem}") from None
        until = min(ended).isoformat() if ended else None
        prime = None if row["prime"] == CONTRACTOR else row["prime"]
        rows.append((row["add_on"], prime, int(row["kind"]), since.isoformat(), until, row["note"]))
    db.executemany("INSERT INTO addon VALUES (?, ?, ?, ?, ?, ?)", rows)
    db.execute("CREATE INDEX addon_add_on ON addon (add_on)")
    db.execute("CREATE INDEX addon_prime ON addon (prime)")
    db.execute(
        f"""CREATE VIEW compared (key, said, ended) AS
        SELECT add_on || ' ' || coalesce(prime, '{CONTRACTOR}') || ' ' || since AS key, kind || ' ' || note, until
        FROM addon ORDER BY key"""
    )
    found = {row[0][0] for row in rows}
    reaches(piece, found, FIRST_CHARACTERS if len(rows) >= FEWEST_ROWS // 2 else "", "add-on codes")
    since_day, until_day = quarter_of(date.fromisoformat(guess.label)) if guess.label else (None, None)
    return Filled(len(rows), guess.label, since_day, until_day)
