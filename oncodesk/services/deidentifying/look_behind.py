"""Looks for every value that identifies in what is about to leave."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence

_WORD = re.compile(r"[^\W_]+")
_OF_OUR_FORM = re.compile(r"\d{1,6}|[A-Z]\d{4}|\d{4}[A-Z]|[A-Z]\d[A-Z0-9](\.[A-Z0-9]{1,4})?|[A-Z0-9]{1,2}|\d+\.\d\d")
"""Numbers and codes: the same signs stand for another thing in a cell, as 96413 does."""
SHORTEST = 4


def left_behind(rows: Iterable[Sequence[object]], values: Collection[str], vocabulary: Collection[str]) -> list[str]:
    """Which values stand in a cell or are a word of one, other than words of ours."""
    cells = {str(cell) for row in rows for cell in row if cell not in ("", None)}
    ours = {word for text in vocabulary for word in words(text)}
    there = {word for cell in cells for word in words(cell)} - ours
    folded = {cell.casefold() for cell in cells} - {text.casefold() for text in vocabulary}
    looked = (value for value in values if not _OF_OUR_FORM.fullmatch(value))
    return [v for v in looked if v.casefold() in folded or any(len(w) >= SHORTEST and w in there for w in _names(v))]


def _names(value: str) -> set[str]:
    return {word for word in words(value) if not _OF_OUR_FORM.fullmatch(word.upper())}


def words(text: str) -> set[str]:
    """The words of a text in small letters."""
    return set(_WORD.findall(text.casefold()))


def alone(rows: Iterable[Sequence[object]]) -> int:
    """How many patients are the only one of their year of birth, sex, state and three digits."""
    return sum(count == 1 for count in Counter(tuple(row[1:]) for row in rows).values())
