"""Finds the claims of an X12 file, each with the segments of its provider, subscriber and patient."""

from collections.abc import Iterator
from typing import BinaryIO

from oncodesk.exchange.envelope import Envelope
from oncodesk.exchange.segments import Segment, Segments
from oncodesk.exchange.values import Fault, RawClaim

MOST_SEGMENTS = 5_000
"""Of one claim: fifty lines of a hundred segments."""
MOST_FAULTS = 200
"""Of one file; the rest are counted."""
LEVELS = {"20": 0, "22": 1, "23": 2}
"""HL03: billing provider, subscriber, patient."""


class Claims:
    """The claims and faults of one file in order, as they stand; memory does not grow with the file."""

    def __init__(self, file: BinaryIO) -> None:
        self._segments = Segments(file)
        self._faults = 0

    @property
    def read(self) -> int:
        """Bytes read so far."""
        return self._segments.read

    def __iter__(self) -> Iterator[RawClaim | Fault]:
        for found in self._all():
            if isinstance(found, Fault):
                self._faults += 1
                if self._faults > MOST_FAULTS:
                    continue
            yield found
        if self._faults > MOST_FAULTS:
            yield Fault(self._segments.number, f"{self._faults - MOST_FAULTS:,} more faults of this file")

    def _all(self) -> Iterator[RawClaim | Fault]:
        envelope, gathered = Envelope(), _Gathered()
        for segment in self._segments:
            if isinstance(segment, Fault):
                yield segment
                continue
            was_claims = envelope.is_claims
            faults = list(envelope.take(segment))
            if envelope.is_claims and was_claims:
                yield from gathered.take(segment)
            else:
                yield from gathered.end()
                gathered = _Gathered()
            yield from faults
        yield from gathered.end()
        yield from envelope.close(self._segments.number)


class _Gathered:
    """Segments since the last HL of each level, and of the claim that has begun."""

    def __init__(self) -> None:
        self._levels: tuple[list[tuple[int, str]], ...] = ([], [], [])
        self._level = -1
        self._claim: list[tuple[int, str]] | None = None
        self._begun: Segment | None = None
        self._is_cut = False

    def take(self, segment: Segment) -> Iterator[RawClaim]:
        """One segment of a transaction set; a claim where the one before it ends."""
        text = segment.text
        if text.startswith(f"HL{segment.marks.element}"):
            yield from self.end()
            self._descend(segment)
        elif text.startswith(f"CLM{segment.marks.element}"):
            yield from self.end()
            self._claim, self._begun = [], segment
        held = self._claim if self._claim is not None else self._levels[self._level] if self._level >= 0 else None
        if held is not None and len(held) < MOST_SEGMENTS:
            held.append((segment.number, text))
        elif held is not None:
            self._is_cut = True

    def end(self) -> Iterator[RawClaim]:
        """The claim that has begun, if one has."""
        if self._claim is not None and self._begun is not None:
            marks = self._begun.marks
            above = (pair for level in self._levels for pair in level)
            yield RawClaim(
                self._begun.number, marks.element, marks.component, marks.repetition, (*above, *self._claim),
                self._is_cut,
            )  # fmt: skip
        self._claim, self._begun, self._is_cut = None, None, False

    def _descend(self, segment: Segment) -> None:
        parts = segment.elements
        self._level = LEVELS.get(parts[3] if len(parts) > 3 else "", 2)
        for below in self._levels[self._level :]:
            below.clear()
