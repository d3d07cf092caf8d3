"""The shelf of loaded editions: which official files were loaded, which is in force on a day, and the way back.

Every edition is one file that never changes. What stands on the shelf is said by the journal alone, which is replaced
as a whole: a load or a rollback has happened or has not.
"""

import contextlib
import json
import os
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from oncodesk.codes.files import ReadOnly, connect, opened

BUILDER = 2
"""Raised whenever a loaded file has to be loaded again to be understood."""
META = "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID"
JOURNAL = "journal.json"
STEPS = 20
"""How many loads can be taken back."""


@dataclass(frozen=True, slots=True)
class Shelved:
    """One loaded edition; `since` and `until` are its period (None: open).

    `label` is the day its publisher gives it, as text; `loaded_at` the workstation's time when it was loaded.
    """

    set: str
    label: str
    since: date | None
    until: date | None
    rows: int
    source: str
    sha256: str
    loaded_at: str
    path: Path

    def holds(self, day: date) -> bool:
        """Whether the day lies in its period."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)

    @property
    def file(self) -> ReadOnly:
        """Its file, for asking."""
        return opened(self.path)


@dataclass(frozen=True, slots=True)
class Answering:
    """The edition that answers for a day; `stale` says in words why it is not the one in force, empty where it is."""

    edition: Shelved
    stale: str = ""


class Shelf:
    """Loaded editions in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._journal_path = folder / JOURNAL
        self._seen: object = ()
        self._held: tuple[Shelved, ...] = ()

    @property
    def mark(self) -> object:
        """Changes whenever something is loaded or taken back."""
        try:
            found = self._journal_path.stat()
        except OSError:
            return None
        return (found.st_mtime_ns, found.st_size, found.st_ino)

    @property
    def editions(self) -> tuple[Shelved, ...]:
        """What stands on the shelf, oldest edition of each set first."""
        mark = self.mark
        if mark != self._seen:
            found = (read_meta(self.folder / name) for name in self._standing())
            self._held = tuple(sorted((e for e in found if e), key=lambda e: (e.set, e.since or date.min, e.label)))
            self._seen = mark
        return self._held

    def of(self, *sets: str) -> tuple[Shelved, ...]:
        """The editions of those sets, oldest first."""
        return tuple(edition for edition in self.editions if edition.set in sets)

    def in_force(self, set_: str, day: date) -> Answering | None:
        """The edition whose period holds the day, else the nearest one with the words to say so; None where none."""
        return choose(self.of(set_), day)

    def unreadable(self) -> tuple[str, ...]:
        """Files that should stand here and cannot be read, by name."""
        return tuple(name for name in self._standing() if read_meta(self.folder / name) is None)

    def install(self, unfinished: Sequence[Path]) -> tuple[Shelved, ...]:
        """Puts whole new edition files on the shelf, all in one step; each takes the place of one of the same label.

        ValueError where one is not an edition file, OSError where the folder cannot be written.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with self._alone():
            new = [self._put(path) for path in unfinished]
            standing = [e for e in self.editions if (e.set, e.label) not in {(n.set, n.label) for n in new}]
            journal = self._journal()
            journal["steps"] = [*journal["steps"], self._standing()][-STEPS:]
            journal["standing"] = [e.path.name for e in (*standing, *new)]
            self._write(journal)
            self._clear(journal)
        return tuple(new)

    def rollback(self) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
        """Takes the last load back: names of the files taken off and put back; None where there is none."""
        if self.mark is None:
            return None
        with self._alone():
            journal = self._journal()
            if not journal["steps"]:
                return None
            before = journal["steps"][-1]
            now = self._standing()
            self._write({"steps": journal["steps"][:-1], "standing": before})
        return tuple(n for n in now if n not in before), tuple(n for n in before if n not in now)

    def _put(self, unfinished: Path) -> Shelved:
        held = read_meta(unfinished)
        if held is None:
            raise ValueError(f"{unfinished.name} is no edition file")
        name = f"{held.set}-{held.label}-{held.sha256[:12]}.db"
        _flush(unfinished)
        place = self.folder / name
        if read_meta(place) is None:
            unfinished.replace(place)
        found = read_meta(place)
        if found is None:
            raise ValueError(f"{name} cannot be read back")
        return found

    def _clear(self, journal: dict[str, Any]) -> None:
        """Removes files that neither stand nor stood before a load that can be taken back."""
        kept = {name for step in (journal["standing"], *journal["steps"]) for name in step}
        for path in self.folder.glob("*.db"):
            if path.name not in kept:
                with contextlib.suppress(OSError):
                    path.unlink()

    def _standing(self) -> list[str]:
        return [str(name) for name in self._journal()["standing"]]

    def _journal(self) -> dict[str, Any]:
        """The journal; where it is lost, every whole file in the folder stands."""
        path = self.folder / JOURNAL
        with contextlib.suppress(OSError, ValueError):
            held = json.loads(path.read_text(encoding="utf-8"))
            if (
                isinstance(held, dict)
                and isinstance(held.get("standing"), list)
                and isinstance(held.get("steps"), list)
            ):
                return held
        found = sorted(p.name for p in self.folder.glob("*.db")) if path.exists() else []
        return {"steps": [], "standing": found}

    def _write(self, journal: dict[str, Any]) -> None:
        unfinished = self.folder / f".{JOURNAL}-{os.getpid()}"
        try:
            unfinished.write_text(json.dumps(journal, indent=1), encoding="utf-8")
            _flush(unfinished)
            unfinished.replace(self.folder / JOURNAL)
            _flush(self.folder)
        finally:
            unfinished.unlink(missing_ok=True)

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """One program at a time; the operating system frees the lock of one that died."""
        lock = sqlite3.connect(self.folder / "lock", timeout=60, isolation_level=None)
        try:
            lock.execute("BEGIN EXCLUSIVE")
            yield
        finally:
            lock.close()


def choose(editions: Sequence[Shelved], day: date) -> Answering | None:
    """Of editions of one set, the one in force, else the newest before the day, else the first after it."""
    holding = [e for e in editions if e.holds(day)]
    if holding:
        said = day.isoformat()
        return Answering(max(holding, key=lambda e: (e.label <= said, e.since or date.min, e.label)))
    before = [e for e in editions if e.until and e.until < day]
    if before:
        last = max(before, key=lambda e: (e.until or date.min, e.label))
        return Answering(last, f"answered from the edition of {last.label}, whose period ended {last.until}")
    first = min(editions, key=lambda e: (e.since or date.min, e.label), default=None)
    return (
        Answering(first, f"answered from the edition of {first.label}, whose period began {first.since}")
        if first
        else None
    )


def read_meta(path: Path) -> Shelved | None:
    """What an edition file says of itself, or None where it is no whole edition file of this builder."""
    if not path.is_file():
        return None
    try:
        with contextlib.closing(connect(path)) as db:
            held = dict(db.execute("SELECT name, value FROM meta"))
        if held["builder"] != str(BUILDER):
            return None
        return Shelved(
            held["set"], held["label"], _day(held["since"]), _day(held["until"]), int(held["rows"]), held["source"],
            held["sha256"], held["loaded_at"], path,
        )  # fmt: skip
    except (sqlite3.DatabaseError, KeyError, ValueError):
        return None


def write_meta(db: sqlite3.Connection, values: dict[str, str | None]) -> None:
    """What an edition file says of itself: set, label, since, until, rows, source, sha256, loaded_at."""
    db.execute(META)
    db.executemany("INSERT INTO meta VALUES (?, ?)", [("builder", str(BUILDER)), *values.items()])


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _flush(path: Path) -> None:
    with contextlib.suppress(PermissionError):  # Windows opens no folder
        handle = os.open(path, os.O_RDONLY)
        try:
            with contextlib.suppress(OSError):
                os.fsync(handle)
        finally:
            os.close(handle)
