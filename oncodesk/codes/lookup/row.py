"""One code with what it is found by."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

Aliases = dict[str, list[str]]


class Row(NamedTuple):
    """One code with what it is found by.

    `phrases` are its own text first, then each other name; `named` is what coders say for just this code. `tier` says
    how near it is to an oncology office, 0 first; `lesser` that others of its name are meant before it.
    """

    set_: str
    code: str
    text: str
    billable: bool
    phrases: tuple[str, ...]
    named: tuple[str, ...] = ()
    wider: str = ""
    built: bool = False
    since: str | None = None
    until: str | None = None
    edition: str | None = None
    tier: int = 0
    lesser: bool = False

    @property
    def order(self) -> tuple[Any, ...]:
        """Importance: a look-up of one letter reads the first few hundred only."""
        return (self.tier, not self.billable, self.built, self.lesser, len(self.text), self.code)


def aliases_of(synonyms: Iterable[tuple[str, str, str]]) -> Aliases:
    """What coders say for a code, or for the codes that begin so, by the code."""
    aliases: Aliases = defaultdict(list)
    for said, kind, meaning in synonyms:
        if kind == "code":
            aliases[meaning].append(said)
    return aliases


def named(code: str, aliases: Aliases) -> tuple[str, ...]:
    """What coders say for just this code or, of ICD-10-CM, for all that begin so."""
    beginnings = (code[:end] for end in range(3, len(code))) if "." in code else ()
    return tuple(said for start in (*beginnings, code) if start in aliases for said in aliases[start])
