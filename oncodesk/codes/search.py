"""The ranked look-up over every code set."""

import re
from collections.abc import Collection, Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

from oncodesk.codes import spelling
from oncodesk.codes.query import Group, read
from oncodesk.codes.ranking import SIDES, Candidate, Ranked, prepared, rank
from oncodesk.codes.values import CodeSet, Hit
from oncodesk.codes.words import folded, typed_words

if TYPE_CHECKING:
    from oncodesk.codes.library import CodeSets

POOL = 120
"""Rows re-ranked, the most important first."""
SMALL_POOL = 60
FEW = 3
"""After so few letters any hundred rows are as good as another, and every millisecond is felt."""
LOOSEST, LOOSE = 4, 5
"""How many words are left out in turn, and how many rows each may add."""
LONGEST_QUERY = 200
_COLUMNS = "f.id, f.set_, f.code, f.bare, f.billable, f.phrases, f.tier"
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
        self.code_sets, self.on = code_sets, on.isoformat()
        self.only = "" if sets is None else f" AND f.set_ IN ({', '.join(repr(s) for s in sorted(_known(sets)))})"

    def by_code(self, text: str, limit: int) -> list[Hit]:
        """Codes that begin so, billable ones first, in their order; the code itself before all."""
        joined = folded(text).replace(" ", "")
        if not _CODE.fullmatch(joined):
            return []
        bare = joined.replace(".", "").upper()
        rows = self.code_sets.rows(
            f"SELECT {_COLUMNS} FROM find f WHERE f.bare >= :low AND f.bare < :high AND {_IN_FORCE}{self.only} "
            "ORDER BY f.bare LIMIT 400",
            {"low": bare, "high": bare + "~", "on": self.on},
        )
        found = [Candidate(*row) for row in rows]
        found.sort(key=lambda c: (not (c.billable and c.bare == bare), not c.billable, c.bare))
        return self._hits([Ranked(0, 0, c) for c in found[:limit]], f"code {bare}")

    def by_words(self, text: str, limit: int, favourites: Collection[str]) -> list[Hit]:
        """Codes whose words answer; where none does, with the spelling mended, or a word less."""
        groups = read(text, self.code_sets.synonyms)
        if not groups:
            return []
        ranked = self.ranked(groups, favourites)
        if ranked:
            return self._hits(self.loosened(groups, favourites, ranked)[:limit], "", groups)
        mended, done = spelling.relaxed(groups, self.code_sets)
        ranked = self.loosened(mended, favourites, self.ranked(mended, favourites)) if mended else []
        return self._hits(ranked[:limit], done, mended)

    def ranked(self, groups: tuple[Group, ...], favourites: Collection[str]) -> list[Ranked]:
        """Rows that hold every group, best first."""
        pool = POOL if sum(len(group.said) for group in groups) > FEW else SMALL_POOL
        rows = self._matching(groups, pool, whole=False)
        if len(rows) == pool:
            rows = list(dict.fromkeys(rows + self._matching(groups, pool, whole=True)))
        query = prepared(groups)
        ranked = [rank(Candidate(*row), query, favourites) for row in rows]
        ranked.sort(key=lambda r: (-r.score, r.candidate.id))
        return ranked

    def loosened(self, groups: tuple[Group, ...], favourites: Collection[str], ranked: list[Ranked]) -> list[Ranked]:
        """Rows that hold every group; where none holds them together, also those that hold all but one."""
        if len(groups) < 2 or (ranked and ranked[0].whole):
            return ranked
        best = {found.candidate.id: found for found in ranked}
        for place, group in _spare(groups, bool(ranked)):
            for found in self.ranked(groups[:place] + groups[place + 1 :], favourites)[:LOOSE]:
                less, held = found.without(group.said), best.get(found.candidate.id)
                if found.whole and (held is None or less.score > held.score):
                    best[found.candidate.id] = less
        return sorted(best.values(), key=lambda r: (-r.score, r.candidate.id))

    def _matching(self, groups: tuple[Group, ...], pool: int, whole: bool) -> list[tuple[Any, ...]]:
        return self.code_sets.rows(
            f"SELECT {_COLUMNS} FROM words w JOIN find f ON f.id = w.rowid "
            f"WHERE words MATCH :match AND {_IN_FORCE}{self.only} ORDER BY w.rowid LIMIT {pool}",
            {"match": " AND ".join(group.match(whole) for group in groups), "on": self.on},
        )

    def _hits(self, ranked: list[Ranked], said: str, groups: tuple[Group, ...] = ()) -> list[Hit]:
        if not ranked:
            return []
        places = ",".join(str(r.candidate.id) for r in ranked)
        rows = self.code_sets.rows(
            f"SELECT id, set_, code, text, billable, since, until, edition, shown FROM find WHERE id IN ({places})"
        )
        held = {row[0]: row[1:] for row in rows}
        return [_hit(held[r.candidate.id], r, said, groups) for r in ranked]


def _spare(groups: tuple[Group, ...], found: bool) -> list[tuple[int, Group]]:
    """Words that may be left out: of two words only a side, once something was found."""
    places = list(enumerate(groups))[:LOOSEST]
    return [(at, group) for at, group in places if len(groups) > 2 or not found or group.said in SIDES]


def _hit(row: tuple[str, ...], ranked: Ranked, said: str, groups: Iterable[Group]) -> Hit:
    set_, code, text, billable, since, until, edition, shown = row
    name = (shown or "").split("\n")[ranked.phrase - 1] if ranked.phrase else ""
    left_out = f"without {ranked.left_out}" if ranked.left_out else ""
    reasons = [
        said,
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
