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


@dataclass
class Told:
    """What a window said before it was killed."""

    typed: list[tuple[str, float, str]] = field(default_factory=list)
    saved: dict[int, str] = field(default_factory=dict)
    sealed: list[int] = field(default_factory=list)

    def __init__(self, lines: list[list[str]]) -> None:
        assert [line for line in lines if line[0] == "problem"] == []
        self.typed = [(line[1], float(line[2]), line[3]) for line in lines if line[0] == "typed"]
        self.saved = {int(line[1]): line[2] for line in lines if line[0] == "saved"}
        self.sealed = [int(line[1]) for line in lines if line[0] == "sealed"]

    def at_least(self, mark: str) -> set[str]:
        """That state and every later one of the same visit."""
        at = max((n for n, (_, _, held) in enumerate(self.typed) if held == mark), default=None)
        if at is None:
            return {mark}
        return {held for place, _, held in self.typed[at:] if place == self.typed[at][0]}

    def due(self, killed_at: float) -> dict[str, str]:
        """Of each visit typed into, the newest state that had to be saved by then."""
        return {place: mark for place, moment, mark in self.typed if moment <= killed_at - OLDEST}


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
    for identifier, mark in told.saved.items():
        if there.get(identifier) not in told.at_least(mark):
            yield f"a save of visit {identifier}"
    kept = {*there.values(), mark_of(blank(app.now().date()))}  # a visit nobody typed into yet is not kept
    for where, mark in told.due(killed_at).items():
        if not told.at_least(mark) & kept:
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
    assert counted.saves > 500
    assert counted.seals > 50
