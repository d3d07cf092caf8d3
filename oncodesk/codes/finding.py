"""What each code can be found by: its own words, its other names, the words of the entries above it."""

import re
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple

from oncodesk.codes import facts
from oncodesk.codes.modifiers import Modifier, read_modifiers
from oncodesk.codes.sources.icd10cm_tabular import Entry
from oncodesk.codes.values import Drug, Procedure
from oncodesk.codes.words import one_of, singular, weight, words
from oncodesk.domain.icd import dotless

Aliases = dict[str, list[str]]
_FIRST = ("C", "D0", "D1", "D2", "D3", "D4", "D5", "D6", "D7", "D8", "Z51", "Z08", "Z09", "Z17", "Z79", "Z80", "Z85")
_SECOND = (
    *("R", "Z", "T451", "T45A", "T80", "T82", "T86", "K1", "G62", "G89", "E83", "E86", "E87", "E88", "I26", "I82"),
    *("I87", "I89", "I97", "J70", "J91", "L58", "N30", "M84", "M81", "K52", "K62", "E03", "E10", "E11", "I10"),
)
_LAST = ("O", "P", "Q", "S", "T", "V", "W", "X", "Y")
HEAVIEST = 99
TOGETHER = 2_000
"""Rows written in one statement."""
SAID = 20
"""How often a word that coders say for others counts as standing somewhere."""
_UNTOLD = re.compile(r",? unspecified whether .*")
"""The end of a text that says what is not said: nobody asks for it."""
_ENCOUNTER = re.compile(r"(?:(?<=initial)|(?<=subsequent)) encounter")
"""A word that stands in each injury and says nothing there; it is typed for the reasons of an encounter."""
NAMED = "="
"""Marks a phrase that names the code outright."""
NOT_IN_REMISSION = "not having achieved remission"
"""Such a code is what is meant where no remission is spoken of, and not what is meant where one is."""


