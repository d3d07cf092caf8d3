"""One look-up: by a code's beginning, by words, and by what else they may have meant."""

import re
from collections.abc import Collection, Iterable
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING

from oncodesk.codes.lookup import spelling, ways
from oncodesk.codes.lookup.candidates import POOL, SMALL_POOL, Candidates, Reach
from oncodesk.codes.lookup.hits import hit_of
from oncodesk.codes.lookup.loosening import ELSEWHERE, LOOSE, LOOSE_POOL, reaches, spared
from oncodesk.codes.lookup.query import Group, read
from oncodesk.codes.lookup.ranking import Candidate, Ranked, loss, outright, rank
from oncodesk.codes.lookup.worth import prepared
from oncodesk.codes.values import Hit
from oncodesk.codes.words import folded, typed_words

if TYPE_CHECKING:
    from oncodesk.codes.library import CodeSets

FEW = 3
"""After so few letters any hundred rows are as good as another, and every millisecond is felt."""
CAUSES = "VWXY"
REMOTE, FIRST, SEEN = 4, 3, 10
"""Where of those seen all that hold what was typed are of this tier, others are looked for."""
_CODE = re.compile(r"[a-z]\d[0-9a-z]*\.?[0-9a-z]*|\d{2,4}[0-9a-z]?|[a-z]\d{4}|[a-z]{2}")


class Asked:
    """One look-up: where, for which day, in which sets, for whom."""

    def __init__(
        self, code_sets: "CodeSets", on: date, sets: Collection[str] | None, favourites: Collection[str]
    ) -> None:
        """ValueError where a set is none of ours."""
        self.code_sets, self.favourites = code_sets, frozenset(favourites)
        self.answering = code_sets.on(on)
        self.vocabulary = self.answering.vocabulary
        hidden = code_sets.unchanged(on).ended_by_hcpcs
        self.candidates = Candidates(self.answering, on, sets, self.favourites, hidden)
        self.diagnoses = sets is None or "icd10cm" in sets

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
        found = list({(c.set, c.code): c for c in reversed(self.candidates.beginning(bare))}.values())
        own = self.favourites
        found.sort(key=lambda c: (not (c.billable and c.bare == bare), c.code not in own, not c.billable, c.bare))
        return self._hits([Ranked(0, 0, c, way=f"code {bare}") for c in found[:limit]])

    def by_words(self, text: str, limit: int) -> list[Hit]:
        """Codes whose words answer; where none holds all, with the spelling mended, or a word less."""
        groups = read(text, self.code_sets.synonyms)
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
        if self._is_unfinished(typed_words(text)[-1]):
            if len(ranked) < FIRST:
                ranked = ways.joined(ranked, [*self.without_last(groups), *self.part_named(text)])
            if ranked:
                return ranked, groups
        mended, better, said = spelling.mended(text, self.vocabulary, self.code_sets.synonyms)
        if mended and mended != groups:
            found = ways.joined(self.ranked(mended, reach=Reach.ALL if said else Reach.OWN), self.named(better))
            if not ranked or (found and found[0].whole):
                ranked, groups = ways.joined(ranked, [one._replace(way=one.way or said) for one in found]), mended
        ranked = ways.joined(ranked, self.part_named(better))
        return self.loosened(groups, ranked), groups

    def _is_unfinished(self, word: str) -> bool:
        return self.vocabulary.begins(word) and (len(word) <= FEW or not self.vocabulary.has(word))

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
        return loss(said, self.vocabulary.times(said), said in self.code_sets.circumstances)

    def _outright(self, beginnings: Iterable[str], said: str) -> list[Ranked]:
        codes = tuple(beginnings)
        held = self.candidates.of_codes(codes) if codes else []
        found = [candidate for code in codes for candidate in held if _is_named(candidate, code)]
        return [outright(candidate, place, self.favourites, said) for place, candidate in enumerate(found)]

    def ranked(self, groups: tuple[Group, ...], most: int = POOL, reach: Reach = Reach.ALL) -> list[Ranked]:
        """Rows that hold every group, best first."""
        pool = most if sum(len(group.said) for group in groups) > FEW else SMALL_POOL
        query = prepared(groups)
        best: dict[tuple[str, str], Ranked] = {}
        for candidate in chain(self.candidates.matching(groups, pool, reach), self.candidates.favoured):
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
        for most, reach in reaches(groups):
            added = False
            for left_out in spared(groups, losses, most, bool(ranked) and ranked[0].whole):
                for found in self.ranked(tuple(g for g in groups if g not in left_out), LOOSE_POOL, reach)[:LOOSE]:
                    key, less = (found.candidate.set, found.candidate.code), found.without(left_out, losses)
                    added = True
                    if key not in best or less.score > best[key].score:
                        best[key] = less
            if added:
                break
        return sorted(best.values(), key=_order)

    def _hits(self, ranked: list[Ranked], groups: tuple[Group, ...] = ()) -> list[Hit]:
        held = self.candidates.shown([found.candidate for found in ranked])
        return [
            hit_of(held[found.candidate.source, found.candidate.id], found, groups, self.favourites, self.answering)
            for found in ranked
        ]


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
