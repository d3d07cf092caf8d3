"""Modifiers, in our own wording, from `codesets/modifiers.toml`."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from oncodesk.codes.facts import raw_rows
from oncodesk.codes.values import CodeSet


@dataclass(frozen=True, slots=True)
class Modifier:
    """Two characters that state a fact about a claim line.

    `kind` is what the fact is about (`distinct`, `drug`, `coverage`, …); `keywords` how coders ask for it. `source` is
    `cpt` or `hcpcs`, `note` what to know of its use.
    """

    code: str
    wording: str
    kind: str
    keywords: tuple[str, ...]
    since: date
    source: str
    reviewed: date
    until: date | None = None
    note: str = ""

    @property
    def set(self) -> CodeSet:
        """Digits are of CPT, letters of HCPCS Level II."""
        return "cpt" if self.code[0].isdigit() else "hcpcs"

    def in_force(self, on: date) -> bool:
        """Whether it may stand on a line of that date of service."""
        return self.since <= on and (self.until is None or on <= self.until)


@cache
def read_modifiers() -> tuple[Modifier, ...]:
    """Every row, in file order; ValueError names the row that is not whole."""
    return tuple(map(_modifier, raw_rows("modifiers.toml", "modifier")))


def modifier(code: str) -> Modifier | None:
    """The modifier of that code whatever the date: its newest row."""
    found = (row for row in read_modifiers() if row.code == code.strip().upper())
    return max(found, key=lambda row: row.since, default=None)


def _modifier(row: dict[str, object]) -> Modifier:
    keywords = row.get("keywords")
    try:
        return Modifier(**{**row, "keywords": tuple(keywords) if isinstance(keywords, list) else ()})  # type: ignore[arg-type]
    except TypeError as problem:
        raise ValueError(f"modifiers.toml, {row.get('code', 'a row without code')}: {problem}") from None
