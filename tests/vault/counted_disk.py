"""Every step by which a program changes the disk is counted; at the n-th the program ends, or is refused from there on.

Steps are the writes, syncs, truncations and removals of SQLCipher, and what Python opens to write, renames, makes and
removes. Once installed it stays, so it belongs into a process of its own.
"""

import errno
import os
import sys
from collections.abc import Callable

from recording_vfs import FULL, IOERR_FSYNC, IOERR_WRITE, OK, Recorder

_REMOVES = ("os.remove", "os.rmdir", "delete", "truncate")
"""A full disk has room for what removes something; a failing one refuses that too."""
_CHANGES = ("os.rename", "os.mkdir", "os.truncate", "os.link", "os.symlink", *_REMOVES)
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_ERRORS = {"full": (FULL, errno.ENOSPC), "failing": (IOERR_WRITE, errno.EIO), "quota": (FULL, errno.EDQUOT)}


class Disk:
    """Counts from `start` on; from step `at` on every step is answered by `kind`, until `stop`."""

    def __init__(self) -> None:
        self.count, self._at, self._kind, self._listens = 0, 0, "", False
        self._end: Callable[[], object] = lambda: None
        recorder = Recorder()
        recorder.failing = self._asked
        recorder.install()
        self._recorder = recorder
        sys.addaudithook(self._heard)

    def start(self, at: int, kind: str, end: Callable[[], object]) -> None:
        """`kind` is killed, which calls `end`, or full, failing or quota; never where `at` is 0."""
        self.count, self._at, self._kind, self._end, self._listens = 0, at, kind, end, True

    def stop(self) -> None:
        """From now on the disk takes everything."""
        self._listens = False
        self._recorder.steps.clear()

    def _refuses(self, what: str) -> bool:
        if not self._listens:
            return False
        self.count += 1
        if not self._at or self.count < self._at:
            return False
        if self._kind == "killed":
            self._end()
        return self._kind == "failing" or what not in _REMOVES

    def _asked(self, what: str) -> int:
        if not self._refuses(what):
            return OK
        return IOERR_FSYNC if what == "sync" else _ERRORS[self._kind][0]

    def _heard(self, happening: str, details: tuple[object, ...]) -> None:
        if _changes(happening, details) and self._refuses(happening):
            number = _ERRORS[self._kind][1]
            raise OSError(number, os.strerror(number))


def _changes(happening: str, details: tuple[object, ...]) -> bool:
    if happening != "open":
        return happening in _CHANGES
    _, mode, flags = details
    return bool(set(str(mode)) & set("wxa+")) if mode else isinstance(flags, int) and bool(flags & _WRITES)
