"""How well a code answers a query."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from oncodesk.codes.lookup.query import Group
from oncodesk.codes.lookup.worth import Prepared, worth_of
from oncodesk.codes.words import weight

NEARNESS = (0.08, 0.08, 0.05, 0.02, -0.08)
"""Added by tier: how near a code is to an oncology office."""
OTHER_NAME = 0.99
"""Worth of another name beside a code's own text."""
NAMED, PARTLY_NAMED = 1.05, 0.97
"""Worth of what coders say for just this code, and of saying no more than a part of it."""
OUTRIGHT = 1.65
"""Score of a code that the whole query names: above what any words reach."""
UNSPECIFIED = 0.02
"""Added for a code that says no more than was asked."""
OWN_TEXT = 0.1
"""Added for the code's own text, so that it decides between codes of the same other name."""
LEFT_OUT, OFTEN_LEFT_OUT, LIGHTLY_LEFT_OUT = 0.6, 0.35, 0.15
"""Taken off for a word left out; less for one that stands in many codes, least for a side or a number."""
OFTEN = 1_500
SIDES = frozenset({"left", "right", "l", "r", "lt", "rt", "bilateral", "bilat"})
BILLABLE = 0.2
FAVOURITE = 0.8


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

    def without(self, left_out: Collection[Group], losses: Mapping[Group, float]) -> "Ranked":
        """The same, found by leaving words out."""
        less = sum(losses[group] for group in left_out)
        return self._replace(score=self.score - less, left_out=", ".join(group.said for group in left_out))


def loss(said: str, times: int, circumstance: bool) -> float:
    """What leaving a word out takes off; `times`: in how many codes it stands; `circumstance`: it tells a cause."""
    if said in SIDES or said.isdigit() or not weight(said):
        return LIGHTLY_LEFT_OUT
    return OFTEN_LEFT_OUT if circumstance or times > OFTEN else LEFT_OUT


def rank(candidate: Candidate, query: Prepared, favourites: Collection[str] = ()) -> Ranked:
    """Scores by how much of the query stands in one phrase, how much of that phrase was asked for, then importance."""
    if "\n" not in candidate.phrases:
        first, whole = _own(candidate.phrases, query)
        return Ranked(first + _standing(candidate, first, favourites), 0, candidate, whole)
    own, *others = candidate.phrases.split("\n")
    first, whole = _own(own, query)
    best, where = first, 0
    for place, phrase in enumerate(others, 1):
        worth, all_there = worth_of(phrase, query)
        worth *= _named_worth(phrase, query) if phrase[2] == "=" else OTHER_NAME
        if worth > best:
            best, where = worth, place
        whole = whole or all_there
    return Ranked(best + _standing(candidate, first, favourites), where, candidate, whole)


def _named_worth(phrase: str, query: Prepared) -> float:
    return NAMED if phrase.count(" ") <= len(query) + 1 else PARTLY_NAMED


def _own(phrase: str, query: Prepared) -> tuple[float, bool]:
    """The worth of a code's own text."""
    worth, whole = worth_of(phrase, query)
    return (worth + UNSPECIFIED if whole and " unspecified " in phrase else worth), whole


def outright(candidate: Candidate, place: int, favourites: Collection[str], way: str) -> Ranked:
    """A code that the whole query names; `place` among those it names."""
    return Ranked(OUTRIGHT - 0.001 * place + _standing(candidate, 0.0, favourites), 0, candidate, way=way)


def _standing(candidate: Candidate, own: float, favourites: Collection[str]) -> float:
    """What is added for the code itself, whatever phrase answered; `own` is the worth of its own text."""
    return OWN_TEXT * own + NEARNESS[candidate.tier] + bonus(candidate, favourites)


def bonus(candidate: Candidate, favourites: Collection[str]) -> float:
    """What is added for a code that may be billed, and for one of the practice's own."""
    return (BILLABLE if candidate.billable else 0.0) + (FAVOURITE if candidate.code in favourites else 0.0)
