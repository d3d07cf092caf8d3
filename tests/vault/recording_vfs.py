"""SQLCipher's own file system, listened to: every write, truncation, sync and removal is written down, and can fail.

A copy of the library's default file system is registered as the new default; its methods are the library's own but for
those that change a file.
"""

import ctypes as c
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import _sqlite3 as library  # type: ignore[attr-defined]

OK, IOERR_WRITE, IOERR_FSYNC, FULL = 0, 10 | 3 << 8, 10 | 4 << 8, 13
_P, _I, _L = c.c_void_p, c.c_int, c.c_int64
_FILE_METHODS = (
    *("xClose", "xRead", "xWrite", "xTruncate", "xSync", "xFileSize", "xLock", "xUnlock", "xCheckReservedLock"),
    *("xFileControl", "xSectorSize", "xDeviceCharacteristics", "xShmMap", "xShmLock", "xShmBarrier", "xShmUnmap"),
    *("xFetch", "xUnfetch"),
)
_VFS_METHODS = (
    *("xOpen", "xDelete", "xAccess", "xFullPathname", "xDlOpen", "xDlError", "xDlSym", "xDlClose", "xRandomness"),
    *("xSleep", "xCurrentTime", "xGetLastError", "xCurrentTimeInt64", "xSetSystemCall", "xGetSystemCall"),
    "xNextSystemCall",
)


class _IoMethods(c.Structure):
    _fields_ = [("iVersion", _I), *((name, _P) for name in _FILE_METHODS)]


class _File(c.Structure):
    _fields_ = [("pMethods", c.POINTER(_IoMethods))]


class _Vfs(c.Structure):
    _fields_ = [
        ("iVersion", _I), ("szOsFile", _I), ("mxPathname", _I), ("pNext", _P), ("zName", c.c_char_p), ("pAppData", _P),
        *((name, _P) for name in _VFS_METHODS),
    ]  # fmt: skip


_OPEN = c.CFUNCTYPE(_I, _P, _P, c.POINTER(_File), _I, _P)
_DELETE = c.CFUNCTYPE(_I, _P, c.c_char_p, _I)
_WRITE = c.CFUNCTYPE(_I, _P, _P, _I, _L)
_TRUNCATE = c.CFUNCTYPE(_I, _P, _L)
_SYNC = c.CFUNCTYPE(_I, _P, _I)


@dataclass(frozen=True)
class Step:
    """One thing done to a file; `what` is write, truncate, sync, delete, or a mark of our own."""

    what: str
    path: str
    at: int = 0
    content: bytes = b""


class Recorder:
    """Listens while it is installed. `failing` is asked before each step and gives the error to answer with, or OK."""

    def __init__(self) -> None:
        self.steps: list[Step] = []
        self.failing: Callable[[str], int] = lambda what: OK
        self._lib = c.CDLL(library.__file__)
        self._lib.sqlite3_vfs_find.restype = c.POINTER(_Vfs)
        self._real: _Vfs = self._lib.sqlite3_vfs_find(None).contents
        self._vfs = _Vfs.from_buffer_copy(self._real)
        self._vfs.zName, self._vfs.pNext = b"recording", None
        self._methods: dict[int, _IoMethods] = {}
        self._paths: dict[int, str] = {}
        self._open, self._delete = _OPEN(self._opened), _DELETE(self._deleted)
        self._hooks = {
            "xWrite": _WRITE(self._written),
            "xTruncate": _TRUNCATE(self._cut),
            "xSync": _SYNC(self._synced),
        }
        self._originals: dict[int, _IoMethods] = {}
        self._vfs.xOpen, self._vfs.xDelete = (c.cast(hook, _P) for hook in (self._open, self._delete))

    def install(self) -> None:
        """From now on every file that is opened is listened to."""
        self._lib.sqlite3_vfs_register(c.byref(self._vfs), 1)

    def remove(self) -> None:
        """The library's own again; every connection has to be closed before."""
        self._lib.sqlite3_vfs_register(c.byref(self._real), 1)
        self._lib.sqlite3_vfs_unregister(c.byref(self._vfs))

    def mark(self, what: str, content: bytes = b"") -> None:
        """Notes something of ours between the steps."""
        self.steps.append(Step(what, "", 0, content))

    def _opened(self, _vfs: int, name: int, file: Any, flags: int, out: int) -> int:
        done = int(_OPEN(self._real.xOpen)(c.addressof(self._real), name, file, flags, out))
        if done == OK and file.contents.pMethods and name:
            place = c.addressof(file.contents)
            self._paths[place] = c.string_at(name).decode()
            table = c.addressof(file.contents.pMethods.contents)
            if table not in self._methods:
                self._originals[table] = file.contents.pMethods.contents
                copy = _IoMethods.from_buffer_copy(file.contents.pMethods.contents)
                for method, hook in self._hooks.items():
                    setattr(copy, method, c.cast(hook, _P))
                self._methods[table] = copy
                self._originals[c.addressof(copy)] = self._originals[table]
            file.contents.pMethods = c.pointer(self._methods[table])
        return done

    def _original(self, place: int) -> _IoMethods:
        file = c.cast(place, c.POINTER(_File)).contents
        return self._originals[c.addressof(file.pMethods.contents)]

    def _deleted(self, _vfs: int, name: bytes, sync: int) -> int:
        if fails := self.failing("delete"):
            return fails
        self.steps.append(Step("delete", name.decode()))
        return int(_DELETE(self._real.xDelete)(c.addressof(self._real), name, sync))

    def _written(self, place: int, content: int, size: int, at: int) -> int:
        if fails := self.failing("write"):
            return fails
        self.steps.append(Step("write", self._paths[place], at, c.string_at(content, size)))
        return int(_WRITE(self._original(place).xWrite)(place, content, size, at))

    def _cut(self, place: int, size: int) -> int:
        if fails := self.failing("truncate"):
            return fails
        self.steps.append(Step("truncate", self._paths[place], size))
        return int(_TRUNCATE(self._original(place).xTruncate)(place, size))

    def _synced(self, place: int, flags: int) -> int:
        if fails := self.failing("sync"):
            return fails
        self.steps.append(Step("sync", self._paths[place]))
        return int(_SYNC(self._original(place).xSync)(place, flags))


@contextmanager
def recording() -> Iterator[Recorder]:
    """A recorder for a while; skipped where this build of SQLCipher does not let itself be listened to."""
    try:
        recorder = Recorder()
    except (AttributeError, OSError):
        pytest.skip("this build of SQLCipher exports no file system of its own to listen to")
    recorder.install()
    try:
        yield recorder
    finally:
        recorder.remove()


def paths_of(file: Path) -> tuple[Path, Path]:
    """The two files that hold records: the file and its write-ahead log."""
    return file, file.with_name(file.name + "-wal")
