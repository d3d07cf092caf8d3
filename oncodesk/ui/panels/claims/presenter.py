"""Decides what is asked for, what may be done with a claim, and what documents are called."""

from collections.abc import Sequence
from datetime import date

from oncodesk.ui.panels.claims.state import ClaimRow, ClaimsState, DetailState
from oncodesk.words import say

MOST = 200
"""Superbills in one document; more are for several."""


def number_of(typed: str) -> int | None:
    """A document number where only digits are typed, with or without `No.`."""
    digits = typed.strip().lower().removeprefix("no.").strip()
    return int(digits) if digits.isdigit() and len(digits) < 10 else None


def chosen(state: ClaimsState, place: int) -> ClaimRow | None:
    """The claim in that row, or None."""
    return state.rows[place] if 0 <= place < len(state.rows) else None


def to_print(rows: Sequence[ClaimRow]) -> tuple[int, ...]:
    """The listed claims that stand, by number: what was replaced or voided goes to no payer."""
    return tuple(sorted(row.number for row in rows if row.state == "current"))


def batch_name(numbers: Sequence[int]) -> str:
    """A file name that says nothing of a patient."""
    return f"superbills-{numbers[0]}-to-{numbers[-1]}.pdf" if len(numbers) > 1 else f"superbill-{numbers[0]}.pdf"


def refusal(detail: DetailState, doing: str) -> str:
    """Why the claim may not be corrected or voided; empty where it may."""
    if not detail.number:
        return say("Choose a claim first")
    if detail.stands:
        return ""
    if detail.state == "replaced":
        return say("Not {doing}: No. {number} has been replaced already", doing=doing, number=detail.number)
    if detail.state == "void":
        return say("Not {doing}: No. {number} is void already", doing=doing, number=detail.number)
    return say("Not {doing}: No. {number} does not stand", doing=doing, number=detail.number)


def list_name(today: date) -> str:
    """A file name for the list that says nothing of a patient."""
    return f"claims-{today}.xlsx"
