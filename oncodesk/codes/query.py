"""What a coder typed, word by word, with what each word may stand for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from oncodesk.codes.words import SILENT, typed_words, words

Synonyms = Mapping[tuple[str, ...], tuple[tuple[str, ...], ...]]
"""Typed words to meanings, each meaning as words of the official text."""
LONGEST = 6
NOTHING: tuple[tuple[str, ...], ...] = ((),)
"""The meaning of a saying that no code's text knows, such as a stage."""


class Reading(NamedTuple):
    """One way to take a word: all these words, or words that begin so, must stand there. `worth` at most 1."""

    words: tuple[str, ...]
    worth: float


@dataclass(frozen=True, slots=True)
class Group:
    """A typed word, or several that belong together, with every way to take it; the first is as typed."""

    said: str
    readings: tuple[Reading, ...]

    @property
    def is_letter(self) -> bool:
        """Whether it is the mere beginning of a word yet to be typed: half of all codes have one, so none is sought."""
        return len(self.said) == 1 and len(self.readings) == 1

    def match(self, whole: bool = False) -> str:
        """The condition in the full-text index's language; `whole`: words as they stand, no beginnings of words."""
        mark = "" if whole else "*"
        ways = dict.fromkeys(" AND ".join(f'"{w}"{mark}' for w in reading.words) for reading in self.readings)
        return "(" + " OR ".join(f"({way})" for way in ways) + ")"


def read(query: str, synonyms: Synonyms) -> tuple[Group, ...]:
    """The groups of a query; silent words, and sayings that mean nothing here, are left out where others remain."""
    typed = typed_words(query)
    return _groups(typed, synonyms) or _groups(typed, {})


def _groups(typed: list[str], synonyms: Synonyms) -> tuple[Group, ...]:
    groups: list[Group] = []
    at = 0
    while at < len(typed):
        length, meanings = _longest(typed, at, synonyms)
        said = typed[at : at + length]
        at += length
        group = _group(said, meanings)
        if group:
            groups.append(group)
    return tuple(dict.fromkeys(groups))


def _longest(typed: list[str], at: int, synonyms: Synonyms) -> tuple[int, tuple[tuple[str, ...], ...]]:
    for length in range(min(LONGEST, len(typed) - at), 0, -1):
        found = synonyms.get(tuple(typed[at : at + length]))
        if found:
            return length, found
    return 1, ()


def _group(said: list[str], meanings: tuple[tuple[str, ...], ...]) -> Group | None:
    if meanings == NOTHING:
        return None
    plain = tuple(w for w in (word.strip("+-") for word in said) if w not in SILENT)
    readings = [Reading(plain, 0.6 if said[-1][-1] in "+-" else 1.0)] if plain else []
    if len(plain) == 1:
        readings += [Reading((single,), 0.95) for single in singular(plain[0])]
    readings += [Reading(meaning, 0.98 - 0.03 * step) for step, meaning in enumerate(meanings)]
    return Group(" ".join(said), tuple(readings)) if readings else None


def singular(word: str) -> tuple[str, ...]:
    """The word without a plural ending, where it has one."""
    if len(word) < 5 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return ()
    if word.endswith("ies"):
        return (f"{word[:-3]}y",)
    return (word[:-1], word[:-2]) if word.endswith("es") else (word[:-1],)


def synonyms_of(rows: Iterable[tuple[str, str]]) -> dict[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """Sayings to meanings, in the order written."""
    found: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for said, means in rows:
        found.setdefault(tuple(typed_words(said)), []).append(tuple(words(means)))
    return {said: tuple(meanings) for said, meanings in found.items()}
