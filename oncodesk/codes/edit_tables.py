"""What the edit tables say on the day: NCCI pairs, unlikely units, add-on codes. Outside its quarter a table says
nothing, and why."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from oncodesk.codes.edit_values import AddOnEdit, NotLoaded, Pair, Pairs, UnlikelyUnits
from oncodesk.codes.pair_keys import CODE, CODES, ROWS_OF_A_PAIR, packed
from oncodesk.codes.shelf import Shelved

if TYPE_CHECKING:
    from oncodesk.codes.library import CodeSets

MOST_CODES = 200
"""Different codes on one day of one claim; a claim has at most fifty lines."""
IN_FORCE = "since <= :day AND (until IS NULL OR until >= :day)"
PAIRS_OF = f"""
WITH asked (key, first, second) AS (VALUES {{asked}})
SELECT first, second, since, until, indicator, why
FROM asked CROSS JOIN ptp ON ptp.key BETWEEN asked.key AND asked.key + {ROWS_OF_A_PAIR - 1}
CROSS JOIN term ON term.id = ptp.term
WHERE indicator <> 9 AND since <= ? AND (until IS NULL OR until >= ?)
ORDER BY ptp.key
"""
PAIRS = f"""
WITH line (first, second, code) AS (VALUES {{lines}})
SELECT a.code, b.code, since, until, indicator, why
FROM line a CROSS JOIN line b CROSS JOIN ptp oldest ON oldest.key = a.first + b.second
CROSS JOIN ptp ON ptp.key BETWEEN oldest.key AND oldest.key + {ROWS_OF_A_PAIR - 1}
CROSS JOIN term ON term.id = ptp.term
WHERE indicator <> 9 AND since <= ? AND (until IS NULL OR until >= ?)
ORDER BY ptp.key
"""
"""All edits among the codes of a claim on a day, in both orders, in one statement; an edit holds through the day it is
deleted, and one with indicator 9 never held (NCCI Policy Manual, chapter I)."""


class EditTables:
    """The edit tables' part of `Tables`."""

    on: date

    if TYPE_CHECKING:

        @property
        def _sets(self) -> "CodeSets": ...

    def ptp_pairs(self, codes: Iterable[str]) -> Pairs | NotLoaded:
        """Every NCCI edit in force among the codes; codes that are no five letters or digits have none."""
        held = of_the_day(self._sets, "ptp", self.on)
        return held if isinstance(held, NotLoaded) else Pairs(held.label, pairs(held, codes, self.on))

    def ptp_of(self, code: str, others: Iterable[str]) -> Pairs | NotLoaded:
        """Every NCCI edit in force of one code with any of the others, in either column."""
        held = of_the_day(self._sets, "ptp", self.on)
        return held if isinstance(held, NotLoaded) else Pairs(held.label, pairs_of(held, code, others, self.on))

    def mue(self, code: str) -> UnlikelyUnits | NotLoaded | None:
        """The most units likely on one day; None where the table has no value for the code."""
        held = of_the_day(self._sets, "mue", self.on)
        if isinstance(held, NotLoaded):
            return held
        found = held.file.rows("SELECT code, units, indicator, why FROM mue WHERE code = ?", (code.strip().upper(),))
        return next((UnlikelyUnits(own, units, mai, why, held.label) for own, units, mai, why in found), None)

    def addon_edits(self, code: str) -> tuple[AddOnEdit, ...] | NotLoaded:
        """The primaries of an add-on code on the day, by code; empty where the table does not list it as one."""
        return self._add_ons("add_on", code)

    def addons_of(self, primary: str) -> tuple[AddOnEdit, ...] | NotLoaded:
        """The add-on codes that list a primary on the day."""
        return self._add_ons("prime", primary)

    def _add_ons(self, column: str, code: str) -> tuple[AddOnEdit, ...] | NotLoaded:
        held = of_the_day(self._sets, "addon", self.on)
        if isinstance(held, NotLoaded):
            return held
        sql = f"SELECT add_on, prime, kind, since, until, note FROM addon WHERE {column} = :code AND {IN_FORCE}"
        rows = held.file.rows(f"{sql} ORDER BY add_on, prime", {"code": code.strip().upper(), "day": str(self.on)})
        return tuple(
            AddOnEdit(add_on, prime, kind, _day(since), _end(until), note, held.label)
            for add_on, prime, kind, since, until, note in rows
        )


NAMES = {
    "ptp": "NCCI procedure-to-procedure edits", "mue": "medically unlikely edits", "addon": "add-on code edits",
    "asp": "ASP payment limits", "ndc": "NDC crosswalk", "fees": "physician fee schedule values",
    "gpci": "geographic practice cost indices", "coverage": "Medicare coverage articles",
}  # fmt: skip


def of_the_day(code_sets: "CodeSets", set_: str, day: date) -> Shelved | NotLoaded:
    """The edition whose period holds the day, or the words that say which is loaded and what to load."""
    answering = code_sets.in_force(set_, day)
    name = NAMES[set_]
    wanted = f"load CMS's {name} of {_quarter(day)}"
    if answering is None:
        return NotLoaded(f"no {name} are loaded; {wanted}")
    edition = answering.edition
    if answering.stale:
        return NotLoaded(f"the {name} loaded are of {edition.since} to {edition.until}, not of {day}; {wanted}")
    return edition


def pairs(edition: Shelved, codes: Iterable[str], day: date) -> tuple[Pair, ...]:
    """Every edit in force among the codes on the day, asked in one statement."""
    held = sorted({code.strip().upper() for code in codes})
    if len(held) > MOST_CODES:
        raise ValueError(f"expected at most {MOST_CODES} different codes, found {len(held)}")
    values: list[Any] = []
    for code in held:
        if CODE.fullmatch(code):
            second = packed(code) * ROWS_OF_A_PAIR
            values += (second * CODES, second, code)
    if not values:
        return ()
    sql = PAIRS.format(lines=", ".join(["(?, ?, ?)"] * (len(values) // 3)))
    return _pairs(edition.file.rows(sql, (*values, str(day), str(day))))


def pairs_of(edition: Shelved, code: str, others: Iterable[str], day: date) -> tuple[Pair, ...]:
    """Every edit in force between one code and the others on the day, asked in one statement."""
    known = sorted({other for other in others if CODE.fullmatch(other) and other != code})
    if not known or not CODE.fullmatch(code):
        return ()
    values: list[Any] = []
    for one, two in (pair for other in known for pair in ((code, other), (other, code))):
        values += ((packed(one) * CODES + packed(two)) * ROWS_OF_A_PAIR, one, two)
    sql = PAIRS_OF.format(asked=", ".join(["(?, ?, ?)"] * (len(values) // 3)))
    return _pairs(edition.file.rows(sql, (*values, str(day), str(day))))


def _pairs(rows: Iterable[tuple[Any, ...]]) -> tuple[Pair, ...]:
    return tuple(
        Pair(first, second, _day(since), _end(until), indicator == 1, why)
        for first, second, since, until, indicator, why in rows
    )


def _quarter(day: date) -> str:
    return f"quarter {(day.month + 2) // 3} of {day.year}"


@lru_cache(maxsize=4096)
def _day(text: str) -> date:
    return date.fromisoformat(text)


def _end(text: str | None) -> date | None:
    return _day(text) if text else None
