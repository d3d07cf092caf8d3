"""What else may have been meant, where nothing is found."""

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache

from oncodesk.codes.query import Group, Reading, Synonyms, read, singulars
from oncodesk.codes.words import SILENT, one_of, typed_words

SHORTEST = 5
"""Words meant of fewer letters are taken as typed; with one left out it is a letter less."""
ENDING = 2
"""Letters of a long word's end that may be others (`subglottic`, `subglottis`)."""
LONG = 8
"""From so many letters on, two slips are allowed where one is not enough."""


class Vocabulary:
    """Every word of the code sets with how often it stands there."""

    def __init__(self, words: list[tuple[str, int]]) -> None:
        self._times = dict(words)
        self._words = sorted(self._times)
        self._by_length: dict[int, list[str]] = {}
        for word in self._words:
            self._by_length.setdefault(len(word), []).append(word)
        self._starts: dict[int, list[str]] = {}
        self.closed = lru_cache(maxsize=8192)(self._closed)
        self.near = lru_cache(maxsize=512)(self._near)

    def begins(self, start: str) -> bool:
        """Whether any word begins so."""
        at = bisect_left(self._words, start)
        return at < len(self._words) and self._words[at].startswith(start)

    def times(self, word: str) -> int:
        """How often it stands there as a whole word."""
        return self._times.get(word, 0)

    def has(self, word: str) -> bool:
        """Whether it stands there as a whole word."""
        return word in self._times

    def _closed(self, word: str) -> bool:
        """Whether no word begins so but itself and its plural, which is found by it too."""
        at = bisect_left(self._words, word)
        while at < len(self._words) and self._words[at].startswith(word):
            if word not in (self._words[at], one_of(self._words[at])):
                return False
            at += 1
        return True

    def _near(self, word: str) -> list[str]:
        """Whole words one slip away (two for long words), then beginnings of words one slip away; commonest first.

        Words with the same first letter before all others, for it is seldom mistaken.
        """
        slips = (1, 2) if len(word) >= LONG else (1,)
        for close in (True, False):
            for most in slips:
                lengths = range(max(len(word) - most, SHORTEST), len(word) + most + 1)
                found = self._within(word, most, [w for n in lengths for w in self._of_length(n, word[0], close)])
                if found:
                    return found
            if not close:
                break
            starts = [
                start
                for n in (len(word), len(word) + 1)
                if n >= SHORTEST
                for start in _lettered(self._beginnings(n), word[0], close)
            ]
            found = self._within(word, 1, starts)
            if found:
                return found
        return []

    def _of_length(self, length: int, letter: str, close: bool) -> list[str]:
        return _lettered(self._by_length.get(length, []), letter, close)

    def _within(self, word: str, slips: int, choices: list[str]) -> list[str]:
        from rapidfuzz import process  # 30 ms that few look-ups need
        from rapidfuzz.distance import OSA

        found = process.extract(word, choices, scorer=OSA.distance, score_cutoff=slips, limit=20)
        kept = sorted(found, key=lambda f: (f[1], f[0][0] != word[0], -self._times.get(f[0], 0)))
        return [choice for choice, _, _ in kept[:6]]

    def _beginnings(self, length: int) -> list[str]:
        if length not in self._starts:
            self._starts[length] = sorted({word[:length] for word in self._words if len(word) > length})
        return self._starts[length]


def _lettered(words: list[str], letter: str, close: bool) -> list[str]:
    """Of sorted words, those that begin with the letter, or all."""
    if not close:
        return words
    return words[bisect_left(words, letter) : bisect_left(words, letter + "\x7f")]


def mended(query: str, vocabulary: Vocabulary, synonyms: Synonyms) -> tuple[tuple[Group, ...], str, str]:
    """The query with its spelling mended and unknown words left out; as text; and what was done to it.

    Doubted are words that are no whole words; of a query's only word, what no word begins with.
    """
    typed = typed_words(query)
    better: dict[str, list[str]] = {}
    for word in typed:
        if _is_doubtful(word, len(typed) > 1, vocabulary):
            near = vocabulary.near(word) or _trimmed(word, vocabulary)
            if near:
                better[word] = near
    text = " ".join(better.get(word, [word])[0] for word in typed)
    groups = read(text, synonyms)
    others = {near[0]: near[1:] for near in better.values()}
    widened = tuple(_widened(group, others.get(group.said, ()), synonyms) for group in groups)
    known = tuple(group for group in widened if _is_known(group, vocabulary))
    said = f"spelling: {', '.join(near[0] for near in better.values())}" if better else ""
    dropped = ", ".join(group.said for group in widened if group not in known)
    return known, text, "; ".join(part for part in (said, f"without {dropped}" if dropped else "") if part)


def _is_doubtful(word: str, strict: bool, vocabulary: Vocabulary) -> bool:
    if len(word) < SHORTEST - 1 or word in SILENT or not word.isalpha() or vocabulary.has(word):
        return False
    return (strict and not any(map(vocabulary.has, singulars(word)))) or not vocabulary.begins(word)


def _is_known(group: Group, vocabulary: Vocabulary) -> bool:
    return any(
        all(vocabulary.has(word) if reading.whole else vocabulary.begins(word) for word in reading.words)
        for reading in group.readings
    )


def _widened(group: Group, others: Sequence[str], synonyms: Synonyms) -> Group:
    """The group with other words that may have been meant, and with other endings of a long one."""
    ways = list(group.readings)
    if group.said.isalpha() and len(group.said) >= LONG:
        ways.append(Reading((group.said[:-ENDING],), 0.8))
    for near in others:
        ways += [Reading((near,), 0.9), *(Reading(meaning, 0.85) for meaning in synonyms.of((near,)) if meaning)]
    return Group(group.said, tuple(ways))


def _trimmed(word: str, vocabulary: Vocabulary) -> list[str]:
    """A long word with its ending cut off, as far as something begins so."""
    shorter = (word[:-cut] for cut in range(1, 5) if len(word) - cut >= SHORTEST)
    return next(([start] for start in shorter if vocabulary.begins(start)), [])
