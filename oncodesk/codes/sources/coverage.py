"""Reads the export of Medicare's coverage database: billing and coding articles, the procedure codes they name, and
the diagnoses they cover. Several csv files, joined by article and version; descriptions of codes are left out."""

import re
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date

from oncodesk.codes.importing import Filled, Guess
from oncodesk.codes.pair_keys import CODE
from oncodesk.codes.pieces import Piece, unusable
from oncodesk.codes.sources.cells import Names, below, find_header, wrong

SET = "coverage"
TITLE = "Medicare coverage articles"
FEWEST_ROWS = 100
ARTICLE = {"number": ("article id",), "version": ("article version",)}
LAYOUTS: dict[str, tuple[Names, tuple[str, ...]]] = {
    "code": (
        {**ARTICLE, "code": ("hcpc code id", "hcpcs code"), "group": ("hcpc code group",)},
        ("number", "version", "code"),
    ),
    "diagnosis": (
        {**ARTICLE, "code": ("icd10 code id",), "group": ("icd10 covered group",)},
        ("number", "version", "code", "group"),
    ),
    "whose": (
        {**ARTICLE, "contractor": ("contractor id",), "contractor_version": ("contractor version",)},
        ("number", "version", "contractor"),
    ),
    "contractor": (
        {
            "contractor": ("contractor id",),
            "contractor_version": ("contractor version",),
            "name": ("contractor bus name", "contractor name"),
            "official": ("contractor number",),
        },
        ("contractor", "name"),
    ),
    "article": (
        {
            **ARTICLE,
            "title": ("title",),
            "since": ("article eff date",),
            "until": ("article end date",),
            "updated": ("last updated",),
        },
        ("number", "version", "title"),
    ),
}
"""The files by what they hold: columns, and those that tell the file from the others."""
TABLES = (
    "CREATE TABLE article (number TEXT, version TEXT, title TEXT, since TEXT, until TEXT, contractors TEXT,"
    " PRIMARY KEY (number, version)) WITHOUT ROWID",
    "CREATE TABLE article_code (code TEXT, number TEXT, version TEXT, grp INTEGER)",
    "CREATE TABLE article_diagnosis (number TEXT, version TEXT, grp INTEGER, code TEXT)",
    "CREATE VIEW compared (key, said, ended) AS SELECT number || ' ' || version AS key, title, until"
    " FROM article ORDER BY key",
)
MOST_ROWS = 5_000_000


def recognise(piece: Piece) -> Guess | None:
    """Whether the piece is one of the files; their day is that of the newest article."""
    return Guess(None) if _kind(piece) else None


def _kind(piece: Piece) -> str | None:
    return next((k for k, (names, needed) in LAYOUTS.items() if find_header(piece.first_rows[:1], names, needed)), None)


def fill(db: sqlite3.Connection, parts: Sequence[Piece], guess: Guess) -> Filled:
    """Writes the articles with their contractors, codes and covered diagnoses."""
    held: dict[str, Piece] = {}
    for piece in parts:
        held.setdefault(_kind(piece) or "", piece)
    missing = [kind for kind in ("article", "code", "diagnosis") if kind not in held]
    if missing:
        raise unusable(parts[0].name, f"expected the whole export, found no file of {', '.join(missing)}")
    for table in TABLES:
        db.execute(table)
    rows, newest = _articles(held)
    db.executemany("INSERT INTO article VALUES (?, ?, ?, ?, ?, ?)", rows)
    db.executemany("INSERT INTO article_code VALUES (?, ?, ?, ?)", _codes(held["code"]))
    db.executemany("INSERT INTO article_diagnosis VALUES (?, ?, ?, ?)", _diagnoses(held["diagnosis"]))
    db.execute("CREATE INDEX article_code_code ON article_code (code)")
    db.execute("CREATE INDEX article_diagnosis_number ON article_diagnosis (number, version)")
    for table, piece in (("article_code", held["code"]), ("article_diagnosis", held["diagnosis"])):
        sql = f"SELECT count(*) FROM {table} LEFT JOIN article USING (number, version) WHERE article.title IS NULL"
        total, lost = db.execute(f"SELECT count(*) FROM {table}").fetchone()[0], db.execute(sql).fetchone()[0]
        if lost * 2 > total or not total:
            raise unusable(piece.name, "expected codes of the articles loaded with it")
    label = guess.label or (newest.isoformat() if newest else None)
    return Filled(len(rows), label, date.fromisoformat(label) if label else None, None)


