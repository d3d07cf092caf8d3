"""What other systems say of a patient or an appointment, in one shape for every format."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

from pydantic import Field

from oncodesk.domain.base import Frozen
from oncodesk.domain.errors import UnusableInput

MOST_REFUSED = 1_000
Doing = Literal["keep", "book", "call_off"]


class Refused(Frozen):
    """One row or message that is not understood: where it stands, which field, and what was expected."""

    place: str
    field: str
    expected: str

    def as_text(self) -> str:
        """In one line."""
        return f"{self.place}: {self.field}: {self.expected}"


def refuse(refused: list[Refused], place: str, field: str, expected: str) -> None:
    """Adds one; UnusableInput, with the first, where so many are not understood that it is another kind of file."""
    refused.append(Refused(place=place, field=field, expected=expected))
    if len(refused) > MOST_REFUSED:
        told = f"{refused[0].expected}; and more than {MOST_REFUSED:,} others are not understood"
        raise UnusableInput(f"{refused[0].place}: {refused[0].field}", told)


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
