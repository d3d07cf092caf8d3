"""What each part of the engine hands back: lines still without number, pointers and price, and what must be asked."""

import datetime
from dataclasses import dataclass
from typing import Literal

from oncodesk.domain.claim import Ndc
from oncodesk.domain.derivation import Question
from oncodesk.domain.report import Citation

Treats = Literal["neoplasm", "other"]


@dataclass(frozen=True, slots=True)
class ProposedLine:
    """A billed service before it has a number and pointers.

    `facts` are ids of the administrations, services or events it came from; `steps` the reasoning in order.
    `supports` holds ICD-10-CM codes or their beginnings (`Z51.11`, `E86`) that should stand first among its pointers;
    `treats` says what a drug or its administration is directed at.
    """

    code: str
    units: int
    modifiers: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    citation: Citation | None = None
    date: datetime.date | None = None
    narrative: str | None = None
    ndc: Ndc | None = None
    supports: tuple[str, ...] = ()
    treats: Treats | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """Lines in claim order, the questions met on the way, and notes on what was given or done and is not billed."""

    lines: tuple[ProposedLine, ...] = ()
    questions: tuple[Question, ...] = ()
    notes: tuple[str, ...] = ()

    def __add__(self, other: "Part") -> "Part":
        """The lines, questions and notes of both, these first."""
        return Part(self.lines + other.lines, self.questions + other.questions, self.notes + other.notes)
