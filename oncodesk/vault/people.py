"""What may be done with passwords and users while the practice file is open."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from oncodesk import words
from oncodesk.vault import keys, users
from oncodesk.vault.attempts import Attempts
from oncodesk.vault.errors import Conflict, NotAllowed, WrongPassword
from oncodesk.vault.ledger import Change, change
from oncodesk.vault.recovery import new_recovery_key
from oncodesk.vault.secret import Secret
from oncodesk.vault.slots import Slots, read_slots, replacing, write_slots
from oncodesk.vault.sqlcipher import rekey, told
from oncodesk.vault.values import Agreement, Role, User


class Staff:
    """The users of an open practice file; what only a manager may do says NotAllowed to others."""

    def __init__(self, folder: Path, engine: Engine, secret: Secret, user: User, now: Callable[[], datetime]) -> None:
        self._folder, self._engine, self._secret, self._user, self._now = folder, engine, secret, user, now

    @contextmanager
    def _changing(self, slots: Slots) -> Iterator[Change]:
        """New slots and what the records say of them: both or neither."""
        with (
            replacing(self._folder, slots),
            change(self._engine, self._secret.mac, self._user.name, self._now) as under_way,
        ):
            yield under_way

    def must_manage(self) -> None:
        """NotAllowed for anybody but a manager."""
        if self._user.role != "manager":
            raise NotAllowed(words.say("Only a manager may do this."))

    def everybody(self) -> tuple[User, ...]:
        """Who has an account, by name."""
        with told(), self._engine.connect() as connection:
            return users.everybody(connection)

    def add(self, name: str, role: Role, password: str, cost: keys.Cost | None = None) -> None:
        """A new user with a first password; Conflict where there is one of that name."""
        self.must_manage()
        users.check_name(name)
        users.check_password(password)
        if any(other.name == name for other in self.everybody()):
            raise Conflict(words.say("There is a user {name} already.", name=name))
        slot = keys.make_slot(self._secret.content(), name, password, cost or keys.calibrated())
        with self._changing(read_slots(self._folder).having(slot)) as under_way:
            users.enrol(under_way, slot, role)

    def remove(self, name: str) -> None:
        """Takes a user's account and slot away. An old copy of the slot still opens the file until `rotate`."""
        self.must_manage()
        with self._changing(read_slots(self._folder).without(name)) as under_way:
            users.remove(under_way, name)

    def change_password(self, old: str, fresh: str, cost: keys.Cost | None = None) -> None:
        """One's own; WrongPassword where the old one is not right."""
        users.check_password(fresh)
        slots = read_slots(self._folder)
        slot = slots.of(self._user.name)
        if slot is None:
            raise WrongPassword(words.say("There is no password to change."))
        with self._changing(slots.having(keys.rewrapped(slot, old, fresh, cost or slot.cost))) as under_way:
            under_way.say("change password", f"user:{self._user.name}")

    def new_recovery_key(self, cost: keys.Cost = keys.FLOOR) -> str:
        """A recovery key to be shown once and printed; the one before opens nothing any more."""
        self.must_manage()
        shown = new_recovery_key()
        slot = keys.make_slot(self._secret.content(), users.RECOVERY, shown, cost, "recovery")
        with self._changing(read_slots(self._folder).having(slot)) as under_way:
            users.enrol(under_way, slot, "recovery")
        return shown

    def forget_recovery_key(self) -> None:
        """Takes the recovery key away, which nobody has kept: it opens nothing any more."""
        self.must_manage()
        with self._changing(read_slots(self._folder).without_recovery()) as under_way:
            users.remove(under_way, users.RECOVERY)

    def has_recovery_key(self) -> bool:
        """Whether one was made."""
        return bool(read_slots(self._folder).recovery())

    def agree(self, visit_id: int, name: str, password: str) -> Agreement:
        """A second person stands by the overridden findings of a visit.

        NotAllowed where it is the same person or one who may not, WrongPassword or TooSoon as at the door.
        """
        if name == self._user.name:
            raise NotAllowed(words.say("A second person has to agree, not the same one."))
        with told(), self._engine.connect() as connection:
            second = users.account(connection, name)
        if second.role == "coder":
            raise NotAllowed(words.say("A reviewer or a manager has to agree."))
        slot = read_slots(self._folder).of(name)
        attempts = Attempts(self._folder, self._now)
        attempts.begin()
        if slot is None:
            raise WrongPassword(words.say("That is not the password."))
        keys.open_slot(slot, password)
        attempts.succeed()
        return Agreement(name, visit_id)

    def rotate(self) -> None:
        """A new data key: slots of removed users, wherever copies of them lie, open nothing that is saved from now on.

        Everybody who stays keeps the password, and the recovery key stays as printed. Backups made before stay under
        the old key. Stopped at any moment, the file opens with the old key or with the new one.
        """
        self.must_manage()
        fresh = self._secret.with_new_data_key()
        with told(), self._engine.connect() as connection:
            both, after = users.resealed(connection, read_slots(self._folder), self._secret.content(), fresh.content())
        write_slots(self._folder, both)
        rekey(self._engine, fresh.database_key())
        self._secret.become(fresh)
        write_slots(self._folder, after)
        with change(self._engine, self._secret.mac, self._user.name, self._now) as under_way:
            under_way.say("rotate")
