"""How a pair of codes is packed into one number, as the file of edit pairs stores it."""

import re
from functools import lru_cache

CODE = re.compile(r"[0-9A-Z]{5}")
"""A CPT or HCPCS code."""
CODES = 36**5
"""How many codes of five letters or digits there can be; a pair is `column 1 × CODES + column 2`."""


@lru_cache(maxsize=32768)
def packed(code: str) -> int:
    """A code of five letters or digits as a number; ValueError where it is none."""
    if not CODE.fullmatch(code):
        raise ValueError(f"{code[:20]!r} is no CPT or HCPCS code")
    return int(code, 36)


def unpacked(number: int) -> str:
    """The code that was packed into a number."""
    text = ""
    for _ in range(5):
        number, digit = divmod(number, 36)
        text = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[digit] + text
    return text