def _articles(held: dict[str, Piece]) -> tuple[list[tuple[str | None, ...]], date | None]:
    whose = _contractors(held)
    rows: dict[tuple[str, str], tuple[str | None, ...]] = {}
    newest: date | None = None
    for place, row in _rows(held["article"], "article"):
        key = (row["number"], row["version"])
        try:
            since, until, updated = (_day(row[name]) for name in ("since", "until", "updated"))
        except ValueError as problem:
            raise wrong(held["article"], place, f"dates: {problem}") from None
        newest = max((d for d in (newest, updated) if d), default=None)
        said = [day.isoformat() if day else None for day in (since, until)]
        rows[key] = (*key, row["title"], *said, "\n".join(sorted(whose.get(key, ()))))
    return list(rows.values()), newest


def _contractors(held: dict[str, Piece]) -> dict[tuple[str, str], set[str]]:
    names: dict[tuple[str, str], str] = {}
    if "contractor" in held:
        for _, row in _rows(held["contractor"], "contractor"):
            names[row["contractor"], row["contractor_version"]] = " ".join(f"{row['name']} {row['official']}".split())
    found: dict[tuple[str, str], set[str]] = {}
    if "whose" in held:
        for _, row in _rows(held["whose"], "whose"):
            name = names.get((row["contractor"], row["contractor_version"]))
            if name:
                found.setdefault((row["number"], row["version"]), set()).add(name)
    return found


def _codes(piece: Piece) -> Iterator[tuple[str, str, str, int]]:
    for place, row in _rows(piece, "code"):
        if not CODE.fullmatch(row["code"]):
            raise wrong(piece, place, f"a procedure code, found {row['code'][:20]!r}")
        yield row["code"], row["number"], row["version"], _group(piece, place, row["group"])


def _diagnoses(piece: Piece) -> Iterator[tuple[str, str, int, str]]:
    for place, row in _rows(piece, "diagnosis"):
        code = row["code"].upper()
        if not re.fullmatch(r"[A-Z]\d[0-9A-Z](\.?[0-9A-Z]{1,4})?", code):
            if code in ("", "N/A", "XX000", "XX000 NOT APPLICABLE") or not row["group"]:
                continue
            raise wrong(piece, place, f"an ICD-10-CM code, found {code[:20]!r}")
        yield row["number"], row["version"], _group(piece, place, row["group"]), code


def _rows(piece: Piece, kind: str) -> Iterator[tuple[int, dict[str, str]]]:
    names, needed = LAYOUTS[kind]
    for place, row in below(piece, names, needed):
        if "number" in names and not (row["number"].isdecimal() and row["version"].isdecimal()):
            raise wrong(piece, place, "the number and version of an article")
        if place > MOST_ROWS:
            raise wrong(piece, place, f"at most {MOST_ROWS:,} rows")
        yield place, row


def _group(piece: Piece, place: int, text: str) -> int:
    if text and not (text.isdecimal() and len(text) < 6):
        raise wrong(piece, place, f"the number of a group, found {text[:20]!r}")
    return int(text or "1")


def _day(text: str) -> date | None:
    """A day written `2026-01-01 00:00:00` or `01/01/2026`; ValueError where it is neither."""
    if not text:
        return None
    found = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})( .*)?", text)
    if found:
        return date(int(found[3]), int(found[1]), int(found[2]))
    return date.fromisoformat(text[:10])
