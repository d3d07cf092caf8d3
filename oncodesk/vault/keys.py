"""What a password can open: Argon2id, the pair of keys it guards, and the secret sealed to that pair.

Each slot holds a private key wrapped by its owner's password (Argon2id, then AES-256-GCM) and the practice's secret
sealed to the matching public key (X25519, HKDF, AES-256-GCM). So a new secret can be given to everybody who stays
without asking for their passwords, and a password can change without touching the secret. No password is kept.
"""

import base64
import secrets
import time
import unicodedata
from dataclasses import dataclass, replace
from typing import Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from oncodesk.vault.errors import WrongPassword

SHORTEST = 8
_SALT, _NONCE, _PUBLIC = 16, 12, 32
Kind = Literal["password", "recovery"]


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
    """One user's way to the secret; `sealed` may hold two while the data key is being changed, the newer first.

    A slot of `version` 1 holds the data key wrapped by the password itself, and no pair of keys.
    """

    user: str
    kind: Kind
    cost: Cost
    salt: bytes
    wrapped: bytes
    public: bytes = b""
    sealed: tuple[bytes, ...] = ()
    version: int = 2


def calibrated(target: float = 0.75, clock: Cost | None = None) -> Cost:
    """Parameters that take this machine about `target` seconds: more passes, or less memory where it is slow."""
    cost = clock or Cost()
    started = time.perf_counter()
    _stretch("calibration", bytes(_SALT), cost)
    return fitted(cost, time.perf_counter() - started, target)


def fitted(cost: Cost, took: float, target: float = 0.75) -> Cost:
    """The parameters for `target` seconds where these took `took`; never below the floor nor above the ceiling."""
    if took < target:
        return replace(cost, passes=min(CEILING.passes, max(cost.passes, round(cost.passes * target / took))))
    return replace(cost, memory_kib=max(FLOOR.memory_kib, int(cost.memory_kib * target / took)))


def make_slot(secret: bytes, user: str, password: str, cost: Cost, kind: Kind = "password") -> Slot:
    """A new pair of keys guarded by the password, and the secret sealed to it."""
    private = X25519PrivateKey.generate()
    public = private.public_key().public_bytes_raw()
    slot = Slot(user, kind, cost, b"", b"", public, (seal_to(public, secret, user, kind),))
    return _guarded(slot, private.private_bytes_raw(), password, cost)


def open_slot(slot: Slot, password: str) -> tuple[bytes, ...]:
    """The secrets sealed in the slot, the newest first; WrongPassword where password or slot is not right."""
    held = _unguarded(slot, password)
    if slot.version == 1:
        return (held,)
    private = X25519PrivateKey.from_private_bytes(held)
    if private.public_key().public_bytes_raw() != slot.public or not slot.sealed:
        raise _wrong()
    return tuple(_unseal(private, sealed, slot) for sealed in slot.sealed)


def rewrapped(slot: Slot, password: str, fresh: str, cost: Cost) -> Slot:
    """The same slot under another password; WrongPassword where the old one is not right."""
    return _guarded(slot, _unguarded(slot, password), fresh, cost)


def seal_to(public: bytes, secret: bytes, user: str, kind: Kind) -> bytes:
    """The secret, for whoever holds the private key."""
    once = X25519PrivateKey.generate()
    shared = once.exchange(X25519PublicKey.from_public_bytes(public))
    head, nonce = once.public_key().public_bytes_raw(), secrets.token_bytes(_NONCE)
    bound = _bound_to(user, kind)
    return head + nonce + AESGCM(_mixed(shared, head, public)).encrypt(nonce, secret, bound)


def _unseal(private: X25519PrivateKey, sealed: bytes, slot: Slot) -> bytes:
    head, nonce, body = sealed[:_PUBLIC], sealed[_PUBLIC : _PUBLIC + _NONCE], sealed[_PUBLIC + _NONCE :]
    try:
        shared = private.exchange(X25519PublicKey.from_public_bytes(head))
        key = _mixed(shared, head, slot.public)
        return AESGCM(key).decrypt(nonce, body, _bound_to(slot.user, slot.kind))
    except (InvalidTag, ValueError):
        raise _wrong() from None


def _mixed(shared: bytes, head: bytes, public: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=head + public, info=b"oncodesk slot").derive(shared)


def _guarded(slot: Slot, held: bytes, password: str, cost: Cost) -> Slot:
    salt, nonce = secrets.token_bytes(_SALT), secrets.token_bytes(_NONCE)
    wrapped = AESGCM(_stretch(password, salt, cost)).encrypt(nonce, held, _bound_to(slot.user, slot.kind))
    return replace(slot, cost=cost, salt=salt, wrapped=nonce + wrapped)


def _unguarded(slot: Slot, password: str) -> bytes:
    bound = f"oncodesk|1|{slot.user}".encode() if slot.version == 1 else _bound_to(slot.user, slot.kind)
    key = AESGCM(_stretch(password, slot.salt, slot.cost))
    try:
        return key.decrypt(slot.wrapped[:_NONCE], slot.wrapped[_NONCE:], bound)
    except (InvalidTag, ValueError):
        raise _wrong() from None


def _stretch(password: str, salt: bytes, cost: Cost) -> bytes:
    kdf = Argon2id(salt=salt, length=32, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory_kib)
    return kdf.derive(unicodedata.normalize("NFC", password).encode("utf-8"))


def _bound_to(user: str, kind: Kind) -> bytes:
    return f"oncodesk|2|{kind}|{user}".encode()


def _wrong() -> WrongPassword:
    return WrongPassword("The password does not open this practice file.")


def text_of(content: bytes) -> str:
    """Bytes as base64 text."""
    return base64.b64encode(content).decode()


def bytes_of(text: str) -> bytes:
    """Bytes from base64 text; ValueError where it is not."""
    return base64.b64decode(text, validate=True)
