"""Who may open the practice file: a slot outside it and an account, with its role and public key, inside."""

from dataclasses import replace

from sqlalchemy import Connection, select

from oncodesk import words
from oncodesk.domain.errors import UnusableInput
from oncodesk.vault.errors import Damaged, NotAllowed
from oncodesk.vault.keys import SHORTEST, Slot, seal_to
from oncodesk.vault.ledger import Change
from oncodesk.vault.slots import Slots
from oncodesk.vault.tables import user
from oncodesk.vault.values import Role, User

RECOVERY = "recovery key"
ROLES: tuple[Role, ...] = ("coder", "reviewer", "manager")


def check_password(password: str) -> None:
    """UnusableInput where it is too short."""
    if len(password) < SHORTEST:
        raise UnusableInput("password", f"expected at least {SHORTEST} characters")


def check_name(name: str) -> None:
    """UnusableInput where nobody can be called so."""
    if not name.strip() or name != name.strip() or len(name) > 60 or name == RECOVERY:
        raise UnusableInput("user", "expected a name of 1 to 60 characters, without spaces around it")


def account(connection: Connection, name: str) -> User:
    """The user of that name; NotAllowed where there is none, or no longer."""
    query = select(user.c.name, user.c.role).where(user.c.name == name, user.c.removed_at.is_(None))
    row = connection.execute(query).first()
    if row is None:
        raise NotAllowed(words.say("{name} no longer has an account here.", name=name))
    return User(row.name, row.role)


def everybody(connection: Connection) -> tuple[User, ...]:
    """Who has an account, by name."""
    query = select(user.c.name, user.c.role).where(user.c.removed_at.is_(None), user.c.name != RECOVERY)
    return tuple(User(*row) for row in connection.execute(query.order_by(user.c.name)))


def enrol(change: Change, slot: Slot, role: str) -> None:
    """An account for the slot's owner, new or under a new key."""
    values = {"role": role, "public_key": slot.public, "created_at": change.at, "removed_at": None}
    if not change.update(user, user.c.name == slot.user, **values):
        change.insert(user, name=slot.user, **values)
    change.say("enrol", f"user:{slot.user}", role=role)


def remove(change: Change, name: str) -> None:
    """Takes the account away; NotAllowed for the last manager."""
    found = account(change.connection, name)
    managers = [other for other in everybody(change.connection) if other.role == "manager"]
    if found.role == "manager" and len(managers) == 1:
        raise NotAllowed(words.say("Somebody has to manage the practice: name another manager first."))
    change.update(user, user.c.name == name, removed_at=change.at)
    change.say("remove", f"user:{name}")


def resealed(connection: Connection, slots: Slots, old: bytes, fresh: bytes) -> tuple[Slots, Slots]:
    """The slots sealed to both secrets and to the fresh one only, for those keys that the accounts vouch for.

    Damaged where a slot's public key is not its account's: somebody may have put their own there.
    """
    query = select(user.c.name, user.c.public_key).where(user.c.removed_at.is_(None))
    keys = {row.name: row.public_key for row in connection.execute(query)}
    kept = [slot for slot in slots.slots if slot.user in keys]
    for slot in kept:
        if keys[slot.user] != slot.public:
            raise Damaged(words.say("The key of {user} in the key file is not the one of the account.", user=slot.user))
    after = [replace(s, sealed=(seal_to(s.public, fresh, s.user, s.kind),)) for s in kept]
    both = [replace(s, sealed=(*s.sealed, seal_to(s.public, old, s.user, s.kind))) for s in after]
    return Slots(slots.generation + 1, tuple(both)), Slots(slots.generation + 2, tuple(after))
