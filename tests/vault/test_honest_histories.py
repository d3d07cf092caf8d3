"""Whatever the program itself does, in whatever order and by whatever clock, raises no alarm."""

import random
import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from invented_practice import PASSWORD, Clock
from test_tampering import history

from oncodesk.vault import backups, door, keys, restore
from oncodesk.vault.errors import WrongPassword
from oncodesk.vault.store import Store
from oncodesk.vault.values import Security

OTHER = "quite another word"


class Practice:
    """A practice at work: what a manager may do with it, each by a method of that name."""

    def __init__(self, folder: Path, chance: random.Random) -> None:
        self.folder, self.chance, self.clock = folder, chance, Clock()
        self.password, self.recovery_key = PASSWORD, ""
        self.store = self._opened()

    def _opened(self) -> Store:
        store = door.unlock(self.folder, self.password, "owner", self.clock)
        assert store.alarm == ""
        return store

    def work(self) -> None:
        """Visits, claims and notes."""
        history(self.store, self.chance, self.chance.randrange(1, 6))

    def lock(self) -> None:
        """Closed and opened."""
        self.store.close()
        self.store = self._opened()

    def end(self) -> None:
        """The program is gone without closing, as by a kill; the operating system lets go of its files."""
        self.store._engine.dispose()
        self.store._lock.release()
        self.store = self._opened()

    def back_up(self) -> None:
        """A backup."""
        self.store.back_up()

    def keep_safe(self) -> None:
        """What is due of itself."""
        assert not self.store.keep_safe() or not self.store.last_test().problems  # type: ignore[union-attr]

    def rotate(self) -> None:
        """A new data key; older backups stay under the old one, and their password."""
        self.store.rotate()

    def restore(self) -> None:
        """One of the backups is put back, by the password of its time."""
        there = backups.generations(backups.beside(self.folder))
        if not there:
            return
        self.store.close()
        chosen = self.chance.choice(there)
        self.clock.time += timedelta(hours=2)
        for password in (PASSWORD, OTHER):
            try:
                self.store = restore.restore(
                    self.folder, chosen.path, restore.WithPassword(password, "owner"), self.clock
                )
            except WrongPassword:
                continue
            self.password, self.recovery_key = password, ""
            return
        raise AssertionError("no password puts the backup back")

    def users(self) -> None:
        """Somebody comes, or goes."""
        if any(user.name == "Ada" for user in self.store.staff.everybody()):
            self.store.staff.remove("Ada")
        else:
            self.store.staff.add("Ada", self.chance.choice(("coder", "manager")), OTHER, keys.FLOOR)

    def change_password(self) -> None:
        """Another password."""
        fresh = OTHER if self.password == PASSWORD else PASSWORD
        self.store.staff.change_password(self.password, fresh)
        self.password = fresh

    def recover(self) -> None:
        """A recovery key, and on another day a password by it."""
        if not self.recovery_key:
            self.recovery_key = self.store.staff.new_recovery_key()
            return
        self.store.close()
        self.store = door.recover(self.folder, self.recovery_key, "owner", PASSWORD, keys.FLOOR, self.clock)
        self.password = PASSWORD

    def settings(self) -> None:
        """The practice wants it otherwise."""
        self.store.save_security(Security(idle_minutes=self.chance.randrange(1, 60)))

    def set_clock(self) -> None:
        """The clock is set, back or forth, by up to a year."""
        self.clock.time += timedelta(days=self.chance.randrange(-400, 400), hours=self.chance.randrange(24))


DONE: tuple[tuple[int, Callable[[Practice], None]], ...] = (
    (6, Practice.work), (2, Practice.lock), (2, Practice.end), (2, Practice.back_up), (2, Practice.keep_safe),
    (2, Practice.rotate), (2, Practice.restore), (2, Practice.users), (1, Practice.change_password),
    (1, Practice.recover), (1, Practice.settings), (2, Practice.set_clock),
)  # fmt: skip


def alarms(template: Path, place: Path, rounds: range) -> list[str]:
    """The false alarms of so many histories, each with what had been done."""
    found = []
    for number in rounds:
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(template, place / "practice")
        chance = random.Random(number)
        steps = chance.choices([step for _, step in DONE], [weight for weight, _ in DONE], k=chance.randrange(6, 16))
        said = f"history {number}: {', '.join(step.__name__ for step in steps)}"
        practice = Practice(place / "practice", chance)
        for step in steps:
            step(practice)
        found += [f"{said}: {problem}" for problem in practice.store.verify().problems]
        practice.lock()
        practice.store.close()
    return found


def test_honest_histories_raise_no_alarm(new_practice: tuple[Path, bytes], tmp_path: Path) -> None:
    assert alarms(new_practice[0], tmp_path / "place", range(3)) == []


@pytest.mark.soak
def test_five_hundred_honest_histories_raise_no_alarm(new_practice: tuple[Path, bytes], tmp_path: Path) -> None:
    assert alarms(new_practice[0], tmp_path / "place", range(500)) == []
