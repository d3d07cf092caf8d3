"""A practice's charges (`oncodesk.fees/1`)."""

from datetime import date
from decimal import Decimal
from typing import Literal

from oncodesk.domain.base import Frozen
from oncodesk.domain.claim import Claim, ClaimLine
from oncodesk.domain.encounter import Money


class Fees(Frozen):
    """Charges in dollars for one unit of each code, in force from `since`."""

    format: Literal["oncodesk.fees/1"] = "oncodesk.fees/1"
    name: str
    since: date
    per_unit: dict[str, Money]

    def charge(self, line: ClaimLine) -> Decimal | None:
        """The line's charge, or None where the schedule has none for its code."""
        fee = self.per_unit.get(line.code)
        return None if fee is None else fee * line.units


def priced(claim: Claim, fees: Fees) -> Claim:
    """The claim with a charge on every line that has none and whose code the schedule knows."""
    if claim.date_of_service < fees.since:
        return claim
    lines = (
        line if line.charge is not None else line.model_copy(update={"charge": fees.charge(line)})
        for line in claim.lines
    )
    return claim.model_copy(update={"lines": tuple(lines)})
