"""Fills a new file of code sets: editions, the ICD-10-CM tabular list, facts, and the words to find each by."""

import json
import sqlite3
from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import Any

from oncodesk.codes import facts
from oncodesk.codes.lookup.shipped_rows import shipped_rows
from oncodesk.codes.lookup.written import write
from oncodesk.codes.sources.icd10cm_tabular import Entry, read_entries
from oncodesk.codes.sources.installed import shipped
from oncodesk.codes.targets import Target, targets
from oncodesk.codes.words import name, typed_words

ICD_EDITION = ("icd10cm", "2026-04-01", "2025-10-01", "2026-09-30")
"""The shipped tabular list: fiscal year 2026 with its April update. The codes of a fiscal year are in force from
October 1 to September 30 (ICD-10-CM Official Guidelines, FY 2026)."""
POINTING = ("excludes1", "excludes2", "code_first", "use_additional", "code_also")


def fill(db: sqlite3.Connection, progress: Callable[[float, str], None]) -> None:
    """Writes every table; ValueError where a source is not whole."""
    progress(0.02, "reading ICD-10-CM")
    entries = read_entries(shipped())
    progress(0.25, "writing ICD-10-CM")
    _insert(db, "edition", [(*ICD_EDITION, sum(e.kind == "code" for e in entries))])
    write_entries(db, entries)
    progress(0.4, "writing drugs and procedures")
    drugs, procedures = _write_facts(db)
    synonyms = facts.read_synonyms()
    _insert(db, "synonym", synonyms)
    progress(0.45, "gathering words")
    rows = shipped_rows(entries, drugs, procedures, synonyms, ICD_EDITION)
    progress(0.65, "writing the look-up")
    write(db, rows, {word for said, *_ in synonyms for word in typed_words(said)})


def write_entries(db: sqlite3.Connection, entries: list[Entry]) -> None:
    """The codes of an ICD-10-CM edition with their notes."""
    db.executemany("INSERT INTO entry VALUES (?,?,?,?,?,?,?,?,?,?)", _entry_rows(entries))
    _write_notes(db, entries)


def _entry_rows(entries: list[Entry]) -> Iterator[tuple[Any, ...]]:
    for place, e in enumerate(entries):
        seventh = json.dumps(e.seventh) if e.seventh and not e.billable else None
        yield (place, e.kind, e.code, e.code.replace(".", ""), e.text, e.parent, e.last, e.billable, e.built, seventh)


def _write_notes(db: sqlite3.Connection, entries: list[Entry]) -> None:
    span = _Spans(entries)
    notes: list[tuple[Any, ...]] = []
    pointing: list[tuple[Any, ...]] = []
    for place, entry in enumerate(entries):
        for kind, text in entry.notes:
            notes.append((len(notes), place, kind, text))
            if kind in POINTING:
                found = ((span.of(t), t) for t in targets(text))
                pointing.extend((len(notes) - 1, kind, place, *s, t.shape, str(t)) for s, t in found if s)
    db.executemany("INSERT INTO note VALUES (?,?,?,?)", notes)
    db.executemany("INSERT INTO target VALUES (?,?,?,?,?,?,?)", pointing)


class _Spans:
    """Where codes stand in tabular order."""

    def __init__(self, entries: list[Entry]) -> None:
        self._places = {e.code: (place, e.last) for place, e in enumerate(entries) if e.kind == "code"}
        self._codes = sorted(self._places)

    def of(self, target: Target) -> tuple[int, int] | None:
        """First and last place; an end that is no code of its own is taken as the nearest one before it."""
        first = self._places.get(target.first)
        last = self._places.get(target.last) or self._before(target.last)
        return (first[0], last[1]) if first and last and first[0] <= last[1] else None

    def _before(self, code: str) -> tuple[int, int] | None:
        found = self._codes[max(bisect_right(self._codes, code) - 1, 0)]
        return self._places[found] if found[:3] == code[:3] else None


def _write_facts(db: sqlite3.Connection) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    drugs = facts.raw_rows("drugs.toml", "drug")
    procedures = facts.raw_rows("procedures.toml", "procedure")
    names: set[tuple[str, int]] = set()
    for place, row in enumerate(drugs):
        drug = facts.drug_of(row)
        names |= {(name(said), place) for said in (drug.code, drug.generic, *drug.brands)}
    for row in procedures:
        facts.procedure_of(row)
    _insert(db, "fact", [("drug", place, code, None, row) for place, code, row in _fact_rows(drugs)])
    roles = [row.get("role") for row in procedures]
    _insert(db, "fact", [("procedure", place, code, roles[place], row) for place, code, row in _fact_rows(procedures)])
    _insert(db, "drug_name", sorted(names))
    for kind, rows, table in (("hcpcs", drugs, "drugs.toml"), ("cpt", procedures, "procedures.toml")):
        reviewed = max((str(row["reviewed"]) for row in rows if row.get("reviewed")), default=None)
        through = facts.checked_through(table)
        _insert(db, "edition", [(kind, reviewed, None, str(through) if through else None, len(rows))])
    return drugs, procedures


def _insert(db: sqlite3.Connection, table: str, rows: list[tuple[Any, ...]]) -> None:
    db.executemany(f"INSERT INTO {table} VALUES ({','.join('?' * len(rows[0]))})", rows)


def _fact_rows(rows: list[dict[str, Any]]) -> Iterator[tuple[int, str, str]]:
    for place, row in enumerate(rows):
        yield place, str(row["code"]), json.dumps(row, default=str)
