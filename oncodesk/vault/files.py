"""Files that are whole or as they were before, and one writer at a time."""

import getpass
import json
import os
import socket
import sys
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from oncodesk import private, words
from oncodesk.vault.errors import InUse, NotSaved

FAR = 1 << 30
"""The byte that is locked: past the text, for a locked byte cannot be read on Windows."""


def replace_file(path: Path, content: bytes) -> None:
    """Writes the file as a whole: synced beside its place, then renamed over it, then the folder synced.

    NotSaved where the disk does not take it; the file is then as before.
    """
    try:
        private.make_folder(path.parent)
        private.write(path, content)
        sync_folder(path.parent)
    except OSError as problem:
        raise NotSaved(
            words.say("Not saved: {name} cannot be written ({reason}).", name=path.name, reason=problem.strerror)
        ) from None


def no_core_dump() -> None:
    """If this program crashes, its memory is not written to the disk."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def sync_folder(folder: Path) -> None:
    """Makes names that were given or taken in the folder last through a power cut."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_file(path: Path) -> None:
    """Makes what the file holds last through a power cut."""
    with path.open("rb+") as handle:
        os.fsync(handle.fileno())


class WriterLock:
    """Held while a practice file is open; the operating system lets go of it when the program ends."""

    def __init__(self, path: Path) -> None:
        """InUse, saying who has it, where another process or another window of this one holds it."""
        try:
            if not path.exists():
                private.create(path)
            self._handle: BinaryIO = path.open("r+b", buffering=0)
        except OSError as problem:
            raise NotSaved(
                words.say("The folder of the practice file cannot be written ({reason}).", reason=problem.strerror)
            ) from None
        try:
            _lock(self._handle)
        except OSError:
            holder = _holder(self._handle)
            self._handle.close()
            raise InUse(
                words.say("The practice file is open in another window{holder}. Close it there first.", holder=holder)
            ) from None
        _sign(self._handle)

    def release(self) -> None:
        """Lets the next one in; safe to call twice."""
        self._handle.close()


def _sign(handle: BinaryIO) -> None:
    since = datetime.now().astimezone().isoformat(timespec="minutes")
    who = {"user": _user(), "host": socket.gethostname(), "pid": os.getpid(), "since": since}
    handle.seek(0)
    handle.truncate(0)
    handle.write(json.dumps(who).encode())


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "somebody"


def _holder(handle: BinaryIO) -> str:
    try:
        handle.seek(0)
        who = json.loads(handle.read(1000))
        since = datetime.fromisoformat(who["since"])
        return f": {who['user']:.40} on {who['host']:.60}, since {since:%Y-%m-%d %H:%M}, process {int(who['pid'])}"
    except (OSError, ValueError, KeyError, TypeError):
        return ""


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: BinaryIO) -> None:
        handle.seek(FAR)
        msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _lock(handle: BinaryIO) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
