"""Decides what is typed into the settings means; UnusableInput names the field or the line and what was expected."""

import re
from datetime import date
from decimal import Decimal

from oncodesk.domain.errors import UnusableInput
from oncodesk.domain.fees import Fees
from oncodesk.ui.editing import shorthand
from oncodesk.ui.editing.particulars import FIELDS, practice_of
from oncodesk.ui.editing.wording import said
from oncodesk.words import say

__all__ = ["complaint", "fees_of", "practice_of"]

_NAMES = dict(FIELDS) | {"since": say("In force from")}
_LINE = re.compile(r"([A-Za-z0-9]{5})[\s,;:|]+\$?\s*(\d[\d,]*(?:\.\d{1,2})?)")
_HIGHEST = Decimal(9_999_999)


def fees_of(text: str, since: str, today: date) -> Fees:
    """The charges of the lines typed or pasted; a first line of headings is passed over."""
    try:
        day = shorthand.day(since, today)
    except UnusableInput as problem:
        raise UnusableInput("since", problem.expected) from None
    charges: dict[str, Decimal] = {}
    for number, line in enumerate(text.splitlines(), 1):
        typed = line.strip()
        if not typed or (number == 1 and not re.search(r"\d", typed)):
            continue
        code, charge = _line(typed, number)
        if charges.get(code, charge) != charge:
            raise UnusableInput(
                say("line {number}", number=number),
                say("{code} stands above with another charge; keep one of the two", code=code),
            )
        charges[code] = charge
    return Fees(name="Charges of the practice", since=day, per_unit=charges)


def _line(typed: str, number: int) -> tuple[str, Decimal]:
    found = _LINE.fullmatch(typed)
    if found is None:
        told = say("expected a code of five characters and its charge, such as 96413 410.00")
        raise UnusableInput(
            say("line {number}", number=number), say("{told}; found “{typed}”", told=told, typed=typed[:40])
        )
    charge = Decimal(found[2].replace(",", ""))
    if charge > _HIGHEST:
        raise UnusableInput(
            say("line {number}", number=number),
            say("expected a charge of at most {most:,} dollars", most=_HIGHEST),
        )
    return found[1].upper(), charge


def complaint(problem: UnusableInput) -> str:
    """The complaint with the field's name as the coder sees it."""
    return said(problem, _NAMES)
