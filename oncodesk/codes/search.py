"""The ranked look-up over every code set."""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING

from oncodesk.codes.lookup.asked import Asked
from oncodesk.codes.values import Hit

if TYPE_CHECKING:
    from oncodesk.codes.library import CodeSets

LONGEST_QUERY = 200
BEFORE = 2
"""How many codes that two letters say come before the modifier of those letters."""


def search(
    code_sets: "CodeSets",
    query: str,
    on: date,
    sets: Collection[str] | None = None,
    limit: int = 10,
    favourites: Collection[str] = (),
) -> tuple[Hit, ...]:
    """Codes in force on that day, best first.

    A code's beginning, with or without dot, comes first; then words in any order, beginnings of words,
    abbreviations, brand names. Spelling is doubted only where no code holds all that was typed. `sets` limits to
    `icd10cm`, `hcpcs`, `cpt`; `favourites` (codes with their dot) come before all but the very code that was typed.
    """
    asked = Asked(code_sets, on, sets, favourites)
    text = " ".join(query.split())[:LONGEST_QUERY]
    hits = asked.by_code(text, limit)
    if not hits or (len(hits) < limit and asked.has_meaning(text)):
        seen = {hit.code for hit in hits}
        worded = [hit for hit in asked.by_words(text, limit) if hit.code not in seen]
        before = BEFORE if text.isalpha() and asked.means_outright(text) else 0
        hits = [*worded[:before], *hits, *worded[before:]]
    return tuple(hits[:limit])
