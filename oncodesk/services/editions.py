"""Which editions of the code sets stand on this workstation, and which the day wants."""

from datetime import date

from oncodesk.codes.edit_tables import of_the_day
from oncodesk.codes.edit_values import NotLoaded
from oncodesk.codes.library import CodeSets
from oncodesk.codes.shelf import Shelved
from oncodesk.codes.sources.catalogue import title
from oncodesk.codes.values import Edition
from oncodesk.domain.base import Frozen
from oncodesk.words import say

SHIPPED = {"icd10cm": "ICD-10-CM", "hcpcs": say("Drugs (our own table)"), "cpt": say("Procedures (our own table)")}
WANTED = ("ptp", "mue", "addon")


class Held(Frozen):
    """One edition; `until` None: no last day is known. `loaded_at` is None for what comes with the program."""

    title: str
    edition: str
    since: date | None
    until: date | None
    rows: int
    source: str
    loaded_at: str | None = None


class Shelves(Frozen):
    """Everything that stands on the shelf.

    `stale` says which set answers for the day from an edition not in force, `wanted` which edit table is to be loaded,
    `unreadable` which files have to be loaded again.
    """

    on: date
    held: tuple[Held, ...]
    stale: tuple[str, ...]
    wanted: tuple[str, ...]
    unreadable: tuple[str, ...]


def editions(code_sets: CodeSets, on: date) -> Shelves:
    """What stands on the shelf, what comes with the program last."""
    loaded = [_loaded(edition) for edition in code_sets.shelf.editions]
    shipped = [_shipped(edition) for _, edition in sorted(code_sets.editions.items())]
    tables = (of_the_day(code_sets.on(on), name) for name in WANTED)
    return Shelves(
        on=on,
        held=(*loaded, *shipped),
        stale=code_sets.at(on).stale,
        wanted=tuple(found.words for found in tables if isinstance(found, NotLoaded)),
        unreadable=code_sets.shelf.unreadable(),
    )


def _loaded(edition: Shelved) -> Held:
    return Held(
        title=title(edition.set), edition=edition.label, since=edition.since, until=edition.until, rows=edition.rows,
        source=edition.source, loaded_at=edition.loaded_at,
    )  # fmt: skip


def _shipped(edition: Edition) -> Held:
    return Held(
        title=SHIPPED.get(edition.set, edition.set), edition=edition.label or "", since=edition.since,
        until=edition.until, rows=edition.rows, source=say("comes with OncoDesk"),
    )  # fmt: skip
