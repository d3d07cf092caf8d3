"""From the facts of a visit to a claim, explained and checked."""

from collections.abc import Sequence

from oncodesk.codes.tables import Tables
from oncodesk.coding.derive import derive
from oncodesk.domain.derivation import Derivation
from oncodesk.domain.fees import Fees, priced
from oncodesk.domain.payer_card import PayerCard
from oncodesk.domain.visit import Visit
from oncodesk.rules.check import check
from oncodesk.services.payer_cards import shipped_cards


def derive_claim(visit: Visit, tables: Tables, fees: Fees | None = None, cards: Sequence[PayerCard] = ()) -> Derivation:
    """The derivation with its report; charges from the fee schedule where there is one.

    `cards` are the practice's own, beside those that travel with the program.
    """
    derived = derive(visit, tables)
    claim = priced(derived.claim, fees) if fees else derived.claim
    derived = derived.model_copy(update={"claim": claim})
    return derived.model_copy(update={"report": check(claim, tables, derived, cards=(*shipped_cards(), *cards))})
