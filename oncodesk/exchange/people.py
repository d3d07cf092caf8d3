"""What other systems say of a patient or an appointment, in one shape for every format."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from pydantic import Field

from oncodesk.domain.base import Frozen

Doing = Literal["keep", "book", "call_off"]


class Refused(Frozen):
    """One row or message that is not understood: where it stands, which field, and what was expected."""

    place: str
    field: str
    expected: str

    def as_text(self) -> str:
        """In one line."""
        return f"{self.place}: {self.field}: {self.expected}"


class Told(Frozen):
    """One row or message understood.

    `patient` holds the fields stated, by the names of a Patient and with `address` as a mapping of its parts; `served`
    is the day of an appointment and `appointment` its number there.
    """

    place: str
    account: str
    patient: Mapping[str, Any] = Field(default_factory=dict)
    doing: Doing = "keep"
    served: date | None = None
    appointment: str = ""
    rendering: Mapping[str, str] = Field(default_factory=dict)
    payer: Mapping[str, str] = Field(default_factory=dict)


class Reading(Frozen):
    """A whole file as read: what was understood, what was not, and what a person should know of it."""

    kind: Literal["CSV", "HL7"]
    told: tuple[Told, ...] = ()
    refused: tuple[Refused, ...] = ()
    notes: tuple[str, ...] = ()
    columns: Mapping[str, str] = Field(default_factory=dict)
    """Which field each heading of a CSV file was taken for."""
