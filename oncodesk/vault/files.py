"""Files that are whole or as they were before, and one writer at a time."""

import os
import sys
from pathlib import Path
from typing import BinaryIO


def replace_file(path: Path, content: bytes) -> None:
    """Writes the file as a whole: synced beside its place, then renamed over it, then the folder synced."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".new")
    with fresh.open("wb") as handle:
        fresh.chmod(0o600)
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
    fresh.replace(path)
    if sys.platform != "win32":
        folder = os.open(path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


class InUse(Exception):
    """Another window holds the practice file."""


class WriterLock:
    """Held while a practice file is open; the operating system lets go of it when the program ends."""

    def __init__(self, path: Path) -> None:
        """InUse where another process, or another window of this one, holds it."""
        self._handle: BinaryIO = path.open("a+b")
        try:
            _lock(self._handle)
        except OSError:
            self._handle.close()
            raise InUse("The practice file is open in another window. Close it there first.") from None

    def release(self) -> None:
        """Lets the next one in; safe to call twice."""
        self._handle.close()


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: BinaryIO) -> None:
        handle.seek(0)
        msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(handle: BinaryIO) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
