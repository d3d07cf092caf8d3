"""How well a code answers a query."""

from collections.abc import Collection
from typing import NamedTuple

from oncodesk.codes.query import Group
from oncodesk.codes.words import weight

NEARNESS = (0.08, 0.08, 0.05, 0.02, -0.08)
"""Added by tier: how near a code is to an oncology office."""
WIDER = 0.35
"""Worth of a word that stands only with the entries above."""
OTHER_NAME = 0.99
"""Worth of another name beside a code's own text."""
NAMED = 1.05
"""Worth of what coders say for just this code."""
OWN_TEXT = 0.1
"""Added for the code's own text, so that it decides between codes of the same other name."""
COVERED = 0.45
"""Added where every word of a phrase that weighs was asked for."""
LEFT_OUT = 0.6
SIDE_LEFT_OUT = 0.15
"""Taken off for a word left out; less for a side, which many codes do not know."""
SIDES = frozenset({"left", "right", "l", "r", "lt", "rt", "bilateral", "bilat"})
SAID_TWICE = 0.6
"""Worth of a typed word that finds only words which others found already."""
BEGINNING = 0.7
"""Least worth of the beginning of a word beside the whole of it."""
BILLABLE = 0.12
FAVOURITE = 0.5


class Candidate(NamedTuple):
    """A row of the look-up as read; `source` is the place among the files searched."""

    source: int
    id: int
    set: str
    code: str
    bare: str
    billable: int
    phrases: str
    tier: int


class Ranked(NamedTuple):
    """A candidate with its score and the place of the phrase that answers best (0: the code's own text).

    `whole`: every typed word stands in one phrase. `left_out`: a typed word that was not asked for.
    `way`: what the index says that led here.
    """

    score: float
    phrase: int
    candidate: Candidate
    whole: bool = True
    left_out: str = ""
    way: str = ""

    @property
    def order(self) -> tuple[float, int, int]:
        """Best first, then by importance."""
        return (-self.score, self.candidate.source, self.candidate.id)

    def without(self, word: str) -> "Ranked":
        """The same, found by leaving a word out."""
        return self._replace(score=self.score - (SIDE_LEFT_OUT if word in SIDES else LEFT_OUT), left_out=word)


Needle = tuple[str, str, int]
"""A word as it stands whole in a phrase, as it begins there, and its length."""
Prepared = tuple[tuple[tuple[float, tuple[Needle, ...]], ...], ...]


def prepared(groups: tuple[Group, ...]) -> Prepared:
    """The readings of each group, made ready once for many candidates."""
    return tuple(
        tuple((reading.worth, tuple((f" {w} ", f" {w}", len(w)) for w in reading.words)) for reading in group.readings)
        for group in groups
    )


def rank(candidate: Candidate, query: Prepared, favourites: Collection[str] = ()) -> Ranked:
    """Scores by how much of the query stands in one phrase, how much of that phrase was asked for, then importance."""
    if "\n" not in candidate.phrases:
        first, whole = _worth(candidate.phrases, query)
        return Ranked(first + _standing(candidate, first, favourites), 0, candidate, whole)
    own, *others = candidate.phrases.split("\n")
    first, whole = _worth(own, query)
    best, where = first, 0
    for place, phrase in enumerate(others, 1):
        worth, all_there = _worth(phrase, query)
        worth *= NAMED if phrase[2] == "=" else OTHER_NAME
        if worth > best:
            best, where = worth, place
        whole = whole or all_there
    return Ranked(best + _standing(candidate, first, favourites), where, candidate, whole)


def _standing(candidate: Candidate, own: float, favourites: Collection[str]) -> float:
    """What is added for the code itself, whatever phrase answered; `own` is the worth of its own text."""
    standing = OWN_TEXT * own + NEARNESS[candidate.tier] + (BILLABLE if candidate.billable else 0.0)
    return standing + FAVOURITE if candidate.code in favourites else standing


def _worth(phrase: str, query: Prepared) -> tuple[float, bool]:
    if len(query) == 1:
        worth, found = _group_worth(phrase, query[0])
        if not found:
            return worth, False
        heavy = int(phrase[:2])
        return worth + COVERED * (min(sum(found.values()) / heavy, 1.0) if heavy else 1.0), True
    total, missing = 0.0, 0
    taken: dict[int, float] = {}
    for readings in query:
        worth, found = _group_worth(phrase, readings)
        if found:
            if taken and all(at in taken for at in found):
                worth *= SAID_TWICE
            taken.update(found)
        else:
            missing += 1
        total += worth
    if not taken:
        return total / len(query), False
    heavy = int(phrase[:2])
    covered = min(sum(taken.values()) / heavy, 1.0) if heavy else 1.0
    return total / len(query) + COVERED * covered, not missing


def _group_worth(phrase: str, readings: tuple[tuple[float, tuple[Needle, ...]], ...]) -> tuple[float, dict[int, float]]:
    """Worth of the best reading in the phrase, and the weight of the words it accounts for by where they stand."""
    best: float = WIDER
    where: dict[int, float] = {}
    for most, needles in readings:
        if most <= best:
            continue
        total = 0.0
        found: dict[int, float] = {}
        for whole, beginning, length in needles:
            at = phrase.find(beginning)
            if at < 0:
                break
            exact = phrase.find(whole, at)
            if exact >= 0:
                total += 1.0
                found[exact] = weight(whole[1:-1])
            else:
                end = phrase.index(" ", at + 1)
                part = length / (end - at - 1)
                total += BEGINNING + (1 - BEGINNING) * part
                found[at] = weight(phrase[at + 1 : end]) * part
        else:
            worth = most * total / len(needles)
            if worth > best:
                best, where = worth, found
    return best, where
