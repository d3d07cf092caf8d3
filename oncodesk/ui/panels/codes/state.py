"""What the Codes screen shows: results, and the page of the chosen code."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from oncodesk.words import say

SETS = (("", say("All")), ("icd10cm", "ICD-10-CM"), ("hcpcs", "HCPCS"), ("cpt", "CPT"))
_SHORT = {"icd10cm": "ICD-10", "hcpcs": "HCPCS", "cpt": "CPT"}
HEADINGS = (say("Code"), say("Text"), say("Set"), say("Since"), say("Why it is here"))


class Found(Protocol):
    """A result of the look-up."""

    @property
    def set(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def billable(self) -> bool: ...
    @property
    def since(self) -> date | None: ...
    @property
    def until(self) -> date | None: ...
    @property
    def matched(self) -> str: ...


class Favourite(Protocol):
    """A code the practice keeps at hand, with its own note."""

    @property
    def code(self) -> str: ...
    @property
    def note(self) -> str: ...


@dataclass(frozen=True, slots=True)
class ResultRow:
    """One code as text; a header stands for a category that cannot be billed. `note` is None for no favourite."""

    set: str
    code: str
    cells: tuple[str, ...]
    is_billable: bool
    note: str | None = None


@dataclass(frozen=True, slots=True)
class CodesState:
    """What was asked and what came; `empty` says what to do where nothing did, `stale` what is of another day."""

    query: str = ""
    rows: tuple[ResultRow, ...] = ()
    on: str = ""
    stale: str = ""
    empty: str = say("Type a code, a word, a brand or an abbreviation: c18.2, nsclc, keytruda, first hour chemo.")


def codes_state(
    query: str,
    on: date,
    results: tuple[Found, ...],
    favourites: tuple[Favourite, ...] = (),
    stale: tuple[str, ...] = (),
) -> CodesState:
    """The results in their order; favourites are marked. `stale`: which set answers from an edition of another day."""
    empty = (
        CodesState().empty
        if not query.strip()
        else say("Nothing found for “{query}”. Fewer letters find more.", query=query.strip())
    )
    notes = {kept.code: kept.note for kept in favourites}
    rows = tuple(_row(found, notes.get(found.code)) for found in results)
    return CodesState(query, rows, on.isoformat(), "\n".join(stale), "" if results else empty)


def _row(found: Found, note: str | None) -> ResultRow:
    force = f"{found.since or ''}" + (" " + say("until {day}", day=found.until) if found.until else "")
    text = found.text if found.billable else say("{text} (category, not billable)", text=found.text)
    mark = "" if note is None else "★ "
    cells = (f"{mark}{found.code}", text, _SHORT.get(found.set, found.set), force, note or found.matched)
    return ResultRow(found.set, found.code, cells, found.billable, note)
