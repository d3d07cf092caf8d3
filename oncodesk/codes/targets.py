"""Which codes a tabular note points to: the codes and ranges at its end, and what narrows them."""

import re
from dataclasses import dataclass
from functools import lru_cache

_CODE = r"[A-Z]\d[0-9A-Z](?:\.[0-9A-Z]{0,4})?"
_BRACKET = re.compile(rf"\(([^()]*\b{_CODE}[^()]*)\)")
_BARE = re.compile(rf"\b({_CODE}(?:\.?-)?)$")
_SEPARATOR = re.compile(r"\s*(?:,|;|\band\b|\bor\b)\s*(?=[A-Z]\d)")
_PIECE = re.compile(rf"({_CODE})(?:\.?-(?!\s*[A-Z]\d))?(?:\s*-\s*({_CODE})(?:\.?-)?)?\s*,?\s*(.*)")
_CHARACTER = re.compile(
    r"with (?P<places>(?:fourth|fifth|six|sixth|seventh|[4-7]th)(?: or (?:fifth|six|sixth|seventh|[5-7]th))?) "
    r"characters? "
    r"(?P<low>[0-9A-Z])(?:-(?P<high>[0-9A-Z]))?"
)
_DECIMALS = re.compile(r"with \.\d+(?:-|(?:,\s*|-)\.\d+)*")
_LISTED = re.compile(rf"\bfrom (?:category |categories )?({_CODE}.*)")
_ENDING = re.compile(r"with final characters? -?(?P<end>[0-9A-Z]+)")
_PLACES = {"fourth": 4, "fifth": 5, "six": 6, "sixth": 6, "seventh": 7, "4th": 4, "5th": 5, "6th": 6, "7th": 7}


@dataclass(frozen=True, slots=True)
class Target:
    """Codes from `first` to `last` in tabular order, with all below them.

    `shape` is a regular expression that a code without dot must match as well, or None.
    """

    first: str
    last: str
    shape: str | None = None
    said: str = ""

    def __str__(self) -> str:
        span = self.first if self.first == self.last else f"{self.first}-{self.last}"
        return f"{span} {self.said}" if self.said else span


def targets(note: str) -> tuple[Target, ...]:
    """The codes a note points to, in its order; empty where it names none, or under a condition we cannot read."""
    found = [target for bracket in _BRACKET.finditer(note) for target in _bracket(note, bracket)]
    if found or _BRACKET.search(note):
        return tuple(found)
    bare = _BARE.search(note) or _LISTED.search(note)
    return tuple(_pieces(re.sub(r"\s+to\s.*|, Weeks.*", "", bare.group(1)))) if bare else ()


@lru_cache(maxsize=1024)
def pattern(text: str) -> Target | None:
    """One pattern as a note would print it (`C50`, `Z17.-`, `C81-C86`, `T36-T50 with fifth or sixth character 5`)."""
    found = _pieces(text.strip())
    return found[0] if len(found) == 1 else None


def _bracket(note: str, bracket: re.Match[str]) -> list[Target]:
    return [] if "unless" in note[bracket.end() :] else _pieces(bracket.group(1))


def _pieces(text: str) -> list[Target]:
    found = []
    for piece in _SEPARATOR.split(text):
        read = _PIECE.fullmatch(piece.strip(" ,;"))
        target = _target(*read.groups()) if read else None
        if target:
            found.append(target)
    return found


def _target(first: str, last: str | None, condition: str) -> Target | None:
    first, end = first.rstrip("."), (last or first).rstrip(".")
    if not condition:
        return Target(first, end)
    shape = _shape(condition)
    return Target(first, end, shape, condition) if shape else None


def _shape(condition: str) -> str | None:
    if read := _CHARACTER.fullmatch(condition):
        span = f"[{read['low']}-{read['high'] or read['low']}]"
        return "|".join(f".{{{_PLACES[place] - 1}}}{span}.*" for place in read["places"].split(" or "))
    if _DECIMALS.fullmatch(condition):
        return "|".join(f"...{decimals}.*" for decimals in _decimals(condition))
    if read := _ENDING.fullmatch(condition):
        return f".*{read['end']}"
    return None


def _decimals(condition: str) -> list[str]:
    """`with .51-.52, .6` as the character classes that follow the category."""
    spans = re.findall(r"\.(\d*)(\d)(?:-\.\1(\d))?", condition)
    return [f"{lead}[{low}-{high or low}]" for lead, low, high in spans]
