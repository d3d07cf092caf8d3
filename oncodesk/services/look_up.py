"""Finds codes by what a coder types."""

from collections.abc import Collection
from datetime import date

from oncodesk.codes.library import CodeSets
from oncodesk.codes.search import search
from oncodesk.codes.values import CodeSet, Hit
from oncodesk.domain.base import Frozen

STALE = {"icd10cm": "ICD-10-CM", "hcpcs": "HCPCS"}


class Found(Frozen):
    """One code: what it is called, whether it may be billed, since when, and why it is here."""

    set: CodeSet
    code: str
    text: str
    billable: bool
    since: date | None
    until: date | None
    edition: str | None
    matched: str


class LookUp(Frozen):
    """The answer to a look-up, best first; `stale` says which set answers from an edition not in force on the day."""

    query: str
    on: date
    results: tuple[Found, ...]
    stale: tuple[str, ...] = ()

    def as_text(self) -> str:
        """One code a line."""
        found = [_line(one) for one in self.results] or [f"nothing found for {self.query!r}"]
        return "\n".join((*found, *(f"! {said}" for said in self.stale)))


def look_up(
    code_sets: CodeSets,
    query: str,
    on: date,
    sets: Collection[str] | None = None,
    limit: int = 10,
    favourites: Collection[str] = (),
) -> LookUp:
    """Ranked codes in force on that day; `sets` limits to `icd10cm`, `hcpcs`, `cpt` (ValueError for another)."""
    hits = search(code_sets, query, on, sets, limit, favourites)
    names = {STALE[hit.set] for hit in hits if hit.set in STALE}
    stale = tuple(said for said in code_sets.at(on).stale if said.partition(":")[0] in names)
    return LookUp(query=query, on=on, results=tuple(_found(hit) for hit in hits), stale=stale)


def _found(hit: Hit) -> Found:
    return Found(
        set=hit.set, code=hit.code, text=hit.text, billable=hit.billable, since=hit.since, until=hit.until,
        edition=hit.edition, matched=hit.matched,
    )  # fmt: skip


def _line(found: Found) -> str:
    header = "" if found.billable else "  (not billable: choose a longer code)"
    return f"{found.code:<9} {found.set:<8} {found.text}{header}  [{found.matched}]"
