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
OWN_TEXT = 0.1
"""Added for the code's own text, so that it decides between codes of the same other name."""
COVERED = 0.45
"""Added where every word of a phrase that weighs was asked for."""
SAID_TWICE = 0.6
"""Worth of a typed word that finds only words which others found already."""
BEGINNING = 0.7
"""Least worth of the beginning of a word beside the whole of it."""
BILLABLE = 0.12
FAVOURITE = 0.5


class Candidate(NamedTuple):
    """A row of the look-up as read."""

    id: int
    set: str
    code: str
    bare: str
    billable: int
    phrases: str
    tier: int


class Ranked(NamedTuple):
    """A candidate with its score and the place of the phrase that answers best (0: the code's own text)."""

    score: float
    phrase: int
    candidate: Candidate


def rank(candidate: Candidate, groups: tuple[Group, ...], favourites: Collection[str]) -> Ranked:
    """Scores by how much of the query stands in one phrase, how much of that phrase was asked for, then importance."""
    own, *others = candidate.phrases.split("\n")
    first = best = _worth(own, groups)
    where = 0
    for place, phrase in enumerate(others, 1):
        worth = _worth(phrase, groups) * OTHER_NAME
        if worth > best:
            best, where = worth, place
    best += OWN_TEXT * first + NEARNESS[candidate.tier] + (BILLABLE if candidate.billable else 0.0)
    if candidate.code in favourites:
        best += FAVOURITE
    return Ranked(best, where, candidate)


def _worth(phrase: str, groups: tuple[Group, ...]) -> float:
    total = 0.0
    taken: dict[int, int] = {}
    for group in groups:
        worth, found = _group_worth(phrase, group)
        if found and all(at in taken for at in found):
            worth *= SAID_TWICE
        total += worth
        taken.update(found)
    heavy = int(phrase[:2])
    covered = min(sum(taken.values()) / heavy, 1.0) if heavy else 1.0
    return total / len(groups) + COVERED * covered


def _group_worth(phrase: str, group: Group) -> tuple[float, dict[int, int]]:
    """Worth of the best reading in the phrase, and the weight of the words it accounts for by where they stand."""
    best: float = WIDER
    where: dict[int, int] = {}
    for reading in group.readings:
        if reading.worth <= best:
            continue
        total = 0.0
        found: dict[int, int] = {}
        for word in reading.words:
            at = phrase.find(f" {word} ")
            if at >= 0:
                total += 1.0
                found[at] = weight(word)
                continue
            at = phrase.find(f" {word}")
            if at < 0:
                break
            end = phrase.index(" ", at + 1)
            total += BEGINNING + (1 - BEGINNING) * len(word) / (end - at - 1)
            found[at] = weight(phrase[at + 1 : end])
        else:
            worth = reading.worth * total / len(reading.words)
            if worth > best:
                best, where = worth, found
    return best, where
