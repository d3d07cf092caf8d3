"""The ranked look-up over every code set."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date
from enum import Enum
from functools import cached_property
from itertools import chain, combinations, product
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oncodesk.codes import spelling, ways
from oncodesk.codes.answering import Source
from oncodesk.codes.query import Group, always, read
from oncodesk.codes.ranking import SIDES, Candidate, Ranked, loss, outright, prepared, rank
from oncodesk.codes.values import CodeSet, Hit
from oncodesk.codes.words import folded, typed_words
from oncodesk.domain.icd import dotless

if TYPE_CHECKING:
    from oncodesk.codes.library import CodeSets

POOL = 60
"""Rows re-ranked, the most important first; of each file after the first, half as many."""
SMALL_POOL = 40
LOOSE_POOL = 32
ENOUGH = 12
"""Of so many rows whose own words answer, none is looked for that answers with the words above it."""
FEW = 3
"""After so few letters any hundred rows are as good as another, and every millisecond is felt."""
LOOSEST, LOOSE = 4, 5
"""How many ways to leave words out are tried, and how many rows each may add."""
MOST_LEFT_OUT = 3
ELSEWHERE = 0.12
"""Taken off for each word that another part of the query needs to name its code."""
LONGEST_QUERY = 200
BEFORE = 2
"""How many codes that two letters say come before the modifier of those letters."""
CAUSES = "VWXY"
REMOTE, FIRST, SEEN = 4, 3, 10
"""Where of those seen all that hold what was typed are of this tier, others are looked for."""
_COLUMNS = "f.id, f.set_, f.code, f.bare, f.billable, f.phrases, f.tier"
_SHOWN = "set_, code, text, billable, since, until, edition, shown"
_IN_FORCE = "(f.since IS NULL OR f.since <= :on) AND (f.until IS NULL OR f.until >= :on)"
_CODE = re.compile(r"[a-z]\d[0-9a-z]*\.?[0-9a-z]*|\d{2,4}[0-9a-z]?|[a-z]\d{4}|[a-z]{2}")


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
    abbreviations, brand names. Spelling is doubted only where no code holds all that was typed. `sets` limits to
    `icd10cm`, `hcpcs`, `cpt`; `favourites` (codes with their dot) come before all but the very code that was typed.
    """
    asked = _Asked(code_sets, on, sets, favourites)
    text = " ".join(query.split())[:LONGEST_QUERY]
    hits = asked.by_code(text, limit)
    if not hits or (len(hits) < limit and asked.has_meaning(text)):
        seen = {hit.code for hit in hits}
        worded = [hit for hit in asked.by_words(text, limit) if hit.code not in seen]
        before = BEFORE if text.isalpha() and asked.means_outright(text) else 0
        hits = [*worded[:before], *hits, *worded[before:]]
    return tuple(hits[:limit])


class Reach(Enum):
    """Where words are looked for: everywhere; of diagnoses and our own rows, in what is theirs, or also above them."""

    ALL, OWN, ABOVE = range(3)


