"""Checks a claim against the rules, and against its own facts where it holds them."""

from collections.abc import Sequence
from datetime import date

from oncodesk.codes.tables import Tables
from oncodesk.coding.derive import derive
from oncodesk.domain.claim import Claim
from oncodesk.domain.payer_card import PayerCard
from oncodesk.domain.report import Report
from oncodesk.rules.check import check
from oncodesk.services.payer_cards import shipped_cards


def check_claim(claim: Claim, tables: Tables, as_of: date | None = None, cards: Sequence[PayerCard] = ()) -> Report:
    """The report; `as_of` is the day that filing limits are judged on, by default the date of service.

    `cards` are the practice's own, beside those that travel with the program.
    """
    derived = derive(claim.visit, tables) if claim.visit else None
    return check(claim, tables, derived, as_of, (*shipped_cards(), *cards))
