"""How well a code answers a query."""

from collections.abc import Collection
from typing import NamedTuple

from oncodesk.codes.query import Group
from oncodesk.codes.words import weight

NEARNESS = (0.10, 0.08, 0.05, 0.02, 0.0)
"""Added by tier: how near a code is to an oncology office."""
WIDER = 0.35
"""Worth of a word that stands only with the entries above."""
OTHER_NAME = 0.99
"""Worth of another name beside a code's own text."""


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
    best, where = -1.0, 0
    for place, phrase in enumerate(candidate.phrases.split("\n")):
        worth = _phrase_worth(phrase, groups)
        if place:
            worth *= OTHER_NAME
        if worth > best:
            best, where = worth, place
    best += NEARNESS[candidate.tier] + (0.12 if candidate.billable else 0.0)
    if candidate.code in favourites:
        best += 0.5
    return Ranked(best, where, candidate)


def _phrase_worth(phrase: str, groups: tuple[Group, ...]) -> float:
    heavy = int(phrase[:2])
    found, asked = 0.0, 0
    for group in groups:
        worth, words = _group_worth(phrase, group)
        found += worth
        asked += words
    covered = min(asked / heavy, 1.0) if heavy else 1.0
    return found / len(groups) + 0.45 * covered


def _group_worth(phrase: str, group: Group) -> tuple[float, int]:
    """Worth of the best reading in the phrase, and how many words that weigh it accounts for."""
    best, count = WIDER, 0
    for reading in group.readings:
        if reading.worth <= best:
            continue
        total, heavy = 0.0, 0
        for word in reading.words:
            at = phrase.find(" " + word)
            if at < 0:
                break
            if phrase.find(f" {word} ", at) >= 0:
                total += 1.0
                heavy += weight(word)
            else:
                rest = phrase.index(" ", at + 1) - at - 1
                total += 0.7 + 0.3 * len(word) / rest
                heavy += 1
        else:
            worth = reading.worth * total / len(reading.words)
            if worth > best:
                best, count = worth, heavy
    return best, count
