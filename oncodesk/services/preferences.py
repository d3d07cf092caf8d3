"""What the coder has chosen on this workstation: kept in the open, for it holds no patient."""

import json
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from oncodesk.vault.files import replace_file

FILE = "preferences.json"
MOST_COPIES = 20


@dataclass(frozen=True, slots=True)
class Preferences:
    """`watched` is a folder in which new official files are looked for, `palette` the name of the colours worn.

    `practice` is the folder of the practice where it is not the usual one, `last_user` who logged in there last.
    `printer` is the name of the one to offer first, `tray` a name of Qt's paper sources.
    `language` is that of the window, such as `de-AT`, where it is not the system's.
    `own_keys` are those of actions that have others than they ship with, `is_toured` that the tour was seen or skipped.
    """

    watched: str | None = None
    palette: str | None = None
    practice: str | None = None
    last_user: str | None = None
    printer: str | None = None
    copies: int = 1
    tray: str | None = None
    language: str | None = None
    own_keys: dict[str, tuple[str, ...]] = field(default_factory=dict)
    is_toured: bool = False


def read_preferences(home: Path) -> Preferences:
    """What was chosen; nothing where the file is missing or cannot be read."""
    try:
        return _usable(json.loads((home / FILE).read_bytes()))
    except (OSError, ValueError, TypeError, AttributeError):
        return Preferences()


def _usable(held: dict[str, Any]) -> Preferences:
    """What was kept, as it may be; TypeError, ValueError or AttributeError where it may not."""
    keys = {name: tuple(map(_text, own)) for name, own in held.pop("own_keys", {}).items()}
    found = Preferences(**held, own_keys=keys)
    texts = (getattr(found, field.name) for field in fields(found) if field.type == str | None)
    if not all(text is None or isinstance(text, str) for text in texts):
        raise TypeError
    if type(found.copies) is not int or not 1 <= found.copies <= MOST_COPIES or type(found.is_toured) is not bool:
        raise ValueError
    return found


def _text(key: Any) -> str:
    if not isinstance(key, str):
        raise TypeError
    return key


def practice_folder(home: Path) -> Path:
    """Where the coder's own practice stands, or will: the folder chosen, or the usual one."""
    chosen = read_preferences(home).practice
    return Path(chosen) if chosen else home / "practice"


def save_preferences(home: Path, chosen: Preferences) -> None:
    """Keeps what was chosen; NotSaved where the folder cannot be written."""
    replace_file(home / FILE, json.dumps(asdict(chosen), indent=1, ensure_ascii=False).encode())
