"""What each code can be found by: its own words, its other names, the words of the entries above it."""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple

from oncodesk.codes import facts
from oncodesk.codes.sources.icd10cm_tabular import Entry
from oncodesk.codes.values import Drug, Procedure
from oncodesk.codes.words import weight, words
from oncodesk.domain.icd import dotless

Aliases = dict[str, list[str]]
_FIRST = ("C", "D0", "D1", "D2", "D3", "D4", "D5", "D6", "D7", "D8", "Z51", "Z08", "Z09", "Z17", "Z79", "Z80", "Z85")
_SECOND = (
    *("R", "Z", "T451", "T45A", "T80", "T82", "T86", "K1", "G62", "G89", "E83", "E86", "E87", "E88", "I26", "I82"),
    *("I87", "I89", "I97", "J70", "J91", "L58", "N30", "M84", "M81", "K52", "K62", "E03", "E10", "E11", "I10"),
)
_LAST = ("O", "P", "Q", "S", "T", "V", "W", "X", "Y")
TOGETHER = 2_000
"""Rows written in one statement."""
NAMED = "="
"""Marks a phrase that names the code outright."""
NOT_IN_REMISSION = "not having achieved remission"
"""Such a code is what is meant where no remission is spoken of, and not what is meant where one is."""


class Row(NamedTuple):
    """One code with what it is found by.

    `phrases` are its own text first, then each other name; `named` is what coders say for just this code. `tier` says
    how near it is to an oncology office, 0 first.
    """

    set_: str
    code: str
    text: str
    billable: bool
    phrases: tuple[str, ...]
    named: tuple[str, ...] = ()
    wider: str = ""
    built: bool = False
    since: str | None = None
    until: str | None = None
    edition: str | None = None
    tier: int = 0

    @property
    def order(self) -> tuple[Any, ...]:
        """Importance: a look-up of one letter reads the first few hundred only."""
        return (self.tier, not self.billable, self.built, len(self.text), self.code)


def rows(
    entries: list[Entry],
    drugs: list[dict[str, Any]],
    procedures: list[dict[str, Any]],
    synonyms: Iterable[tuple[str, str, str]],
    edition: tuple[str, str, str, str],
) -> list[Row]:
    """Every code of every set in order of importance."""
    aliases = aliases_of(synonyms)
    found = [_drug(facts.drug_of(row), aliases) for row in drugs]
    found += [_procedure(facts.procedure_of(row), aliases) for row in procedures]
    found += diagnoses(entries, aliases, edition)
    return sorted(found, key=lambda row: row.order)


def write(db: sqlite3.Connection, found: list[Row]) -> None:
    """Writes the rows, their words and the vocabulary that spelling is checked against."""
    times: Counter[str] = Counter()
    for first in range(0, len(found), TOGETHER):
        made = [_made(place, row, times) for place, row in enumerate(found[first : first + TOGETHER], first + 1)]
        db.executemany("INSERT INTO find VALUES (?,?,?,?,?,?,?,?,?,?,?,?)", (stored for stored, _ in made))
        db.executemany("INSERT INTO words (rowid, held) VALUES (?,?)", (worded for _, worded in made))
    db.executemany("INSERT INTO vocabulary VALUES (?,?)", ((w, n) for w, n in times.items() if not w.isdigit()))
    db.execute("INSERT INTO words (words) VALUES ('optimize')")


def _made(place: int, row: Row, times: Counter[str]) -> tuple[tuple[Any, ...], tuple[int, str]]:
    """The row as stored and the words it is found by, each text taken apart once."""
    phrases, named_ = [words(p) for p in row.phrases], [words(p) for p in row.named]
    kept = [_phrase(text, said, "") for text, said in zip(row.phrases, phrases, strict=True)]
    kept += [_phrase(text, said, NAMED) for text, said in zip(row.named, named_, strict=True)]
    held = dict.fromkeys(chain(*phrases, *named_, _wider(row.wider)))
    times.update(held.keys())
    bare, shown = dotless(row.code), "\n".join((*row.phrases[1:], *row.named)) or None
    stored = (
        place, row.set_, row.code, bare, row.text, row.billable, row.since, row.until, row.edition, "\n".join(kept),
        shown, row.tier,
    )  # fmt: skip
    return stored, (place, f"{bare.lower()} {' '.join(held)}")


