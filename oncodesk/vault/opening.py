"""Makes and opens practice files: the lock, the password, the schema, the account, in this order."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine, inspect

from oncodesk import private, words
from oncodesk.domain.errors import UnusableInput
from oncodesk.vault import migrate, users
from oncodesk.vault.attempts import Attempts
from oncodesk.vault.backups import Backups
from oncodesk.vault.door import FILE
from oncodesk.vault.errors import Damaged, NotSaved, WrongPassword
from oncodesk.vault.files import WriterLock, no_core_dump
from oncodesk.vault.keys import Cost, Slot, calibrated, make_slot, open_slot
from oncodesk.vault.ledger import change
from oncodesk.vault.place import refuse_share
from oncodesk.vault.recovery import understood
from oncodesk.vault.secret import Secret
from oncodesk.vault.slots import Slots, read_slots, write_slots
from oncodesk.vault.sqlcipher import open_engine, told
from oncodesk.vault.store import Store
from oncodesk.vault.values import User

LOCK = "in-use.lock"
Clock = Callable[[], datetime]


def create(folder: Path, password: str, cost: Cost | None, name: str, now: Clock) -> Store:
    """A new, empty practice file."""
    users.check_password(password)
    users.check_name(name)
    refuse_share(folder)
    try:
        private.make_folder(folder)
    except OSError as problem:
        raise NotSaved(
            words.say("The folder of the practice file cannot be made ({reason}).", reason=problem.strerror)
        ) from None
    lock = WriterLock(folder / LOCK)
    try:
        secret = Secret.new()
        slot = make_slot(secret.content(), name, password, cost or calibrated())
        write_slots(folder, Slots(1, (slot,)))
        _make_file(folder / FILE)
        return _opened(folder, lock, (secret,), slot, now, make=True)
    except BaseException:
        lock.release()
        raise


def _make_file(path: Path) -> None:
    try:
        private.create(path)
    except OSError as problem:
        raise NotSaved(f"Not saved: {path.name} cannot be made ({problem.strerror}).") from None


def unlock(folder: Path, password: str, name: str | None, now: Clock) -> Store:
    """The practice file opened with a password."""
    _must_be_there(folder)
    with suppress(OSError):
        private.tighten(folder / FILE)
    lock = WriterLock(folder / LOCK)
    try:
        attempts = Attempts(folder, now)
        attempts.begin()
        slots = read_slots(folder)
        asked = slots.passwords() if name is None else tuple(filter(None, (slots.of(name),)))
        slot, held = first_that_opens(asked, password)
        failed = attempts.succeed()
        if slot.version == 1:
            slot = make_slot(Secret(held[0]).content(), slot.user, password, slot.cost)
        opened = _opened(folder, lock, tuple(map(Secret, held)), slot, now, failed=failed)
        if slots.of(slot.user) != slot:
            write_slots(folder, slots.having(slot))
        return opened
    except BaseException:
        lock.release()
        raise


def recover(folder: Path, recovery_key: str, name: str, fresh: str, cost: Cost | None, now: Clock) -> Store:
    """The practice file opened with its recovery key, under a new password of that user."""
    users.check_password(fresh)
    typed = understood(recovery_key)
    _must_be_there(folder)
    lock = WriterLock(folder / LOCK)
    try:
        attempts = Attempts(folder, now)
        attempts.begin()
        slots = read_slots(folder)
        _, held = first_that_opens(slots.recovery(), typed)
        attempts.succeed()
        slot = make_slot(held[0], name, fresh, cost or calibrated())
        opened = _opened(folder, lock, tuple(map(Secret, held)), slot, now, by_recovery=True)
        write_slots(folder, slots.having(slot))
        return opened
    except BaseException:
        lock.release()
        raise


def _must_be_there(folder: Path) -> None:
    refuse_share(folder)
    if not (folder / FILE).is_file():
        raise UnusableInput("practice file", "expected a practice file here", folder.name)


def first_that_opens(slots: tuple[Slot, ...], password: str) -> tuple[Slot, tuple[bytes, ...]]:
    """The slot that the password opens and its secrets; WrongPassword where there is none."""
    for slot in slots:
        try:
            return slot, open_slot(slot, password)
        except WrongPassword:
            continue
    raise WrongPassword(words.say("The password does not open this practice file."))


def _opened(
    folder: Path,
    lock: WriterLock,
    held: tuple[Secret, ...],
    slot: Slot,
    now: Clock,
    make: bool = False,
    failed: int = 0,
    by_recovery: bool = False,
) -> Store:
    no_core_dump()
    secret, engine = fitting(folder / FILE, held, make)
    try:
        backups = Backups(folder, engine, secret, now)
        migrate.bring_up_to_date(engine, secret, now, lambda number: backups.make(f"before-schema-{number + 1}"))
        who = _admitted(engine, secret, slot, now, failed, by_recovery)
        return Store(folder, engine, secret, who, lock, backups, now)
    except BaseException:
        engine.dispose()
        raise


def fitting(path: Path, held: tuple[Secret, ...], make: bool) -> tuple[Secret, Engine]:
    """The secret that opens the file: while the data key is being changed there are two."""
    for secret in held:
        engine = open_engine(path, secret.database_key, make)
        try:
            with told(), engine.connect() as connection:
                inspect(connection).get_table_names()
        except Damaged:
            engine.dispose()
            continue
        return secret, engine
    raise UnusableInput("practice file", "expected a whole practice file; restore a backup", path.name)


def _admitted(engine: Engine, secret: Secret, slot: Slot, now: Clock, failed: int, by_recovery: bool) -> User:
    with change(engine, secret.mac, slot.user, now) as under_way:
        known = users.everybody(under_way.connection)
        if not known:
            users.enrol(under_way, slot, "manager")
        elif by_recovery:
            users.enrol(under_way, slot, users.account(under_way.connection, slot.user).role)
        who = users.account(under_way.connection, slot.user)
        under_way.say("log-in", f"user:{slot.user}", **({"failed": failed} if failed else {}))
    return who