class _Asked:
    """One look-up: where, for which day, in which sets, for whom."""

    def __init__(
        self, code_sets: "CodeSets", on: date, sets: Collection[str] | None, favourites: Collection[str]
    ) -> None:
        self.code_sets, self.day, self.on, self.favourites = code_sets, on, on.isoformat(), frozenset(favourites)
        self.answering = code_sets.on(on)
        self.hidden = code_sets.at(on).ended_by_hcpcs
        self.diagnoses = sets is None or "icd10cm" in sets
        self.only = "" if sets is None else f" AND f.set_ IN ({', '.join(repr(s) for s in sorted(_known(sets)))})"

    def has_meaning(self, text: str) -> bool:
        """Whether what looks like a code may also be a word, or what coders say for something."""
        return text.isalpha() or self.means_outright(text)

    def means_outright(self, text: str) -> bool:
        """Whether it is what coders say for something."""
        return tuple(typed_words(text)) in self.code_sets.synonyms or bool(self.code_sets.named.of(text))

    def by_code(self, text: str, limit: int) -> list[Hit]:
        """Codes that begin so: the code itself, then favourites, then billable ones, in their order."""
        joined = folded(text).replace(" ", "")
        if not _CODE.fullmatch(joined):
            return []
        bare = joined.replace(".", "").upper()
        found = list({(c.set, c.code): c for c in reversed(self._beginning(bare))}.values())
        own = self.favourites
        found.sort(key=lambda c: (not (c.billable and c.bare == bare), c.code not in own, not c.billable, c.bare))
        return self._hits([Ranked(0, 0, c, way=f"code {bare}") for c in found[:limit]])

    def by_words(self, text: str, limit: int) -> list[Hit]:
        """Codes whose words answer; where none holds all, with the spelling mended, or a word less."""
        synonyms = self.code_sets.synonyms
        groups = read(text, synonyms)
        if not groups:
            return []
        ranked = ways.joined(self.ranked(groups), self.named(text))
        if not _settled(ranked):
            ranked, groups = self.every_way(text, groups, ranked)
        return self._hits(_sober(ranked)[:limit], groups)

    def every_way(
        self, text: str, groups: tuple[Group, ...], ranked: list[Ranked]
    ) -> tuple[list[Ranked], tuple[Group, ...]]:
        """What was found, with what the indexes lead to, what another spelling finds, and what a word less finds.

        While a word is typed to its end, codes that hold what is there, or the words before it, are enough.
        """
        ranked = ways.joined(ranked, self.led(groups))
        if _settled(ranked):
            return ranked, groups
        vocabulary = self.code_sets.vocabulary(self.day)
        last = typed_words(text)[-1]
        if vocabulary.begins(last) and (len(last) <= FEW or not vocabulary.has(last)):
            if len(ranked) < FIRST:
                ranked = ways.joined(ranked, [*self.without_last(groups), *self.part_named(text)])
            if ranked:
                return ranked, groups
        mended, better, said = spelling.mended(text, vocabulary, self.code_sets.synonyms)
        if mended and mended != groups:
            found = ways.joined(self.ranked(mended, reach=Reach.ALL if said else Reach.OWN), self.named(better))
            if not ranked or (found and found[0].whole):
                ranked, groups = ways.joined(ranked, [one._replace(way=one.way or said) for one in found]), mended
        ranked = ways.joined(ranked, self.part_named(better))
        return self.loosened(groups, ranked), groups

    def without_last(self, groups: tuple[Group, ...]) -> list[Ranked]:
        """Rows whose own words hold every group but the last."""
        last = groups[-1]
        found = self.ranked(groups[:-1], LOOSE_POOL, Reach.OWN) if len(groups) > 1 else []
        return [one.without((last,), {last: self._loss(last.said)}) for one in found if one.whole]

    def led(self, groups: tuple[Group, ...]) -> list[Ranked]:
        """What the indexes lead to, where any is loaded."""
        if not self.diagnoses or not self.answering.ways:
            return []
        return ways.joined([], ways.led(self.answering, groups, self.favourites))

    def named(self, text: str) -> list[Ranked]:
        """The codes for which just this is what coders say, in the order written."""
        return self._outright(self.code_sets.named.of(text), f"also: {text.lower()}")

    def part_named(self, text: str) -> list[Ranked]:
        """The codes for which coders say a part of this."""
        return [
            one._replace(score=one.score - sum(map(self._loss, nobodys)) - ELSEWHERE * len(others), whole=False)
            for codes, nobodys, others in self.code_sets.named.within(text)
            for one in self._outright(codes, f"part of {text.lower()}")
        ]

    def _loss(self, said: str) -> float:
        """What is taken off where that word of the query is left out."""
        return loss(said, self.code_sets.vocabulary(self.day).times(said), said in self.code_sets.circumstances)

    def _outright(self, beginnings: Iterable[str], said: str) -> list[Ranked]:
        codes = tuple(beginnings)
        if not codes:
            return []
        ranges = " OR ".join(f"(f.bare >= '{bare}' AND f.bare < '{bare}~')" for bare in map(dotless, codes))
        sql = f"SELECT {_COLUMNS} FROM find f WHERE ({ranges}) AND {_IN_FORCE}{self.only}%s ORDER BY f.bare"
        held = list(self._rows(sql, {"on": self.on}, self.answering.shelved))
        found = [candidate for code in codes for candidate in held if _is_named(candidate, code)]
        return [outright(candidate, place, self.favourites, said) for place, candidate in enumerate(found)]

    def ranked(self, groups: tuple[Group, ...], most: int = POOL, reach: Reach | None = None) -> list[Ranked]:
        """Rows that hold every group, best first."""
        pool = most if sum(len(group.said) for group in groups) > FEW else SMALL_POOL
        query = prepared(groups)
        best: dict[tuple[str, str], Ranked] = {}
        for candidate in chain(self._matching(groups, pool, reach or Reach.ALL), self._favoured):
            found, key = rank(candidate, query, self.favourites), (candidate.set, candidate.code)
            held = best.get(key)
            if held is None:
                if found.whole or candidate.code not in self.favourites:
                    best[key] = found
            elif held.candidate.source != candidate.source and found.score > held.score:
                best[key] = held._replace(score=found.score, whole=held.whole or found.whole)
        return sorted(best.values(), key=_order)

    def loosened(self, groups: tuple[Group, ...], ranked: list[Ranked]) -> list[Ranked]:
        """Rows that hold every group; where none holds them together, also those that hold all but one."""
        if len(groups) < 2 or _settled(ranked):
            return ranked
        best = {(found.candidate.set, found.candidate.code): found for found in ranked}
        losses = {group: self._loss(group.said) for group in groups}
        for most, reach in product(range(1, min(len(groups), MOST_LEFT_OUT + 1)), (Reach.OWN, Reach.ABOVE)):
            added = False
            for left_out in _spared(groups, losses, most, bool(ranked) and ranked[0].whole):
                for found in self.ranked(tuple(g for g in groups if g not in left_out), LOOSE_POOL, reach)[:LOOSE]:
                    key, less = (found.candidate.set, found.candidate.code), found.without(left_out, losses)
                    added = True
                    if key not in best or less.score > best[key].score:
                        best[key] = less
            if added:
                break
        return sorted(best.values(), key=_order)

    def _matching(self, groups: tuple[Group, ...], pool: int, reach: Reach) -> Iterator[Candidate]:
        """The most important rows of each file: those whose own words answer, begun and whole, then all others."""
        said = [group for group in groups if not group.is_letter] or groups
        closed = self.code_sets.vocabulary(self.day).closed
        own, whole = (" AND ".join(group.match(known, telling=True) for group in said) for known in (closed, always))
        begun = " AND ".join(group.match(closed) for group in said)
        for place, source in enumerate(self.answering.sources):
            most, has_above = pool // 3 if place else pool, source.file.path in self.answering.shelved
            if reach is not Reach.ALL and not has_above:
                continue
            rows = self._words(source, f"own : ({own})" if has_above and reach is not Reach.ABOVE else begun, most)
            if len(rows) == most:
                rows += self._words(source, f"own : ({whole})", most)
            elif len(rows) < ENOUGH and has_above and reach is Reach.ALL:
                rows += self._words(source, begun, most - len(rows))
            for row in {row[0]: row for row in rows}.values():
                if row[2] not in self.hidden:
                    yield Candidate(place, *row)

    def _words(self, source: Source, match: str, most: int) -> list[tuple[Any, ...]]:
        sql = (
            f"SELECT {_COLUMNS} FROM words w JOIN find f ON f.id = w.rowid "
            f"WHERE words MATCH :match AND {_IN_FORCE}{self.only}%s ORDER BY w.rowid LIMIT :most"
        )
        return _within(source, sql, {"match": match, "on": self.on, "most": most}, "w.rowid")

    def _beginning(self, bare: str) -> list[Candidate]:
        """The codes in force that begin so."""
        return list(
            self._rows(
                f"SELECT {_COLUMNS} FROM find f WHERE f.bare >= :low AND f.bare < :high AND {_IN_FORCE}{self.only}%s "
                "ORDER BY f.bare LIMIT 400",
                {"low": bare, "high": bare + "~", "on": self.on},
            )
        )

    @cached_property
    def _favoured(self) -> list[Candidate]:
        if not self.favourites:
            return []
        marks = ",".join("?" * len(self.favourites))
        sql = f"SELECT {_COLUMNS} FROM find f WHERE f.bare IN ({marks}) AND {_IN_FORCE}{self.only}%s"
        return list(self._rows(sql.replace(":on", repr(self.on)), tuple(map(dotless, sorted(self.favourites)))))

    def _rows(
        self, sql: str, values: dict[str, Any] | tuple[str, ...], files: Collection[Path] = ()
    ) -> Iterator[Candidate]:
        for place, source in enumerate(self.answering.sources):
            if files and source.file.path not in files:
                continue
            for row in _within(source, sql, values, "f.id"):
                candidate = Candidate(place, *row)
                if candidate.code not in self.hidden:
                    yield candidate

    def _hits(self, ranked: list[Ranked], groups: tuple[Group, ...] = ()) -> list[Hit]:
        held: dict[tuple[int, int], tuple[Any, ...]] = {}
        for place, source in enumerate(self.answering.sources):
            ids = ",".join(str(r.candidate.id) for r in ranked if r.candidate.source == place)
            if ids:
                for row in source.file.rows(f"SELECT id, {_SHOWN} FROM find WHERE id IN ({ids})"):
                    held[place, row[0]] = row[1:]
        found = (_hit(held[r.candidate.source, r.candidate.id], r, groups, self.favourites) for r in ranked)
        return [self._dated(hit) for hit in found]

    def _dated(self, hit: Hit) -> Hit:
        if hit.set != "icd10cm" or not self.answering.has_neighbours:
            return hit
        since, until = self.answering.span(hit.code.replace(".", ""))
        return replace(hit, since=since, until=until)


