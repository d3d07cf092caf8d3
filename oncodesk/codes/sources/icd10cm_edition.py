"""What the ICD-10-CM layouts share: fiscal years, and the tables of an edition."""

import re
import sqlite3
from datetime import date

from oncodesk.codes import facts, schema
from oncodesk.codes.fill import write_entries
from oncodesk.codes.importing import Filled, Guess
from oncodesk.codes.lookup.diagnosis_rows import diagnosis_rows
from oncodesk.codes.lookup.row import aliases_of
from oncodesk.codes.lookup.written import write
from oncodesk.codes.pieces import Piece, unusable
from oncodesk.codes.sources.icd10cm_tabular import Entry

_YEAR = re.compile(r"(?<!\d)(?:FY[ -]?)?(20\d\d)(?!\d)", re.IGNORECASE)
_APRIL = re.compile(r"apr(il)?(?![a-z])", re.IGNORECASE)


def fiscal(name: str, year: int | None = None) -> Guess:
    """The edition of a fiscal year: of the one given, else of the one that the name says; with the April update where
    the name says so. Its codes are in force from October 1 to September 30 (Official Guidelines)."""
    years = [int(found) for found in _YEAR.findall(name)] or ([] if year is None else [year])
    if year is None and not years:
        return Guess(None)
    chosen = year if year is not None else years[-1]
    return dated(f"{chosen}-04-01" if _APRIL.search(name) else f"{chosen - 1}-10-01")


def dated(label: str) -> Guess:
    """The same by its label."""
    day = date.fromisoformat(label)
    began = day.year if day.month >= 10 else day.year - 1
    return Guess(label, date(began, 10, 1), date(began + 1, 9, 30))


def period_of(part: Piece, guess: Guess, title: str) -> Guess:
    """The edition with its period; UnusableInput where nothing says which it is."""
    if guess.label is None:
        raise unusable(part.name, f"{title} does not say its fiscal year: name it with --edition, such as 2026-10-01")
    return dated(guess.label)


def write_edition(db: sqlite3.Connection, entries: list[Entry], guess: Guess) -> Filled:
    """The codes with their notes, and the words to find each by."""
    assert guess.label and guess.since and guess.until
    for statement in schema.statements(schema.TABULAR + schema.LOOK_UP + schema.ICD_COMPARED):
        db.execute(statement)
    write_entries(db, entries)
    edition = ("icd10cm", guess.label, guess.since.isoformat(), guess.until.isoformat())
    write(db, sorted(diagnosis_rows(entries, aliases_of(facts.read_synonyms()), edition), key=lambda row: row.order))
    for statement in schema.statements(schema.TABULAR_INDEXES + schema.LOOK_UP_INDEXES):
        db.execute(statement)
    return Filled(sum(e.kind == "code" for e in entries), guess.label, guess.since, guess.until)
