"""How much of a query stands in one phrase, and how much of the phrase was asked for."""

from oncodesk.codes.lookup.query import Group
from oncodesk.codes.words import weight

WIDER = 0.35
"""Worth of a word that stands only with the entries above."""
COVERED = 0.45
"""Added where every word of a phrase that weighs was asked for."""
SAID_TWICE = 0.6
"""Worth of a typed word that finds only words which others found already."""
BEGINNING = 0.7
"""Least worth of the beginning of a word beside the whole of it."""

Needle = tuple[str, str, int, int]
"""A word as it stands whole in a phrase, as it begins there, its length and its weight."""
Readings = tuple[tuple[float, tuple[Needle, ...]], ...]
Prepared = tuple[Readings, ...]


def prepared(groups: tuple[Group, ...]) -> Prepared:
    """The readings of each group, made ready once for many candidates."""
    return tuple(
        tuple(
            (
                reading.worth,
                tuple((f" {w} ", f" {w} " if reading.whole else f" {w}", len(w), weight(w)) for w in reading.words),
            )
            for reading in group.readings
        )
        for group in groups
    )


def worth_of(phrase: str, query: Prepared) -> tuple[float, bool]:
    """The worth of a phrase, and whether every typed word stands in it."""
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
        elif not _is_letter(readings):
            missing += 1
        total += worth
    if not taken:
        return total / len(query), False
    heavy = int(phrase[:2])
    covered = min(sum(taken.values()) / heavy, 1.0) if heavy else 1.0
    return total / len(query) + COVERED * covered, not missing


def _is_letter(readings: Readings) -> bool:
    """Whether it is the mere beginning of a word yet to be typed: nothing lacks it."""
    return len(readings) == 1 and readings[0][1][0][2] == 1


def _group_worth(phrase: str, readings: Readings) -> tuple[float, dict[int, float]]:
    """Worth of the best reading in the phrase, and the weight of the words it accounts for by where they stand."""
    best: float = WIDER
    where: dict[int, float] = {}
    for most, needles in readings:
        if most <= best:
            continue
        total = 0.0
        found: dict[int, float] = {}
        for whole, beginning, length, weighs in needles:
            at = phrase.find(beginning)
            if at < 0:
                break
            exact = phrase.find(whole, at)
            if exact >= 0:
                total += 1.0
                found[exact] = weighs
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
