"""Wraps the practice's data key with a password, in a slot file of two checksummed copies.

The data key is 32 random bytes and a 16-byte salt for the database; Argon2id turns a password into the key that wraps
it with AES-256-GCM. The password itself is kept nowhere.
"""

import base64
import hashlib
import json
import os
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from oncodesk.domain.errors import UnusableInput
from oncodesk.vault.files import replace_file

DATA_KEY_BYTES, CIPHER_SALT_BYTES = 32, 16
FORMAT = "oncodesk.slots/1"
COPIES = ("keys.a.json", "keys.b.json")


class WrongPassword(Exception):
    """The password does not open any slot."""


@dataclass(frozen=True, slots=True)
class Cost:
    """Argon2id parameters: memory in KiB, passes, lanes."""

    memory_kib: int = 256 * 1024
    passes: int = 3
    lanes: int = 4


FLOOR = Cost(memory_kib=64 * 1024)
CEILING = Cost(memory_kib=2 * 1024 * 1024, passes=20, lanes=16)


@dataclass(frozen=True, slots=True)
class Slot:
    """One user's wrapped copy of the data key; byte fields are base64 text."""

    user: str
    cost: Cost
    salt: str
    nonce: str
    wrapped: str


def new_data_key() -> bytes:
    """48 random bytes: the database key and its cipher salt."""
    return secrets.token_bytes(DATA_KEY_BYTES + CIPHER_SALT_BYTES)


def wrap(data_key: bytes, user: str, password: str, cost: Cost | None = None) -> Slot:
    """The data key wrapped with the password for that user."""
    cost = cost or Cost()
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    wrapped = AESGCM(_stretch(password, salt, cost)).encrypt(nonce, data_key, _bound_to(user))
    return Slot(user, cost, *(base64.b64encode(part).decode() for part in (salt, nonce, wrapped)))


def unwrap(slot: Slot, password: str) -> bytes:
    """The data key; WrongPassword where the password or the slot is not right."""
    salt, nonce, wrapped = (base64.b64decode(part) for part in (slot.salt, slot.nonce, slot.wrapped))
    try:
        return AESGCM(_stretch(password, salt, slot.cost)).decrypt(nonce, wrapped, _bound_to(slot.user))
    except InvalidTag:
        raise WrongPassword("The password does not open this practice file.") from None


def _stretch(password: str, salt: bytes, cost: Cost) -> bytes:
    kdf = Argon2id(salt=salt, length=32, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory_kib)
    return kdf.derive(password.encode("utf-8"))


def _bound_to(user: str) -> bytes:
    return f"oncodesk|1|{user}".encode()


def write_slots(folder: Path, slots: tuple[Slot, ...]) -> None:
    """Both copies, one after the other, each replaced as a whole."""
    body = [asdict(slot) for slot in slots]
    text = json.dumps({"format": FORMAT, "slots": body, "checksum": _checksum(body)}, indent=1)
    for name in COPIES:
        replace_file(folder / name, text.encode())


def read_slots(folder: Path) -> tuple[Slot, ...]:
    """The slots of the first copy that is whole; UnusableInput where neither is, or a parameter is out of bounds."""
    for name in COPIES:
        try:
            data = json.loads((folder / name).read_bytes())
            if data["format"] == FORMAT and data["checksum"] == _checksum(data["slots"]):
                return tuple(_slot(entry) for entry in data["slots"])
        except (OSError, ValueError, KeyError, TypeError):
            continue
    raise UnusableInput("key file", "expected a whole copy; restore a backup of the practice file", os.fspath(folder))


def _slot(entry: dict[str, object]) -> Slot:
    cost = Cost(**entry.pop("cost"))  # type: ignore[arg-type]
    for field in ("memory_kib", "passes", "lanes"):
        if not getattr(FLOOR, field) <= getattr(cost, field) <= getattr(CEILING, field):
            raise UnusableInput(f"key file {field}", f"expected {getattr(FLOOR, field)} or more")
    return Slot(cost=cost, **entry)  # type: ignore[arg-type]


def _checksum(body: list[dict[str, object]]) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()
