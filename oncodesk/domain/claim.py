"""What will be billed (`oncodesk.claim/1`)."""

from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import Field, PlainSerializer, StringConstraints, model_validator

from oncodesk.domain.base import Frozen
from oncodesk.domain.encounter import Encounter, Money
from oncodesk.domain.quantity import plain
from oncodesk.domain.visit import Visit

LETTERS = "ABCDEFGHIJKL"
MAX_DIAGNOSES = 12
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
NdcQuantity = Annotated[Decimal, PlainSerializer(plain, return_type=str, when_used="json")]


class Ndc(Frozen):
    """National Drug Code of a line: `unit` UN, ML, GR, F2 or ME; form and size are judged by a rule, not here."""

    code: str
    unit: str | None = None
    quantity: NdcQuantity | None = None


class LineOverride(Frozen):
    """The coder's own decision on a line, with the reason."""

    reason: Reason
    by: str | None = None
    at: str | None = None


class Override(Frozen):
    """A finding the coder answers for: which rule, on which lines, and why."""

    rule: str
    lines: tuple[str, ...] = ()
    diagnoses: tuple[str, ...] = ()
    reason: Reason
    by: str | None = None
    at: str | None = None


class ClaimLine(Frozen):
    """One billed service; `pointers` are letters A–L of the claim's diagnoses, first one first."""

    id: str
    code: str = Field(min_length=1, max_length=10)
    modifiers: tuple[str, ...] = ()
    units: int = 1
    pointers: str = ""
    charge: Money | None = None
    ndc: Ndc | None = None
    date_of_service: date | None = None
    date_to: date | None = None
    place_of_service: str | None = None
    narrative: str | None = None
    facts: tuple[str, ...] = Field(default=(), alias="from")
    override: LineOverride | None = None


class Claim(Encounter):
    """Diagnoses in order, lines, and the facts behind them where they are known."""

    format: Literal["oncodesk.claim/1"] = "oncodesk.claim/1"
    diagnoses: tuple[str, ...] = ()
    lines: tuple[ClaimLine, ...] = ()
    visit: Visit | None = None
    overrides: tuple[Override, ...] = ()

    @model_validator(mode="after")
    def _distinct(self) -> "Claim":
        ids = [line.id for line in self.lines]
        if len(set(ids)) < len(ids):
            twice = next(name for name in ids if ids.count(name) > 1)
            raise ValueError(f"lines.{twice}.id: expected an id that no other line has")
        return self

    def line(self, identifier: str) -> ClaimLine | None:
        """The line of that id, or None."""
        return next((line for line in self.lines if line.id == identifier), None)

    def date_of(self, line: ClaimLine) -> date:
        """The line's own date of service, else the claim's."""
        return line.date_of_service or self.date_of_service

    def pointed(self, line: ClaimLine) -> tuple[str, ...]:
        """The diagnosis codes the line points to, in order; a letter past the last diagnosis is left out."""
        return _pointed(self.diagnoses, line.pointers)

    @property
    def total(self) -> Decimal | None:
        """Sum of the charges in dollars, or None where a line has none."""
        charges = [line.charge for line in self.lines]
        return None if None in charges else sum((c for c in charges if c is not None), Decimal(0))


@lru_cache(maxsize=4096)
def _pointed(diagnoses: tuple[str, ...], pointers: str) -> tuple[str, ...]:
    places = (LETTERS.find(letter) for letter in pointers.upper())
    return tuple(diagnoses[n] for n in places if 0 <= n < len(diagnoses))
