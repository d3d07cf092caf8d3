"""What the coder has chosen on this workstation: kept in the open, for it holds no patient."""

import json
from pathlib import Path

from pydantic import ValidationError

from oncodesk.domain.base import Frozen
from oncodesk.vault.files import replace_file

FILE = "preferences.json"


class Preferences(Frozen):
    """`watched` is a folder in which new official files are looked for, `palette` the name of the colours worn.

    `printer` is the one used last.
    """

    watched: str | None = None
    palette: str | None = None
    printer: str | None = None


def read_preferences(home: Path) -> Preferences:
    """What was chosen; nothing where the file is missing or cannot be read."""
    try:
        return Preferences.model_validate(json.loads((home / FILE).read_bytes()))
    except (OSError, ValueError, ValidationError):
        return Preferences()


def save_preferences(home: Path, chosen: Preferences) -> None:
    """Keeps what was chosen; NotSaved where the folder cannot be written."""
    replace_file(home / FILE, chosen.model_dump_json(indent=1).encode())
