"""The real window is killed while it is typed into: what it said was saved is there, and nothing is half there."""

import random
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from forking import CAN_FORK, Forks, forks
from typing_window import CANARY, mark_of

from oncodesk import app
from oncodesk.services import sample_practice
from oncodesk.ui.editing.draft import blank
from oncodesk.vault import door, keys
from oncodesk.vault.store import Store

PASSWORD = "typed at the window"
OLDEST = 2.0
"""Seconds that what was typed may be unsaved."""
A_FOLDER = 25
"""Rounds in one practice: proving a long history would take longer than the rounds."""


class Told:
    """What a window said before it was killed: `typed` are place, moment and mark, in order."""

    def __init__(self, lines: list[list[str]]) -> None:
        assert [line for line in lines if line[0] == "problem"] == []
        self.typed: list[tuple[str, float, str]] = []
        self.saved: dict[int, tuple[str, int]] = {}
        self.sealed = [int(line[1]) for line in lines if line[0] == "sealed"]
        for kind, *words in lines:
            if kind == "typed":
                self.typed.append((words[0], float(words[1]), words[2]))
            elif kind == "saved":
                self.saved[int(words[0])] = (words[1], len(self.typed))

    def since(self, number: int) -> set[str]:
        """What was typed under that number, and every later state of the same visit."""
        return {mark for place, _, mark in self.typed[number:] if place == self.typed[number][0]}

    def kept(self, identifier: int) -> set[str]:
        """Of a visit the state last answered for, and every later one."""
        mark, said_by = self.saved[identifier]
        before = [number for number, (_, _, held) in enumerate(self.typed[:said_by]) if held == mark]
        return self.since(before[-1]) if before else {mark}

    def due(self, killed_at: float) -> dict[str, int]:
        """Of each visit typed into, the number of the newest state that had to be saved by then."""
        typed = enumerate(self.typed)
        return {place: number for number, (place, moment, _) in typed if moment <= killed_at - OLDEST}


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder whose practice has four visits."""
    home = tmp_path_factory.mktemp("home")
    store = door.create(home / "practice", PASSWORD, keys.FLOOR)
    store.save_practice(sample_practice.practice())
    store.save_fees(sample_practice.fees())
    for name in sample_practice.VISITS:
        store.save_draft(None, sample_practice.read(name))
    store.close()
    return home


@pytest.fixture(scope="module")
def windows() -> Iterator[Forks]:
    """The window's program, started once."""
    with forks(Path(__file__).with_name("typing_window.py")) as started:
        yield started


@dataclass
class Counted:
    """What so many rounds came to."""

    rounds: int = 0
    saves: int = 0
    seals: int = 0
    lost: list[str] = field(default_factory=list)
    readable: int = 0


def killed(windows: Forks, practice: Path, place: Path, rounds: int, longest: float) -> Counted:
    """Kills the window so often, each time at a random moment, now and then before it is ready."""
    chance, counted = random.Random(rounds), Counted()
    for number in range(rounds):
        home = place / str(number // A_FOLDER)
        if number % A_FOLDER == 0:
            print(counted, flush=True)
            shutil.rmtree(place, ignore_errors=True)
            shutil.copytree(practice, home)
        before = _states(home, number)
        how, since = chance.choice(("steady", "with pauses")), chance.choice(("ready", "ready", "ready", "begun"))
        after = chance.random() * longest
        lines, code = windows.round(home, PASSWORD, number, how, kill_after=after, heard=since)
        assert code == -9, lines
        told = Told(lines)
        counted.rounds += 1
        counted.saves += sum(line[0] == "saved" for line in lines)
        counted.seals += len(told.sealed)
        counted.readable += _readable(home)
        counted.lost += [f"round {number}: {problem}" for problem in _lost(home, told, before, windows.killed_at)]
    print(counted)
    return counted


def _states(home: Path, number: int) -> set[str]:
    if number % A_FOLDER:
        return STATES[home]
    return {mark_of(sample_practice.read(name)) for name in sample_practice.VISITS}


STATES: dict[Path, set[str]] = {}


def _lost(home: Path, told: Told, before: set[str], killed_at: float) -> Iterator[str]:
    store = door.unlock(home / "practice", PASSWORD)
    found = {row.id: store.load_visit(row.id) for row in store.list_visits()}
    there = {identifier: mark_of(visit.draft) for identifier, visit in found.items()}
    STATES[home] = set(there.values())
    for identifier in told.saved:
        if there.get(identifier) not in told.kept(identifier):
            yield f"a save of visit {identifier}"
    kept = {*there.values(), mark_of(blank(app.now().date()))}  # a visit nobody typed into yet is not kept
    for where, number in told.due(killed_at).items():
        if not told.since(number) & kept:
            held = ", ".join(f"{killed_at - at:.2f} s {known[:4]}" for place, at, known in told.typed if place == where)
            yield f"what was typed at {where} more than {OLDEST:.0f} s before; typed {held}; there {sorted(kept)}"
    if partial := set(there.values()) - before - {mark for _, _, mark in told.typed}:
        yield f"{len(partial)} visits are as nobody typed them"
    yield from _unsealed(store, told)
    for identifier, visit in found.items():
        if visit.status == "ready" and not any(c.state == "current" for c in store.claims_of_visit(identifier)):
            yield f"visit {identifier} is ready without a claim"
    yield from store.verify().problems
    if store.alarm:
        yield store.alarm
    store.close()


def _unsealed(store: Store, told: Told) -> Iterator[str]:
    for number in told.sealed:
        if not store.sealed_claim(number).is_whole:
            yield f"claim {number}"


def _readable(home: Path) -> int:
    """Files of the killed program, its practice's or its temporary ones, in which something typed can be read."""
    places = [home, Path(tempfile.gettempdir()) / "oncodesk"]
    files = [path for place in places if place.exists() for path in place.rglob("*") if path.is_file()]
    return sum(CANARY.encode() in path.read_bytes() for path in files)


@CAN_FORK
def test_the_killed_window_loses_nothing(windows: Forks, practice: Path, tmp_path: Path) -> None:
    counted = killed(windows, practice, tmp_path / "homes", 2, 3.0)
    assert (counted.lost, counted.readable) == ([], 0)


@CAN_FORK
@pytest.mark.soak
def test_the_window_killed_five_hundred_times_loses_nothing(windows: Forks, practice: Path, tmp_path: Path) -> None:
    counted = killed(windows, practice, tmp_path / "homes", 500, 3.0)
    assert (counted.lost, counted.readable) == ([], 0)
    assert counted.saves > 400
    assert counted.seals > 50
