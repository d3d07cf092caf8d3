"""Backups: whole folders like the practice's own, slots inside, each opened and verified before it counts."""

import hashlib
import re
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect

from oncodesk import private, words
from oncodesk.domain.base import Frozen
from oncodesk.vault import proof
from oncodesk.vault.door import FILE
from oncodesk.vault.errors import Damaged, NotSaved
from oncodesk.vault.files import sync_file, sync_folder
from oncodesk.vault.progress import Progress, part, quietly
from oncodesk.vault.restoring import forget
from oncodesk.vault.secret import Secret
from oncodesk.vault.slots import COPIES
from oncodesk.vault.sqlcipher import copy_into, open_engine, told

NEWEST_KEPT, WEEKS_KEPT, MONTHS_KEPT = 7, 5, 12
DUE_AFTER, TEST_AFTER = timedelta(days=1), timedelta(days=30)
_NAME = re.compile(r"(\d{8}T\d{12}Z)(?:-[a-z0-9-]+)?")
_STAMP = "%Y%m%dT%H%M%S%fZ"


@dataclass(frozen=True, slots=True)
class Backup:
    """A folder that can be opened or put back, and when it was made."""

    path: Path
    at: datetime


class Trial(Frozen):
    """A backup tried out: when, which, and what was wrong with it."""

    at: datetime
    backup: str
    problems: tuple[str, ...]


class Backups:
    """The backups of one practice; by default in a folder beside it."""

    def __init__(self, folder: Path, engine: Engine, secret: Secret, now: Callable[[], datetime]) -> None:
        self.folder = beside(folder)
        self._practice, self._engine, self._secret, self._now = folder, engine, secret, now

    def make(self, why: str = "", into: Path | None = None, say: Progress = quietly) -> Backup:
        """A verified backup, as of now, here or copied to another place, which may be a stick or a network share.

        NotSaved where the place does not take it, Damaged where it is not whole.
        """
        place = into or self.folder
        at = self._now().astimezone(UTC)
        name = f"{at.strftime(_STAMP)}{'-' if why else ''}{why}"
        partial, arriving = self.folder / f"{name}.partial", place / f"{name}.arriving"
        try:
            private.make_folder(partial)
            self._fill(partial, part(say, 0, 0.9))
            say(0.9, words.say("to {name}", name=place.name))
            if into is None:
                partial.rename(arriving)
            else:
                _carried(partial, arriving)
            arriving.rename(place / name)
            sync_folder(place)
        except OSError as problem:
            raise NotSaved(
                words.say(
                    "No backup was made: {name} cannot be written ({reason}).", name=place.name, reason=problem.strerror
                )
            ) from None
        finally:
            forget(partial)
            forget(arriving)
        return Backup(place / name, at)

    def _fill(self, partial: Path, say: Progress) -> None:
        say(0, words.say("copying the records"))
        copy_into(self._engine, partial / FILE)
        private.tighten(partial / FILE)
        sync_file(partial / FILE)
        for name in COPIES:
            shutil.copyfile(self._practice / name, partial / name)
            private.tighten(partial / name)
            sync_file(partial / name)
        sync_folder(partial)
        if problems := check(partial, self._secret, part(say, 0.4, 1)):
            raise Damaged(words.say("The backup is not whole: {problem}", problem=problems[0]))

    def try_out(self, say: Progress = quietly) -> Trial:
        """Copies the newest backup aside and looks at every page, entry, record and seal of the copy."""
        there = self._under_this_key()
        if not there:
            return Trial(at=self._now(), backup="", problems=("There is no backup yet.",))
        place = self.folder / ".trial"
        try:
            say(0, words.say("copying the newest backup"))
            copied(there[0].path, place)
            return Trial(
                at=self._now(), backup=there[0].path.name, problems=check(place, self._secret, part(say, 0.2, 1))
            )
        except OSError as problem:
            raise NotSaved(words.say("The backup could not be tried: {reason}.", reason=problem.strerror)) from None
        finally:
            forget(place)

    def thin(self) -> tuple[Path, ...]:
        """Removes the generations no longer needed, and names them; never the newest under the key in force."""
        held = self._under_this_key()[:1]
        gone = tuple(backup for backup in to_drop(generations(self.folder)) if backup not in held)
        for backup in gone:
            forget(backup.path)
        return tuple(backup.path for backup in gone)

    def is_due(self) -> bool:
        """Whether the newest backup is more than a day old, or from a day that the clock has yet to reach."""
        there = self._under_this_key()
        return not there or abs(self._now() - there[0].at) >= DUE_AFTER

    def _under_this_key(self) -> tuple[Backup, ...]:
        """The generations that the key in force opens, the newest first.

        One from before a rotation may have a later moment in its name, where the clock was set back since.
        """
        salt = self._secret.salt()
        return tuple(backup for backup in generations(self.folder) if _beginning(backup.path / FILE, len(salt)) == salt)


