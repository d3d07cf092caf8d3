"""Putting one folder in the place of another, so that a stop half way is finished at the next start."""

import shutil
from pathlib import Path

from oncodesk.vault.files import sync_folder


def coming(folder: Path) -> Path:
    """Where the folder that shall stand here waits, whole, until the old one is out of the way."""
    return folder.with_name(folder.name + ".coming")


def put_in_place(folder: Path, aside: Path) -> None:
    """Moves the old folder aside and the coming one into its place; OSError where it cannot, and the old one stands."""
    had = folder.exists()
    if had:
        folder.rename(aside)
    try:
        coming(folder).rename(folder)
    except OSError:
        if had:
            aside.rename(folder)
        raise
    sync_folder(folder.parent)


def finish(folder: Path) -> None:
    """Ends what was stopped half way: the old folder was moved aside and the coming one waits."""
    if not folder.exists() and coming(folder).is_dir():
        coming(folder).rename(folder)


def forget(path: Path) -> None:
    """Removes a half-made folder."""
    shutil.rmtree(path, ignore_errors=True)
