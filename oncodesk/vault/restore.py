"""Puts a backup in the place of the practice folder."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path

from oncodesk import words
from oncodesk.domain.errors import UnusableInput
from oncodesk.vault import anchor, backups, door, opening, users
from oncodesk.vault.attempts import Attempts
from oncodesk.vault.errors import Damaged, NotAllowed, NotSaved
from oncodesk.vault.files import WriterLock
from oncodesk.vault.keys import Cost
from oncodesk.vault.ledger import change
from oncodesk.vault.progress import Progress, part, quietly
from oncodesk.vault.recovery import understood
from oncodesk.vault.restoring import coming, forget, put_in_place
from oncodesk.vault.secret import Secret
from oncodesk.vault.slots import COPIES, read_slots
from oncodesk.vault.sqlcipher import checkpoint, open_engine, told
from oncodesk.vault.store import Store

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class WithPassword:
    """A manager of the backup's time, by the password of that time."""

    password: str
    user: str | None = None


@dataclass(frozen=True, slots=True)
class WithRecoveryKey:
    """The printed recovery key; `user` then has the password `fresh`."""

    recovery_key: str
    user: str
    fresh: str
    cost: Cost | None = None


Opening = WithPassword | WithRecoveryKey


def restore(folder: Path, backup: Path, way: Opening, now: Clock = door.clock, say: Progress = quietly) -> Store:
    """The practice as it was when the backup was made; what stood here until now is moved aside, not removed.

    UnusableInput where it is no backup, WrongPassword, NotAllowed for who is no manager, Damaged where it is not whole,
    InUse where the practice is open. Stopped at any moment, the old or the restored practice stands.
    """
    say(0, words.say("trying the password"))
    held, name = _opened_with(folder, backup, way, now)
    arriving = coming(folder)
    partial = arriving.with_name(arriving.name + ".partial")
    try:
        say(0.2, words.say("copying the backup"))
        backups.copied(backup, partial)
        secret = _vouched(partial, held, name, isinstance(way, WithRecoveryKey))
        if problems := backups.check(partial, secret, part(say, 0.3, 0.9)):
            raise Damaged(words.say("The backup is not whole: {problem}", problem=problems[0]))
        say(0.9, words.say("putting it in its place"))
        alarm = _announced(partial, backups.beside(folder), secret, name, backup.name, now)
        forget(arriving)
        _close_door(folder)
        partial.rename(arriving)
        put_in_place(folder, _aside(folder, now()))
    except OSError as problem:
        raise NotSaved(
            words.say("Not restored: {reason}. The practice is as it was.", reason=problem.strerror)
        ) from None
    finally:
        forget(partial)
    opened = _open(folder, way, now)
    opened.restored_from(backup.name, alarm)
    return opened


def _aside(folder: Path, moment: datetime) -> Path:
    """A name that no folder has yet, whatever the clock says."""
    name = f"{folder.name}-before-restore-{moment:%Y%m%dT%H%M%S}"
    names = (folder.with_name(name if n == 1 else f"{name}-{n}") for n in count(1))
    return next(path for path in names if not path.exists())


def _opened_with(folder: Path, backup: Path, way: Opening, now: Clock) -> tuple[tuple[bytes, ...], str]:
    if not (backup / door.FILE).is_file() or not any((backup / name).is_file() for name in COPIES):
        raise UnusableInput("backup", "expected a backup's folder with its records and its keys", backup.name)
    slots = read_slots(backup)
    attempts = Attempts(backups.beside(folder), now)
    attempts.begin()
    if isinstance(way, WithRecoveryKey):
        users.check_password(way.fresh)
        _, held = opening.first_that_opens(slots.recovery(), understood(way.recovery_key))
        name = way.user
    else:
        asked = [slot for slot in slots.passwords() if way.user in (None, slot.user)]
        slot, held = opening.first_that_opens(tuple(asked), way.password)
        name = slot.user
    attempts.succeed()
    return held, name


def _vouched(copy: Path, held: tuple[bytes, ...], name: str, by_recovery: bool) -> Secret:
    secret, engine = opening.fitting(copy / door.FILE, tuple(map(Secret, held)), make=False)
    try:
        with told(), engine.connect() as connection:
            known = backups.has_chain(connection)
            if known and users.account(connection, name).role != "manager" and not by_recovery:
                raise NotAllowed(words.say("Only a manager may restore a backup."))
    finally:
        engine.dispose()
    return secret


def _announced(copy: Path, anchored: Path, secret: Secret, name: str, backup: str, now: Clock) -> str:
    """Says in the copy that it is put back, for a stop half way must raise no alarm; gives the anchor's alarm."""
    engine = open_engine(copy / door.FILE, secret.database_key)
    try:
        with told(), engine.connect() as connection:
            if not backups.has_chain(connection):
                return ""
            alarm = anchor.alarm(connection, secret.mac, anchored)
        held = anchor.read(anchored / anchor.NAME, secret.mac)
        with change(engine, secret.mac, name, now) as under_way:
            under_way.say(anchor.RESTORING, backup=backup, instead_of=held.mac if held else "")
        checkpoint(engine)
    finally:
        engine.dispose()
    return alarm


def _open(folder: Path, way: Opening, now: Clock) -> Store:
    if isinstance(way, WithRecoveryKey):
        return door.recover(folder, way.recovery_key, way.user, way.fresh, way.cost, now)
    return door.unlock(folder, way.password, way.user, now)


def _close_door(folder: Path) -> None:
    if folder.exists():
        WriterLock(folder / opening.LOCK).release()
