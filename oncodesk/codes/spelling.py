"""What else may have been meant, where nothing is found."""

from bisect import bisect_left
from functools import lru_cache

from oncodesk.codes.query import Group, Reading, Synonyms

SHORTEST = 5
"""Words of fewer letters are taken as typed."""
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
        self.near = lru_cache(maxsize=512)(self._near)

    def begins(self, start: str) -> bool:
        """Whether any word begins so."""
        at = bisect_left(self._words, start)
        return at < len(self._words) and self._words[at].startswith(start)

    def _near(self, word: str) -> list[str]:
        """Whole words one slip away (two for long words), then beginnings of words one slip away; commonest first.

        Words with the same first letter before all others, for it is seldom mistaken.
        """
        slips = (1, 2) if len(word) >= LONG else (1,)
        for close in (True, False):
            for most in slips:
                lengths = range(len(word) - most, len(word) + most + 1)
                found = self._within(word, most, [w for n in lengths for w in self._of_length(n, word[0], close)])
                if found:
                    return found
            starts = [
                start for n in (len(word), len(word) + 1) for start in _lettered(self._beginnings(n), word[0], close)
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


def relaxed(groups: tuple[Group, ...], vocabulary: Vocabulary, synonyms: Synonyms) -> tuple[tuple[Group, ...], str]:
    """The query with its spelling mended and unknown words left out, with what was done to it."""
    mended = tuple(_mended(group, vocabulary, synonyms) for group in groups)
    changed = [m.readings[-1] for m, g in zip(mended, groups, strict=True) if m is not g]
    said = f"spelling: {', '.join(' '.join(reading.words) for reading in changed)}" if changed else ""
    known = tuple(group for group in mended if _is_known(group, vocabulary))
    return known, _without(mended, known, said)


def _is_known(group: Group, vocabulary: Vocabulary) -> bool:
    return any(all(vocabulary.begins(word) for word in reading.words) for reading in group.readings)


def _mended(group: Group, vocabulary: Vocabulary, synonyms: Synonyms) -> Group:
    if _is_known(group, vocabulary):
        return group
    word = group.said.strip("+-")
    started = [means for said, means in synonyms.items() if said[0].startswith(word)] if len(word) > 2 else []
    ways = [Reading(meaning, 0.9) for meanings in started[:4] for meaning in meanings]
    if not ways and len(word) >= SHORTEST and word.isalpha():
        for near in vocabulary.near(word):
            meanings = synonyms.get((near,), ())
            ways += [Reading((near,), 0.95), *(Reading(meaning, 0.9) for meaning in meanings)]
    if not ways:
        ways = _trimmed(word, vocabulary)
    return Group(group.said, tuple(ways)) if ways else group


def _trimmed(word: str, vocabulary: Vocabulary) -> list[Reading]:
    """A long word with its ending cut off, as far as something begins so."""
    for cut in range(1, 5):
        if len(word) - cut >= SHORTEST and vocabulary.begins(word[:-cut]):
            return [Reading((word[:-cut],), 0.85)]
    return []


def _without(groups: tuple[Group, ...], kept: tuple[Group, ...], said: str) -> str:
    dropped = ", ".join(group.said for group in groups if group not in kept)
    return "; ".join(part for part in (said, f"without {dropped}" if dropped else "") if part)
