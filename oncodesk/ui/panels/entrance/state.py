"""What the pages of the way in show."""

from dataclasses import dataclass
from pathlib import Path

from oncodesk.words import say

STEPS = (say("Your practice"), say("Its first manager"), say("Recovery key"), say("What comes next"))
MANAGER_WORDS = say(
    "You will log in under this name. A manager may add others, restore backups and change how the records are guarded."
)
WITHOUT_KEY = say(
    "Skipped for now: without a recovery key a forgotten password means that the records are lost. Make one later "
    "under Settings, Users and keys."
)
ON_PURPOSE = say("One moment. This is slow on purpose: it makes guessing slow too.")


@dataclass(frozen=True, slots=True)
class LoginState:
    """`folder` in words, `users` by name, `user` the one to offer; `note` says why the window asks."""

    title: str = say("Welcome back")
    folder: str = ""
    users: tuple[str, ...] = ()
    user: str = ""
    note: str = ""
    problem: str = ""


@dataclass(frozen=True, slots=True)
class BackupRow:
    """A backup to choose: its folder, when it was made, and how long ago in words."""

    path: Path
    made: str
    age: str


@dataclass(frozen=True, slots=True)
class Todo:
    """One thing after the start: done or not, what it is, what stays undone without it, and where it is done."""

    is_done: bool
    what: str
    otherwise: str
    go: str = ""
