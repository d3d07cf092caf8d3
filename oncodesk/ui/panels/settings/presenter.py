"""Decides what is typed into the settings means; UnusableInput names the field or the line and what was expected."""

import re
from datetime import date
from decimal import Decimal

from oncodesk.domain.errors import UnusableInput
from oncodesk.domain.fees import Fees
from oncodesk.domain.npi import is_npi
from oncodesk.domain.people import Address, Practice
from oncodesk.ui.editing import shorthand
from oncodesk.ui.panels.settings.state import FIELDS

_NAMES = dict(FIELDS)
_ADDRESS = ("line1", "city", "state", "zip")
_LINE = re.compile(r"([A-Za-z0-9]{5})[\s,;:|]+\$?\s*(\d[\d,]*(?:\.\d{1,2})?)")
_HIGHEST = Decimal(9_999_999)


def practice_of(typed: dict[str, str]) -> Practice:
    """The practice of the fields typed; an address is whole or absent."""
    held = {path: text.strip() for path, text in typed.items()}
    if not held.get("name"):
        raise UnusableInput("name", "expected the practice's name; every superbill carries it")
    npi = re.sub(r"\D", "", held.get("npi", ""))
    if held.get("npi") and not is_npi(npi):
        raise UnusableInput("npi", "expected ten digits whose last one fits; compare with the enumeration letter")
    return Practice(
        name=held["name"],
        address=_address(held),
        phone=held.get("phone") or None,
        tax_id=held.get("tax_id") or None,
        npi=npi or None,
        taxonomy=held.get("taxonomy") or None,
    )


def _address(held: dict[str, str]) -> Address | None:
    parts = {name: held.get(f"address.{name}", "") for name in (*_ADDRESS, "line2")}
    if not any(parts.values()):
        return None
    for name in _ADDRESS:
        if not parts[name]:
            raise UnusableInput(f"address.{name}", "expected, so that the address is whole")
    parts["state"] = parts["state"].upper()
    return Address(
        line1=parts["line1"],
        line2=parts["line2"] or None,
        city=parts["city"],
        state=parts["state"],
        zip=parts["zip"],
    )


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
            raise UnusableInput(f"line {number}", f"{code} stands above with another charge; keep one of the two")
        charges[code] = charge
    return Fees(name="Charges of the practice", since=day, per_unit=charges)


def _line(typed: str, number: int) -> tuple[str, Decimal]:
    found = _LINE.fullmatch(typed)
    if found is None:
        told = "expected a code of five characters and its charge, such as 96413 410.00"
        raise UnusableInput(f"line {number}", f"{told}; found “{typed[:40]}”")
    charge = Decimal(found[2].replace(",", ""))
    if charge > _HIGHEST:
        raise UnusableInput(f"line {number}", f"expected a charge of at most {_HIGHEST:,} dollars")
    return found[1].upper(), charge


def complaint(problem: UnusableInput) -> str:
    """The complaint with the field's name as the coder sees it."""
    name = _NAMES.get(problem.field) or {"since": "In force from"}.get(problem.field, problem.field.capitalize())
    return f"{name}: {problem.expected}"
