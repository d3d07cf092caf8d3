"""Opens an official file as it was downloaded, zip or bare, and hands out its pieces within limits."""

import csv
import hashlib
import io
import re
import time
import zipfile
from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, Protocol, cast
from xml.etree.ElementTree import Element, ParseError

import defusedxml.ElementTree
from defusedxml.common import DefusedXmlException

from oncodesk.domain.errors import UnusableInput

HEAD = 65_536
"""Bytes by which a piece is recognised."""
MOST_BYTES = 1_500_000_000
MOST_PIECES = 400
MOST_LINE = 1_000_000
MOST_ROWS = 20_000_000
WIDEST = 500
"""Cells of a row that are looked at for headings: official tables have fewer than a hundred."""
DEEPEST = 2
DEEPEST_XML, MOST_ELEMENTS = 64, 4_000_000
RATIO, RATIO_FROM = 150, 30_000_000
"""More bytes out than this many times the bytes in, after so many, is no official file."""
SECONDS = 300.0
Opener = Callable[[], BinaryIO]
csv.field_size_limit(MOST_LINE)  # coverage articles hold whole pages in one cell


class _Reads(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...
    def close(self) -> None: ...


class Counted(io.RawIOBase):
    """Counts what is really read, whatever the zip's headers say, and ends what is too large or too slow."""

    def __init__(self, inner: _Reads, name: str, packed: int) -> None:
        self._inner, self._name, self._packed = inner, name, max(packed, 1)
        self._read, self._until = 0, time.monotonic() + SECONDS

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast(bytearray, buffer))
        try:
            found = self._inner.read(len(view))
        except (zipfile.BadZipFile, EOFError, OSError, RuntimeError, ValueError, NotImplementedError) as problem:
            raise unusable(self._name, f"expected a whole file: {problem}") from None
        except Exception as problem:  # zlib.error and the like share no base
            raise unusable(self._name, f"expected a whole file: {problem}") from None
        view[: len(found)] = found
        self._read += len(found)
        if self._read > MOST_BYTES or (self._read > RATIO_FROM and self._read > RATIO * self._packed):
            raise unusable(self._name, "expected an official file, found one that unpacks without end")
        if time.monotonic() > self._until:
            raise unusable(self._name, f"expected a file that is read in {SECONDS:.0f} seconds")
        return len(found)

    def close(self) -> None:
        if not self.closed:
            self._inner.close()
        super().close()


class Piece:
    """One file as it was published: bare, or one of those inside a zip. Read as often as needed.

    `name` is the whole name with that of the zip before it, for messages and for what stands only in names.
    """

    def __init__(self, name: str, opener: Opener) -> None:
        self.name = name
        self._opener = opener

    def open(self) -> BinaryIO:
        """The bytes, from the start; UnusableInput while reading where a limit is passed or a zip is damaged."""
        return self._opener()

    @cached_property
    def head(self) -> bytes:
        """The first bytes."""
        with self.open() as file:
            return file.read(HEAD)

    @property
    def is_sheet(self) -> bool:
        """Whether it is an xlsx workbook."""
        return self.head.startswith(b"PK\x03\x04")

    @property
    def is_xml(self) -> bool:
        """Whether it is XML."""
        return self.head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")

    @property
    def is_text(self) -> bool:
        """Whether it is text of lines."""
        return not (self.is_sheet or self.is_xml) and b"\x00" not in self.head and not self.head.startswith(b"%PDF")

    @cached_property
    def first_lines(self) -> list[str]:
        """The first hundred lines of a text, without line ends; the last may be cut."""
        return _decoded(self.head, self.name).splitlines()[:100] if self.is_text else []

    @cached_property
    def first_rows(self) -> list[list[str]]:
        """The first forty rows of a text of cells or of a workbook's first sheet, cut at `WIDEST`; empty for XML."""
        if self.is_xml or not (self.is_sheet or self.is_text):
            return []
        found: list[list[str]] = []
        for row in self.cells():
            found.append(row[:WIDEST])
            if len(found) == 40:
                break
        return found

    def lines(self) -> Iterator[str]:
        """Lines of a text without line ends, as UTF-8 or else Windows-1252; UnusableInput where neither."""
        with io.BufferedReader(cast(io.RawIOBase, self.open()), 1 << 18) as file:
            first = True
            while line := file.readline(MOST_LINE):
                if len(line) == MOST_LINE:
                    raise unusable(self.name, "expected lines of text, found one without end")
                text = _decoded(line.removeprefix(b"\xef\xbb\xbf") if first else line, self.name)
                first = False
                yield text.rstrip("\r\n")

    def cells(self) -> Iterator[list[str]]:
        """Rows of cells as text: of a csv or tab-separated text, or of a workbook's first sheet."""
        if self.is_sheet:
            from oncodesk.codes.sources import xlsx

            yield from xlsx.rows(self)
            return
        lines = self.lines()
        tabbed = b"\t" in self.head and self.head.count(b"\t") > self.head.count(b",")
        try:
            yield from csv.reader((f"{line}\n" for line in lines), delimiter="\t" if tabbed else ",")
        except csv.Error as problem:
            raise unusable(self.name, f"expected rows of cells: {problem}") from None

    def tree(self, root: str) -> Element:
        """The whole of an XML file; UnusableInput where it is not whole, or another root, or nested without end."""
        depth = count = 0
        first: Element | None = None
        try:
            with self.open() as file:
                for event, element in defusedxml.ElementTree.iterparse(file, events=("start", "end"), forbid_dtd=True):
                    if first is None:
                        first = element
                    depth, count = depth + (1 if event == "start" else -1), count + 1
                    if first.tag != root or depth > DEEPEST_XML or count > MOST_ELEMENTS:
                        raise unusable(self.name, f"expected {root}, found {first.tag} or more than it ever holds")
        except (ParseError, DefusedXmlException, RecursionError, ValueError, LookupError) as problem:
            raise unusable(self.name, f"expected whole XML: {str(problem) or type(problem).__name__}") from None
        if first is None:
            raise unusable(self.name, f"expected {root}, found nothing")
        return first


