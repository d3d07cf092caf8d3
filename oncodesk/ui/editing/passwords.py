"""What is said of a password that is being chosen, and of the two times it was typed."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

from oncodesk.words import many, say

SHORTEST = 8
ADVICE = say("Four words that do not belong together are easy to remember and hard to guess.")
_FAIR, _STRONG = 36, 48
_WORD, _LETTER = 12.5, 1.5
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
        return Strength(0, say("At least {shortest} characters. {advice}", shortest=SHORTEST, advice=ADVICE))
    if len(password) < SHORTEST:
        lacking = SHORTEST - len(password)
        return Strength(0, many("Too short: {count} more character.", "Too short: {count} more characters.", lacking))
    bits = _bits(password, known)
    if bits < _FAIR:
        return Strength(1, say("Weak: easily guessed. {advice}", advice=ADVICE))
    if bits < _STRONG:
        return Strength(2, say("Fair. One more word would make it strong."))
    return Strength(3, say("Strong."))


def _bits(password: str, known: Iterable[str]) -> float:
    """An estimate: what is tried first is taken out, a word counts as one of some thousands, a sign by its kind."""
    left = password
    for word in (*_OFTEN, *(w for text in known for w in re.findall(r"\w{3,}", text))):
        left = re.sub(re.escape(word), "\0", left, flags=re.I)
    left = "".join(sign for n, sign in enumerate(left) if n == 0 or abs(ord(sign) - ord(left[n - 1])) > 1)
    words = set(re.findall(r"[A-Za-z]{3,}", left))
    signs = [sign for sign in re.sub(r"[A-Za-z]{3,}|\0", "", left) if sign != " "]
    pool = sum(size for pattern, size in _POOLS if re.search(pattern, left))
    return sum(_WORD + _LETTER * max(0, len(word) - 7) for word in words) + len(signs) * math.log2(max(pool, 2))


def twice(password: str, again: str) -> str:
    """Why what was typed twice cannot be used; empty where it can."""
    if len(password) < SHORTEST:
        return say("Password: type at least {shortest} characters", shortest=SHORTEST)
    return "" if password == again else say("The two passwords differ: type the same one twice")
