"""Reads the ICD-10-CM indexes as XML: of diseases, of external causes, the neoplasm table, the table of drugs."""

import re
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from oncodesk.codes import schema
from oncodesk.codes.importing import Filled, Guess
from oncodesk.codes.lookup.diagnosis_rows import tier
from oncodesk.codes.lookup.row import Row
from oncodesk.codes.lookup.written import write
from oncodesk.codes.pieces import Piece, unusable
from oncodesk.codes.sources.icd10cm_edition import fiscal, period_of
from oncodesk.codes.sources.icd10cm_tabular_xml import VERSION
from oncodesk.domain.icd import dotless

ROOT = "ICD10CM.index"
TABLE = """
CREATE TABLE term (id INTEGER PRIMARY KEY, path TEXT, col TEXT, code TEXT, see TEXT, see_also TEXT);
CREATE VIEW compared AS SELECT path || ' (' || col || ')' AS key, coalesce(code, see, see_also, '') AS said,
    NULL AS ended FROM term ORDER BY 1, 2;
"""
NEOPLASMS = {
    "2": "malignant neoplasm of {}, primary",
    "3": "secondary malignant neoplasm of {}",
    "4": "carcinoma in situ of {}",
    "5": "benign neoplasm of {}",
    "6": "neoplasm of uncertain behavior of {}",
    "7": "neoplasm of unspecified behavior of {}",
}
DRUGS = {
    "2": "poisoning by {}, accidental",
    "3": "poisoning by {}, intentional self-harm",
    "4": "poisoning by {}, assault",
    "5": "poisoning by {}, undetermined",
    "6": "adverse effect of {}",
    "7": "underdosing of {}",
}
_CODE = re.compile(r"[A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{0,4})?(?:\.?-)?[†*✓]?")
_HEADINGS = {"Neoplasm": "icd10cm_neoplasm", "Substance": "icd10cm_drug"}


@dataclass(frozen=True, slots=True)
class Term:
    """One line of an index: all its terms from the main one on, what may stand with it, and where it leads.

    `col` is the column of a table, empty in an index of one.
    """

    path: tuple[str, ...]
    beside: str
    col: str
    code: str
    see: str
    see_also: str


class Index:
    """The importer of one of the four."""

    def __init__(self, set_: str, title: str, fewest: int, columns: dict[str, str], letters: int) -> None:
        """`letters` is how many letters a whole one has at least."""
        self.SET, self.TITLE, self.FEWEST_ROWS = set_, title, fewest
        self._columns, self._letters = columns, letters

    def recognise(self, piece: Piece) -> Guess | None:
        """By its root and headings."""
        if not piece.is_xml or f"<{ROOT}".encode() not in piece.head[:4096] or _kind(piece.head) != self.SET:
            return None
        found = VERSION.search(piece.head)
        return fiscal(piece.name, int(found[1]) if found else None)

    def fill(self, db: sqlite3.Connection, parts: Sequence[Piece], guess: Guess) -> Filled:
        """Every term, and the words to find each code by."""
        known = period_of(parts[0], guess, self.TITLE)
        root = parts[0].tree(ROOT)
        if len(root.findall("letter")) < self._letters:
            raise unusable(
                parts[0].name, f"expected {self._letters} letters or more, found {len(root.findall('letter'))}"
            )
        terms = list(_terms(root))
        for statement in schema.statements(TABLE + schema.LOOK_UP):
            db.execute(statement)
        db.executemany(
            "INSERT INTO term (path, col, code, see, see_also) VALUES (?,?,?,?,?)",
            ((", ".join(t.path), t.col, t.code or None, t.see or None, t.see_also or None) for t in terms),
        )
        rows = [self._row(t, known.label) for t in terms if _CODE.fullmatch(t.code)]
        write(db, sorted(rows, key=lambda row: row.order))
        return Filled(len(terms), known.label, known.since, known.until)

    def _row(self, term: Term, label: str | None) -> Row:
        code = term.code.rstrip("-†*✓").rstrip(".")
        parts = term.path[1:] if self.SET == "icd10cm_neoplasm" and len(term.path) > 1 else term.path
        said = self._columns.get(term.col, "{}").format(" ".join(parts))
        shown = f"{', '.join(term.path)}{f', {_COLUMN[self.SET][term.col]}' if term.col else ''}"
        return Row(
            set_="icd10cm", code=code, text=shown, billable=not term.code.endswith("-"), phrases=(said,),
            wider=term.beside, edition=label, tier=tier(dotless(code)),
        )  # fmt: skip


_COLUMN = {
    "icd10cm_neoplasm": dict(
        zip("234567", ("malignant primary", "malignant secondary", "in situ", "benign", "uncertain", "unspecified"),
            strict=True)
    ),
    "icd10cm_drug": dict(
        zip("234567", ("accidental", "self-harm", "assault", "undetermined", "adverse effect", "underdosing"),
            strict=True)
    ),
    "icd10cm_index": {},
    "icd10cm_external": {},
}  # fmt: skip
DISEASES = Index("icd10cm_index", "ICD-10-CM index", 20_000, {}, 20)
EXTERNAL = Index("icd10cm_external", "ICD-10-CM index of external causes", 3000, {}, 15)
NEOPLASM_TABLE = Index("icd10cm_neoplasm", "ICD-10-CM neoplasm table", 3000, NEOPLASMS, 1)
DRUG_TABLE = Index("icd10cm_drug", "ICD-10-CM table of drugs", 15_000, DRUGS, 20)


def _kind(head: bytes) -> str:
    text = head[:8192].decode("utf-8", "replace")
    for heading, kind in _HEADINGS.items():
        if re.search(rf'<head col="1">\s*{heading}\s*</head>', text):
            return kind
    return "icd10cm_external" if "EXTERNAL CAUSE" in text.upper() else "icd10cm_index"


def _terms(root: Element) -> Iterator[Term]:
    for letter in root.iter("letter"):
        for main in letter.iter("mainTerm"):
            yield from _walk(main, (), "")


def _walk(element: Element, above: tuple[str, ...], beside: str) -> Iterator[Term]:
    title = element.find("title")
    own, more = _titled(title) if title is not None else ("", "")
    path, beside = (*above, own), f"{beside} {more}".strip()
    see, also = _said(element.find("see")), _said(element.find("seeAlso"))
    cells = [(cell.get("col") or "", _said(cell)) for cell in element.findall("cell")]
    cells = [(col, code) for col, code in cells if code.strip("- –")]
    code = _said(element.find("code"))
    if cells:
        yield from (Term(path, beside, col, code, see, also) for col, code in cells)
    elif code or see or also:
        yield Term(path, beside, "", code, see, also)
    for term in element.findall("term"):
        yield from _walk(term, path, beside)


def _titled(title: Element) -> tuple[str, str]:
    """The words of a term, and those in brackets that may stand beside it."""
    beside = " ".join(_said(nemod) for nemod in title.findall("nemod"))
    own = " ".join(part for part in [title.text or "", *(child.tail or "" for child in title)] if part)
    return " ".join(own.split()), beside


def _said(element: Element | None) -> str:
    return "" if element is None else " ".join("".join(element.itertext()).split())
