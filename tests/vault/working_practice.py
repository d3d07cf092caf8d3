"""One piece of work on a practice, on a disk that at its n-th step takes nothing more, or in a process that ends there.

A round's words: the work, the practice's folder, its password, the step, and killed, full, failing or quota; step 0
lets it through and says how many steps it took.
"""

import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cheap_keys import stretch
from counted_disk import Disk
from forking import die, say, serve
from invented_practice import claim_of, draft_of, report_of

from oncodesk.domain.errors import UnusableInput
from oncodesk.vault import backups, door, keys, migrate, opening, restore, store
from oncodesk.vault.errors import VaultProblem
from oncodesk.vault.migrations import catalogue
from oncodesk.vault.store import Store

FRESH = "a fresh password"
RECOVERED = "a recovered password"
NOW = datetime(2026, 9, 18, 9, 0, tzinfo=UTC)
assert catalogue and migrate and opening and store


class _Clock:
    def __init__(self) -> None:
        self.time = NOW

    def __call__(self) -> datetime:
        self.time += timedelta(seconds=1)
        return self.time


def _open(folder: Path, password: str) -> None:
    door.unlock(folder, password, now=_Clock()).close()


def _create(folder: Path, password: str) -> None:
    door.create(folder, password, keys.FLOOR, now=_Clock()).close()


def _restore(folder: Path, password: str) -> None:
    newest = backups.generations(backups.beside(folder))[0]
    restore.restore(folder, newest.path, restore.WithPassword(password, "owner"), _Clock()).close()


def _save(practice: Store) -> None:
    practice.save_draft(1, {**draft_of(5), "count": 2, "long": ["text"] * 3000})
    practice.save_draft(None, draft_of(6))


def _finalise(practice: Store) -> None:
    practice.finalise(1, claim_of(5, units=3), report_of())


WHOLE: dict[str, Callable[[Path, str], object]] = {"open": _open, "create": _create, "restore": _restore}
OPENED: dict[str, Callable[[Store, str], object]] = {
    "save": lambda practice, _: _save(practice),
    "finalise": lambda practice, _: _finalise(practice),
    "back up": lambda practice, _: practice.back_up(),
    "try a backup": lambda practice, _: practice.try_backup(),
    "rotate": lambda practice, _: practice.rotate(),
    "change password": lambda practice, password: practice.staff.change_password(password, FRESH),
    "new user": lambda practice, _: practice.staff.add("Eve", "coder", FRESH, keys.FLOOR),
    "remove user": lambda practice, _: practice.staff.remove("Ada"),
    "recovery key": lambda practice, _: practice.staff.new_recovery_key(),
    "close": lambda practice, _: practice.close(),
}


def one_round(words: list[str]) -> None:
    """The work, up to where it ends."""
    work, place, password, at, kind = words
    folder, disk = Path(place), Disk()
    practice = None if work in WHOLE else door.unlock(folder, password, "owner", _Clock())
    disk.start(int(at), kind, die)
    try:
        if practice is None:
            WHOLE[work](folder, password)
        else:
            OPENED[work](practice, password)
        say("done", disk.count)
    except (VaultProblem, UnusableInput) as problem:
        say("told", str(problem).replace("\n", "|"))
    except BaseException as problem:
        say("crashed", repr(problem).replace("\n", "|"))
    finally:
        disk.stop()
    if practice is not None and work != "close":
        say(*_goes_on(practice))


def _goes_on(practice: Store) -> tuple[str, ...]:
    """Once there is room the same window goes on."""
    try:
        practice.add_note("visit:1", "there is room")
        problems = practice.verify().problems
        practice.close()
    except Exception as problem:
        return "stuck", repr(problem)
    return ("stuck", *problems) if problems else ("on",)


if __name__ == "__main__":
    sys.excepthook = lambda *problem: say("crashed", *problem[:2])
    keys._stretch = stretch
    serve(one_round)
