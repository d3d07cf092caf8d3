"""What is said of a password that is being chosen, and of the two times it was typed."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

SHORTEST = 8
ADVICE = "Four words that do not belong together are easy to remember and hard to guess."
_FAIR, _STRONG = 45, 65
_POOLS = ((r"[a-z]", 26), (r"[A-Z]", 26), (r"[0-9]", 10), (r"[^A-Za-z0-9]", 24))
_OFTEN = (
    "password", "passwort", "oncology", "oncodesk", "practice", "welcome", "letmein", "qwerty", "asdf", "admin",
    "doctor", "cancer", "spring", "summer", "autumn", "winter", "123456", "abc123", "iloveyou", "secret",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Strength:
    """`grade` from 0 (cannot be used) to 3 (strong), and a sentence."""

    grade: int
    told: str


def strength(password: str, known: Iterable[str] = ()) -> Strength:
    """How hard it is to guess; `known` are words that somebody who knows the practice would try first."""
    if not password:
        return Strength(0, f"At least {SHORTEST} characters. {ADVICE}")
    if len(password) < SHORTEST:
        lacking = SHORTEST - len(password)
        return Strength(0, f"Too short: {lacking} more character{'s' if lacking > 1 else ''}.")
    bits = _bits(password, known)
    if bits < _FAIR:
        return Strength(1, f"Weak: easily guessed. {ADVICE}")
    if bits < _STRONG:
        return Strength(2, "Fair. One more word would make it strong.")
    return Strength(3, "Strong.")


def _bits(password: str, known: Iterable[str]) -> float:
    """An estimate: the signs that are left once words that are tried first, repeats and runs are taken out."""
    left = password
    for word in (*_OFTEN, *(w for text in known for w in re.findall(r"\w{3,}", text))):
        left = re.sub(re.escape(word), "\0", left, flags=re.I)
    signs = [sign for n, sign in enumerate(left) if n == 0 or abs(ord(sign) - ord(left[n - 1])) > 1]
    pool = sum(size for pattern, size in _POOLS if re.search(pattern, password))
    words = len(re.findall(r"[A-Za-z]{3,}", left))
    plain = len(set(signs)) / max(1, len(signs))
    return len(signs) * math.log2(max(pool, 2)) * (0.6 if words and pool == 26 else 0.75) * max(0.4, plain)


def twice(password: str, again: str) -> str:
    """Why what was typed twice cannot be used; empty where it can."""
    if len(password) < SHORTEST:
        return f"Password: expected at least {SHORTEST} characters"
    return "" if password == again else "The two passwords differ: type the same one twice"
