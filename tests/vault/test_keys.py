"""Slots: what a password opens, and that nothing else does."""

import json
import os
import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oncodesk.domain.errors import UnusableInput
from oncodesk.vault import keys, recovery
from oncodesk.vault.canonical import canonical
from oncodesk.vault.errors import WrongPassword
from oncodesk.vault.slots import COPIES, Slots, _checksum, read_slots, text_of_slots, write_slots

PASSWORD = "correct horse battery"
SECRET = bytes(range(80))


@pytest.fixture(scope="module")
def slot() -> keys.Slot:
    """A slot at the lowest cost that is accepted."""
    return keys.make_slot(SECRET, "owner", PASSWORD, keys.FLOOR)


def test_the_password_opens_the_slot_and_another_does_not(slot: keys.Slot) -> None:
    assert keys.open_slot(slot, PASSWORD) == (SECRET,)
    for wrong in (PASSWORD + " ", PASSWORD.upper(), ""):
        with pytest.raises(WrongPassword):
            keys.open_slot(slot, wrong)


def test_the_same_letters_typed_on_another_system_are_the_same_password() -> None:
    composed = keys.make_slot(SECRET, "owner", "caf\u00e9 caf\u00e9", keys.FLOOR)
    assert keys.open_slot(composed, "cafe\u0301 cafe\u0301") == (SECRET,)


def test_a_changed_password_leaves_the_secret_sealed_as_it_was(slot: keys.Slot) -> None:
    fresh = keys.rewrapped(slot, PASSWORD, "another good one", keys.FLOOR)
    assert keys.open_slot(fresh, "another good one") == (SECRET,)
    assert fresh.sealed == slot.sealed
    with pytest.raises(WrongPassword):
        keys.open_slot(fresh, PASSWORD)


@pytest.mark.parametrize("change", ["user", "kind", "public", "sealed", "wrapped", "salt", "passes"])
def test_a_slot_is_bound_to_all_that_stands_in_it(slot: keys.Slot, change: str) -> None:
    flipped = lambda content: bytes([content[0] ^ 1]) + content[1:]  # noqa: E731
    altered = {
        "user": replace(slot, user="manager"),
        "kind": replace(slot, kind="recovery"),
        "public": replace(slot, public=flipped(slot.public)),
        "sealed": replace(slot, sealed=(flipped(slot.sealed[0]),)),
        "wrapped": replace(slot, wrapped=flipped(slot.wrapped)),
        "salt": replace(slot, salt=flipped(slot.salt)),
        "passes": replace(slot, cost=replace(slot.cost, passes=4)),
    }[change]
    with pytest.raises(WrongPassword):
        keys.open_slot(altered, PASSWORD)


def test_cost_is_fitted_to_the_machine_within_floor_and_ceiling() -> None:
    start = keys.Cost()
    assert keys.fitted(start, 0.1) == replace(start, passes=20)
    assert keys.fitted(start, 0.375) == replace(start, passes=6)
    assert keys.fitted(start, 1.5) == replace(start, memory_kib=128 * 1024)
    assert keys.fitted(start, 60.0) == keys.FLOOR
    assert keys.fitted(start, 0.75) == start


def test_the_newest_whole_copy_counts_and_no_copy_is_said(slot: keys.Slot, tmp_path: Path) -> None:
    write_slots(tmp_path, Slots(3, (slot,)))
    older = text_of_slots(Slots(2, (replace(slot, user="older"),)))
    (tmp_path / COPIES[0]).write_text(older)
    assert read_slots(tmp_path) == Slots(3, (slot,))
    (tmp_path / COPIES[1]).write_bytes(b"{")
    assert read_slots(tmp_path).slots[0].user == "older"
    (tmp_path / COPIES[0]).unlink()
    with pytest.raises(UnusableInput, match="key file"):
        read_slots(tmp_path)


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps access by other means")
def test_the_slot_file_is_its_owners_alone(slot: keys.Slot, tmp_path: Path) -> None:
    write_slots(tmp_path, Slots(1, (slot,)))
    assert [(tmp_path / name).stat().st_mode & 0o077 for name in COPIES] == [0, 0]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("memory_kib", 8),
        ("memory_kib", 64 * 1024 - 1),
        ("passes", 2),
        ("lanes", 3),
        ("memory_kib", 2**31),
        ("passes", 1.5),
    ],
)
def test_weakened_and_absurd_parameters_are_refused_even_with_a_right_checksum(
    slot: keys.Slot, tmp_path: Path, field: str, value: float
) -> None:
    _rewritten(tmp_path, slot, lambda entry: entry["cost"].update({field: value}))
    with pytest.raises(UnusableInput, match=field):
        read_slots(tmp_path)


