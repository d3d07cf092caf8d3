"""What was taken out of de-identified records, and by which rule (`oncodesk.deidentification/1`)."""

from datetime import datetime
from typing import Literal

from oncodesk.domain.base import Frozen


class Removed(Frozen):
    """One of the eighteen identifiers: its letter in 45 CFR 164.514(b)(2)(i), what was done, how many values."""

    letter: str
    identifier: str
    done: str
    values: int


class LookBehind(Frozen):
    """The look for what identifies in what was written.

    `looked_for` different values, `found` of them; `alone` patients of `patients` who are the only one of their year of
    birth, sex, state and three digits of the ZIP code.
    """

    looked_for: int
    found: int
    patients: int
    alone: int


class Certificate(Frozen):
    """What was removed, kept and hidden; the sentences are for whoever answers for it."""

    format: Literal["oncodesk.deidentification/1"] = "oncodesk.deidentification/1"
    method: str = "Safe Harbor, 45 CFR 164.514(b)(2)"
    made_at: datetime
    program: str
    removed: tuple[Removed, ...]
    kept: tuple[str, ...]
    zip3: str
    hidden_zip3: int
    over_89: int
    smallest_cell: int
    hidden_rows: int
    look_behind: LookBehind
    remarks: tuple[str, ...]
