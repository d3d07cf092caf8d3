"""Cuts an X12 file into segments by the separators that its ISA declares, a piece at a time.

Written here because the libraries lose claims silently: pyx12 4 stops at an empty segment or one over 16 KB and keeps
the first ISA's separators for the whole file; openx12 and hccinfhir read the whole file into memory.
"""

import re
from collections.abc import Generator, Iterator
from typing import BinaryIO, NamedTuple

from oncodesk.exchange.values import Fault

PIECE = 1 << 16
LONGEST = 1 << 15
"""Bytes of a segment; the longest that 005010X222A1 allows is under 2,000."""
MOST_BAD = 10_000
"""Faults in a row after which a file is given up."""
ISA_LENGTH = 106
"""Fixed by X12.5; one of another length whose sixteen elements are there is said and read."""
ISA_ELEMENTS = 16
_ISA_ROOM = 512
_WIDTHS = (2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1, 1)
_START = re.compile(rb"ISA[^A-Za-z0-9\s\x80-\xff]")
_TAG = re.compile(r"[A-Z][A-Z0-9]{1,2}")
_BLANK = b" \t\r\n\x00\x1a\xef\xbb\xbf"
_SPACE = b" \t\r\n"


class Marks(NamedTuple):
    """The separators of an interchange; `repetition` is empty before version 00402."""

    element: str
    component: str
    repetition: str
    terminator: str


class Segment(NamedTuple):
    """One segment; `number` counts the file's segments from 1."""

    number: int
    text: str
    marks: Marks

    @property
    def elements(self) -> list[str]:
        """Its name and its elements."""
        return self.text.split(self.marks.element)


