"""Read-only SQLite files, each asked over a connection of the thread's own."""

import contextlib
import gc
import sqlite3
import threading
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any


def connect(path: Path) -> sqlite3.Connection:
    """A connection that can only read; for the thread that opens it."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)


@contextlib.contextmanager
def uncollected() -> Iterator[None]:
    """While a file is made: its many values hold no cycles, and looking for some takes a fifth of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


class ReadOnly:
    """One file that never changes; may be asked from any thread."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._own = threading.local()

    def rows(self, sql: str, values: tuple[Any, ...] | dict[str, Any] = ()) -> list[tuple[Any, ...]]:
        """What a statement finds, over this thread's own connection."""
        return self.connection.execute(sql, values).fetchall()

    @property
    def connection(self) -> sqlite3.Connection:
        """This thread's own connection."""
        held: sqlite3.Connection | None = getattr(self._own, "connection", None)
        if held is None:
            held = self._own.connection = connect(self.path)
        return held


@cache
def opened(path: Path) -> ReadOnly:
    """The file at that path, opened once."""
    return ReadOnly(path)
