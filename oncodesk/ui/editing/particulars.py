"""The practice's particulars as they are typed; UnusableInput names the field and what was expected."""

import re
from typing import TYPE_CHECKING

from oncodesk.domain.errors import UnusableInput
from oncodesk.ui.editing.wording import said
from oncodesk.words import say

if TYPE_CHECKING:
    from oncodesk.domain.people import Address, Practice

FIELDS = (
    ("name", say("Practice name")), ("phone", say("Phone")), ("address.line1", say("Street")),
    ("address.line2", say("Suite or floor")), ("address.city", say("City")), ("address.state", say("State")),
    ("address.zip", say("ZIP")), ("tax_id", say("Tax ID")), ("npi", say("Group NPI")), ("taxonomy", say("Taxonomy")),
)  # fmt: skip
ON_A_SUPERBILL = ("phone", "address.line1", "tax_id", "npi")
_TAX_DIGITS = 9
_ADDRESS = ("line1", "city", "state", "zip")


def practice_of(typed: dict[str, str]) -> "Practice":
    """The practice of the fields typed; an address is whole or absent."""
    from oncodesk.domain.people import Practice

    held = {path: text.strip() for path, text in typed.items()}
    if not held.get("name"):
        raise UnusableInput("name", say("expected the practice's name; every superbill carries it"))
    return Practice(
        name=held["name"],
        address=_address(held),
        phone=held.get("phone") or None,
        tax_id=tax_id_of(held.get("tax_id", "")),
        npi=npi_of(held.get("npi", "")),
        taxonomy=held.get("taxonomy") or None,
    )


def npi_of(typed: str) -> str | None:
    """The ten digits, or None where nothing is typed."""
    from oncodesk.domain.npi import is_npi

    npi = re.sub(r"\D", "", typed)
    if typed.strip() and not is_npi(npi):
        raise UnusableInput("npi", say("expected ten digits whose last one fits; compare with the enumeration letter"))
    return npi or None


def tax_id_of(typed: str) -> str | None:
    """The nine digits as typed, or None where nothing is typed."""
    if typed and len(re.findall(r"\d", typed)) != _TAX_DIGITS:
        raise UnusableInput("tax_id", say("expected nine digits, such as 12-3456789"))
    return typed or None


def _address(held: dict[str, str]) -> "Address | None":
    from oncodesk.domain.people import Address

    parts = {name: held.get(f"address.{name}", "") for name in (*_ADDRESS, "line2")}
    if not any(parts.values()):
        return None
    for name in _ADDRESS:
        if not parts[name]:
            raise UnusableInput(f"address.{name}", say("expected it too, so that the address is whole"))
    parts["state"] = parts["state"].upper()
    if not re.fullmatch(r"[A-Z]{2}", parts["state"]):
        raise UnusableInput("address.state", say("expected its two letters, such as IL"))
    return Address(
        line1=parts["line1"],
        line2=parts["line2"] or None,
        city=parts["city"],
        state=parts["state"],
        zip=parts["zip"],
    )


def undone(practice: "Practice") -> tuple[str, ...]:
    """What a superbill will still lack, by the names of the fields."""
    names = dict(FIELDS)
    held = {"phone": practice.phone, "address.line1": practice.address, "tax_id": practice.tax_id, "npi": practice.npi}
    return tuple(
        say("Address") if path == "address.line1" else names[path] for path in ON_A_SUPERBILL if not held[path]
    )


def complaint(problem: UnusableInput) -> str:
    """The complaint with the field's name as the coder sees it."""
    return said(problem, dict(FIELDS))
