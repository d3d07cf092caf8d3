"""Finds claims in files and folders: 837P and JSON lines, told by what is in them."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO, Literal

from oncodesk.domain.errors import UnusableInput
from oncodesk.domain.reading import MAX_BYTES
from oncodesk.exchange.claims import Claims
from oncodesk.exchange.values import Fault, RawClaim

HEAD = 4096
EXPECTED = "expected an 837P file (ISA) or JSON-lines claims"
Kind = Literal["x12", "json"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to judge, or one thing that is wrong: where it stands, and a claim's own text or segments.

    `kind` is `claim`, or `fault` of a file and `passed` for a file of a folder that holds no claims, with `said`.
    `as_of` is the claim's own day for filing limits, where it has one.
    """

    source: str
    place: str
    kind: Literal["claim", "fault", "passed"]
    held: bytes | RawClaim | None = None
    said: str = ""
    as_of: date | None = None


class Inputs:
    """The claims of files and of folders, in the order given and by name within a folder."""

    def __init__(self, paths: Sequence[Path]) -> None:
        """UnusableInput where a path is not there or cannot be read."""
        self._files = [found for path in paths for found in _files(path)]
        if not self._files:
            raise UnusableInput("PATH", f"{EXPECTED}, found an empty folder")
        self.total = sum(path.stat().st_size for path, _ in self._files)
        self.read = 0
        """Bytes of all files, and of those read so far."""

    @property
    def paths(self) -> list[Path]:
        """Every file, in order."""
        return [path for path, _ in self._files]

    def __iter__(self) -> Iterator[Entry]:
        done = 0
        for path, is_named in self._files:
            try:
                with path.open("rb") as file:
                    yield from self._of(file, path, is_named, done)
            except OSError as problem:
                yield _fault(path, "", f"cannot be read: {(problem.strerror or '').lower()}")
            done += path.stat().st_size if path.exists() else 0
            self.read = done

    def _of(self, file: BinaryIO, path: Path, is_named: bool, done: int) -> Iterator[Entry]:
        kind, said = recognised(file.read(HEAD))
        file.seek(0)
        if kind is None:
            yield Entry(path.as_posix(), "", "fault" if is_named else "passed", said=said)
            return
        for entry in _x12(file, path) if kind == "x12" else _json(file, path):
            self.read = done + file.tell()
            yield entry


def recognised(head: bytes) -> tuple[Kind | None, str]:
    """What a file is by its beginning, or why it is nothing that can be read."""
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n\x00")
    if text.startswith((b"ISA", b"GS", b"ST")) and text[2:4].strip(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"):
        return "x12", ""
    if text.startswith(b"{"):
        return "json", ""
    if text.startswith((b"PK\x03\x04", b"\x1f\x8b")):
        return None, f"{EXPECTED}, found a packed file; unpack it first"
    return None, f"{EXPECTED}, found {'an empty file' if not text else 'something else'}"


def _files(path: Path) -> Iterator[tuple[Path, bool]]:
    """The files of a path, and whether it was named itself."""
    if path.is_file():
        yield path, True
    elif path.is_dir():
        found = (p for p in path.rglob("*") if p.is_file() and not p.is_symlink())
        hidden = (p for p in found if not any(part.startswith(".") for part in p.relative_to(path).parts))
        yield from ((p, False) for p in sorted(hidden, key=lambda p: p.relative_to(path).as_posix()))
    else:
        raise UnusableInput("PATH", "cannot be read: no such file or directory", str(path))


def _fault(path: Path, place: str, said: str) -> Entry:
    return Entry(path.as_posix(), place, "fault", said=said)


def _x12(file: BinaryIO, path: Path) -> Iterator[Entry]:
    for found in Claims(file):
        place = f"segment {found.segment}"
        if isinstance(found, Fault):
            yield _fault(path, place, found.said)
        else:
            yield Entry(path.as_posix(), place, "claim", found)


def _json(file: BinaryIO, path: Path) -> Iterator[Entry]:
    """A claim on each line, or one document over the whole file."""
    number = 0
    while line := file.readline(MAX_BYTES + 2):
        number += 1
        if number == 1 and (whole := _whole(line, file)):
            yield Entry(path.as_posix(), "", "claim", whole)
            return
        place = f"line {number}"
        if len(line) > MAX_BYTES + 1 and not line.endswith(b"\n"):
            yield Entry(path.as_posix(), place, "claim", b"", f"expected at most {MAX_BYTES >> 20} MiB to a line")
            while line and not line.endswith(b"\n"):
                line = file.readline(1 << 20)
        elif line.strip():
            yield Entry(path.as_posix(), place, "claim", line.strip())


def _whole(first: bytes, file: BinaryIO) -> bytes:
    """The file as one document, where its first line is not one; empty where it is, or where that is no document."""
    try:
        json.loads(first)
        return b""
    except (ValueError, RecursionError):
        pass
    begun = file.tell()
    text = first + file.read(MAX_BYTES)
    try:
        if not file.read(1):
            json.loads(text)
            return text
    except (ValueError, RecursionError):
        pass
    file.seek(begun)
    return b""
