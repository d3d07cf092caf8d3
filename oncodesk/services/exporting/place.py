"""Where an export is written: a new folder, or one zip file; private, and there only when it is whole."""

import hashlib
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol

from oncodesk import private
from oncodesk.domain.base import Frozen
from oncodesk.domain.errors import UnusableInput


class Written(Frozen):
    """One file of an export: its name, how many records it holds, its size and SHA-256."""

    name: str
    records: int
    bytes: int
    sha256: str


class Place(Protocol):
    """Takes files by name."""

    def open(self, name: str) -> IO[bytes]:
        """A new file there, for writing."""
        ...


class _Folder:
    def __init__(self, path: Path) -> None:
        self._path = path

    def open(self, name: str) -> IO[bytes]:
        return private.opened(self._path / name)


class _Zip:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    def open(self, name: str) -> IO[bytes]:
        entry = zipfile.ZipInfo(name)
        entry.external_attr = private.FILE << 16
        entry.compress_type = zipfile.ZIP_DEFLATED
        return self._archive.open(entry, "w", force_zip64=True)


class Counted:
    """A file being written that counts and hashes what goes in."""

    def __init__(self, target: IO[bytes]) -> None:
        """`target` is closed by whoever opened it."""
        self._target, self._digest = target, hashlib.sha256()
        self.size = self.records = 0

    def write(self, content: bytes) -> None:
        """Adds to the file."""
        self._target.write(content)
        self._digest.update(content)
        self.size += len(content)

    def done(self, name: str) -> Written:
        """What was written."""
        return Written(name=name, records=self.records, bytes=self.size, sha256=self._digest.hexdigest())


@contextmanager
def new_place(path: Path) -> Iterator[Place]:
    """A new folder of that name, or a zip file where the name ends so; nothing stands there where writing fails.

    UnusableInput where something stands there already or the disk does not take it.
    """
    try:
        if path.suffix.lower() == ".zip":
            with _new_zip(path) as place:
                yield place
        else:
            with private.folder_in_making(path) as folder:
                yield _Folder(folder)
    except FileExistsError:
        raise UnusableInput("DIR", "expected a new or empty folder, or a new zip file", str(path)) from None
    except OSError as problem:
        told = f"expected a place that can be written to: {problem.strerror}"
        raise UnusableInput("DIR", told, str(path)) from None


@contextmanager
def _new_zip(path: Path) -> Iterator[Place]:
    if path.exists():
        raise FileExistsError(17, "File exists", str(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".new")
    try:
        with private.opened(fresh) as handle, zipfile.ZipFile(handle, "w") as archive:
            yield _Zip(archive)
        fresh.rename(path)
    finally:
        fresh.unlink(missing_ok=True)
