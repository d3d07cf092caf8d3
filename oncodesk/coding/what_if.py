"""What another fact would have changed: the difference between two claims of one visit, in lines, units and money."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from oncodesk.codes.tables import Tables
from oncodesk.coding.derive import derive
from oncodesk.domain.claim import Claim, ClaimLine
from oncodesk.domain.fees import Fees, priced
from oncodesk.domain.visit import Visit

_Key = tuple[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Change:
    """Units of a code with these modifiers, before and after; 0 where it is not billed.

    `money` is what the change adds to the charges in dollars, negative where it takes away; None without charges.
    """

    code: str
    modifiers: tuple[str, ...]
    before: int
    after: int
    money: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """Changed lines by code, and the diagnoses where their order or choice differs (else empty).

    `money` is the sum over the changed lines in dollars; None where one of them has no charge.
    """

    lines: tuple[Change, ...]
    diagnoses: tuple[str, ...] = ()
    money: Decimal | None = None


def what_if(visit: Visit, changed: Visit, tables: Tables, fees: Fees | None = None) -> Difference:
    """What the claim would be with the changed facts, as the difference to what it is; money where there are fees.

    `tables` are those of the first visit's date; a changed date takes its own.
    """
    before = derive(visit, tables).claim
    after = derive(changed, tables.at(changed.date_of_service)).claim
    return difference(*((priced(before, fees), priced(after, fees)) if fees else (before, after)))


def difference(before: Claim, after: Claim) -> Difference:
    """How one claim differs from another, with the charges that stand on their lines."""
    was, now = _lines(before), _lines(after)
    changes = tuple(
        change for key in sorted({*was, *now}) if (change := _change(key, was[key], now[key])).before != change.after
    )
    known = [change.money for change in changes if change.money is not None]
    money = sum(known, Decimal(0)) if len(known) == len(changes) else None
    return Difference(changes, after.diagnoses if after.diagnoses != before.diagnoses else (), money)


def _lines(claim: Claim) -> defaultdict[_Key, list[ClaimLine]]:
    held: defaultdict[_Key, list[ClaimLine]] = defaultdict(list)
    for line in claim.lines:
        held[line.code, line.modifiers].append(line)
    return held


def _change(key: _Key, was: list[ClaimLine], now: list[ClaimLine]) -> Change:
    before, after = _charges(was), _charges(now)
    money = None if before is None or after is None else after - before
    return Change(*key, sum(line.units for line in was), sum(line.units for line in now), money)


def _charges(lines: list[ClaimLine]) -> Decimal | None:
    known = [line.charge for line in lines if line.charge is not None]
    return sum(known, Decimal(0)) if len(known) == len(lines) else None
