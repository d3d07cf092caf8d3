"""Every step by which a program changes the disk is counted; at the n-th the program ends, or is refused from there on.

Steps are the writes, syncs, truncations and removals of SQLCipher, and what Python opens to write, renames, makes and
removes. Once installed it stays, so it belongs into a process of its own.
"""

import errno
import os
import sys
from collections.abc import Callable

from recording_vfs import FULL, IOERR_FSYNC, IOERR_WRITE, OK, Recorder

_CHANGES = ("os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.truncate", "os.link", "os.symlink")
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

    def _met(self) -> bool:
        if not self._listens:
            return False
        self.count += 1
        if not self._at or self.count < self._at:
            return False
        if self._kind == "killed":
            self._end()
        return True

    def _asked(self, what: str) -> int:
        if not self._met():
            return OK
        return IOERR_FSYNC if what == "sync" else _ERRORS[self._kind][0]

    def _heard(self, happening: str, details: tuple[object, ...]) -> None:
        if not self._listens or not self._changes(happening, details):
            return
        if self._met():
            number = _ERRORS[self._kind][1]
            raise OSError(number, os.strerror(number))

    def _changes(self, happening: str, details: tuple[object, ...]) -> bool:
        if happening != "open":
            return happening in _CHANGES
        _, mode, flags = details
        return ((mode is not None or not isinstance(flags, int)) and bool(set(str(mode)) & set("wxa+"))) or (
            mode is None and isinstance(flags, int) and bool(flags & _WRITES)
        )
