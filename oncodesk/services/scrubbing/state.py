"""Keeps what a bulk run has done, so that one that was stopped goes on where it was.

The file holds what run it is of, then the result's lines. Each is written whole and numbered; what was torn when the
program was killed is cut off.
"""

import contextlib
import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

from oncodesk.codes.library import CodeSets
from oncodesk.domain.errors import UnusableInput
from oncodesk.rules.catalogue import REVISION

FORMAT = "oncodesk.scrub-state/1"


def run_mark(paths: Sequence[Path], code_sets: CodeSets, as_of: date | None) -> str:
    """Changes with the files' names and contents, the editions, the rules and the day filing limits are judged on."""
    digest = hashlib.sha256(f"{REVISION} {as_of} {code_sets.path.name}".encode())
    for edition in code_sets.shelf.editions:
        digest.update(f"{edition.set} {edition.label} {edition.sha256}".encode())
    for path in paths:
        digest.update(f"\n{path.as_posix()}\n".encode())
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


class State:
    """The kept lines of one run."""

    def __init__(self, path: Path, mark: str) -> None:
        """UnusableInput where the file is of another run, is no such file, or cannot be written."""
        self._path = path
        try:
            self._file = _opened(path)
            self._end = self._head(mark)
            self.done = self._whole()
        except OSError as problem:
            said = (problem.strerror or "").lower()
            raise UnusableInput("--resume", f"expected a file that can be written: {said}", str(path)) from None

    def lines(self) -> Iterator[bytes]:
        """What is done, in order."""
        with self._path.open("rb") as file:
            file.readline()
            yield from file

    def keep(self, lines: Iterable[bytes]) -> None:
        """Writes whole lines at the end."""
        self._file.write(b"".join(lines))
        self._file.flush()

    def close(self) -> None:
        """Lets the file go, with what it holds on the disk."""
        with contextlib.suppress(OSError, ValueError):
            self._file.flush()
            os.fsync(self._file.fileno())
        self._file.close()

    def _head(self, mark: str) -> int:
        """Reads what run the file is of, or writes it; the place after it."""
        head = json.dumps({"format": FORMAT, "of": mark}).encode() + b"\n"
        found = self._file.readline(4096)
        if (not found.endswith(b"\n") and not found.strip(b"\x00")) or (head.startswith(found) and found != head):
            self._file.seek(0)
            self._file.truncate()
            self._file.write(head)
            self._file.flush()
            return len(head)
        if found != head:
            self._file.close()
            other = "one of another run: its files, code sets or rules have changed since"
            said = other if _is_state(found) else "something else"
            raise UnusableInput("--resume", f"expected the state of this very run, found {said}", str(self._path))
        return len(head)

    def _whole(self) -> int:
        """Counts whole lines, and cuts off what follows the last of them."""
        count, end = 0, self._end
        self._file.seek(end)
        while line := self._file.readline():
            if not line.endswith(b"\n") or _number(line) != count + 1:
                break
            count, end = count + 1, end + len(line)
        self._file.seek(end)
        self._file.truncate()
        return count


def _opened(path: Path) -> BinaryIO:
    """The file for reading and writing, new and private where there is none."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
    return os.fdopen(handle, "r+b")


def _is_state(line: bytes) -> bool:
    found = _json(line)
    return found is not None and found.get("format") == FORMAT


def _number(line: bytes) -> int | None:
    found = _json(line)
    return found.get("number") if found else None


def _json(line: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None
