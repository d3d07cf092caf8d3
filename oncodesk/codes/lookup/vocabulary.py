"""Every word of the code sets, and which of them is near a word that is none."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain
from pathlib import Path
from string import ascii_lowercase

from oncodesk.codes.lookup.file_words import FileWords, begun, is_closed

SHORTEST = 5
"""Words meant of fewer letters are taken as typed; with one left out it is a letter less."""
LONG = 8
"""From so many letters on, two slips are allowed where one is not enough."""
CHOICES = 6
"""How many other words one may stand for."""


class Vocabulary:
    """Every word of the code sets with how often it stands there."""

    def __init__(self, times: Mapping[str, int], files: Mapping[Path, Iterable[str]] | None = None) -> None:
        """`files`: the words of each file."""
        self._times = times
        self._words = sorted(times)
        self._by_length: dict[int, list[str]] = {}
        for word in self._words:
            self._by_length.setdefault(len(word), []).append(word)
        self._starts: dict[int, list[str]] = {}
        self.closed = lru_cache(maxsize=8192)(self._closed)
        self.near = lru_cache(maxsize=512)(self._near)
        self.of = {path: FileWords(words, self.closed) for path, words in (files or {}).items()}

    def begins(self, start: str) -> bool:
        """Whether any word begins so."""
        return next(begun(self._words, start), None) is not None

    def times(self, word: str) -> int:
        """How often it stands there as a whole word."""
        return self._times.get(word, 0)

    def has(self, word: str) -> bool:
        """Whether it stands there as a whole word."""
        return word in self._times

    def _closed(self, word: str) -> bool:
        """Whether no word begins so but itself and its plural, which is found by it too."""
        return is_closed(self._words, word)

    def _near(self, word: str) -> list[str]:
        """Whole words one slip away (two for long words), then beginnings of words one slip away; commonest first.

        Words with the same first letter before all others, for it is seldom mistaken, and never with another slip.
        """
        for most in (1, 2) if len(word) >= LONG else (1,):
            lengths = range(max(len(word) - most, SHORTEST), len(word) + most + 1)
            same = chain.from_iterable(_lettered(self._by_length.get(n, []), word[0]) for n in lengths)
            if found := self._within(word, most, same):
                return found
        lengths = range(max(len(word), SHORTEST), len(word) + 2)
        same = chain.from_iterable(_lettered(self._beginnings(n), word[0]) for n in lengths)
        if found := self._within(word, 1, same):
            return found
        others = (other for other in _misbegun(word) if len(other) >= SHORTEST and other in self._times)
        return sorted(others, key=lambda other: -self._times[other])[:CHOICES]

    def _within(self, word: str, slips: int, choices: Iterable[str]) -> list[str]:
        from rapidfuzz import process  # 30 ms that few look-ups need
        from rapidfuzz.distance import OSA

        found = process.extract(word, list(choices), scorer=OSA.distance, score_cutoff=slips, limit=20)
        kept = sorted(found, key=lambda f: (f[1], -self._times.get(f[0], 0)))
        return [choice for choice, _, _ in kept[:CHOICES]]

    def _beginnings(self, length: int) -> list[str]:
        if length not in self._starts:
            self._starts[length] = sorted({word[:length] for word in self._words if len(word) > length})
        return self._starts[length]


def _lettered(words: list[str], letter: str) -> list[str]:
    """Of sorted words, those that begin with the letter."""
    return words[bisect_left(words, letter) : bisect_left(words, letter + "\x7f")]


def _misbegun(word: str) -> Iterator[str]:
    """Words whose first letter is another, doubled, missing, or has changed places."""
    yield word[1:]
    yield word[1] + word[0] + word[2:]
    for letter in ascii_lowercase:
        if letter != word[0]:
            yield letter + word[1:]
            yield letter + word
