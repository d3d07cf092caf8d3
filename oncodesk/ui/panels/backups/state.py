"""What the backups' panel shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from oncodesk.ui.editing.wording import age
from oncodesk.words import say

HEADINGS = (say("Made"), say("Age"), say("State"), say("Folder"))
EMPTY = say("No backup yet. Make the first one now: it takes seconds and is verified before it counts.")
WORDS = say(
    "A backup is made every day the window is open, and verified each time; the seven newest, one of each of five "
    "weeks and of twelve months are kept. They stand on this computer: carry one to a stick or another "
    "disk, for a lost disk takes both."
)
TRIAL_WORDS = say("Copies the newest backup aside and looks at every page, audit entry, record and seal. Done monthly.")


@dataclass(frozen=True, slots=True)
class Tried:
    """How the last trial went: when, of which backup, and what was wrong."""

    at: datetime
    backup: str
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BackupsState:
    """`rows` are the table's texts; `tried` in words, `is_whole` None where nothing was tried yet."""

    rows: tuple[tuple[str, str, str, str], ...] = ()
    place: str = ""
    tried: str = say("Never tried out yet.")
    is_whole: bool | None = None


def backups_state(
    found: Sequence[tuple[str, datetime]], place: str, tried: Tried | None, now: datetime
) -> BackupsState:
    """The backups as they stand, the newest first."""
    rows = tuple((f"{at.astimezone():%Y-%m-%d %H:%M}", age(at, now), _stands(name, tried), name) for name, at in found)
    if tried is None:
        return BackupsState(rows, place)
    when = f"{tried.at.astimezone():%Y-%m-%d %H:%M}"
    if not tried.backup:
        return BackupsState(
            rows, place, say("{when}: there was no backup to try out. Make one first.", when=when), False
        )
    if tried.problems:
        return BackupsState(
            rows, place, say("{when}: would not come back. {problem}", when=when, problem=tried.problems[0]), False
        )
    return BackupsState(rows, place, say("{when}: {backup} came back whole.", when=when, backup=tried.backup), True)


def _stands(name: str, tried: Tried | None) -> str:
    if tried is not None and tried.backup == name:
        return say("✗ would not come back") if tried.problems else say("✓ verified, tried out")
    return say("✓ verified when made")