def pieces(path: Path) -> list[Piece]:
    """The pieces of a downloaded file; UnusableInput where it cannot be read or is no whole zip."""
    try:
        size = path.stat().st_size
        head = path.open("rb").read(4)
    except OSError as problem:
        raise unusable(path.name, f"cannot be read: {(problem.strerror or '').lower()}") from None
    if size == 0:
        raise unusable(path.name, "expected an official file, found an empty one")

    def bare() -> BinaryIO:
        return cast(BinaryIO, Counted(path.open("rb"), path.name, size))

    whole = Piece(path.name, bare)
    return _unpacked(whole, path.open, 1) if head == b"PK\x03\x04" else [whole]


def digest(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def unusable(name: str, expected: str) -> UnusableInput:
    """The one line said of a file that cannot be used."""
    return UnusableInput("file", " ".join(expected.split()), " ".join(name.split()))


def _unpacked(whole: Piece, opener: Callable[[str], object], depth: int) -> list[Piece]:
    try:
        archive = zipfile.ZipFile(cast(BinaryIO, opener("rb")))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as problem:
        raise unusable(whole.name, f"expected a whole zip: {problem}") from None
    listed = [entry for entry in archive.infolist() if not entry.is_dir()]
    names = {entry.filename for entry in listed}
    if "[Content_Types].xml" in names:
        return [whole]
    if depth > DEEPEST:
        raise unusable(whole.name, "expected no zip within a zip within a zip")
    if len(listed) > MOST_PIECES:
        raise unusable(whole.name, f"expected at most {MOST_PIECES} files, found {len(listed)}")
    found: list[Piece] = []
    for entry in listed:
        found += _entry_pieces(whole, archive, entry, depth)
    return found


def _entry_pieces(whole: Piece, archive: zipfile.ZipFile, entry: zipfile.ZipInfo, depth: int) -> list[Piece]:
    name = f"{whole.name}/{entry.filename}"
    if entry.filename.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", entry.filename):
        raise unusable(whole.name, "expected an official zip, found a name in it that leads out of it")

    def opened() -> BinaryIO:
        try:
            return cast(BinaryIO, Counted(cast(_Reads, archive.open(entry)), name, entry.compress_size))
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError) as problem:
            raise unusable(name, f"expected a whole file: {problem}") from None

    piece = Piece(name, opened)
    if not piece.is_sheet:
        return [piece]
    held = _in_memory(piece)
    return _unpacked(Piece(name, lambda: io.BytesIO(held)), lambda _: io.BytesIO(held), depth + 1)


def _in_memory(piece: Piece) -> bytes:
    most = 200_000_000
    with piece.open() as file:
        parts, total = [], 0
        while part := file.read(1 << 20):
            parts.append(part)
            total += len(part)
            if total > most:
                raise unusable(piece.name, "expected an official file, found one that is too large")
    return b"".join(parts)


def _decoded(line: bytes, name: str) -> str:
    if b"\x00" in line:
        raise unusable(name, "expected text in UTF-8 or Windows-1252, found another encoding")
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return line.decode("cp1252")
        except UnicodeDecodeError:
            return line.decode("latin-1")
