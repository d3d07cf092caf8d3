"""Reads the ICD-10-CM conversion table: for every code made since 2016, when it began and what was coded before it."""

import re
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from oncodesk.codes.importing import Filled, Guess
from oncodesk.codes.pieces import Piece, unusable
from oncodesk.codes.sources.icd10cm_edition import dated, fiscal
from oncodesk.domain.icd import dotless

SET = "icd10cm_conversion"
TITLE = "ICD-10-CM conversion table"
FEWEST_ROWS = 1500
MOST_TWICE = 100
"""The official table of 2025 prints eight rows twice."""
_HEADED = "current code assignment"
_CODE = re.compile(r"[A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{1,4})?")
_UPDATE = re.compile(r"FY ?20\d\d \((\w+) 1, ?(20\d\d)")
_YEAR = re.compile(r"20\d\d")
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{2}|\d{4})")
_MONTHS = {"october": 10, "april": 4, "january": 1}


def recognise(piece: Piece) -> Guess | None:
    """By its headings; the edition stands in the notice above them."""
    rows = piece.first_rows
    if not any(row and row[0].strip().lower() == _HEADED for row in rows):
        return None
    notice = _UPDATE.search(" ".join(cell for row in rows[:4] for cell in row))
    if notice and notice[1].lower() in _MONTHS:
        return dated(f"{notice[2]}-{_MONTHS[notice[1].lower()]:02}-01")
    return fiscal(piece.name)


def fill(db: sqlite3.Connection, parts: Sequence[Piece], guess: Guess) -> Filled:
    """Every code with the day it began and its predecessors."""
    part = next((p for p in parts if p.is_text), parts[0])
    db.execute("CREATE TABLE conversion (bare TEXT, code TEXT, since TEXT, previous TEXT)")
    found = list(_rows(part))
    if len(found) - len(set(found)) > MOST_TWICE:
        raise unusable(part.name, "expected each row once: it holds the table twice")
    db.executemany("INSERT INTO conversion VALUES (?,?,?,?)", found)
    db.execute("CREATE INDEX conversion_bare ON conversion (bare)")
    db.execute(
        "CREATE VIEW compared AS SELECT bare || ' ' || since AS key, previous AS said, NULL AS ended FROM conversion "
        "ORDER BY 1, 2"
    )
    known = dated(guess.label) if guess.label else guess
    rows = db.execute("SELECT count(*), max(code) FROM conversion").fetchone()
    if not str(rows[1] or "").startswith("Z98"):
        raise unusable(part.name, f"expected codes up to Z98, the table ends at {rows[1]}")
    return Filled(rows[0], guess.label, known.since, known.until)


def _rows(part: Piece) -> Iterator[tuple[str, str, str, str]]:
    began = False
    for row in part.cells():
        if not began:
            began = bool(row) and row[0].strip().lower() == _HEADED
            continue
        code = row[0].strip() if row else ""
        if not _CODE.fullmatch(code) or len(row) < 3:
            if code and _CODE.match(code):
                raise unusable(part.name, f"expected code, year and previous codes, found {code[:40]!r}")
            continue
        since = _day(row[1].strip())
        if since is None:
            raise unusable(part.name, f"expected the year in which {code} began, found {row[1][:20]!r}")
        yield dotless(code), code, since.isoformat(), " ".join(row[2].split())


def _day(said: str) -> date | None:
    """October 1 of a year alone, else the day named, written out or as workbooks count days."""
    if _YEAR.fullmatch(said):
        return date(int(said), 10, 1)
    if named := _DAY.fullmatch(said):
        month, day, year = (int(part) for part in named.groups())
        return date(year % 100 + 2000, month, day)
    if said.isdecimal() and 40_000 < int(said) < 80_000:
        return date(1899, 12, 30) + timedelta(int(said))
    return None
