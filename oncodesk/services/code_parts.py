"""What a code's page is made of."""

from typing import Literal

from oncodesk.domain.base import Frozen


class Relative(Frozen):
    """Another code with its text."""

    code: str
    text: str


class NotePart(Frozen):
    """Notes of one kind as printed at one entry; `at` is None for the code's own."""

    heading: str
    at: str | None
    texts: tuple[str, ...]


class Particular(Frozen):
    """One named fact of a code."""

    name: str
    value: str


class PairPart(Frozen):
    """An NCCI edit with another code that an oncology office bills; `column` is the place of the page's own code.

    Column 2 is the one not paid. `bypass`: a modifier that tells of a separate service may set the edit aside.
    """

    code: str
    text: str
    column: Literal[1, 2]
    bypass: bool
    rationale: str
