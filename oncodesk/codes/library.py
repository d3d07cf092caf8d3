"""Opens the code sets, shipped and loaded, building the shipped ones' file first where it is missing.

Cheap to import; what answers is imported when it is asked.
"""

from collections.abc import Callable
from datetime import date
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oncodesk import paths
from oncodesk.codes import build
from oncodesk.codes.files import opened
from oncodesk.domain.errors import UnusableInput

if TYPE_CHECKING:
    from oncodesk.codes.answering import OnDay
    from oncodesk.codes.fact_store import FactStore
    from oncodesk.codes.lookup.named import Named
    from oncodesk.codes.lookup.synonyms import Synonyms
    from oncodesk.codes.lookup.vocabulary import Vocabulary
    from oncodesk.codes.shelf import Answering, Shelf, Shelved
    from oncodesk.codes.tables import Tables
    from oncodesk.codes.values import Edition

NAMES = {"icd10cm": "ICD-10-CM", "hcpcs": "HCPCS drugs", "cpt": "procedures"}
SHELF = "codesets"
DAYS = 400
"""Days of service kept ready: claims in bulk are of a year, in any order."""


class CodeSets:
    """The shipped file of code sets and the shelf of loaded ones; may be asked from any thread."""

    def __init__(self, path: Path, shelf: "Shelf | None" = None) -> None:
        """`shelf` defaults to that of the user's own folder."""
        self.path = path
        if shelf is not None:
            self.shelf = shelf
        self._mark: object = None
        self._at = lru_cache(maxsize=DAYS)(self._new_tables)
        self._on = lru_cache(maxsize=DAYS)(self._new_day)

    @cached_property
    def shelf(self) -> "Shelf":
        """The editions that were loaded."""
        from oncodesk.codes.shelf import Shelf

        return Shelf(paths.home() / SHELF)

    def with_shelf(self, shelf: "Shelf") -> "CodeSets":
        """The same shipped sets beside another shelf."""
        return CodeSets(self.path, shelf)

    def at(self, day: date) -> "Tables":
        """Everything the code sets say on that day."""
        self._look_again()
        return self._at(day)

    def unchanged(self, day: date) -> "Tables":
        """The same without looking whether the shelf has changed: a claim of several days is judged as one."""
        return self._at(day)

    def on(self, day: date) -> "OnDay":
        """Which editions answer on that day."""
        self._look_again()
        return self._on(day)

    def in_force(self, set_: str, day: date) -> "Answering | None":
        """The loaded edition of a set that answers on a day, with words where its period does not hold it."""
        return self.shelf.in_force(set_, day)

    def rows(self, sql: str, values: tuple[Any, ...] | dict[str, Any] = ()) -> list[tuple[Any, ...]]:
        """What a statement finds in the shipped file, over this thread's own connection."""
        return opened(self.path).rows(sql, values)

    @cached_property
    def editions(self) -> "dict[str, Edition]":
        """The shipped edition of each set by its short name (`icd10cm`, `hcpcs`, `cpt`)."""
        from oncodesk.codes.values import Edition

        held = self.rows("SELECT set_, label, since, until, rows FROM edition")
        return {name: Edition(name, label, _day(since), _day(until), rows) for name, label, since, until, rows in held}

    @cached_property
    def shipped(self) -> "Shelved":
        """The shipped ICD-10-CM edition as if it stood on the shelf."""
        from oncodesk.codes.answering import TABULAR
        from oncodesk.codes.shelf import Shelved

        e = self.editions["icd10cm"]
        return Shelved(TABULAR, e.label or "", e.since, e.until, e.rows, "simple-icd-10-cm", "", "", self.path)

    @cached_property
    def facts(self) -> "FactStore":
        """Drugs and procedures, whatever their dates."""
        from oncodesk.codes.fact_store import FactStore

        return FactStore(opened(self.path))

    @cached_property
    def synonyms(self) -> "Synonyms":
        """What coders say for what the books say."""
        from oncodesk.codes.lookup.synonyms import Synonyms

        return Synonyms(self.rows("SELECT said, means FROM synonym WHERE kind NOT IN ('code', 'alike') ORDER BY rowid"))

    @cached_property
    def circumstances(self) -> frozenset[str]:
        """Words for the cause of something, which many codes do not know."""
        return frozenset(said for (said,) in self.rows("SELECT said FROM synonym WHERE kind = 'cause'"))

    @cached_property
    def named(self) -> "Named":
        """What coders say for just some codes."""
        from oncodesk.codes.lookup.named import Named

        sql = "SELECT said, means FROM synonym WHERE kind = ? ORDER BY rowid"
        return Named(self.rows(sql, ("code",)), self.rows(sql, ("alike",)))

    def vocabulary(self, day: date) -> "Vocabulary":
        """Every word that a code can be found by on that day."""
        return self.on(day).vocabulary

    def status_text(self) -> str:
        """What is loaded, one set a line."""
        shipped = [_status(edition) for _, edition in sorted(self.editions.items())]
        loaded = [_loaded(edition) for edition in self.shelf.editions]
        broken = [f"{name}: cannot be read; load its file again" for name in self.shelf.unreadable()]
        return "\n".join((*shipped, *loaded, *broken))

    def _look_again(self) -> None:
        mark = self.shelf.mark
        if mark != self._mark:
            self._at.cache_clear()
            self._on.cache_clear()
            self._mark = mark

    def _new_tables(self, day: date) -> "Tables":
        from oncodesk.codes.tables import Tables

        return Tables(day, self)

    def _new_day(self, day: date) -> "OnDay":
        from oncodesk.codes.answering import OnDay

        return OnDay(day, self.shipped, self.shelf)


def open_code_sets(progress: Callable[[float, str], None] | None = None) -> CodeSets:
    """The code sets that are shipped and installed; the first call after a change builds their file.

    `progress` hears a fraction and what is being done. UnusableInput where the folder cannot be written.
    """
    path = build.built_path()
    if not build.is_whole(path):
        try:
            build.build(path, progress)
        except OSError as problem:
            raise UnusableInput(
                "code sets", f"expected a folder that can be written: {problem}", str(path.parent)
            ) from None
    return _opened(path)


@cache
def _opened(path: Path) -> CodeSets:
    return CodeSets(path)


def _status(edition: "Edition") -> str:
    period = f", in force {edition.since} to {edition.until}" if edition.since else ""
    if edition.until and not edition.since:
        period = f", checked against official files to {edition.until}"
    return (
        f"{NAMES.get(edition.set, edition.set)}: {edition.rows:,} codes, edition {edition.label or 'unknown'}{period}"
    )


def _loaded(edition: "Shelved") -> str:
    from oncodesk.codes.sources.catalogue import title

    period = f", in force {edition.since} to {edition.until or 'the next'}" if edition.since else ""
    return f"{title(edition.set)}: {edition.rows:,} rows, edition {edition.label}{period}, from {edition.source}"


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
