"""What the coder has chosen on this workstation: kept in the open, for it holds no patient."""

import json
from pathlib import Path

from pydantic import Field, ValidationError

from oncodesk.domain.base import Frozen
from oncodesk.vault.files import replace_file

FILE = "preferences.json"


class Preferences(Frozen):
    """`watched` is a folder in which new official files are looked for, `palette` the name of the colours worn.

    `practice` is the folder of the practice where it is not the usual one, `last_user` who logged in there last.
    `printer` is the name of the one to offer first, `tray` a name of Qt's paper sources.
    `own_keys` are those of actions that have others than they ship with, `is_toured` that the tour was seen or skipped.
    """

    watched: str | None = None
    palette: str | None = None
    practice: str | None = None
    last_user: str | None = None
    printer: str | None = None
    copies: int = Field(default=1, ge=1, le=20)
    tray: str | None = None
    own_keys: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    is_toured: bool = False


def read_preferences(home: Path) -> Preferences:
    """What was chosen; nothing where the file is missing or cannot be read."""
    try:
        return Preferences.model_validate(json.loads((home / FILE).read_bytes()))
    except (OSError, ValueError, ValidationError):
        return Preferences()


def practice_folder(home: Path) -> Path:
    """Where the coder's own practice stands, or will: the folder chosen, or the usual one."""
    chosen = read_preferences(home).practice
    return Path(chosen) if chosen else home / "practice"


def save_preferences(home: Path, chosen: Preferences) -> None:
    """Keeps what was chosen; NotSaved where the folder cannot be written."""
    replace_file(home / FILE, chosen.model_dump_json(indent=1).encode())
