"""Decides what is said at the way in."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from oncodesk.ui.editing.wording import age, whole_weekday
from oncodesk.ui.panels.entrance.state import BackupRow, LoginState, Todo
from oncodesk.vault.attempts import FREE
from oncodesk.words import many, say

if TYPE_CHECKING:
    from oncodesk.domain.people import Practice


def login_state(folder: Path, users: tuple[str, ...], last: str | None, is_locked: bool) -> LoginState:
    """The page that asks for the password."""
    user = last if last in users else users[0] if users else ""
    title = say("Locked") if is_locked else say("Welcome back")
    note = say("What you were working on is kept. Your password brings it back.") if is_locked else ""
    return LoginState(title, str(folder), users, user, note)


def wrong_words(user: str, wrong: int) -> str:
    """After a wrong password: how many tries are left before each further one has to wait."""
    left = FREE - wrong
    told = say("That is not the password of {user}.", user=user) if user else say("That is not the password.")
    if left <= 0:
        return told
    return f"{told} {many('{count} more try before a wait.', '{count} more tries before a wait.', left)}"


def wait_words(seconds: int) -> str:
    """While the next try has to wait."""
    minutes, rest = divmod(seconds, 60)
    wait = (
        say("{minutes}:{rest:02d} minutes", minutes=minutes, rest=rest)
        if minutes
        else many("{count} second", "{count} seconds", rest)
    )
    return say("Too many wrong passwords. The next try is possible in {wait}.", wait=wait)


def backup_rows(found: Iterable[tuple[Path, datetime]], now: datetime) -> tuple[BackupRow, ...]:
    """The backups to choose from."""
    return tuple(
        BackupRow(path, f"{whole_weekday(at.astimezone())}, {at.astimezone():%Y-%m-%d %H:%M}", age(at, now))
        for path, at in found
    )


def todos(practice: "Practice", has_key: bool, has_code_sets: bool) -> tuple[Todo, ...]:
    """What is done after the start and what is still to do, the weightiest first."""
    from oncodesk.ui.editing.particulars import undone

    lacking = undone(practice)
    return (
        Todo(True, say("{name} is started; its records are encrypted.", name=practice.name), ""),
        Todo(
            has_key, say("Recovery key"), say("A forgotten password means that the records are lost."),
            "settings.users",
        ),
        Todo(
            not lacking, say("Particulars"), say("Superbills lack: {names}.", names=", ".join(lacking)),
            "settings.practice",
        ),
        Todo(False, say("Charges"), say("Superbills and claims carry no dollars."), "settings.practice"),
        Todo(
            has_code_sets, say("Official code sets and edit tables"),
            say("What needs NCCI edits, unlikely units or prices is not checked."), "library",
        ),
        Todo(False, say("A backup on another disk"), say("A lost disk takes records and backups."), "settings.backups"),
    )  # fmt: skip
