"""Tells how far the filling of an edition is, and lets it be stopped on the way."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Progress = Callable[[float, str], None]
STEPS = 200_000
"""SQLite instructions between two looks: some hundredths of a second."""
MOST = 0.95
"""What is told while rows still come, however many there are."""


@contextmanager
def told(db: sqlite3.Connection, progress: Progress | None, what: str, rows: int) -> Iterator[None]:
    """Calls `progress` while about so many rows are written; what it raises stops the writing and comes out here."""
    if progress is None:
        yield
        return
    stopped: list[BaseException] = []

    def look() -> int:
        try:
            progress(min(MOST, db.total_changes / max(1, rows)), what)
        except BaseException as stop:  # SQLite would swallow it
            stopped.append(stop)
            return 1
        return 0

    progress(0.0, what)
    db.set_progress_handler(look, STEPS)
    try:
        yield
    except sqlite3.OperationalError:
        if stopped:
            raise stopped[0] from None
        raise
    finally:
        db.set_progress_handler(None, 0)
