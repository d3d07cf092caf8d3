"""What a coder typed, word by word, with what each word may stand for."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from oncodesk.codes.lookup.synonyms import NOTHING, Meanings, Synonyms
from oncodesk.codes.words import SILENT, typed_words, weight

LONGEST = 6
"""Words that may belong together."""
BEGINNING = 3
"""Letters from which on a word may be the beginning of what coders say."""


class Reading(NamedTuple):
    """One way to take a word: all these words, or words that begin so, must stand there. `worth` at most 1.

    `whole`: words that begin so do not count.
    """

    words: tuple[str, ...]
    worth: float
    whole: bool = False


@dataclass(frozen=True)
class Group:
    """A typed word, or several that belong together, with every way to take it; the first is as typed."""

    said: str
    readings: tuple[Reading, ...]

    def __hash__(self) -> int:
        return hash(self.said)

    @property
    def is_letter(self) -> bool:
        """Whether it is the mere beginning of a word yet to be typed: half of all codes have one, so none is sought."""
        return len(self.said) == 1 and len(self.readings) == 1

    @cached_property
    def telling(self) -> tuple[Reading, ...]:
        """The readings without the later ones that hold for thousands of codes, such as any malignant neoplasm."""
        return tuple(r for place, r in enumerate(self.readings) if place < 2 or any(map(weight, r.words)))


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
