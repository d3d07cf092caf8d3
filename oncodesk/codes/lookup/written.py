"""Writes the rows of a look-up with the words each is found by."""

import re
import sqlite3
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from oncodesk.codes.lookup.row import Row
from oncodesk.codes.words import one_of, singular, weight, words

HEAVIEST = 99
TOGETHER = 2_000
"""Rows written in one statement."""
SAID = 20
"""How often a word that coders say for others counts as standing somewhere."""
NAMED = "="
"""Marks a phrase that names the code outright."""
NOT_IN_REMISSION = "not having achieved remission"
"""Such a code is what is meant where no remission is spoken of, and not what is meant where one is."""
HELD_BACK = 8 << 20
"""Bytes of words gathered before they are written: pieces written early are merged again and again."""
_UNTOLD = re.compile(r",? unspecified whether .*")
"""The end of a text that says what is not said: nobody asks for it."""
_ABSENT = re.compile(r",? without .*")
"""The end of a text that says what is not there: the code is what is meant where nobody speaks of that."""
_ENCOUNTER = re.compile(r"(?:(?<=initial)|(?<=subsequent)) encounter")
"""A word that stands in each injury and says nothing there; it is typed for the reasons of an encounter."""


class Part(NamedTuple):
    """A text or a part of one: its words between spaces as they stand for one, their weight, and all that finds it."""

    spaced: str
    weight: int
    found_by: str


def write(db: sqlite3.Connection, rows: list[Row], said: Iterable[str] = ()) -> None:
    """Writes the rows, their words and the vocabulary that spelling is checked against, with what else is `said`."""
    db.execute("INSERT INTO words (words, rank) VALUES ('hashsize', ?)", (HELD_BACK,))
    spoken = set(said)
    read = _Reader()
    for first in range(0, len(rows), TOGETHER):
        made = [read.row(place, row) for place, row in enumerate(rows[first : first + TOGETHER], first + 1)]
        db.executemany("INSERT INTO find VALUES (?,?,?,?,?,?,?,?,?,?,?,?)", (stored for stored, _ in made))
        db.executemany("INSERT INTO words (rowid, own, wider) VALUES (?,?,?)", (worded for _, worded in made))
    db.execute("INSERT INTO words (words) VALUES ('optimize')")
    db.executemany("INSERT INTO vocabulary VALUES (?,?)", _times(db, read.words, spoken))


def _times(db: sqlite3.Connection, known: Iterable[str], said: set[str]) -> Iterator[tuple[str, int]]:
    """In how many rows each word can be found that is one, and not merely a code or a plural's beginning."""
    db.execute("CREATE VIRTUAL TABLE temp.held USING fts5vocab('main', 'words', 'row')")
    times = dict(db.execute("SELECT term, doc FROM temp.held").fetchall())
    db.execute("DROP TABLE temp.held")
    for word in said.union(known):
        if not word.isdigit():
            yield word, times.get(word, 0) + (SAID if word in said else 0)


class _Reader:
    """Takes the texts of rows apart, each once."""

    def __init__(self) -> None:
        self.words: dict[str, tuple[str, int, str]] = {}
        self._parts: dict[str, Part] = {}

    def row(self, place: int, row: Row) -> tuple[tuple[Any, ...], tuple[int, str, str]]:
        """The row as stored and the words it is found by."""
        bare, texts, named = row.code.upper().replace(".", ""), (*row.phrases, *row.named), len(row.phrases)
        told = [self._told(text) for text in texts]
        kept = [
            self._phrase(text, said, "" if at < named else NAMED)
            for at, (text, said) in enumerate(zip(texts, told, strict=True))
        ]
        if " without " in texts[0]:
            texts = (*texts, texts[0])
            kept.append(f"{min(told[0].weight, HEAVIEST):02d} {told[0].spaced}")
        found_by = [bare.lower(), *(said.found_by for said in told)]
        stored = (
            place, row.set_, row.code, bare, row.text, row.billable, row.since, row.until, row.edition,
            "\n".join(kept), "\n".join(texts[1:]) or None, row.tier,
        )  # fmt: skip
        return stored, (place, " ".join(found_by), self._part(row.wider).found_by)

    def _phrase(self, text: str, said: Part, kind: str) -> str:
        """Weight of the words and the kind of phrase, then the words, each between spaces."""
        heavy, spaced = said.weight, said.spaced
        if NOT_IN_REMISSION in text:
            spaced, heavy, _ = self._part(text.replace(NOT_IN_REMISSION, NOT_IN_REMISSION.removesuffix("remission")))
        if "unspecified whether" in text:
            heavy = self._part(_UNTOLD.sub("", text)).weight
        elif " without " in text:
            spaced = self._part(_ABSENT.sub(" without", text)).spaced
            heavy = self._part(_ABSENT.sub("", text)).weight
        return f"{min(heavy, HEAVIEST):02d}{kind} {spaced}"

    def _told(self, text: str) -> Part:
        """What stands before the last comma with what stands after: thousands of injuries end alike, or begin."""
        stem, comma, ending = text.rpartition(", ")
        if not comma:
            return self._part(text)
        a, b = self._part(stem), self._part(ending)
        return Part(a.spaced + b.spaced, a.weight + b.weight, a.found_by + b.found_by)

    def _part(self, text: str) -> Part:
        part = self._parts.get(text)
        if part is None:
            told = words(_ENCOUNTER.sub("", text) if "encounter" in text else text)
            known = [self.words.get(word) or self._word(word) for word in told]
            spaced = "".join([one for one, _, _ in known])
            others = "".join([other for _, _, other in known])
            part = self._parts[text] = Part(spaced, sum([heavy for _, heavy, _ in known]), spaced + others)
        return part

    def _word(self, word: str) -> tuple[str, int, str]:
        """The word as for one, its weight, and as what else it is found; each with a space behind."""
        one = singular(word)
        others = dict.fromkeys(f"{other} " for other in (word, one_of(word)) if other != one)
        known = self.words[word] = f"{one} ", weight(word), "".join(others)
        return known
