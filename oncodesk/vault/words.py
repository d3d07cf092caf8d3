"""The words a visit is found by."""

import re
import unicodedata
from collections.abc import Iterable

_WORD = re.compile(r"[^\W_]+")


def words(texts: Iterable[str]) -> frozenset[str]:
    """Every word, folded: no capitals, no accents; letters and digits only."""
    return frozenset(_WORD.findall(_folded(" ".join(texts))))


def sort_name(family: str, given: str) -> str:
    """Family and given name, folded, for sorting and for finding by a beginning."""
    return _folded(f"{family}, {given}")


def _folded(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
