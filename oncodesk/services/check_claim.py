"""Checks a claim against the rules, and against its own facts where it holds them."""

from datetime import date

from oncodesk.codes.tables import Tables
from oncodesk.coding.derive import derive
from oncodesk.domain.claim import Claim
from oncodesk.domain.report import Report
from oncodesk.rules.check import check


def check_claim(claim: Claim, tables: Tables, as_of: date | None = None) -> Report:
    """The report; `as_of` is the day that filing limits are judged on, by default the date of service."""
    derived = derive(claim.visit, tables) if claim.visit else None
    return check(claim, tables, derived, as_of)
