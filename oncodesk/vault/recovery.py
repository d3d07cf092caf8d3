"""The recovery key: 160 random bits in groups of four signs and a check, to print and to type in again."""

import secrets

from oncodesk.domain.errors import UnusableInput

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS, LENGTH = 8, 4
_WEIGHTS = (1, 3, 5, 7)
_READ_AS = str.maketrans("OIL", "011", " -\n\t\r")


def new_recovery_key() -> str:
    """Eight groups of five signs; the fifth of each is its check."""
    signs = [secrets.choice(SIGNS) for _ in range(GROUPS * LENGTH)]
    groups = ["".join(signs[n : n + LENGTH]) for n in range(0, len(signs), LENGTH)]
    return "-".join(group + _check(place, group) for place, group in enumerate(groups))


def understood(typed: str) -> str:
    """The key as it was printed; UnusableInput names the group that cannot be right."""
    signs = typed.upper().translate(_READ_AS)
    if len(signs) != GROUPS * (LENGTH + 1):
        raise UnusableInput("recovery key", f"expected {GROUPS} groups of {LENGTH + 1} signs")
    groups = [signs[n : n + LENGTH + 1] for n in range(0, len(signs), LENGTH + 1)]
    for place, group in enumerate(groups):
        if set(group) - set(SIGNS) or _check(place, group[:LENGTH]) != group[LENGTH]:
            raise UnusableInput("recovery key", f"group {place + 1} ({group}) is not as printed")
    return "-".join(groups)


def _check(place: int, group: str) -> str:
    summed = sum(weight * SIGNS.index(sign) for weight, sign in zip(_WEIGHTS, group, strict=True))
    return SIGNS[(summed + 9 * place) % len(SIGNS)]
