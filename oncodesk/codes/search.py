"""The ranked look-up over every code set."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from oncodesk.codes import spelling, ways
from oncodesk.codes.answering import Source
from oncodesk.codes.query import Group, read
from oncodesk.codes.ranking import SIDES, Candidate, Ranked, prepared, rank
from oncodesk.codes.values import CodeSet, Hit
from oncodesk.codes.words import folded, typed_words

if TYPE_CHECKING:
    from oncodesk.codes.library import CodeSets

POOL = 72
"""Rows re-ranked, the most important first; of each file after the first, half as many."""
SMALL_POOL = 40
LOOSE_POOL = 32
FEW = 3
"""After so few letters any hundred rows are as good as another, and every millisecond is felt."""
LOOSEST, LOOSE = 4, 5
"""How many words are left out in turn, and how many rows each may add."""
LONGEST_QUERY = 200
_COLUMNS = "f.id, f.set_, f.code, f.bare, f.billable, f.phrases, f.tier"
_SHOWN = "set_, code, text, billable, since, until, edition, shown"
_IN_FORCE = "(f.since IS NULL OR f.since <= :on) AND (f.until IS NULL OR f.until >= :on)"
_CODE = re.compile(r"[a-z]\d[0-9a-z]*\.?[0-9a-z]*|\d{2,4}[0-9a-z]?|[a-z]\d{4}")


def search(
    code_sets: "CodeSets",
    query: str,
    on: date,
    sets: Collection[str] | None = None,
    limit: int = 10,
    favourites: Collection[str] = (),
) -> tuple[Hit, ...]:
    """Codes in force on that day, best first.

    A code's beginning, with or without dot, comes first; then words in any order, beginnings of words,
    abbreviations, brand names. Spelling is doubted only where nothing is found. `sets` limits to `icd10cm`,
    `hcpcs`, `cpt`; `favourites` (codes with their dot) are moved up.
    """
    asked = _Asked(code_sets, on, sets)
    text = " ".join(query.split())[:LONGEST_QUERY]
    hits = asked.by_code(text, limit)
    if not hits or (len(hits) < limit and tuple(typed_words(text)) in code_sets.synonyms):
        seen = {hit.code for hit in hits}
        hits += [hit for hit in asked.by_words(text, limit, favourites) if hit.code not in seen]
    return tuple(hits[:limit])


class _Asked:
    """One look-up: where, for which day, in which sets."""

    def __init__(self, code_sets: "CodeSets", on: date, sets: Collection[str] | None) -> None:
        self.code_sets, self.day, self.on = code_sets, on, on.isoformat()
        self.answering = code_sets.on(on)
        self.hidden = code_sets.at(on).ended_by_hcpcs
        self.diagnoses = sets is None or "icd10cm" in sets
        self.only = "" if sets is None else f" AND f.set_ IN ({', '.join(repr(s) for s in sorted(_known(sets)))})"

    def by_code(self, text: str, limit: int) -> list[Hit]:
        """Codes that begin so, billable ones first, in their order; the code itself before all."""
        joined = folded(text).replace(" ", "")
        if not _CODE.fullmatch(joined):
            return []
        bare = joined.replace(".", "").upper()
        rows = self._rows(
            f"SELECT {_COLUMNS} FROM find f WHERE f.bare >= :low AND f.bare < :high AND {_IN_FORCE}{self.only}%s "
            "ORDER BY f.bare LIMIT 400",
            {"low": bare, "high": bare + "~", "on": self.on},
        )
        found = list({(c.set, c.code): c for c in reversed(list(rows))}.values())
        found.sort(key=lambda c: (not (c.billable and c.bare == bare), not c.billable, c.bare))
        return self._hits([Ranked(0, 0, c) for c in found[:limit]], f"code {bare}")

    def by_words(self, text: str, limit: int, favourites: Collection[str]) -> list[Hit]:
        """Codes whose words answer; where none does, with the spelling mended, or a word less."""
        synonyms = self.code_sets.synonyms
        groups = read(text, synonyms)
        if not groups:
            return []
        ranked = self.ranked(groups, favourites)
        ranked = self.every_way(groups, favourites, ranked) if ranked else self.led(groups)
        if ranked:
            return self._hits(ranked[:limit], "", groups)
        mended, done = spelling.relaxed(groups, self.code_sets.vocabulary(self.day), synonyms)
        if mended == groups:
            ranked = self.loosened(groups, favourites, [])
        elif mended:
            ranked = self.every_way(mended, favourites, self.ranked(mended, favourites))
        return self._hits(ranked[:limit], done, mended)

    def every_way(self, groups: tuple[Group, ...], favourites: Collection[str], ranked: list[Ranked]) -> list[Ranked]:
        """What was found, with what the indexes lead to and what is found by a word less, where no code holds all."""
        if ranked and ranked[0].whole:
            return ranked
        return ways.joined(self.loosened(groups, favourites, ranked), self.led(groups))

    def led(self, groups: tuple[Group, ...]) -> list[Ranked]:
        """What the indexes lead to, where any is loaded."""
        return ways.joined([], ways.led(self.answering, groups)) if self.diagnoses and self.answering.ways else []

    def ranked(self, groups: tuple[Group, ...], favourites: Collection[str], most: int = POOL) -> list[Ranked]:
        """Rows that hold every group, best first."""
        pool = most if sum(len(group.said) for group in groups) > FEW else SMALL_POOL
        query = prepared(groups)
        best: dict[tuple[str, str], Ranked] = {}
        for candidate in self._matching(groups, pool):
            found, key = rank(candidate, query, favourites), (candidate.set, candidate.code)
            held = best.get(key)
            if held is None:
                best[key] = found
            elif held.candidate.source != candidate.source and found.score > held.score:
                best[key] = held._replace(score=found.score, whole=held.whole or found.whole)
        return sorted(best.values(), key=_order)

    def loosened(self, groups: tuple[Group, ...], favourites: Collection[str], ranked: list[Ranked]) -> list[Ranked]:
        """Rows that hold every group; where none holds them together, also those that hold all but one."""
        if len(groups) < 2 or (ranked and ranked[0].whole):
            return ranked
        best = {(found.candidate.set, found.candidate.code): found for found in ranked}
        for place, group in _spare(groups, bool(ranked)):
            for found in self.ranked(groups[:place] + groups[place + 1 :], favourites, LOOSE_POOL)[:LOOSE]:
                key = (found.candidate.set, found.candidate.code)
                less, held = found.without(group.said), best.get(key)
                if found.whole and (held is None or less.score > held.score):
                    best[key] = less
        return sorted(best.values(), key=_order)

    def _matching(self, groups: tuple[Group, ...], pool: int) -> Iterator[Candidate]:
        """The most important rows of each file; where there are more, also those that hold the words whole."""
        said = [group for group in groups if not group.is_letter] or groups
        begun = {"match": " AND ".join(group.match(False) for group in said), "on": self.on, "pool": pool}
        whole = {"match": " AND ".join(group.match(True) for group in said), "on": self.on, "pool": pool}
        sql = (
            f"SELECT {_COLUMNS} FROM words w JOIN find f ON f.id = w.rowid "
            f"WHERE words MATCH :match AND {_IN_FORCE}{self.only}%s ORDER BY w.rowid LIMIT :pool"
        )
        for place, source in enumerate(self.answering.sources):
            if place:
                begun["pool"] = whole["pool"] = pool // 2
            rows = _within(source, sql, begun, "w.rowid")
            if len(rows) == begun["pool"]:
                seen = {row[0] for row in rows}
                rows += [row for row in _within(source, sql, whole, "w.rowid") if row[0] not in seen]
            for row in rows:
                if row[2] not in self.hidden:
                    yield Candidate(place, *row)

    def _rows(self, sql: str, values: dict[str, Any]) -> Iterator[Candidate]:
        for place, source in enumerate(self.answering.sources):
            for row in _within(source, sql, values, "f.id"):
                candidate = Candidate(place, *row)
                if candidate.code not in self.hidden:
                    yield candidate

    def _hits(self, ranked: list[Ranked], said: str, groups: tuple[Group, ...] = ()) -> list[Hit]:
        held: dict[tuple[int, int], tuple[Any, ...]] = {}
        for place, source in enumerate(self.answering.sources):
            ids = ",".join(str(r.candidate.id) for r in ranked if r.candidate.source == place)
            if ids:
                for row in source.file.rows(f"SELECT id, {_SHOWN} FROM find WHERE id IN ({ids})"):
                    held[place, row[0]] = row[1:]
        found = (_hit(held[r.candidate.source, r.candidate.id], r, said, groups) for r in ranked)
        return [self._dated(hit) for hit in found]

    def _dated(self, hit: Hit) -> Hit:
        if hit.set != "icd10cm" or not self.answering.has_neighbours:
            return hit
        since, until = self.answering.span(hit.code.replace(".", ""))
        return replace(hit, since=since, until=until)


def _order(found: Ranked) -> tuple[float, int, int]:
    return found.order


def _within(source: Source, sql: str, values: dict[str, Any], row: str) -> list[tuple[Any, ...]]:
    bound = "" if source.last is None else f" AND {row} <= {source.last}"
    return source.file.rows(sql % bound, values)


def _spare(groups: tuple[Group, ...], found: bool) -> list[tuple[int, Group]]:
    """Words that may be left out: of two words only a side, once something was found."""
    places = [(at, group) for at, group in enumerate(groups) if not group.is_letter][:LOOSEST]
    return [(at, group) for at, group in places if len(places) > 2 or not found or group.said in SIDES]


def _hit(row: tuple[str, ...], ranked: Ranked, said: str, groups: Iterable[Group]) -> Hit:
    set_, code, text, billable, since, until, edition, shown = row
    name = (shown or "").split("\n")[ranked.phrase - 1] if ranked.phrase else ""
    left_out = f"without {ranked.left_out}" if ranked.left_out else ""
    reasons = [
        said,
        ranked.way,
        left_out,
        f"also: {name}" if name else "",
        *(_meaning(group, f"{text} {name}") for group in groups),
    ]
    return Hit(
        set=_set(set_), code=code, text=text, billable=bool(billable), since=_day(since), until=_day(until),
        edition=edition, matched="; ".join(reason for reason in reasons if reason) or "words",
    )  # fmt: skip


def _meaning(group: Group, text: str) -> str:
    held = folded(text)
    for reading in group.readings:
        if all(word in held for word in reading.words):
            means = " ".join(reading.words)
            return "" if means == group.said else f"{group.said} = {means}"
    return ""


def _known(sets: Collection[str]) -> set[CodeSet]:
    return {_set(name) for name in sets} or set()


def _set(name: str) -> CodeSet:
    known: dict[str, CodeSet] = {"icd10cm": "icd10cm", "hcpcs": "hcpcs", "cpt": "cpt"}
    if name not in known:
        raise ValueError(f"expected icd10cm, hcpcs or cpt, found {name!r}")
    return known[name]


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
