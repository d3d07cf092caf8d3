"""Files and folders that only their owner may read, from their first byte and whatever the umask."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

FILE, FOLDER = 0o600, 0o700


def create(path: Path) -> None:
    """An empty file of that name; FileExistsError where one is there."""
    os.close(_opened(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL))


def opened(path: Path) -> BinaryIO:
    """The file for writing, emptied; one that others could read is closed to them before a byte is written."""
    handle = os.fdopen(_opened(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), "wb")
    tighten(path)
    return handle


def _opened(path: Path, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_BINARY", 0), FILE)


def write(path: Path, content: bytes) -> None:
    """The file, whole or as it was before: written beside its place, synced, then renamed over it. OSError."""
    fresh = path.with_name(path.name + ".new")
    try:
        with opened(fresh) as handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
        fresh.replace(path)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise


def make_folder(path: Path) -> None:
    """The folder, with those above it; one that is empty is closed to others, one that holds files is left as it is."""
    path.mkdir(parents=True, exist_ok=True, mode=FOLDER)
    if next(path.iterdir(), None) is None:
        tighten(path)


def tighten(path: Path) -> None:
    """Takes away whatever others may do with it; OSError where it is not ours."""
    path.chmod(FOLDER if path.is_dir() else FILE)


@contextmanager
def folder_in_making(path: Path) -> Iterator[Path]:
    """A folder that takes its name when all that belongs there is written, and is gone where that fails.

    FileExistsError where something stands there already that is not an empty folder.
    """
    from shutil import rmtree

    fresh = path.with_name(path.name + ".new")
    if path.exists() and (not path.is_dir() or next(path.iterdir(), None) is not None):
        raise FileExistsError(17, "File exists", str(path))
    if fresh.exists():
        rmtree(fresh)
    path.parent.mkdir(parents=True, exist_ok=True)
    make_folder(fresh)
    try:
        yield fresh
        if path.exists():
            path.rmdir()
        fresh.rename(path)
    except BaseException:
        rmtree(fresh, ignore_errors=True)
        raise
