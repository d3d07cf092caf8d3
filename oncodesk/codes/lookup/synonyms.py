"""What coders say for what the books say."""

from bisect import bisect_left
from collections.abc import Iterable
from functools import lru_cache

from oncodesk.codes.words import SILENT, singular, typed_words, words

BEGUN = 4
"""How many sayings, and how many meanings, a beginning may stand for."""
Meanings = tuple[tuple[str, ...], ...]
NOTHING: Meanings = ((),)
"""The meaning of a saying that no code's text knows, such as a stage."""


class Synonyms:
    """What coders say for what the books say: typed words to meanings, each meaning as words of the official text."""

    def __init__(self, rows: Iterable[tuple[str, str]]) -> None:
        """Sayings and meanings, in the order written."""
        found: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
        for said, means in rows:
            found.setdefault(tuple(typed_words(said)), []).append(tuple(map(singular, words(means))))
        self._meanings = {said: tuple(meanings) for said, meanings in found.items()}
        self._sayings = sorted(self._meanings)
        self._unordered = {_unordered(said): said for said in reversed(self._sayings) if len(said) > 1}
        self.begun = lru_cache(maxsize=1024)(self._begun)

    def __contains__(self, said: tuple[str, ...]) -> bool:
        return said in self._meanings

    def of(self, said: tuple[str, ...]) -> Meanings:
        """Its meanings, the likeliest first, whatever the order of its words; none where nobody says so."""
        found = self._meanings.get(said)
        if found is None and len(said) > 1 and said[0] not in SILENT and said[-1] not in SILENT:
            found = self._meanings.get(self._unordered.get(_unordered(said), ()))
        return found or ()

    @property
    def words(self) -> set[str]:
        """Every word that is said."""
        return {word for said in self._sayings for word in said}

    def _begun(self, said: tuple[str, ...]) -> Meanings:
        """Meanings of the sayings whose last word is not yet typed to its end, the shortest first."""
        at = bisect_left(self._sayings, said)
        found = []
        while at < len(self._sayings) and _begins(self._sayings[at], said):
            if len(self._sayings[at]) == len(said):
                found.append(self._sayings[at])
            at += 1
        found.sort(key=lambda one: len(one[-1]))
        meanings = [meaning for one in found[:BEGUN] for meaning in self._meanings[one] if meaning]
        return tuple(dict.fromkeys(meanings))[:BEGUN]


def _unordered(said: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word for word in said if word not in SILENT)


def _begins(saying: tuple[str, ...], said: tuple[str, ...]) -> bool:
    return (
        saying[: len(said) - 1] == said[:-1] and len(saying) >= len(said) and saying[len(said) - 1].startswith(said[-1])
    )
