"""Builds every room once and hands each what it needs; the only file that knows them all."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from oncodesk import paths
from oncodesk.codes.library import CodeSets, open_code_sets
from oncodesk.services import sample_practice
from oncodesk.services.desk import Desk
from oncodesk.vault import store


def now() -> datetime:
    """The workstation's local time."""
    return datetime.now().astimezone()


def practice_folder() -> Path:
    """Where the practice's own records are kept."""
    return paths.home() / "practice"


def sample_folder() -> Path:
    """Where the invented practice is kept."""
    return paths.home() / "sample"


def code_sets(progress: Callable[[float, str], None] | None = None) -> CodeSets:
    """The code sets, built first where they are not there yet."""
    return open_code_sets(progress)


def sample_desk(folder: Path | None = None) -> Desk:
    """A desk over the invented practice."""
    records = sample_practice.open_sample(folder or sample_folder())
    return Desk(code_sets(), records, now, is_sample=True)


def practice_desk(password: str) -> Desk:
    """A desk over the practice's own records; WrongPassword, InUse or UnusableInput where they do not open."""
    return Desk(code_sets(), store.unlock(practice_folder(), password), now)