def _beginning(path: Path, length: int) -> bytes:
    with path.open("rb") as file:
        return file.read(length)


def beside(folder: Path) -> Path:
    """Where the backups of a practice folder go unless another place is named."""
    return folder.with_name(folder.name + "-backups")


def generations(place: Path) -> tuple[Backup, ...]:
    """The backups in a folder, the newest first."""
    found = []
    for path in place.iterdir() if place.is_dir() else ():
        if (named := _NAME.fullmatch(path.name)) and (path / FILE).is_file():
            found.append(Backup(path, datetime.strptime(named[1], _STAMP).replace(tzinfo=UTC)))
    return tuple(sorted(found, key=lambda backup: (backup.at, backup.path.name), reverse=True))


def to_drop(there: Iterable[Backup]) -> tuple[Backup, ...]:
    """What may go: all but the newest seven, the newest of each of five weeks and of each of twelve months."""
    ordered = sorted(there, key=lambda backup: backup.at, reverse=True)
    kept = set(ordered[:NEWEST_KEPT])
    for span, most in (("%G-%V", WEEKS_KEPT), ("%Y-%m", MONTHS_KEPT)):
        newest: dict[str, Backup] = {}
        for backup in ordered:
            newest.setdefault(backup.at.strftime(span), backup)
        kept.update(list(newest.values())[:most])
    return tuple(backup for backup in ordered if backup not in kept)


def copied(backup: Path, place: Path) -> None:
    """Copies what a backup holds into a new folder, synced."""
    forget(place)
    private.make_folder(place)
    for name in (FILE, *COPIES):
        if (backup / name).is_file():
            shutil.copyfile(backup / name, place / name)
            private.tighten(place / name)
            sync_file(place / name)
    sync_folder(place)


def _carried(backup: Path, place: Path) -> None:
    copied(backup, place)
    for name in (FILE, *COPIES):
        with (backup / name).open("rb") as ours, (place / name).open("rb") as theirs:
            if hashlib.file_digest(ours, "sha256").digest() != hashlib.file_digest(theirs, "sha256").digest():
                raise Damaged(words.say("The backup did not arrive whole in {name}.", name=place.parent.name))


def check(place: Path, secret: Secret, say: Progress = quietly) -> tuple[str, ...]:
    """What is wrong with a copy of a practice folder; empty where every page, entry, record and seal fits."""
    engine = open_engine(place / FILE, secret.database_key)
    try:
        with told():
            return _verified(engine, secret, say)
    except Damaged as problem:
        return (str(problem),)
    finally:
        engine.dispose()
        for tail in ("-wal", "-shm"):
            place.joinpath(FILE + tail).unlink(missing_ok=True)


def has_chain(connection: Connection) -> bool:
    """Whether the file is from after the first release."""
    return bool(inspect(connection).has_table("audit"))


def _verified(engine: Engine, secret: Secret, say: Progress) -> tuple[str, ...]:
    with engine.connect() as connection:
        chained = has_chain(connection)
    return proof.verify(engine, secret, say=say).problems if chained else proof.verify_pages(engine, secret)
