"""What a coder typed, word by word, with what each word may stand for."""

from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from oncodesk.codes.words import SILENT, one_of, singular, typed_words, weight, words

LONGEST = 6
BEGINNING = 3
"""Letters from which on a word may be the beginning of what coders say."""
BEGUN = 4
"""How many sayings, and how many meanings, a beginning may stand for."""
Meanings = tuple[tuple[str, ...], ...]
NOTHING: Meanings = ((),)
"""The meaning of a saying that no code's text knows, such as a stage."""


def never(word: str) -> bool:
    """Where nothing is known of words."""
    return False


def always(word: str) -> bool:
    """Where words are to stand as they are."""
    return True


class Reading(NamedTuple):
    """One way to take a word: all these words, or words that begin so, must stand there. `worth` at most 1.

    `whole`: words that begin so do not count.
    """

    words: tuple[str, ...]
    worth: float
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A typed word, or several that belong together, with every way to take it; the first is as typed."""

    said: str
    readings: tuple[Reading, ...]

    @property
    def is_letter(self) -> bool:
        """Whether it is the mere beginning of a word yet to be typed: half of all codes have one, so none is sought."""
        return len(self.said) == 1 and len(self.readings) == 1

    @property
    def telling(self) -> tuple[Reading, ...]:
        """The readings without the later ones that hold for thousands of codes, such as any malignant neoplasm."""
        return tuple(r for place, r in enumerate(self.readings) if place < 2 or any(map(weight, r.words)))

    def match(self, closed: Callable[[str], bool] = never, telling: bool = False) -> str:
        """The condition in the full-text index's language: words that begin so, and where `closed` says that none but
        the word itself does, the word, which is sought faster."""
        ways = dict.fromkeys(
            " AND ".join(f'"{w}"' if reading.whole or closed(w) else f'"{w}"*' for w in reading.words)
            for reading in (self.telling if telling else self.readings)
        )
        return "(" + " OR ".join(f"({way})" for way in ways) + ")"


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


def read(query: str, synonyms: Synonyms) -> tuple[Group, ...]:
    """The groups of a query; silent words, and sayings that mean nothing here, are left out where others remain."""
    typed = typed_words(query)
    return _groups(typed, synonyms) or _groups(typed, Synonyms(()))


def _groups(typed: list[str], synonyms: Synonyms) -> tuple[Group, ...]:
    groups: list[Group] = []
    at = 0
    while at < len(typed):
        length, meanings, begun = _longest(typed, at, synonyms)
        said = typed[at : at + length]
        at += length
        group = _group(said, meanings, begun)
        if group:
            groups.append(group)
    return tuple(dict.fromkeys(groups))


def _longest(typed: list[str], at: int, synonyms: Synonyms) -> tuple[int, Meanings, Meanings]:
    """How many of the words belong together, what they mean, and what they are the beginning of."""
    for length in range(min(LONGEST, len(typed) - at), 0, -1):
        said = tuple(typed[at : at + length])
        if found := synonyms.of(said):
            return length, found, ()
        if length > 1 and len(said[-1]) >= BEGINNING and (begun := synonyms.begun(said)):
            return length, (), begun
    word = typed[at]
    single = next((found for one in singulars(word) if (found := synonyms.of((one,)))), ())
    return 1, single, synonyms.begun((word,)) if len(word) >= BEGINNING else ()


def _group(said: list[str], meanings: Meanings, begun: Meanings) -> Group | None:
    if meanings == NOTHING:
        return None
    plain = tuple(w for w in (word.strip("+-") for word in said) if w not in SILENT)
    readings = [Reading(plain, 0.6 if said[-1][-1] in "+-" else 1.0)] if plain else []
    if len(plain) == 1:
        readings += [Reading((single,), 0.95, True) for single in singulars(plain[0])]
    readings += [Reading(meaning, _worth(step, meaning)) for step, meaning in enumerate(meanings)]
    readings += [Reading(meaning, 0.86 - 0.03 * step) for step, meaning in enumerate(begun) if meaning not in meanings]
    return Group(" ".join(said), tuple(readings)) if readings else None


def _worth(step: int, meaning: tuple[str, ...]) -> float:
    """Worth of a meaning by its place; a later one that holds for thousands of codes is worth little."""
    return 0.98 - 0.03 * step if not step or any(map(weight, meaning)) else 0.6


def singulars(word: str) -> tuple[str, ...]:
    """The word without a plural ending, where it has one."""
    if len(word) < 5 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return ()
    if word.endswith("ies"):
        return (f"{word[:-3]}y",)
    return (word[:-1], word[:-2]) if word.endswith("es") else (word[:-1],)


class Named:
    """What coders say for just some codes, whatever the order of its words and by whichever of words that are alike."""

    def __init__(self, rows: Iterable[tuple[str, str]], alike: Iterable[tuple[str, str]] = ()) -> None:
        """Sayings with codes or their beginnings, in the order written; and words with those that are said for them."""
        self._alike = {tuple(typed_words(other)): tuple(typed_words(word)) for word, other in alike}
        self._codes: dict[frozenset[str], tuple[str, ...]] = {}
        for said, code in rows:
            key = self.spoken(said)
            self._codes[key] = tuple(dict.fromkeys((*self._codes.get(key, ()), code)))

    def of(self, query: str) -> tuple[str, ...]:
        """The codes or their beginnings, likeliest first; none where nobody says so."""
        return self._codes.get(self.spoken(query), ())

    def within(self, query: str) -> list[tuple[tuple[str, ...], frozenset[str], frozenset[str]]]:
        """The codes of the longest sayings that are part of the query; its words that none of them holds, and those
        that only others hold."""
        said = list(self._told(query))
        found: list[tuple[frozenset[str], tuple[str, ...]]] = []
        for length in range(min(LONGEST, len(said)), 0, -1):
            for at in range(len(said) - length + 1):
                part = frozenset(said[at : at + length])
                if part in self._codes and not any(part <= longer for longer, _ in found):
                    found.append((part, self._codes[part]))
        held = frozenset[str]().union(*(part for part, _ in found))
        return [(codes, frozenset(said) - held, held - part) for part, codes in found]

    def spoken(self, query: str) -> frozenset[str]:
        """The words of a query that say something, each by the word that stands for those alike."""
        return frozenset(self._told(query))

    def _told(self, query: str) -> dict[str, None]:
        typed, at = typed_words(query), 0
        found: list[str] = []
        while at < len(typed):
            length = next((n for n in range(LONGEST, 1, -1) if tuple(typed[at : at + n]) in self._alike), 1)
            said = tuple(typed[at : at + length])
            found += self._alike.get(said, said)
            at += length
        return dict.fromkeys(one_of(word) for word in found if word not in SILENT)
