"""What the edit tables say on the day: NCCI pairs, unlikely units, add-on codes. Outside its quarter a table says
nothing, and why."""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from oncodesk.codes.answering import OnDay
from oncodesk.codes.edit_values import AddOnEdit, NotLoaded, Pair, Pairs, UnlikelyUnits
from oncodesk.codes.files import ReadOnly
from oncodesk.codes.pair_keys import CODE, CODES, packed, unpacked
from oncodesk.codes.shelf import Shelved

if TYPE_CHECKING:
    from oncodesk.codes.library import CodeSets
    from oncodesk.codes.tables import Tables

Row = tuple[int, int]
"""A pair as the file holds it: its number and that of its history."""
MOST_CODES = 200
"""Different codes on one day of one claim; a claim has at most fifty lines."""
PAIRS_OF = """
WITH asked (pair) AS (VALUES {asked})
SELECT ptp.pair, history FROM asked CROSS JOIN ptp ON ptp.pair = asked.pair
"""
PAIRS = """
WITH one (start) AS (VALUES {ones}), two (number) AS (VALUES {twos})
SELECT pair, history FROM one CROSS JOIN two CROSS JOIN ptp ON pair = start + number
"""
"""All edits among the codes of a claim, whatever the day, in both orders, in one statement; an edit holds through the
day it is deleted, and one with indicator 9 never held (NCCI Policy Manual, chapter I)."""
WITHDRAWN = 9
"""The indicator of a pair that never held."""
REMEMBERED = 2048
"""Sets of codes, and codes, whose edits are kept: a practice bills the same ones again and again."""


class EditTables:
    """The edit tables' part of `Tables`."""

    on: date

    if TYPE_CHECKING:

        @property
        def _sets(self) -> "CodeSets": ...

        @property
        def day(self) -> OnDay: ...

    def ptp_pairs(self, codes: Iterable[str]) -> Pairs | NotLoaded:
        """Every NCCI edit in force among the codes; codes that are no five letters or digits have none."""
        held = of_the_day(self.day, "ptp")
        if isinstance(held, NotLoaded):
            return held
        return Pairs(held.label, _in_force(held.file, _known_rows(held.file, tuple(_upper(codes))), self.on))

    def ptp_of(self, code: str, others: Iterable[str]) -> Pairs | NotLoaded:
        """Every NCCI edit in force of one code with any of the others, in either column."""
        held = of_the_day(self.day, "ptp")
        return held if isinstance(held, NotLoaded) else Pairs(held.label, pairs_of(held, code, others, self.on))

    def mue(self, code: str) -> UnlikelyUnits | NotLoaded | None:
        """The most units likely on one day; None where the table has no value for the code."""
        found = self.mues([code])
        return found if isinstance(found, NotLoaded) else next(iter(found), None)

    def mues(self, codes: Iterable[str]) -> tuple[UnlikelyUnits, ...] | NotLoaded:
        """The same of several codes, in their order; a code without a value is left out."""
        held = of_the_day(self.day, "mue")
        if isinstance(held, NotLoaded):
            return held
        found = (_limit(held.file, held.label, code) for code in _upper(codes))
        return tuple(limit for limit in found if limit)

    def addon_edits(self, *codes: str) -> tuple[AddOnEdit, ...] | NotLoaded:
        """The primaries of add-on codes on the day, by code; empty where the table lists none of them as one."""
        return self._add_ons("add_on", _upper(codes))

    def addons_of(self, primary: str) -> tuple[AddOnEdit, ...] | NotLoaded:
        """The add-on codes that list a primary on the day."""
        return self._add_ons("prime", _upper((primary,)))

    def before(self, set_: str) -> "Tables | None":
        """The tables on the last day of the newest loaded edition before the day; None where an edition holds the day,
        or no older one is loaded."""
        answering = self.day.in_force(set_)
        if answering is None or not answering.stale:
            return None
        until = answering.edition.until
        return self._sets.unchanged(until) if until and until < self.on else None

    def _add_ons(self, column: str, codes: Iterable[str]) -> tuple[AddOnEdit, ...] | NotLoaded:
        held = of_the_day(self.day, "addon")
        if isinstance(held, NotLoaded):
            return held
        return tuple(
            edit for code in codes for edit in _holding(_add_on_rows(held.file, held.label, column, code), self.on)
        )


NAMES = {
    "ptp": "NCCI procedure-to-procedure edits", "mue": "medically unlikely edits", "addon": "add-on code edits",
    "asp": "ASP payment limits", "ndc": "NDC crosswalk", "fees": "physician fee schedule values",
    "gpci": "geographic practice cost indices", "coverage": "Medicare coverage articles",
}  # fmt: skip


def of_the_day(on: OnDay, set_: str) -> Shelved | NotLoaded:
    """The edition whose period holds the day, or the words that say which is loaded and what to load."""
    answering = on.in_force(set_)
    if answering is not None and not answering.stale:
        return answering.edition
    name = NAMES[set_]
    wanted = f"load CMS's {name} of {_quarter(on.day)}"
    if answering is None:
        return NotLoaded(f"no {name} are loaded; {wanted}")
    edition = answering.edition
    return NotLoaded(f"the {name} loaded are of {edition.since} to {edition.until}, not of {on.day}; {wanted}")


