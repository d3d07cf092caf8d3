"""What another fact would have changed: the difference between two claims of one visit."""

from collections import Counter
from dataclasses import dataclass

from oncodesk.codes.tables import Tables
from oncodesk.coding.derive import derive
from oncodesk.domain.claim import Claim
from oncodesk.domain.visit import Visit


@dataclass(frozen=True, slots=True)
class Change:
    """Units of a code with these modifiers, before and after; 0 where it is not billed."""

    code: str
    modifiers: tuple[str, ...]
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Difference:
    """Changed lines by code, and the diagnoses where their order or choice differs (else empty)."""

    lines: tuple[Change, ...]
    diagnoses: tuple[str, ...] = ()


def what_if(visit: Visit, changed: Visit, tables: Tables) -> Difference:
    """What the claim would be with the changed facts, as the difference to what it is. Money is for the fee tables."""
    before, after = derive(visit, tables).claim, derive(changed, tables).claim
    was, now = _units(before), _units(after)
    lines = tuple(
        Change(code, modifiers, was[code, modifiers], now[code, modifiers])
        for code, modifiers in sorted({*was, *now})
        if was[code, modifiers] != now[code, modifiers]
    )
    return Difference(lines, after.diagnoses if after.diagnoses != before.diagnoses else ())


def _units(claim: Claim) -> Counter[tuple[str, tuple[str, ...]]]:
    units: Counter[tuple[str, tuple[str, ...]]] = Counter()
    for line in claim.lines:
        units[line.code, line.modifiers] += line.units
    return units