def _order(found: Ranked) -> tuple[float, int, int]:
    return found.order


def _is_named(candidate: Candidate, code: str) -> bool:
    """Whether it is that code or, of ICD-10-CM, begins so."""
    return candidate.code == code or (candidate.set == "icd10cm" and candidate.code.startswith(code))


def _settled(ranked: list[Ranked]) -> bool:
    """Whether a code that an oncology office may mean holds all that was typed."""
    return any(found.whole and not _is_remote(found.candidate) for found in ranked[:SEEN])


def _is_remote(candidate: Candidate) -> bool:
    """Whether it holds words by chance: a code of other offices, or one of CMS's long texts."""
    return candidate.tier >= REMOTE or (candidate.source > 0 and candidate.set == "hcpcs")


def _sober(ranked: list[Ranked]) -> list[Ranked]:
    """Without the causes of injuries where enough else answers."""
    near = [found for found in ranked if found.candidate.set != "icd10cm" or found.candidate.bare[0] not in CAUSES]
    return near if len(near) >= FIRST else ranked


def _within(source: Source, sql: str, values: dict[str, Any] | tuple[str, ...], row: str) -> list[tuple[Any, ...]]:
    bound = "" if source.last is None else f" AND {row} <= {source.last}"
    return source.file.rows(sql % bound, values)


def _spared(groups: tuple[Group, ...], losses: dict[Group, float], most: int, found: bool) -> list[tuple[Group, ...]]:
    """So many words that may be left out, the least loss first: of two words only a side, once something was found."""
    may = [group for group in groups if not group.is_letter]
    if found and len(may) < 3:
        may = [group for group in may if group.said in SIDES]
    ways_out = [one for one in combinations(may, most) if len(one) < len(groups)]
    return sorted(ways_out, key=lambda one: sum(losses[group] for group in one))[:LOOSEST]


def _hit(row: tuple[str, ...], ranked: Ranked, groups: Iterable[Group], favourites: Collection[str]) -> Hit:
    set_, code, text, billable, since, until, edition, shown = row
    name = (shown or "").split("\n")[ranked.phrase - 1] if ranked.phrase else ""
    left_out = f"without {ranked.left_out}" if ranked.left_out else ""
    reasons = [
        "one of your codes" if code in favourites else "",
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
