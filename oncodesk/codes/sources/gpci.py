"""Reads Medicare's geographic practice cost indices (GPCI csv or xlsx): one row for each payment locality."""

import re
import sqlite3
from collections.abc import Sequence
from datetime import date

from oncodesk.codes.importing import Filled, Guess
from oncodesk.codes.pieces import Piece
from oncodesk.codes.sources.cells import below, find_header, number, whole, wrong

SET = "gpci"
TITLE = "Medicare geographic practice cost indices"
FEWEST_ROWS = 90
"""There are some 110 localities."""
NAMES = {
    "contractor": ("medicare administrative contractor mac", "mac"),
    "state": ("state",),
    "number": ("locality number", "locality"),
    "name": ("locality name",),
    "work": ("pw gpci with 1 0 floor", "pw gpci"),
    "practice": ("pe gpci",),
    "liability": ("mp gpci",),
}
NEEDED = ("contractor", "number", "name", "work", "practice", "liability")
INDICES = ("work", "practice", "liability")


def recognise(piece: Piece) -> Guess | None:
    """The table, with the year in its headings."""
    if not find_header(piece.first_rows, NAMES, NEEDED):
        return None
    said = " ".join(cell for cells in piece.first_rows for cell in cells)
    found = re.search(r"(20\d\d)\s+PW\s+GPCI", said) or re.search(r"CY\s*(20\d\d)", said)
    return _year(int(found[1])) if found else Guess(None)


def _year(year: int) -> Guess:
    return Guess(date(year, 1, 1).isoformat(), date(year, 1, 1), date(year, 12, 31))


def fill(db: sqlite3.Connection, parts: Sequence[Piece], guess: Guess) -> Filled:
    """Writes every locality; the notes below the table are left out."""
    piece = next((p for p in parts if p.is_text), parts[0])
    whole(piece)
    db.execute(
        "CREATE TABLE gpci (contractor TEXT, state TEXT, number TEXT, name TEXT,"
        " work TEXT, practice TEXT, liability TEXT)"
    )
    db.execute(
        """CREATE VIEW compared (key, said, ended) AS
        SELECT contractor || ' ' || state || ' ' || number AS key, work || ' ' || practice || ' ' || liability, NULL
        FROM gpci ORDER BY key"""
    )
    rows = []
    for place, row in below(piece, NAMES, NEEDED):
        if not re.fullmatch(r"\d{4,5}", row["contractor"]):
            if row["number"]:
                raise wrong(piece, place, f"a contractor's number, found {row['contractor'][:20]!r}")
            continue
        try:
            indices = [number(row[name]) for name in INDICES]
        except ValueError as problem:
            raise wrong(piece, place, f"indices: {problem}") from None
        if None in indices or not re.fullmatch(r"\d{1,2}", row["number"]):
            raise wrong(piece, place, "a locality and its three indices")
        name = row["name"].rstrip("* ")
        rows.append((row["contractor"].zfill(5), row["state"].upper(), row["number"].zfill(2), name, *indices))
    db.executemany("INSERT INTO gpci VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
    dated = _year(int(guess.label[:4])) if guess.label else guess
    return Filled(len(rows), dated.label, dated.since, dated.until)