def pairs(edition: Shelved, codes: Iterable[str], day: date) -> tuple[Pair, ...]:
    """Every edit in force among the codes on the day, asked in one statement."""
    return _in_force(edition.file, _rows_among(edition.file, tuple(_upper(codes))), day)


def _in_force(file: ReadOnly, rows: Iterable[Row], day: date) -> tuple[Pair, ...]:
    live = _live(file, day)
    return tuple(_pair(file, pair, term) for pair, history in sorted(rows) for term in live.get(history, ()))


def _rows_among(file: ReadOnly, codes: tuple[str, ...]) -> tuple[Row, ...]:
    """Every pair among the codes, whatever the day."""
    if len(codes) > MOST_CODES:
        raise ValueError(f"expected at most {MOST_CODES} different codes, found {len(codes)}")
    firsts = [number * CODES for number in map(_column(file, 1).get, codes) if number is not None]
    seconds = [number for number in map(_column(file, 2).get, codes) if number is not None]
    if not firsts or not seconds:
        return ()
    sql = PAIRS.format(ones=", ".join(["(?)"] * len(firsts)), twos=", ".join(["(?)"] * len(seconds)))
    return tuple(file.rows(sql, (*firsts, *seconds)))


@lru_cache(maxsize=8)
def _column(file: ReadOnly, column: int) -> dict[str, int]:
    """Every code of the column, packed: most drugs stand in none, so that no pair of theirs is looked for."""
    return dict(file.rows(f"SELECT code, packed FROM column{column}"))


@lru_cache(maxsize=8)
def _terms(file: ReadOnly) -> dict[int, tuple[date, date | None, int, str]]:
    """The few ways in which rows of a file differ beside their codes: first and last day, indicator, rationale."""
    rows = file.rows("SELECT id, since, until, indicator, why FROM term")
    return {term: (_day(since), _end(until), indicator, why) for term, since, until, indicator, why in rows}


@lru_cache(maxsize=REMEMBERED)
def _live(file: ReadOnly, day: date) -> dict[int, tuple[int, ...]]:
    """The terms of each history that hold on the day; of a history with none there is nothing."""
    live = {
        term
        for term, (since, until, indicator, _) in _terms(file).items()
        if indicator != WITHDRAWN and since <= day and (until is None or day <= until)
    }
    found: dict[int, tuple[int, ...]] = {}
    for history, term in _histories(file):
        if term in live:
            found[history] = (*found.get(history, ()), term)
    return found


@lru_cache(maxsize=8)
def _histories(file: ReadOnly) -> list[tuple[int, int]]:
    return [(history, term) for history, term in file.rows("SELECT id, term FROM history ORDER BY id, nth")]


@lru_cache(maxsize=1 << 16)
def _pair(file: ReadOnly, pair: int, term: int) -> Pair:
    first, second = (unpacked(code) for code in divmod(pair, CODES))
    since, until, indicator, why = _terms(file)[term]
    return Pair(first, second, since, until, indicator == 1, why)


_known_rows = lru_cache(maxsize=REMEMBERED)(_rows_among)


@lru_cache(maxsize=REMEMBERED)
def _limit(file: ReadOnly, edition: str, code: str) -> UnlikelyUnits | None:
    rows = file.rows("SELECT units, indicator, why FROM mue WHERE code = ?", (code,))
    return next((UnlikelyUnits(code, units, mai, why, edition) for units, mai, why in rows), None)


@lru_cache(maxsize=REMEMBERED)
def _add_on_rows(file: ReadOnly, edition: str, column: str, code: str) -> tuple[AddOnEdit, ...]:
    columns = "add_on, prime, kind, since, until, note"
    rows = file.rows(f"SELECT {columns} FROM addon WHERE {column} = ? ORDER BY add_on, prime", (code,))
    return tuple(
        AddOnEdit(add_on, prime, kind, _day(since), _end(until), note, edition)
        for add_on, prime, kind, since, until, note in rows
    )


def pairs_of(edition: Shelved, code: str, others: Iterable[str], day: date) -> tuple[Pair, ...]:
    """Every edit in force between one code and the others on the day, asked in one statement."""
    known = sorted({other for other in others if CODE.fullmatch(other) and other != code})
    if not known or not CODE.fullmatch(code):
        return ()
    both = (pair for other in known for pair in ((code, other), (other, code)))
    keys = tuple(packed(one) * CODES + packed(two) for one, two in both)
    sql = PAIRS_OF.format(asked=", ".join(["(?)"] * len(keys)))
    return _in_force(edition.file, edition.file.rows(sql, keys), day)


def _holding(rows: Iterable[AddOnEdit], day: date) -> tuple[AddOnEdit, ...]:
    return tuple(row for row in rows if row.since <= day and (row.until is None or day <= row.until))


def _upper(codes: Iterable[str]) -> list[str]:
    return sorted({code.strip().upper() for code in codes})


def _quarter(day: date) -> str:
    return f"quarter {(day.month + 2) // 3} of {day.year}"


@lru_cache(maxsize=4096)
def _day(text: str) -> date:
    return date.fromisoformat(text)


def _end(text: str | None) -> date | None:
    return _day(text) if text else None
