"""Reads Medicare's crosswalk from NDCs to HCPCS codes (csv or xlsx): package sizes, billing units of each product."""

import re
import sqlite3
from collections.abc import Sequence

from oncodesk.codes.importing import Filled, Guess
from oncodesk.codes.pair_keys import CODE
from oncodesk.codes.pieces import Piece
from oncodesk.codes.sources.asp import LAST, dated, period
from oncodesk.codes.sources.cells import below, ends, find_header, number, whole, wrong

SET = "ndc"
TITLE = "NDC-HCPCS crosswalk"
FEWEST_ROWS = 4_000
"""Of a whole release; January 2026 has 7,125."""
NAMES = {
    "code": ("code", "hcpcs code"),
    "labeler": ("labeler name",),
    "ndc": ("ndc2", "ndc"),
    "name": ("drug name",),
    "dosage": ("hcpcs dosage",),
    "size": ("pkg size",),
    "quantity": ("pkg qty",),
    "units": ("billunits",),
    "package_units": ("billunitspkg",),
}
NEEDED = ("code", "ndc", "dosage", "size", "quantity", "units", "package_units")
NUMBERS = ("size", "quantity", "units", "package_units")


def recognise(piece: Piece) -> Guess | None:
    """The table, with the period that stands above it."""
    return period(piece) if find_header(piece.first_rows, NAMES, NEEDED) else None


def fill(db: sqlite3.Connection, parts: Sequence[Piece], guess: Guess) -> Filled:
    """Writes every product; the NDC as its digits, eleven where the file has no slip."""
    piece = next((p for p in parts if p.is_text), parts[0])
    whole(piece)
    db.execute(
        "CREATE TABLE ndc (ndc TEXT, code TEXT, labeler TEXT, name TEXT, dosage TEXT,"
        " size TEXT, quantity TEXT, units TEXT, package_units TEXT)"
    )
    rows = []
    for place, row in below(piece, NAMES, NEEDED):
        digits = row["ndc"].replace("-", "")
        if not CODE.fullmatch(row["code"]) or not re.fullmatch(r"\d{10,12}", digits):
            raise wrong(piece, place, f"a code and an NDC, found {row['code'][:20]!r} and {row['ndc'][:20]!r}")
        try:
            numbers = [number(row[name]) for name in NUMBERS]
        except ValueError as problem:
            raise wrong(piece, place, f"sizes: {problem}") from None
        if numbers[-1] is None:
            raise wrong(piece, place, "billing units of a package")
        rows.append((digits, row["code"], row["labeler"], row["name"], row["dosage"], *numbers))
    ends(piece, (str(row[1]) for row in rows), LAST)
    db.executemany("INSERT INTO ndc VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)
    db.execute("CREATE INDEX ndc_ndc ON ndc (ndc)")
    db.execute("CREATE INDEX ndc_code ON ndc (code)")
    db.execute(
        """CREATE VIEW compared (key, said, ended) AS
        SELECT ndc || ' ' || code AS key, dosage || ' ' || size || ' ' || units || ' ' || package_units, NULL
        FROM ndc ORDER BY key"""
    )
    return Filled(len(rows), guess.label, *dated(guess))
