"""Reads the official ICD-10-CM tabular list as XML, with its notes.

The XML says its fiscal year; October and April look alike, so April is read from the name. It lists no codes of seven
characters: they are built from its tables, those that exist where the list beside the shipped edition is of the same
year, else all.
"""

import re
import sqlite3
from collections.abc import Sequence

from oncodesk.codes.importing import Filled, Guess
from oncodesk.codes.pieces import Piece, unusable
from oncodesk.codes.sources.icd10cm_edition import fiscal, period_of, write_edition
from oncodesk.codes.sources.icd10cm_tabular import entries_of
from oncodesk.codes.sources.installed import shipped

SET = "icd10cm_tabular"
TITLE = "ICD-10-CM tabular list"
FEWEST_ROWS = 80_000
CHAPTERS = 20
ROOT = "ICD10CM.tabular"
VERSION = re.compile(rb"<version>\s*(20\d\d)\s*</version>")


def recognise(piece: Piece) -> Guess | None:
    """By its root."""
    if not piece.is_xml or f"<{ROOT}".encode() not in piece.head[:4096]:
        return None
    found = VERSION.search(piece.head)
    return fiscal(piece.name, int(found[1]) if found else None)


def fill(db: sqlite3.Connection, parts: Sequence[Piece], guess: Guess) -> Filled:
    """Every chapter, section and code with its notes."""
    known = period_of(parts[0], guess, TITLE)
    entries = entries_of(parts[0].tree(ROOT), _existing(parts[0]))
    chapters = sum(e.kind == "chapter" for e in entries)
    if chapters < CHAPTERS:
        raise unusable(parts[0].name, f"expected at least {CHAPTERS} chapters, found {chapters}")
    return write_edition(db, entries, known)


def _existing(part: Piece) -> frozenset[str] | None:
    files = shipped()
    with files.tabular.open("rb") as read:
        ours, theirs = VERSION.search(read.read(8192)), VERSION.search(part.head)
    if ours is None or theirs is None or ours[1] != theirs[1]:
        return None
    return frozenset(files.codes.read_text(encoding="utf-8").split())
