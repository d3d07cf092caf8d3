"""Reads the rows that may answer, from every file a look-up searches."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from enum import Enum
from functools import cached_property
from typing import Any

from oncodesk.codes.answering import OnDay, Source
from oncodesk.codes.lookup.query import Group
from oncodesk.codes.lookup.ranking import Candidate
from oncodesk.codes.values import code_set
from oncodesk.domain.icd import dotless

POOL = 60
"""Rows re-ranked, the most important first; of each file after the first, a third as many."""
SMALL_POOL = 40
ENOUGH = 12
"""Of so many rows whose own words answer, none is looked for that answers with the words above it."""
_COLUMNS = "f.id, f.set_, f.code, f.bare, f.billable, f.phrases, f.tier"
_SHOWN = "set_, code, text, billable, since, until, edition, shown"
_IN_FORCE = "(f.since IS NULL OR f.since <= :on) AND (f.until IS NULL OR f.until >= :on)"
Rows = list[tuple[Any, ...]]


class Reach(Enum):
    """Where words are looked for: everywhere; of diagnoses and our own rows, in what is theirs, or also above them."""

    ALL, OWN, ABOVE = range(3)


class Candidates:
    """The rows of the files that answer on one day, in the sets asked for."""

    def __init__(
        self,
        answering: OnDay,
        on: date,
        sets: Collection[str] | None,
        favourites: Collection[str],
        hidden: Collection[str],
    ) -> None:
        """`hidden`: codes that have ended. ValueError where a set is none of ours."""
        self._answering, self._on, self._favourites, self._hidden = answering, on.isoformat(), favourites, hidden
        only = "" if sets is None else f" AND f.set_ IN ({', '.join(repr(code_set(s)) for s in sorted(sets))})"
        self._where = f"{_IN_FORCE}{only}"

    def matching(self, groups: tuple[Group, ...], pool: int, reach: Reach) -> Iterator[Candidate]:
        """The most important rows of each file: those whose own words answer, begun and whole, then all others."""
        said = tuple(group for group in groups if not group.is_letter) or groups
        for place, source in enumerate(self._answering.sources):
            has_above = source.file.path in self._answering.shelved
            if not has_above and reach is not Reach.ALL:
                continue
            rows = self._of_file(source, said, pool // 3 if place else pool, reach if has_above else None)
            for row in {row[0]: row for row in rows}.values():
                if row[2] not in self._hidden:
                    yield Candidate(place, *row)

    def _of_file(self, source: Source, said: tuple[Group, ...], most: int, reach: Reach | None) -> Rows:
        """`reach` is None for a file whose words have none above them."""
        words = self._answering.vocabulary.of[source.file.path]
        begun = words.match(said)
        if begun is None:
            return []
        in_own = reach is not None and reach is not Reach.ABOVE
        rows = self._worded(source, words.match(said, telling=True) if in_own else begun, most, in_own)
        if len(rows) == most:
            rows += self._worded(source, words.match(said, telling=True, whole=True), most, True)
        elif len(rows) < ENOUGH and reach is Reach.ALL:
            rows += self._worded(source, begun, most - len(rows), False)
        return rows

    def _worded(self, source: Source, match: str | None, most: int, own: bool) -> Rows:
        if match is None:
            return []
        sql = (
            f"SELECT {_COLUMNS} FROM words w JOIN find f ON f.id = w.rowid "
            f"WHERE words MATCH :match AND {self._where}%s ORDER BY w.rowid LIMIT :most"
        )
        values = {"match": f"own : ({match})" if own else match, "on": self._on, "most": most}
        return _within(source, sql, values, "w.rowid")

    def beginning(self, bare: str) -> list[Candidate]:
        """The codes in force that begin so, without dot."""
        sql = f"SELECT {_COLUMNS} FROM find f WHERE f.bare >= :low AND f.bare < :high AND {self._where}%s"
        values = {"low": bare, "high": bare + "~", "on": self._on}
        return list(self._rows(f"{sql} ORDER BY f.bare LIMIT 400", values, self._answering.sources))

    def of_codes(self, codes: Iterable[str]) -> list[Candidate]:
        """Of diagnoses and of our own drugs and procedures, those that begin so."""
        ranges = " OR ".join(f"(f.bare >= '{bare}' AND f.bare < '{bare}~')" for bare in map(dotless, codes))
        sql = f"SELECT {_COLUMNS} FROM find f WHERE ({ranges}) AND {self._where}%s ORDER BY f.bare"
        files = [s for s in self._answering.sources if s.file.path in self._answering.shelved]
        return list(self._rows(sql, {"on": self._on}, files))

    @cached_property
    def favoured(self) -> list[Candidate]:
        """The rows of the favourites."""
        if not self._favourites:
            return []
        asked = {f"code{place}": dotless(code) for place, code in enumerate(sorted(self._favourites))}
        marks = ",".join(f":{name}" for name in asked)
        sql = f"SELECT {_COLUMNS} FROM find f WHERE f.bare IN ({marks}) AND {self._where}%s"
        return list(self._rows(sql, asked | {"on": self._on}, self._answering.sources))

    def shown(self, candidates: Collection[Candidate]) -> dict[tuple[int, int], tuple[Any, ...]]:
        """What is shown of each, by its file and row."""
        held: dict[tuple[int, int], tuple[Any, ...]] = {}
        for place, source in enumerate(self._answering.sources):
            ids = ",".join(str(candidate.id) for candidate in candidates if candidate.source == place)
            if ids:
                for row in source.file.rows(f"SELECT id, {_SHOWN} FROM find WHERE id IN ({ids})"):
                    held[place, row[0]] = row[1:]
        return held

    def _rows(self, sql: str, values: Mapping[str, Any], sources: Iterable[Source]) -> Iterator[Candidate]:
        places = {source.file.path: place for place, source in enumerate(self._answering.sources)}
        for source in sources:
            for row in _within(source, sql, values, "f.id"):
                candidate = Candidate(places[source.file.path], *row)
                if candidate.code not in self._hidden:
                    yield candidate


def _within(source: Source, sql: str, values: Mapping[str, Any], row: str) -> Rows:
    bound = "" if source.last is None else f" AND {row} <= {source.last}"
    return source.file.rows(sql % bound, dict(values))
