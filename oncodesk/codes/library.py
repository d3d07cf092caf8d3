"""Opens the code sets, building their file first where it is missing."""

import sqlite3
import threading
from collections.abc import Callable
from datetime import date
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any

from oncodesk.codes import build
from oncodesk.codes.fact_store import FactStore
from oncodesk.codes.query import Synonyms, synonyms_of
from oncodesk.codes.spelling import Vocabulary
from oncodesk.codes.tables import Tables
from oncodesk.codes.tabular import Tabular
from oncodesk.codes.values import Edition
from oncodesk.domain.errors import UnusableInput

NAMES = {"icd10cm": "ICD-10-CM", "hcpcs": "HCPCS drugs", "cpt": "procedures"}


class CodeSets:
    """A read-only file of code sets; may be asked from any thread."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._own = threading.local()
        self._at = lru_cache(maxsize=64)(self._new_tables)

    def at(self, day: date) -> Tables:
        """Everything the code sets say on that day."""
        return self._at(day)

    def rows(self, sql: str, values: tuple[Any, ...] | dict[str, Any] = ()) -> list[tuple[Any, ...]]:
        """What a statement finds, over this thread's own connection."""
        return self._connection.execute(sql, values).fetchall()

    @cached_property
    def editions(self) -> dict[str, Edition]:
        """The edition of each set by its short name (`icd10cm`, `hcpcs`, `cpt`)."""
        held = self.rows("SELECT set_, label, since, until, rows FROM edition")
        return {name: Edition(name, label, _day(since), _day(until), rows) for name, label, since, until, rows in held}

    @cached_property
    def tabular(self) -> Tabular:
        """The ICD-10-CM tabular list."""
        return Tabular(self)

    @cached_property
    def facts(self) -> FactStore:
        """Drugs and procedures, whatever their dates."""
        return FactStore(self)

    @cached_property
    def synonyms(self) -> Synonyms:
        """What coders say for what the books say."""
        return synonyms_of(self.rows("SELECT said, means FROM synonym WHERE kind <> 'code' ORDER BY rowid"))

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Every word that a code can be found by."""
        return Vocabulary(self.rows("SELECT word, times FROM vocabulary"))

    def status_text(self) -> str:
        """What is loaded, one set a line."""
        return "\n".join(_status(edition) for _, edition in sorted(self.editions.items()))

    def _new_tables(self, day: date) -> Tables:
        return Tables(day, self)

    @property
    def _connection(self) -> sqlite3.Connection:
        held: sqlite3.Connection | None = getattr(self._own, "connection", None)
        if held is None:
            held = self._own.connection = build.connect(self.path)
        return held


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


def _status(edition: Edition) -> str:
    period = f", in force {edition.since} to {edition.until}" if edition.since else ""
    return (
        f"{NAMES.get(edition.set, edition.set)}: {edition.rows:,} codes, edition {edition.label or 'unknown'}{period}"
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
