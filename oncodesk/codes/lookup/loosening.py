"""Which words of a query are left out where no code holds them all."""

from collections.abc import Iterator, Mapping
from itertools import combinations, product

from oncodesk.codes.lookup.candidates import Reach
from oncodesk.codes.lookup.query import Group
from oncodesk.codes.lookup.ranking import SIDES

LOOSE_POOL = 32
LOOSEST, LOOSE = 4, 5
"""How many ways to leave words out are tried, and how many rows each may add."""
MOST_LEFT_OUT = 3
ELSEWHERE = 0.12
"""Taken off for each word that another part of the query needs to name its code."""


def reaches(groups: tuple[Group, ...]) -> Iterator[tuple[int, Reach]]:
    """How many words are left out and where the others are looked for, the least first."""
    return product(range(1, min(len(groups), MOST_LEFT_OUT + 1)), (Reach.OWN, Reach.ABOVE))


def spared(groups: tuple[Group, ...], losses: Mapping[Group, float], most: int, found: bool) -> list[tuple[Group, ...]]:
    """So many words that may be left out, the least loss first: of two words only a side, once something was found."""
    may = [group for group in groups if not group.is_letter]
    if found and len(may) < 3:
        may = [group for group in may if group.said in SIDES]
    ways_out = [one for one in combinations(may, most) if len(one) < len(groups)]
    return sorted(ways_out, key=lambda one: sum(losses[group] for group in one))[:LOOSEST]
