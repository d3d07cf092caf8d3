"""Which words one file of a look-up holds, and the condition by which its full-text index finds those of a query."""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice

from oncodesk.codes.lookup.query import Group, Reading
from oncodesk.codes.words import one_of

MANY = 5
"""So many words that begin alike are sought one by one: what merely begins so is gathered whole first."""
SHORT = 2
"""Words of so few letters, and all with a digit, may be a code's: what begins so is not known from the words."""


class FileWords:
    """The words of one file."""

    def __init__(self, words: Iterable[str], closed: Callable[[str], bool]) -> None:
        """`closed`: whether of all files' words none begins so but the word itself."""
        told = set(words)
        self._held = told.union(map(one_of, told))
        self._words = sorted(told)
        self._all_closed = closed
        self._begun = lru_cache(maxsize=8192)(self._new_begun)
        self._group = lru_cache(maxsize=4096)(self._new_group)

    def match(self, groups: Sequence[Group], telling: bool = False, whole: bool = False) -> str | None:
        """The condition in the full-text index's language; None where no row can hold every group.

        Words that begin so count. `telling`: by telling readings only; `whole`: by whole words only.
        """
        found = [self._group(group, telling, whole) for group in groups]
        return " AND ".join(found) if all(found) else None

    def _new_group(self, group: Group, telling: bool, whole: bool) -> str:
        readings = group.telling if telling else group.readings
        ways = dict.fromkeys(way for reading in readings if (way := self._reading(reading, whole)))
        return f"({' OR '.join(ways)})" if ways else ""

    def _reading(self, reading: Reading, whole: bool) -> str:
        terms = [self._whole(word) if whole or reading.whole else self._begun(word) for word in reading.words]
        return f"({' AND '.join(terms)})" if all(terms) else ""

    def _whole(self, word: str) -> str:
        return f'"{word}"' if word in self._held or _is_short(word) else ""

    def _new_begun(self, word: str) -> str:
        if _is_short(word):
            return f'"{word}"' if self._all_closed(word) else f'"{word}"*'
        found = list(islice(begun(self._words, word), MANY + 1))
        if len(found) > MANY:
            return f'"{word}"*'
        terms = dict.fromkeys(_sought(one, word) for one in found)
        said = " OR ".join(f'"{term}"' for term in terms)
        return f"({said})" if len(terms) > 1 else said or self._whole(word)


def _sought(word: str, start: str) -> str:
    """The word that finds it: a plural is found by its singular too, where that still begins so."""
    single = one_of(word)
    return single if single.startswith(start) else word


def _is_short(word: str) -> bool:
    return len(word) <= SHORT or not word.isalpha()


def begun(words: list[str], start: str) -> Iterator[str]:
    """Of sorted words, those that begin so."""
    at = bisect_left(words, start)
    while at < len(words) and words[at].startswith(start):
        yield words[at]
        at += 1


def is_closed(words: list[str], start: str) -> bool:
    """Whether of sorted words none begins so but the word itself and its plural, which is found by it too."""
    return all(start in (word, one_of(word)) for word in begun(words, start))
