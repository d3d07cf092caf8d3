"""Follows the envelopes of an X12 file, ISA to IEA, GS to GE, ST to SE, and says where they do not close or count."""

from collections.abc import Iterator
from dataclasses import dataclass

from oncodesk.exchange.segments import Segment
from oncodesk.exchange.values import Fault

PROFESSIONAL = "X222"
"""In the version of every professional claim, 005010X222 with its errata."""
KINDS = {
    "837": {"X223": "an institutional claim", "X224": "a dental claim", "X222": "a professional claim"},
    "835": {"X221": "a remittance advice"},
}
OPENING, CLOSING = {"ISA": "IEA", "GS": "GE", "ST": "SE"}, {"IEA": "ISA", "GE": "GS", "SE": "ST"}
ORDER = ("ISA", "GS", "ST")


@dataclass(slots=True)
class _Open:
    """An envelope that has begun: its control number, the segment it began at, and what it has held so far."""

    control: str
    segment: int
    version: str = ""
    held: int = 0


class Envelope:
    """Where the reader stands; `is_claims` is true between an ST and an SE of professional claims."""

    def __init__(self) -> None:
        self._open: dict[str, _Open] = {}
        self._said: set[str] = set()
        self.is_claims = False

    def take(self, segment: Segment) -> Iterator[Fault]:
        """Looks at one segment; what is wrong with the envelopes there."""
        tag = segment.text[:3].split(segment.marks.element)[0]
        if tag in OPENING:
            yield from self._begin(tag, segment)
        elif tag in CLOSING:
            yield from self._end(CLOSING[tag], segment)
        elif "ST" in self._open:
            self._open["ST"].held += 1
        elif tag != "TA1":
            yield from self._once(segment.number, "stands outside a transaction set; passed over")

    def close(self, number: int) -> Iterator[Fault]:
        """The end of the file after so many segments."""
        yield from self._unclosed("ISA", number, "the file ends")

    def _begin(self, tag: str, segment: Segment) -> Iterator[Fault]:
        yield from self._unclosed(tag, segment.number, f"{tag} follows")
        for above in ORDER[: ORDER.index(tag)]:
            if above not in self._open:
                yield Fault(segment.number, f"{tag} without {above} before it")
        parts = [*segment.elements, *[""] * 17]
        control = {"ISA": parts[13], "GS": parts[6], "ST": parts[2]}[tag].strip()
        version = {"ISA": parts[12], "GS": parts[8], "ST": parts[3]}[tag].strip()
        if tag == "ST" and not version:
            version = self._open["GS"].version if "GS" in self._open else ""
        above_ = ORDER[ORDER.index(tag) - 1] if tag != "ISA" else None
        if above_ in self._open:
            self._open[above_].held += 1
        self._open[tag] = _Open(control, segment.number, version, 1 if tag == "ST" else 0)
        if tag == "ISA" and version != "00501":
            yield from self._once(segment.number, f"expected version 00501 in ISA12, found {version[:5] or 'none'}")
        if tag == "ST":
            self.is_claims = parts[1] == "837" and PROFESSIONAL in version
            if not self.is_claims:
                yield from self._other(parts[1], version, segment.number)

    def _other(self, kind: str, version: str, number: int) -> Iterator[Fault]:
        known = KINDS.get(kind, {})
        what = next((said for mark, said in known.items() if mark in version), None)
        what = what or ("a remittance advice" if kind == "835" else "a transaction set")
        said = f"holds {what} ({kind[:3]} {version[:12]}); expected professional claims (837 005010X222)"
        yield from self._once(number, said)

    def _end(self, tag: str, segment: Segment) -> Iterator[Fault]:
        opened = self._open.get(tag)
        name = OPENING[tag]
        if opened is None:
            yield Fault(segment.number, f"{name} without {tag} before it")
            return
        for below in ORDER[ORDER.index(tag) + 1 :][:1]:
            yield from self._unclosed(below, segment.number, f"{name} follows")
        parts = [*segment.elements, "", ""]
        held = opened.held + (1 if tag == "ST" else 0)
        what = {"ST": "segments", "GS": "transaction sets", "ISA": "groups"}[tag]
        if parts[1].strip() != str(held) and _number(parts[1]) != held:
            yield Fault(segment.number, f"{name} counts {parts[1][:10] or 'no'} {what}, found {held}")
        if parts[2].strip() != opened.control:
            yield Fault(segment.number, f"{name} carries another control number than its {tag}")
        del self._open[tag]
        if tag == "ST":
            self.is_claims = False

    def _unclosed(self, tag: str, number: int, why: str) -> Iterator[Fault]:
        for name in reversed(ORDER[ORDER.index(tag) :]):
            if found := self._open.pop(name, None):
                yield Fault(number, f"{why} before the {OPENING[name]} of the {name} at segment {found.segment}")
                if name == "ST":
                    self.is_claims = False

    def _once(self, number: int, said: str) -> Iterator[Fault]:
        """The same fault of a file once, at its first place."""
        if said not in self._said and len(self._said) < 100:
            self._said.add(said)
            yield Fault(number, said)


def _number(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 10 else None
