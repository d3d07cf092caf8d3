"""Asks the ICD-10-CM tabular list: entries with their notes, what excludes what, what comes first."""

import json
import re
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from oncodesk.codes.files import ReadOnly
from oncodesk.codes.targets import pattern
from oncodesk.codes.values import DiagnosisCode, Direction, Notes
from oncodesk.domain.icd import dotless


class Place(NamedTuple):
    """Where a code stands: its own place in tabular order and the last place below it."""

    id: int
    last: int


class Tabular:
    """The tabular list, or the bare list of codes, of one edition's file."""

    def __init__(self, file: ReadOnly, label: str, since: date | None) -> None:
        self._file, self._label, self._since = file, label, since
        self.place = lru_cache(maxsize=4096)(self._place)
        self.billable = lru_cache(maxsize=4096)(self._billable)
        self.entry = lru_cache(maxsize=1024)(self._entry)
        self.directions = lru_cache(maxsize=1024)(self._directions)
        self.excludes = lru_cache(maxsize=4096)(self._excludes)
        self._above = lru_cache(maxsize=4096)(self._ancestors)

    def is_under(self, code: str, wanted: str) -> bool:
        """Whether the code is one of those a pattern names, such as `C50`, `T45.1-` or `C81-C86`."""
        target, place = pattern(wanted), self.place(dotless(code))
        first = self.place(dotless(target.first)) if target and place else None
        last = self.place(dotless(target.last)) if target and place else None
        if not (target and place and first and last):
            return False
        return first.id <= place.id <= last.last and _shaped(target.shape, code)

    def heading(self, code: str) -> str | None:
        """The text of a code, section or chapter."""
        found = self._file.rows("SELECT text FROM entry WHERE bare = ? ORDER BY kind = 'code' DESC", (dotless(code),))
        return str(found[0][0]) if found else None

    def _place(self, bare: str) -> Place | None:
        found = self._file.rows("SELECT id, last FROM entry WHERE bare = ? AND kind = 'code'", (bare,))
        return Place(*found[0]) if found else None

    def _billable(self, bare: str) -> bool | None:
        """Whether the code may be billed; None where the edition has none such."""
        found = self._file.rows("SELECT billable FROM entry WHERE bare = ? AND kind = 'code'", (bare,))
        return bool(found[0][0]) if found else None

    def _ancestors(self, place: int) -> tuple[tuple[int, str], ...]:
        """The entry itself and all above it, nearest first, with their codes."""
        found = self._file.rows(
            "WITH RECURSIVE up(id, code, parent) AS (SELECT id, code, parent FROM entry WHERE id = ? UNION ALL "
            "SELECT e.id, e.code, e.parent FROM entry e JOIN up ON e.id = up.parent) SELECT id, code FROM up",
            (place,),
        )
        return tuple(found)

    def _entry(self, bare: str) -> DiagnosisCode | None:
        place = self.place(bare)
        if place is None:
            return None
        (code, text, billable, seventh) = self._file.rows(
            "SELECT code, text, billable, seventh FROM entry WHERE id = ?", (place.id,)
        )[0]
        above = self._above(place.id)
        return DiagnosisCode(
            code=code, text=text, billable=bool(billable), edition=self._label,
            parents=tuple(dict.fromkeys(parent for _, parent in above[1:])),
            children=tuple(c for (c,) in self._file.rows("SELECT code FROM entry WHERE parent = ?", (place.id,))),
            notes=self._notes(place.id),
            inherited=tuple((parent, notes) for at, parent in above[1:] if (notes := self._notes(at)) != Notes()),
            seventh=tuple((char, meaning) for char, meaning in json.loads(seventh or "[]")),
            since=self._since,
        )  # fmt: skip

    def _notes(self, place: int) -> Notes:
        held: dict[str, list[str]] = {}
        for kind, text in self._file.rows("SELECT kind, text FROM note WHERE entry = ? ORDER BY id", (place,)):
            held.setdefault(kind, []).append(text)
        return Notes(**{kind: tuple(texts) for kind, texts in held.items()})

    def _directions(self, bare: str, kind: str) -> tuple[Direction, ...]:
        """Notes of that kind at the code and above it, nearest first, with the codes each points to."""
        place = self.place(bare)
        found: list[Direction] = []
        for at, code in self._above(place.id) if place else ():
            rows = self._file.rows(
                "SELECT n.id, n.text, t.said FROM note n LEFT JOIN target t ON t.note = n.id "
                "WHERE n.entry = ? AND n.kind = ? ORDER BY n.id, t.rowid",
                (at, kind),
            )
            for note in dict.fromkeys((n, text) for n, text, _ in rows):
                said = tuple(said for n, _, said in rows if n == note[0] and said)
                found.append(Direction(code, note[1], said))
        return tuple(found)

    def _excludes(self, bare: str, other: str, kind: str) -> Direction | None:
        """The nearest note of that kind at the first code or above it that names the other, and not the first."""
        here, there = self.place(bare), self.place(other)
        if here is None or there is None or here == there:
            return None
        for at, code in self._above(here.id):
            rows = self._file.rows(
                "SELECT n.text, t.said, t.shape, t.first, t.last FROM target t JOIN note n ON n.id = t.note "
                "WHERE t.entry = ? AND t.kind = ? AND ? BETWEEN t.first AND t.last",
                (at, kind, there.id),
            )
            for text, said, shape, first, last in rows:
                if _shaped(shape, other) and not (first <= here.id <= last and _shaped(shape, bare)):
                    return Direction(code, text, (said,))
        return None


def _shaped(shape: str | None, code: str) -> bool:
    return shape is None or re.fullmatch(shape, dotless(code)) is not None
