"""What else may have been meant, where nothing is found."""

from collections.abc import Sequence

from oncodesk.codes.lookup.query import Group, Reading, read, singulars
from oncodesk.codes.lookup.synonyms import Synonyms
from oncodesk.codes.lookup.vocabulary import LONG, SHORTEST, Vocabulary
from oncodesk.codes.words import SILENT, typed_words

ENDING = 2
"""Letters of a long word's end that may be others (`subglottic`, `subglottis`)."""


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
