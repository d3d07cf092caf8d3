"""A claim on paper: the superbill, several in one document, the patient's own copy, and the check of a code on it."""

from collections.abc import Iterable
from importlib import import_module
from typing import TYPE_CHECKING

from oncodesk.codes.tables import Tables
from oncodesk.documents.content import Stamp, missing_fields, superbill_content, verification_code
from oncodesk.domain.base import Frozen
from oncodesk.domain.claim import Claim
from oncodesk.domain.people import Practice
from oncodesk.words import say

if TYPE_CHECKING:
    from oncodesk.vault.values import FinalClaim

__all__ = ["Checked", "Stamp", "joined", "patient_copy", "print_superbill", "stamped", "unprintable"]
_CLOCK = "%Y-%m-%d %H:%M"


class Checked(Frozen):
    """Whether a number and code typed from paper are those of a finalised claim, and what is to be known of it."""

    fits: bool
    says: str


def warm_up() -> None:
    """Imports and registers what draws a superbill, so that the first one is as quick as the next."""
    from oncodesk.documents import fonts

    import_module("oncodesk.documents.superbill")
    fonts.register()


def print_superbill(claim: Claim, practice: Practice | None, tables: Tables, stamp: Stamp) -> bytes:
    """The PDF; UnusableInput names what is missing. The claim's own practice goes before the configured one."""
    from oncodesk.documents.superbill import superbill_pdf  # reportlab takes a quarter of a second to import

    return superbill_pdf(superbill_content(claim, claim.practice or practice, tables, stamp))


def unprintable(claim: Claim) -> tuple[str, ...]:
    """What the claim itself lacks for a superbill; what only the practice lacks can be filled in afterwards."""
    return tuple(name for name in missing_fields(claim, claim.practice) if not name.startswith("practice."))


def patient_copy(claim: Claim, practice: Practice | None, tables: Tables, stamp: Stamp) -> bytes:
    """The patient's large-print copy; UnusableInput names what is missing."""
    from oncodesk.documents.patient_copy import patient_copy_pdf

    return patient_copy_pdf(claim, claim.practice or practice, tables, stamp)


def joined(documents: Iterable[bytes]) -> bytes:
    """Several documents as one file."""
    from oncodesk.documents import joining

    return joining.joined(tuple(documents))


def stamped(final: "FinalClaim", printed: str) -> Stamp:
    """What a finalised claim's paper says of itself: its number, what it replaces, and whether it is void."""
    replaces = str(final.replaces) if final.replaces is not None else None
    made = final.finalised_at.astimezone().strftime(_CLOCK)
    return Stamp(str(final.number), made, printed, replaces, void=final.state == "void")


def check_code(final: "FinalClaim | None", number: int, code: str) -> Checked:
    """Compares what is typed with the code of the claim; capitals, spaces and the dash do not matter."""
    if final is None:
        return Checked(fits=False, says=say("There is no document No. {number} in these records.", number=number))
    typed = "".join(letter for letter in code.upper() if letter.isalnum())
    if typed != verification_code(final.claim, str(number)).replace("-", ""):
        return Checked(
            fits=False,
            says=say("This code does NOT belong to No. {number}: the paper was changed or misread.", number=number),
        )
    patient = final.claim.patient.name if final.claim.patient else say("no patient")
    state = {
        "current": say("It stands."), "replaced": say("It was replaced by a corrected one."),
        "void": say("It is VOID."),
    }  # fmt: skip
    total = f"${final.claim.total:,.2f}" if final.claim.total is not None else say("not priced in full")
    told = say(
        "No. {number} fits: {patient}, {day}, {lines} lines, {total}.",
        number=number, patient=patient, day=final.claim.date_of_service, lines=len(final.claim.lines), total=total,
    )  # fmt: skip
    return Checked(fits=True, says=f"{told} {state[final.state]}")
