"""Reads Medicare's payment limits for Part B drugs (ASP pricing file), csv or xlsx, by the names of its columns."""

import sqlite3
from collections.abc import Sequence
from datetime import date

from oncodesk.codes.importing import Filled, Guess
from oncodesk.codes.pair_keys import CODE
from oncodesk.codes.pieces import Piece
from oncodesk.codes.sources.cells import below, days_in_words, ends, find_header, number, quarter_of, whole, wrong

SET = "asp"
TITLE = "ASP payment limits"
FEWEST_ROWS = 500
"""Of a whole release; January 2026 has 877."""
LAST = "Q99"
"""Every release since contrast media have codes ends with some of them."""
NAMES = {
    "code": ("hcpcs code",),
    "dosage": ("hcpcs code dosage",),
    "limit": ("payment limit",),
    "coinsurance": ("co insurance percentage", "coinsurance percentage"),
    "note": ("notes",),
}
NEEDED = ("code", "dosage", "limit")


def recognise(piece: Piece) -> Guess | None:
    """The table, with the period that stands above it."""
    return period(piece) if find_header(piece.first_rows, NAMES, NEEDED) else None


def period(piece: Piece) -> Guess:
    """The days in `Effective January 1, 2026 through March 31, 2026`; without them the coder must say the quarter."""
    lead = " ".join(cell for cells in piece.first_rows[:12] for cell in cells if "ffective" in cell)
    found = days_in_words(lead[:2000])
    if not found:
        return Guess(None)
    _, until = quarter_of(found[0])
    return Guess(found[0].isoformat(), found[0], found[1] if len(found) > 1 and found[1] >= found[0] else until)


def dated(guess: Guess) -> tuple[date | None, date | None]:
    """The period of the edition: as the file says, else the quarter that the coder named."""
    if guess.since is not None or not guess.label:
        return guess.since, guess.until
    return quarter_of(date.fromisoformat(guess.label))


def fill(db: sqlite3.Connection, parts: Sequence[Piece], guess: Guess) -> Filled:
    """Writes the limit of each code; NULL where the file says to look elsewhere."""
    piece = next((p for p in parts if p.is_text), parts[0])
    whole(piece)
    db.execute(
        "CREATE TABLE asp (code TEXT PRIMARY KEY, dosage TEXT, amount TEXT, coinsurance TEXT, note TEXT) WITHOUT ROWID"
    )
    db.execute(
        "CREATE VIEW compared (key, said, ended) AS SELECT code, dosage || ' ' || coalesce(amount, ''), NULL FROM asp"
    )
    seen = {}
    for place, row in below(piece, NAMES, NEEDED):
        if not CODE.fullmatch(row["code"]) or row["code"] in seen:
            raise wrong(piece, place, f"a code of five characters, each once, found {row['code'][:20]!r}")
        try:
            amount, share = number(row["limit"]), number(row["coinsurance"])
        except ValueError as problem:
            raise wrong(piece, place, f"a payment limit: {problem}") from None
        if amount is None and not row["limit"] and not row["note"]:
            raise wrong(piece, place, "a payment limit")
        seen[row["code"]] = (row["code"], row["dosage"], amount, share, row["note"])
    ends(piece, seen, LAST)
    db.executemany("INSERT INTO asp VALUES (?, ?, ?, ?, ?)", seen.values())
    return Filled(len(seen), guess.label, *dated(guess))
