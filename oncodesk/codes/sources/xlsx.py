"""Reads the cells of an xlsx workbook as text, row by row: an archive of XML, nothing of it trusted.

What a sheet says of its own size is not read. A document type, which no workbook needs and every attack by XML does,
ends the reading: the same guard as defusedxml's, kept here because its parser is ten times too slow for sheets of
millions of cells.
"""

import io
import itertools
import re
import zipfile
from collections.abc import Iterator
from typing import Any, cast
from xml.parsers import expat

from oncodesk.codes.pieces import Counted, Piece, unusable

CHUNK = 1 << 16
MOST_PACKED = 200_000_000
MOST_STRING_BYTES = 1 << 26
LONGEST = 1 << 20
"""Of one text or one tag."""
MOST_COLUMNS = 1024
_SHEET = re.compile(r"xl/worksheets/sheet(\d+)\.xml")
_STRINGS = "xl/sharedStrings.xml"
_DAMAGE = (zipfile.BadZipFile, KeyError, OSError, EOFError, RuntimeError, NotImplementedError, ValueError)


def rows(piece: Piece) -> Iterator[list[str]]:
    """The rows of the first sheet that has any; a cell is empty where it is absent, dates and numbers as stored.

    UnusableInput where the workbook is damaged or larger than any official one.
    """
    archive = _opened(piece)
    strings: list[str] = (
        list(_parsed(piece, archive, _STRINGS, _Strings(piece))) if _STRINGS in archive.namelist() else []
    )
    for part in _sheets(archive):
        found = _parsed(piece, archive, part, _Sheet(piece, strings))
        first = next(found, None)
        if first is not None:
            yield first
            yield from found
            return


def sheet_name(piece: Piece) -> str:
    """The name on the first sheet's tab, empty where there is none."""
    archive = _opened(piece)
    found = _parsed(piece, archive, "xl/workbook.xml", _Tabs(piece)) if "xl/workbook.xml" in archive.namelist() else ()
    return str(next(iter(found), ""))


def _opened(piece: Piece) -> zipfile.ZipFile:
    held = io.BytesIO()
    with piece.open() as file:
        while part := file.read(1 << 20):
            held.write(part)
            if held.tell() > MOST_PACKED:
                raise unusable(piece.name, "expected an official workbook, found one that is too large")
    try:
        return zipfile.ZipFile(held)
    except _DAMAGE as why:
        raise unusable(piece.name, f"expected a whole workbook: {why}") from None


def _sheets(archive: zipfile.ZipFile) -> list[str]:
    found = ((int(match[1]), name) for name in archive.namelist() if (match := _SHEET.fullmatch(name)))
    return [name for _, name in sorted(found)]


def _parsed(piece: Piece, archive: zipfile.ZipFile, part: str, reader: "_Part") -> Iterator[Any]:
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler = reader.said
    parser.StartDoctypeDeclHandler = reader.refuse
    read = 0
    try:
        entry = archive.getinfo(part)
        with Counted(cast(Any, archive.open(entry)), piece.name, entry.compress_size) as stream:
            while chunk := stream.read(CHUNK):
                read += len(chunk)
                parser.Parse(chunk, False)
                if read - parser.CurrentByteIndex > LONGEST or read > reader.most:
                    raise unusable(piece.name, "expected an official workbook, found one that is too large")
                yield from reader.taken()
        parser.Parse(b"", True)
        yield from reader.taken()
    except (expat.ExpatError, *_DAMAGE) as why:
        raise unusable(piece.name, f"expected a whole workbook: {part}: {why}") from None


class _Part:
    """Hears the elements of one part of a workbook."""

    most = 1 << 31

    def __init__(self, piece: Piece) -> None:
        self.piece = piece
        self._text: list[str] = []
        self._length = 0
        self._inside = False

    def said(self, text: str) -> None:
        """What stands within an element; only that of a value or a text is kept."""
        if self._inside:
            self._length += len(text)
            if self._length > LONGEST:
                raise self.wrong(f"no text longer than {LONGEST:,} characters")
            self._text.append(text)

    def wrong(self, expected: str) -> Exception:
        """What is said of a workbook that cannot be used."""
        return unusable(self.piece.name, f"expected {expected}")

    def refuse(self, *_: object) -> None:
        """Ends the reading at a document type."""
        raise self.wrong("a workbook without a document type definition")

    def begin(self) -> None:
        """Forgets the text heard so far."""
        self._text, self._length = [], 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        raise NotImplementedError

    def end(self, tag: str) -> None:
        raise NotImplementedError

    def taken(self) -> list[Any]:
        raise NotImplementedError


class _Strings(_Part):
    """The texts that cells point to by number; phonetic readings are left out."""

    most = MOST_STRING_BYTES

    def __init__(self, piece: Piece) -> None:
        super().__init__(piece)
        self._done: list[str] = []
        self._phonetic = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag if ":" not in tag else tag.rpartition(":")[2]
        if name == "si":
            self.begin()
        elif name == "rPh":
            self._phonetic = True
        self._inside = name == "t" and not self._phonetic

    def end(self, tag: str) -> None:
        name = tag if ":" not in tag else tag.rpartition(":")[2]
        self._inside = False
        if name == "si":
            self._done.append("".join(self._text))
        elif name == "rPh":
            self._phonetic = False

    def taken(self) -> list[str]:
        done, self._done = self._done, []
        return done


class _Sheet(_Part):
    """The rows of a sheet."""

    def __init__(self, piece: Piece, strings: list[str]) -> None:
        super().__init__(piece)
        self._strings = strings
        self._done: list[list[str]] = []
        self._row: list[str] = []
        self._kind = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag if ":" not in tag else tag.rpartition(":")[2]
        if name == "v" or name == "t":
            self._inside = True
        elif name == "c":
            self._kind = attributes.get("t", "")
            if self._text:
                self.begin()
            self._place(attributes.get("r", ""))
        elif name == "row":
            self._row = []

    def _place(self, reference: str) -> None:
        """Fills up with empty cells to the column that the reference names."""
        here = len(self._row)
        if reference[1:2].isdecimal():
            column = ord(reference[0]) - 64
        else:
            column = 0
            for letter in itertools.takewhile(str.isalpha, reference[:8]):
                column = column * 26 + ord(letter) - 64
        if column > MOST_COLUMNS or here >= MOST_COLUMNS:
            raise self.wrong(f"at most {MOST_COLUMNS:,} columns")
        if column > here + 1:
            self._row += [""] * (column - 1 - here)

    def end(self, tag: str) -> None:
        name = tag if ":" not in tag else tag.rpartition(":")[2]
        if name == "v" or name == "t":
            self._inside = False
        elif name == "c":
            self._row.append(self._value("".join(self._text)))
        elif name == "row":
            self._done.append(self._row)

    def _value(self, text: str) -> str:
        if self._kind != "s" or not text:
            return text[:-2] if text.endswith(".0") and not self._kind else text
        if not text.isdecimal() or int(text) >= len(self._strings):
            raise self.wrong(f"a text of number {text[:20]}")
        return self._strings[int(text)]

    def taken(self) -> list[list[str]]:
        done, self._done = self._done, []
        return done


class _Tabs(_Part):
    """The names of the sheets."""

    def __init__(self, piece: Piece) -> None:
        super().__init__(piece)
        self._done: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == "sheet":
            self._done.append(attributes.get("name", ""))

    def end(self, tag: str) -> None:
        """Nothing to close."""

    def taken(self) -> list[str]:
        done, self._done = self._done, []
        return done