def _phrase(text: str, said: list[str], kind: str) -> str:
    """Weight of the words and the kind of phrase, then the words, each between spaces."""
    if NOT_IN_REMISSION in text:
        said = words(text.replace(NOT_IN_REMISSION, NOT_IN_REMISSION.removesuffix("remission")))
    return f"{sum(map(weight, said)):02d}{kind} {' '.join(said)} "


@lru_cache(maxsize=1024)
def _wider(text: str) -> tuple[str, ...]:
    """The words above a code: the same for all its siblings."""
    return tuple(words(text))


def named(bare: str, aliases: Aliases) -> tuple[str, ...]:
    """What coders say for just this code or for all that begin so."""
    return tuple(said for length in range(3, len(bare) + 1) for said in aliases.get(bare[:length], ()))


def _drug(drug: Drug, aliases: Aliases) -> Row:
    brands = f" ({', '.join(drug.brands[:3])})" if drug.brands else ""
    return Row(
        set_="cpt" if drug.code[0].isdigit() else "hcpcs", code=drug.code, text=f"{drug.generic}, {drug.unit}{brands}",
        billable=True,
        phrases=(drug.generic, *drug.brands), named=named(drug.code, aliases), wider=" ".join(
            ("drug", drug.drug_class, drug.kind or "", *drug.routes, drug.product or "", drug.indication or "")
        ),
        since=drug.since.isoformat(), until=drug.until.isoformat() if drug.until else None,
        edition=drug.reviewed.isoformat() if drug.reviewed else None,
    )  # fmt: skip


def _procedure(procedure: Procedure, aliases: Aliases) -> Row:
    role = [procedure.role.replace(".", " ").replace("_", " ")] if procedure.role else []
    return Row(
        set_="cpt" if procedure.code[0].isdigit() else "hcpcs", code=procedure.code, text=procedure.wording,
        billable=True, phrases=(procedure.wording, *procedure.keywords, *role), named=named(procedure.code, aliases),
        wider=procedure.kind.replace("_", " "),
        since=procedure.since.isoformat(), until=procedure.until.isoformat() if procedure.until else None,
        edition=procedure.reviewed.isoformat() if procedure.reviewed else None,
    )  # fmt: skip


def aliases_of(synonyms: Iterable[tuple[str, str, str]]) -> Aliases:
    """What coders say for a code, or for the codes that begin so, by the code without dot."""
    aliases: Aliases = defaultdict(list)
    for said, kind, meaning in synonyms:
        if kind == "code":
            aliases[dotless(meaning)].append(said)
    return aliases


def diagnoses(entries: list[Entry], aliases: Aliases, edition: tuple[str, str, str, str]) -> Iterator[Row]:
    """Every code of an ICD-10-CM edition (set, label, since, until), in its order."""
    _, label, since, _ = edition
    wider: list[str] = []
    for entry in entries:
        above = wider[entry.parent] if entry.parent is not None else ""
        names = [text for kind, text in entry.notes if kind == "inclusion"]
        below = [text for kind, text in entry.notes if kind == "includes"]
        wider.append(" ".join((above, entry.text, *names, *below)) if entry.kind == "code" else "")
        if entry.kind == "code":
            bare = dotless(entry.code)
            yield Row(
                set_="icd10cm", code=entry.code, text=entry.text, billable=entry.billable, built=entry.built,
                phrases=(entry.text, *names), named=named(bare, aliases), wider=above if bare[0] not in _LAST else "",
                since=since, edition=label, tier=tier(bare),
            )  # fmt: skip


def tier(bare: str) -> int:
    """How near an ICD-10-CM code is to an oncology office, 1 nearest."""
    if bare.startswith(_FIRST):
        return 1
    if bare.startswith(_SECOND):
        return 2
    return 4 if bare.startswith(_LAST) else 3
