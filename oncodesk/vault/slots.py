"""The slot file: two checksummed copies, each replaced as a whole; the newest whole one counts."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from oncodesk.domain.errors import UnusableInput
from oncodesk.domain.reading import read_json
from oncodesk.vault.canonical import canonical
from oncodesk.vault.errors import NotSaved
from oncodesk.vault.files import replace_file
from oncodesk.vault.keys import CEILING, FLOOR, Cost, Slot, bytes_of, text_of

FORMAT, FIRST_FORMAT = "oncodesk.slots/2", "oncodesk.slots/1"
COPIES = ("keys.a.json", "keys.b.json")
MOST = 64 * 1024


@dataclass(frozen=True, slots=True)
class Slots:
    """Every slot; `generation` counts the writings."""

    generation: int
    slots: tuple[Slot, ...]

    def of(self, user: str) -> Slot | None:
        """The user's slot with a password, or None."""
        return next((slot for slot in self.slots if slot.user == user and slot.kind == "password"), None)

    def passwords(self) -> tuple[Slot, ...]:
        """The slots that a password opens."""
        return tuple(slot for slot in self.slots if slot.kind == "password")

    def recovery(self) -> tuple[Slot, ...]:
        """The slot that the recovery key opens, where there is one."""
        return tuple(slot for slot in self.slots if slot.kind == "recovery")

    def having(self, *changed: Slot) -> "Slots":
        """With these in place of those of the same owner."""
        owners = {(slot.user, slot.kind) for slot in changed}
        kept = tuple(slot for slot in self.slots if (slot.user, slot.kind) not in owners)
        return Slots(self.generation + 1, (*kept, *changed))

    def without(self, user: str) -> "Slots":
        """Without the user's slot."""
        return Slots(self.generation + 1, tuple(s for s in self.slots if s.kind == "recovery" or s.user != user))

    def without_recovery(self) -> "Slots":
        """Without the slot of the recovery key."""
        return Slots(self.generation + 1, self.passwords())


def write_slots(folder: Path, slots: Slots) -> None:
    """Both copies, one after the other."""
    content = text_of_slots(slots).encode()
    for name in COPIES:
        replace_file(folder / name, content)


@contextmanager
def replacing(folder: Path, fresh: Slots) -> Iterator[None]:
    """The block and the slots together or neither: where the block fails, what counted before counts again.

    Taking back is removing one file, for which a full disk has room too.
    """
    first, second = (folder / name for name in COPIES)
    before = read_slots(folder)
    if _whole(second) != before:
        replace_file(second, text_of_slots(before).encode())
    content = text_of_slots(fresh).encode()
    replace_file(first, content)
    try:
        yield
    except BaseException:
        with suppress(OSError):
            first.unlink()
        raise
    with suppress(NotSaved):
        replace_file(second, content)


def read_slots(folder: Path) -> Slots:
    """The newest copy that is whole; UnusableInput where neither is, or a parameter is out of bounds."""
    found = [slots for name in COPIES if (slots := _whole(folder / name))]
    if not found:
        raise UnusableInput("key file", "expected a whole copy; restore a backup of the practice file", folder.name)
    newest = max(found, key=lambda slots: slots.generation)
    for slot in newest.slots:
        _within_bounds(slot.cost)
    return newest


def text_of_slots(slots: Slots) -> str:
    """The file's text."""
    body = {"format": FORMAT, "generation": slots.generation, "slots": [_written(slot) for slot in slots.slots]}
    return canonical({**body, "checksum": _checksum(body)})


def _whole(path: Path) -> Slots | None:
    try:
        if path.stat().st_size > MOST:
            return None
        text = path.read_bytes()
        data = read_json(text)
        if data["format"] == FIRST_FORMAT:
            return _first(data)
        slots = Slots(data["generation"], tuple(_read(entry) for entry in data["slots"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, UnusableInput):
        return None
    return slots if text_of_slots(slots).encode() == text else None


def _first(data: dict[str, Any]) -> Slots | None:
    import json

    if data["checksum"] != hashlib.sha256(json.dumps(data["slots"], sort_keys=True).encode()).hexdigest():
        return None
    made = [
        Slot(
            entry["user"],
            "password",
            Cost(**entry["cost"]),
            bytes_of(entry["salt"]),
            bytes_of(entry["nonce"]) + bytes_of(entry["wrapped"]),
            version=1,
        )
        for entry in data["slots"]
    ]
    return Slots(0, tuple(made))


def _written(slot: Slot) -> dict[str, Any]:
    plain = asdict(slot)
    plain.update(salt=text_of(slot.salt), wrapped=text_of(slot.wrapped), public=text_of(slot.public))
    plain["sealed"] = [text_of(sealed) for sealed in slot.sealed]
    return plain


def _read(entry: dict[str, Any]) -> Slot:
    if entry["kind"] not in ("password", "recovery") or entry["version"] != 2:
        raise ValueError("expected a slot of version 2")
    sealed = tuple(bytes_of(text) for text in entry["sealed"])
    content = {name: bytes_of(entry[name]) for name in ("salt", "wrapped", "public")}
    return Slot(**{**entry, **content, "sealed": sealed, "cost": Cost(**entry["cost"])})


def _within_bounds(cost: Cost) -> None:
    for field in ("memory_kib", "passes", "lanes"):
        value = getattr(cost, field)
        if not isinstance(value, int) or not getattr(FLOOR, field) <= value <= getattr(CEILING, field):
            raise UnusableInput(f"key file {field}", f"expected {getattr(FLOOR, field)} or more")


def _checksum(body: dict[str, Any]) -> str:
    return hashlib.sha256(canonical(body).encode()).hexdigest()
