"""Dates, amounts and counts as X12 writes them."""

import re
from datetime import date
from decimal import Decimal

from oncodesk.domain.errors import UnusableInput

_NUMBER = re.compile(r"-?\d{0,15}(\.\d{0,6})?")


def day(text: str, where: str) -> date:
    """A date written as 20260312."""
    try:
        if len(text) != 8 or not (text.isascii() and text.isdigit()):
            raise ValueError
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    except ValueError:
        raise UnusableInput(where, f"expected a date such as 20260312, found {text[:20]!r}") from None


def span(qualifier: str, text: str, where: str) -> tuple[date, date | None]:
    """A date (D8) or a range (RD8) as its first and its last day, None where that is the first."""
    if qualifier == "RD8":
        first, _, last = text.partition("-")
        begin, end = day(first, where), day(last, where)
        if end < begin:
            raise UnusableInput(where, f"expected a range that ends after it begins, found {text[:20]!r}")
        return begin, end if end != begin else None
    if qualifier == "D8":
        return day(text, where), None
    raise UnusableInput(where, f"expected D8 or RD8, found {qualifier[:3]!r}")


def decimal(text: str, where: str) -> Decimal | None:
    """A decimal number, or None where the element is empty."""
    text = text.strip()
    if not text:
        return None
    if not _NUMBER.fullmatch(text) or not any(c.isdigit() for c in text):
        raise UnusableInput(where, f"expected a number, found {text[:20]!r}")
    return Decimal(text)


def money(text: str, where: str) -> Decimal | None:
    """An amount in dollars, or None where the element is empty."""
    return decimal(text, where)


def count(text: str, where: str) -> int | None:
    """A whole number, also written as 7.00, or None where the element is empty."""
    value = decimal(text, where)
    if value is None:
        return None
    if value != value.to_integral_value():
        raise UnusableInput(where, f"expected a whole number, found {text[:20]!r}")
    return int(value)