def test_altered_slot_files_open_nothing(slot: keys.Slot, tmp_path: Path) -> None:
    refused = altered_slots(slot, tmp_path, rounds=12)
    assert refused == 12


@pytest.mark.soak
def test_a_thousand_altered_slot_files_open_nothing(slot: keys.Slot, tmp_path: Path) -> None:
    assert altered_slots(slot, tmp_path, rounds=1000) == 1000


def altered_slots(slot: keys.Slot, folder: Path, rounds: int) -> int:
    """How many of so many altered slot files were refused: bytes flipped, or fields changed and the checksum mended."""
    chance = random.Random(rounds)
    refused = 0
    for number in range(rounds):
        if number % 2:
            _flipped(folder, slot, chance)
        else:
            _rewritten(folder, slot, lambda entry: _field_changed(entry, chance))
        try:
            for found in read_slots(folder).slots:
                keys.open_slot(found, PASSWORD)
        except (UnusableInput, WrongPassword):
            refused += 1
    return refused


def _flipped(folder: Path, slot: keys.Slot, chance: random.Random) -> None:
    content = bytearray(text_of_slots(Slots(1, (slot,))).encode())
    for _ in range(chance.randrange(1, 4)):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    for name in COPIES:
        (folder / name).write_bytes(content)


def _field_changed(entry: dict[str, object], chance: random.Random) -> None:
    field = chance.choice(("salt", "wrapped", "public", "sealed", "user", "kind", "cost"))
    if field == "cost":
        entry["cost"] = {"memory_kib": chance.choice((8, 32 * 1024, 65 * 1024)), "passes": 3, "lanes": 4}
    elif field in ("user", "kind"):
        entry[field] = {"user": "owner2", "kind": "recovery"}[field]
    else:
        text = entry[field][0] if field == "sealed" else entry[field]  # type: ignore[index]
        content = bytearray(keys.bytes_of(str(text)))
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        fresh = keys.text_of(bytes(content))
        entry[field] = [fresh] if field == "sealed" else fresh


def _rewritten(folder: Path, slot: keys.Slot, change) -> None:  # type: ignore[no-untyped-def]
    data = json.loads(text_of_slots(Slots(1, (slot,))))
    change(data["slots"][0])
    del data["checksum"]
    for name in COPIES:
        (folder / name).write_text(canonical({**data, "checksum": _checksum(data)}))


@given(st.binary(max_size=400))
@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_stands_in_a_key_file_is_refused_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    for name in COPIES:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(UnusableInput):
        read_slots(tmp_path)


@given(st.integers(0, 7), st.integers(0, 4), st.sampled_from(recovery.SIGNS))
@settings(max_examples=200)
def test_one_wrong_sign_of_a_recovery_key_is_named(group: int, place: int, sign: str) -> None:
    shown = recovery.new_recovery_key()
    groups = shown.split("-")
    wrong = groups[group][:place] + sign + groups[group][place + 1 :]
    if wrong == groups[group]:
        assert recovery.understood(shown) == shown
        return
    groups[group] = wrong
    with pytest.raises(UnusableInput, match=f"group {group + 1}"):
        recovery.understood("-".join(groups))


def test_a_recovery_key_may_be_typed_as_one_reads_it() -> None:
    shown = recovery.new_recovery_key()
    assert recovery.understood(shown.lower().replace("-", " ").replace("0", "o").replace("1", "l")) == shown
    swapped = shown.split("-")
    swapped[0], swapped[1] = swapped[1], swapped[0]
    with pytest.raises(UnusableInput, match="group 1"):
        recovery.understood("-".join(swapped))
    with pytest.raises(UnusableInput, match="8 groups"):
        recovery.understood(shown[:-1])
    assert len({recovery.new_recovery_key() for _ in range(100)}) == 100
