"""Reads the CPT files that the American Medical Association delivers to a licensed user: long, medium and short
wording. They are the user's own; nothing of them is ever shipped.

Newer releases carry lines above the rows, which may name the year; without it the coder says which year it is.
"""

import re
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date

from oncodesk.codes import facts, schema
from oncodesk.codes.importing import Filled, Guess
from oncodesk.codes.lookup.row import Row, aliases_of, named
from oncodesk.codes.lookup.written import write
from oncodesk.codes.pieces import Piece, unusable
from oncodesk.codes.sources.cells import whole

SET = "cpt"
TITLE = "CPT wording (AMA licence)"
FEWEST_ROWS = 5_000
"""Of a whole release; there are some 11,000 codes."""
TABLES = """
CREATE TABLE cpt (code TEXT PRIMARY KEY, long TEXT, medium TEXT, short TEXT) WITHOUT ROWID;
CREATE VIEW compared (key, said, ended) AS SELECT code, coalesce(long, medium, short), NULL FROM cpt ORDER BY code;
"""
NEAR, FAR = {"96": 1, "77": 1, "99": 1, "36": 2, "38": 2, "85": 2, "88": 3}, 4
"""How near the chapters of the book are to an oncology office, by their first digits."""
LEAD = 60
"""Lines that may stand above the rows."""
CODE = r"\d{4}[0-9FTUMA]"
LONG = re.compile(rf"({CODE})\t([^\t]+)")
FIXED = re.compile(rf"({CODE}) (\S.*)")
SHORT_WIDTH, MEDIUM_WIDTH = 34, 54


def recognise(piece: Piece) -> Guess | None:
    """Whether the piece is one of the three files, with the year that a line above the rows names."""
    if not piece.is_text or _kind(piece) is None:
        return None
    lead = " ".join(line for line in _lines_above(piece))
    found = re.search(r"\b(20\d\d)\b", lead)
    return _year(int(found[1])) if found else Guess(None)


def _year(year: int) -> Guess:
    """CPT of a year is in force from January 1 to December 31."""
    return Guess(date(year, 1, 1).isoformat(), date(year, 1, 1), date(year, 12, 31))


def _lines_above(piece: Piece) -> list[str]:
    lines = piece.first_lines[:LEAD]
    first = next((n for n, line in enumerate(lines) if LONG.fullmatch(line) or FIXED.fullmatch(line)), len(lines))
    return lines[:first]


def _kind(piece: Piece) -> str | None:
    """`long`, `medium` or `short`, from the shape of nearly all of the first lines."""
    rows = [line.rstrip() for line in piece.first_lines[len(_lines_above(piece)) : -1] if line.strip()]
    if len(rows) < 3:
        return None
    if all(LONG.fullmatch(row) and not re.match(r"[0-9A-Z]{5}\s*\t", row.partition("\t")[2]) for row in rows):
        return "long"
    widest = max(len(row) for row in rows)
    if widest <= MEDIUM_WIDTH and all(FIXED.fullmatch(row) for row in rows):
        return "medium" if widest > SHORT_WIDTH else "short"
    return None


def fill(db: sqlite3.Connection, parts: Sequence[Piece], guess: Guess) -> Filled:
    """Writes each code once with the wordings that the files give."""
    for statement in schema.statements(TABLES + schema.LOOK_UP + schema.LOOK_UP_INDEXES):
        db.execute(statement)
    worded: dict[str, dict[str, str]] = {}
    for piece in parts:
        whole(piece)
        kind = _kind(piece) or "long"
        for code, text in _rows(piece, kind):
            if worded.setdefault(code, {}).setdefault(kind, text) != text:
                raise unusable(piece.name, f"expected each code once, found {code} in two wordings")
    rows = [(code, said.get("long"), said.get("medium"), said.get("short")) for code, said in sorted(worded.items())]
    db.executemany("INSERT INTO cpt VALUES (?, ?, ?, ?)", rows)
    write(db, sorted(_found(worded, guess.label), key=lambda row: row.order))
    dated = _year(int(guess.label[:4])) if guess.label else guess
    return Filled(len(rows), dated.label, dated.since, dated.until)


def _found(worded: dict[str, dict[str, str]], label: str | None) -> Iterator[Row]:
    """What each code is found by; those of an oncology office come first."""
    aliases = aliases_of(facts.read_synonyms())
    for code, said in worded.items():
        phrases = tuple(said[kind] for kind in ("long", "medium", "short") if kind in said)
        tier = NEAR.get(code[:2], FAR)
        yield Row("cpt", code, phrases[0], True, phrases, named(code, aliases), edition=label, tier=tier)


def _rows(piece: Piece, kind: str) -> list[tuple[str, str]]:
    pattern = LONG if kind == "long" else FIXED
    above, found = len(_lines_above(piece)), []
    for place, line in enumerate(piece.lines(), 1):
        if place <= above or not line.strip():
            continue
        match = pattern.fullmatch(line.rstrip())
        if not match:
            raise unusable(piece.name, f"line {place:,}: expected a code and its wording")
        found.append((match[1], " ".join(match[2].split())))
    return found