class Segments:
    """The segments of a file and what is wrong with how it is cut, in order; memory does not grow with the file."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._held, self._at, self._bad, self._is_over = b"", 0, 0, False
        self.number, self.read = 0, 0
        """Segments so far, and bytes taken from the file."""

    def __iter__(self) -> Iterator[Segment | Fault]:
        for found in self._every():
            self._bad = self._bad + 1 if isinstance(found, Fault) else 0
            yield found
            if self._bad == MOST_BAD:
                yield Fault(self.number, f"{MOST_BAD:,} faults in a row; the rest of the file is not read")
                return

    def _every(self) -> Iterator[Segment | Fault]:
        while marks := (yield from self._opening()):
            yield from self._inside(marks)

    def _inside(self, marks: Marks) -> Iterator[Segment | Fault]:
        """The segments of an interchange, to its IEA, the next ISA or the end of the file."""
        terminator = marks.terminator.encode()
        while not self._is_at_isa() and (raw := self._until(terminator)) is not None:
            if isinstance(raw, Fault):
                yield raw
            elif raw:
                yield self._named(_text(raw, marks), marks)
                if raw.startswith(b"IEA"):
                    self._skip(terminator + _SPACE)
                    return
            else:
                self._skip(terminator + _SPACE)

    def _named(self, text: str, marks: Marks) -> Segment | Fault:
        self.number += 1
        if _TAG.fullmatch(text.split(marks.element, 1)[0]):
            return Segment(self.number, text, marks)
        return Fault(self.number, "does not begin with a segment's name; passed over")

    def _opening(self) -> Generator[Segment | Fault, None, Marks | None]:
        """Up to and over the next ISA; returns its separators, or None at the end of the file."""
        yield from self._to_isa()
        while head := self._ahead(_ISA_ROOM):
            self.number += 1
            marks, length, wrong = _declared(head)
            if marks is not None:
                self._at += length
                if wrong:
                    yield Fault(self.number, wrong)
                yield Segment(self.number, _text(head[: length - 1], marks), marks)
                return marks
            yield Fault(self.number, f"{wrong}; passed over to the next ISA")
            self._at += 3
            yield from self._to_isa()
        return None

    def _to_isa(self) -> Iterator[Fault]:
        """Moves to the next ISA; anything else before it is said once."""
        is_said = False
        while True:
            self._skip(_BLANK)
            if not self._ahead(4) or _START.match(self._held, self._at):
                return
            if not is_said:
                yield Fault(self.number + 1, "expected ISA, found other text; passed over to the next ISA")
                is_said = True
            found = _START.search(self._held, self._at)
            self._at = found.start() if found else max(self._at + 1, len(self._held) - 3)

    def _is_at_isa(self) -> bool:
        if len(self._held) - self._at < 4 or self._held[self._at] < 33:
            self._skip(_SPACE)
            self._ahead(4)
        return self._held.startswith(b"ISA", self._at) and _START.match(self._held, self._at) is not None

    def _skip(self, signs: bytes) -> None:
        """Moves over such bytes."""
        while self._ahead(1) and self._held[self._at] in signs:
            rest = self._held[self._at :]
            self._at += len(rest) - len(rest.lstrip(signs))

    def _ahead(self, count: int) -> bytes:
        """The next bytes, fewer at the end of the file, without taking them."""
        while len(self._held) - self._at < count and not self._is_over:
            self._more()
        return self._held[self._at : self._at + count]

    def _until(self, terminator: bytes) -> bytes | Fault | None:
        """The next segment's bytes; a Fault where it is too long or unfinished, None at the end of the file."""
        start = self._at
        while (end := self._held.find(terminator, start)) < 0:
            if self._is_over:
                return self._unfinished()
            if len(self._held) - self._at > LONGEST:
                return self._overlong(terminator)
            start = len(self._held) - self._at
            self._more()
        raw = self._held[self._at : end]
        self._at = end + 1
        return self._too_long() if len(raw) > LONGEST else raw.strip()

    def _unfinished(self) -> Fault | None:
        rest = self._held[self._at :].strip(_BLANK)
        self._at = len(self._held)
        if not rest:
            return None
        self.number += 1
        return Fault(self.number, "ends without its terminator; not read")

    def _overlong(self, terminator: bytes) -> Fault:
        """Passes over a segment that is too long without keeping it."""
        while True:
            end = self._held.find(terminator, self._at)
            if end >= 0:
                self._at = end + 1
                return self._too_long()
            self._at = len(self._held)
            if self._is_over:
                return self._too_long()
            self._more()

    def _too_long(self) -> Fault:
        self.number += 1
        return Fault(self.number, f"expected at most {LONGEST:,} bytes to a segment; passed over")

    def _more(self) -> None:
        piece = self._file.read(PIECE)
        self.read += len(piece)
        self._is_over = not piece
        self._held, self._at = self._held[self._at :] + piece, 0


def _text(raw: bytes, marks: Marks) -> str:
    """Bytes as text: UTF-8, else Latin-1 as X12's extended set; what cannot be printed becomes a question mark."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("latin-1")
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in marks else "?" for c in text)


def _declared(head: bytes) -> tuple[Marks | None, int, str]:
    """Separators and length of the ISA that these bytes begin with, and what is wrong with it."""
    text = head.decode("latin-1")
    element = text[3]
    parts = text.split(element, ISA_ELEMENTS)
    if len(parts) <= ISA_ELEMENTS or len(parts[-1]) < 2:
        return None, 0, f"the ISA does not have its {ISA_ELEMENTS} elements"
    component, terminator = parts[-1][0], parts[-1][1]
    if len({element, component, terminator}) < 3 or not _are_marks(component, terminator):
        return None, 0, "the ISA does not end in a component separator and a segment terminator"
    repetition = parts[11] if len(parts[11]) == 1 and not parts[11].isalnum() else ""
    length = len(element.join(parts[:-1])) + 3
    wrong = [n for n, (part, width) in enumerate(zip(parts[1:-1], _WIDTHS, strict=False), 1) if len(part) != width]
    said = f"the ISA is {length} characters, not {ISA_LENGTH}: ISA{wrong[0]:02} has another width" if wrong else ""
    return Marks(element, component, repetition, terminator), length, said


def _are_marks(*signs: str) -> bool:
    return all(sign.isascii() and not sign.isalnum() and sign not in " \x00" for sign in signs)
