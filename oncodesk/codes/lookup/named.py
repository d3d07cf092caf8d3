"""What coders say for just some codes."""

from collections.abc import Iterable

from oncodesk.codes.words import SILENT, one_of, typed_words

LONGEST = 6
"""Words that may belong together."""


class Named:
    """What coders say for just some codes, whatever the order of its words and by whichever of words that are alike."""

    def __init__(self, rows: Iterable[tuple[str, str]], alike: Iterable[tuple[str, str]] = ()) -> None:
        """Sayings with codes or their beginnings, in the order written; and words with those that are said for them."""
        self._alike = {tuple(typed_words(other)): tuple(typed_words(word)) for word, other in alike}
        self._manners = frozenset(one_of(w) for word in self._alike.values() for w in word)
        """Words such as a route or a side: within a longer query none of them alone names a code."""
        self._codes: dict[frozenset[str], tuple[str, ...]] = {}
        for said, code in rows:
            key = self.spoken(said)
            self._codes[key] = tuple(dict.fromkeys((*self._codes.get(key, ()), code)))

    def of(self, query: str) -> tuple[str, ...]:
        """The codes or their beginnings, likeliest first; none where nobody says so."""
        return self._codes.get(self.spoken(query), ())

    def within(self, query: str) -> list[tuple[tuple[str, ...], frozenset[str], frozenset[str]]]:
        """The codes of the longest sayings that are part of the query; its words that none of them holds, and those
        that only others hold."""
        said = list(self._told(query))
        found: list[tuple[frozenset[str], tuple[str, ...]]] = []
        for length in range(min(LONGEST, len(said)), 0, -1):
            for at in range(len(said) - length + 1):
                part = frozenset(said[at : at + length])
                if part <= self._manners or any(part <= longer for longer, _ in found):
                    continue
                if part in self._codes:
                    found.append((part, self._codes[part]))
        held = frozenset[str]().union(*(part for part, _ in found))
        return [(codes, frozenset(said) - held, held - part) for part, codes in found]

    def spoken(self, query: str) -> frozenset[str]:
        """The words of a query that say something, each by the word that stands for those alike."""
        return frozenset(self._told(query))

    def _told(self, query: str) -> dict[str, None]:
        typed, at = typed_words(query), 0
        found: list[str] = []
        while at < len(typed):
            length = next((n for n in range(LONGEST, 1, -1) if tuple(typed[at : at + n]) in self._alike), 1)
            said = tuple(typed[at : at + length])
            found += self._alike.get(said, said)
            at += length
        return dict.fromkeys(one_of(word) for word in found if word not in SILENT)
