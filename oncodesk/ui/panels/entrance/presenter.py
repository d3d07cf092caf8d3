"""Decides what is said at the way in."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from oncodesk.ui.editing.wording import age
from oncodesk.ui.panels.entrance.state import BackupRow, LoginState, Todo
from oncodesk.vault.attempts import FREE

if TYPE_CHECKING:
    from oncodesk.domain.people import Practice


def login_state(folder: Path, users: tuple[str, ...], last: str | None, is_locked: bool) -> LoginState:
    """The page that asks for the password."""
    user = last if last in users else users[0] if users else ""
    title = "Locked" if is_locked else "Welcome back"
    note = "What you were working on is kept. Your password brings it back." if is_locked else ""
    return LoginState(title, str(folder), users, user, note)


def wrong_words(user: str, wrong: int) -> str:
    """After a wrong password: how many tries are left before each further one has to wait."""
    left = FREE - wrong
    told = f"That is not the password of {user}." if user else "That is not the password."
    if left <= 0:
        return told
    return f"{told} {left} more tr{'y' if left == 1 else 'ies'} before a wait."


def wait_words(seconds: int) -> str:
    """While the next try has to wait."""
    minutes, rest = divmod(seconds, 60)
    shown = f"{minutes}:{rest:02d} minutes" if minutes else f"{rest} second{'s' if rest != 1 else ''}"
    return f"Too many wrong passwords. The next try is possible in {shown}."


def backup_rows(found: Iterable[tuple[Path, datetime]], now: datetime) -> tuple[BackupRow, ...]:
    """The backups to choose from."""
    return tuple(BackupRow(path, f"{at.astimezone():%A, %Y-%m-%d %H:%M}", age(at, now)) for path, at in found)


def todos(practice: "Practice", has_key: bool, has_code_sets: bool) -> tuple[Todo, ...]:
    """What is done after the start and what is still to do, the weightiest first."""
    from oncodesk.ui.editing.particulars import undone

    lacking = undone(practice)
    return (
        Todo(True, f"{practice.name} is started; its records are encrypted.", ""),
        Todo(has_key, "Recovery key", "A forgotten password means that the records are lost.", "settings.users"),
        Todo(not lacking, "Particulars", f"Superbills lack: {', '.join(lacking)}.", "settings.practice"),
        Todo(False, "Charges", "Superbills and claims carry no dollars.", "settings.practice"),
        Todo(
            has_code_sets, "Official code sets and edit tables",
            "What needs NCCI edits, unlikely units or prices is not checked.", "library",
        ),
        Todo(False, "A backup on another disk", "A lost disk takes records and backups.", "settings.backups"),
    )  # fmt: skip