class Row(NamedTuple):
    """One code with what it is found by.

    `phrases` are its own text first, then each other name; `named` is what coders say for just this code. `tier` says
    how near it is to an oncology office, 0 first; `lesser` that others of its name are meant before it.
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
    lesser: bool = False

    @property
    def order(self) -> tuple[Any, ...]:
        """Importance: a look-up of one letter reads the first few hundred only."""
        return (self.tier, not self.billable, self.built, self.lesser, len(self.text), self.code)


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
    found += map(_modifier, read_modifiers())
    found += diagnoses(entries, aliases, edition)
    return sorted(found, key=lambda row: row.order)


def write(db: sqlite3.Connection, found: list[Row], said: Iterable[str] = ()) -> None:
    """Writes the rows, their words and the vocabulary that spelling is checked against, with what else is `said`."""
    times: Counter[str] = Counter(dict.fromkeys(said, SAID))
    for first in range(0, len(found), TOGETHER):
        made = [_made(place, row, times) for place, row in enumerate(found[first : first + TOGETHER], first + 1)]
        db.executemany("INSERT INTO find VALUES (?,?,?,?,?,?,?,?,?,?,?,?)", (stored for stored, _ in made))
        db.executemany("INSERT INTO words (rowid, own, wider) VALUES (?,?,?)", (worded for _, worded in made))
    db.executemany("INSERT INTO vocabulary VALUES (?,?)", ((w, n) for w, n in times.items() if not w.isdigit()))
    db.execute("INSERT INTO words (words) VALUES ('optimize')")


def _made(place: int, row: Row, times: Counter[str]) -> tuple[tuple[Any, ...], tuple[int, str, str]]:
    """The row as stored and the words it is found by, each text taken apart once."""
    phrases, named_ = [_told(p) for p in row.phrases], [_told(p) for p in row.named]
    kept = [_phrase(text, said, "") for text, said in zip(row.phrases, phrases, strict=True)]
    kept += [_phrase(text, said, NAMED) for text, said in zip(row.named, named_, strict=True)]
    own = dict.fromkeys(chain(*phrases, *named_))
    wider = dict.fromkeys(_wider(row.wider))
    times.update((own | wider).keys())
    bare, shown = dotless(row.code), "\n".join((*row.phrases[1:], *row.named)) or None
    stored = (
        place, row.set_, row.code, bare, row.text, row.billable, row.since, row.until, row.edition, "\n".join(kept),
        shown, row.tier,
    )  # fmt: skip
    return stored, (place, f"{bare.lower()} {_both(own)}", _both(wider))


def _told(text: str) -> list[str]:
    return words(_ENCOUNTER.sub("", text) if "encounter" in text else text)


def _phrase(text: str, said: list[str], kind: str) -> str:
    """Weight of the words and the kind of phrase, then the words, each between spaces."""
    if NOT_IN_REMISSION in text:
        said = words(text.replace(NOT_IN_REMISSION, NOT_IN_REMISSION.removesuffix("remission")))
    told = words(_UNTOLD.sub("", text)) if "unspecified whether" in text else said
    return f"{min(sum(map(weight, told)), HEAVIEST):02d}{kind} {' '.join(map(singular, said))} "


def _both(found: dict[str, None]) -> str:
    """The words, those that are plurals also as they stand for one."""
    return " ".join(found | dict.fromkeys(map(one_of, found)))


@lru_cache(maxsize=1024)
def _wider(text: str) -> tuple[str, ...]:
    """The words above a code: the same for all its siblings."""
    return tuple(words(text))


def named(code: str, aliases: Aliases) -> tuple[str, ...]:
    """What coders say for just this code or, of ICD-10-CM, for all that begin so."""
    beginnings = (code[:end] for end in range(3, len(code))) if "." in code else ()
    return tuple(said for start in (*beginnings, code) for said in aliases.get(start, ()))


def _drug(drug: Drug, aliases: Aliases) -> Row:
    brands = f" ({', '.join(drug.brands[:3])})" if drug.brands else ""
    return Row(
        set_="cpt" if drug.code[0].isdigit() else "hcpcs", code=drug.code, text=f"{drug.generic}, {drug.unit}{brands}",
        billable=True,
        phrases=(drug.generic, *drug.brands, f"{drug.generic} {drug.unit}"), named=named(drug.code, aliases),
        wider=" ".join(
            ("drug", drug.drug_class, drug.kind or "", *drug.routes, drug.product or "", drug.indication or "")
        ),
        since=drug.since.isoformat(), until=drug.until.isoformat() if drug.until else None,
        edition=drug.reviewed.isoformat() if drug.reviewed else None,
        lesser=drug.product is not None or drug.routes == ("oral",),
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


def _modifier(found: Modifier) -> Row:
    """Each name with the word modifier, so that a service of the same name is meant before it."""
    return Row(
        set_=found.set, code=found.code, text=f"Modifier: {found.wording}", billable=True, lesser=True,
        phrases=(f"modifier {found.wording}", *(f"modifier {name}" for name in found.keywords)),
        named=(f"modifier {found.code}",),
        since=found.since.isoformat(), until=found.until.isoformat() if found.until else None,
        edition=found.reviewed.isoformat(),
    )  # fmt: skip


def aliases_of(synonyms: Iterable[tuple[str, str, str]]) -> Aliases:
    """What coders say for a code, or for the codes that begin so, by the code."""
    aliases: Aliases = defaultdict(list)
    for said, kind, meaning in synonyms:
        if kind == "code":
            aliases[meaning].append(said)
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
                phrases=(entry.text, *names), named=named(entry.code, aliases),
                wider=above if bare[0] not in _LAST else "", since=since, edition=label, tier=tier(bare),
            )  # fmt: skip


def tier(bare: str) -> int:
    """How near an ICD-10-CM code is to an oncology office, 1 nearest."""
    if bare.startswith(_FIRST):
        return 1
    if bare.startswith(_SECOND):
        return 2
    return 4 if bare.startswith(_LAST) else 3
