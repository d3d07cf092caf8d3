"""Cells that no spreadsheet takes for a formula, and back."""

import re
from collections.abc import Iterable

_FORMULA = re.compile(r"'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_KEPT = re.compile(r"'+[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


def neutral(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would work it out; a number stays a number."""
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def as_text(cell: str) -> str:
    """What `neutral` was given."""
    return cell[1:] if _KEPT.match(cell) else cell


def line(values: Iterable[object]) -> list[str]:
    """Values as cells: nothing for None, `true` and `false`, text made neutral."""
    return [_cell(value) for value in values]


def _cell(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else neutral(str(value))
