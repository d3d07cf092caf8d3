"""Decides what dropped files and typed days mean."""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from oncodesk.domain.errors import UnusableInput
from oncodesk.ui.editing import shorthand
from oncodesk.ui.editing.wording import said
from oncodesk.words import say

_OTHERS = say(
    "Patients and appointments come in under Records in and out (Ctrl+Shift+E); a payer's card and regimens on the "
    "pages beside this one"
)


def files_of(paths: Sequence[str]) -> tuple[Path, ...]:
    """Local files among what was dropped, folders opened one level, in order of their names."""
    found: list[Path] = []
    for path in map(Path, paths):
        found += sorted(inside for inside in path.iterdir() if inside.is_file()) if path.is_dir() else [path]
    return tuple(path for path in found if path.is_file())


def edition_of(typed: str, today: date) -> str | None:
    """The first day of an edition as typed, None where nothing is; UnusableInput says what was expected."""
    return shorthand.day(typed, today).isoformat() if typed.strip() else None


def complaint(problem: UnusableInput) -> str:
    """The complaint as the window says it: the day is typed beside the files, not after an option."""
    told = re.sub(r"name it with --edition (\S+)", say(r"type its first day, such as \1, above"), said(problem))
    return f"{told}. {_OTHERS}" if "not recognised" in told else told
