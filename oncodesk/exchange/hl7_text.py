"""HL7 version 2 messages out of a file or a stream: batches, framing signs and line ends as they come."""

import re
from collections.abc import Iterator

import hl7

from oncodesk.domain.errors import UnusableInput
from oncodesk.exchange.limits import MAX_ROWS, Deadline
from oncodesk.exchange.table_text import decoded

MAX_SEGMENTS = 500
MAX_SEGMENT = 20_000
MAX_VALUE = 2_000
_FRAME = re.compile("[\x0b\x1c\ufeff]")
_ENDS = re.compile("\r\n|\r|\n")
_ESCAPED = {"F": "|", "S": "^", "T": "&", "R": "~", "E": "\\", ".br": " ", ".sp": " "}


class NotUnderstood(ValueError):
    """A message that cannot be used: which field, and what was expected there."""

    def __init__(self, field: str, expected: str) -> None:
        self.field, self.expected = field, expected
        super().__init__(expected)


def is_hl7(content: bytes) -> bool:
    """Whether the file begins as HL7 messages, a batch or a file of batches do."""
    beginning = content[:64].lstrip(b"\xef\xbb\xbf\x0b\x1c\r\n\t ")
    return beginning[:3] in (b"MSH", b"FHS", b"BHS") and not beginning[3:4].isalnum()


def messages(content: bytes) -> Iterator[str]:
    """Each message as text, its segments ended by CR.

    UnusableInput where the file is none, holds too much, or does not hold as many as it says.
    """
    text, _ = decoded(content)
    deadline, found, batch = Deadline(), 0, 0
    held: list[str] = []
    counted: list[tuple[str, str, int]] = []
    for segment in filter(None, map(str.strip, _ENDS.split(_FRAME.sub("\r", text)))):
        if segment.startswith(("FHS", "BHS", "MSH", "BTS", "FTS")):
            if held:
                yield "\r".join(held) + "\r"
            held = []
        if segment.startswith("MSH"):
            found, batch = found + 1, batch + 1
            if found > MAX_ROWS:
                raise UnusableInput("file", f"expected at most {MAX_ROWS:,} messages; split it")
            if found % 200 == 0:
                deadline.check()
        elif segment.startswith("BHS"):
            batch = 0
        elif segment.startswith("BTS"):
            counted.append(("BTS-1", _first_field(segment), batch))
        if segment.startswith(("FHS", "BHS", "BTS", "FTS")):
            continue
        if not held and not segment.startswith("MSH"):
            raise UnusableInput("file", "expected every segment behind an MSH segment")
        held.append(segment)
        _measure(found, held)
    if held:
        yield "\r".join(held) + "\r"
    _check_counts(found, counted)


def _measure(number: int, held: list[str]) -> None:
    if len(held) > MAX_SEGMENTS or len(held[-1]) > MAX_SEGMENT:
        told = f"expected at most {MAX_SEGMENTS} segments of at most {MAX_SEGMENT:,} signs"
        raise UnusableInput(f"message {number}", told)


def _first_field(segment: str) -> str:
    return segment[4:].split(segment[3:4] or "|")[0].strip()


def _check_counts(found: int, counted: list[tuple[str, str, int]]) -> None:
    if not found:
        raise UnusableInput("file", "expected HL7 messages, found none")
    for field, stated, there in counted:
        if stated.isdigit() and int(stated) != there:
            raise UnusableInput(field, f"says {int(stated)} messages, found {there}; the file is not whole")


class Message:
    """One message: fields by segment and number, as the standard counts them."""

    def __init__(self, text: str) -> None:
        """NotUnderstood where its head is not one."""
        signs = text[3:8]
        if len(set(signs)) < 5 or any(sign.isalnum() or sign.isspace() for sign in signs):
            raise NotUnderstood("MSH-1", "expected five different signs that divide the fields")
        self.part_sign, self.repeat_sign, self.escape_sign, self.below_sign = signs[1], signs[2], signs[3], signs[4]
        try:
            self._segments = hl7.parse(text)
        except (hl7.HL7Exception, ValueError, LookupError) as problem:
            raise NotUnderstood("MSH", "expected an HL7 message") from problem
        self._meant = {**_ESCAPED, "F": signs[0], "S": signs[1], "R": signs[2], "E": signs[3], "T": signs[4]}

    def repeats(self, segment: str, number: int) -> list[list[str]]:
        """Every repetition of a field of the first such segment, each as its parts; empty where nothing stands."""
        found = next((held for held in self._segments if str(held[0]) == segment), None)
        if found is None or len(found) <= number:
            return []
        whole = str(found[number])
        if len(whole) > MAX_VALUE:
            raise NotUnderstood(f"{segment}-{number}", f"expected at most {MAX_VALUE:,} signs")
        return [[self._plain(part) for part in one.split(self.part_sign)] for one in whole.split(self.repeat_sign)]

    def part(self, segment: str, number: int, part: int = 1) -> str:
        """One part of a field's first repetition, or empty text; the HL7 null (two quotation marks) is empty too."""
        parts = next(iter(self.repeats(segment, number)), [])
        return parts[part - 1] if len(parts) >= part else ""

    def count(self, segment: str) -> int:
        """How many such segments there are."""
        return sum(str(held[0]) == segment for held in self._segments)

    def _plain(self, part: str) -> str:
        first = part.split(self.below_sign)[0]
        if self.escape_sign in first:
            first = self._unescaped(first)
        return "" if first == '""' else " ".join(first.split())

    def _unescaped(self, text: str) -> str:
        """Our own, for the library's writes what it cannot read into the log."""
        pieces = text.split(self.escape_sign)
        if len(pieces) % 2 == 0:
            return text
        return "".join(self._escape(piece) if n % 2 else piece for n, piece in enumerate(pieces))

    def _escape(self, said: str) -> str:
        if said in self._meant:
            return self._meant[said]
        if re.fullmatch(r"X([0-9A-Fa-f]{2}){1,20}", said):
            return bytes.fromhex(said[1:]).decode("latin-1")
        return " " if said.startswith(".") else ""
