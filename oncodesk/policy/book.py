"""Published values by date, and the citations behind them."""

import tomllib
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import Any

from oncodesk import paths
from oncodesk.domain.report import Citation


@dataclass(frozen=True, slots=True)
class Value:
    """A published value in force since a date."""

    value: Any
    since: date
    source: str
    reviewed: date
    until: date | None = None


class NotInForce(LookupError):
    """A published value was asked for on a day on which it was not in force."""


class _NoTable(dict[str, Any]):
    """A table that is not in force: empty, and asking for a row of it says so."""

    def __init__(self, said: str) -> None:
        self._said = said

    def __missing__(self, key: str) -> Any:
        raise NotInForce(self._said)


class _Read:
    """What has been read of the values, shared by all days between two on which any of them changes."""

    def __init__(self) -> None:
        self.held: dict[str, Value | None] = {}
        self.codes: dict[str, frozenset[str]] = {}
        self.starts: dict[str, tuple[str, ...]] = {}
        self.tables: dict[str, Mapping[str, Any]] = {}
        self.unions: dict[tuple[str, ...], frozenset[str]] = {}


class Policy:
    """Every published value as it was on one day.

    Names are `file.table`, such as `infusion.push_limit_minutes`. A value is not in force before its first date.
    """

    def __init__(self, on: date, values: dict[str, tuple[Value, ...]] | None = None) -> None:
        self.on = on
        self._values = read_values() if values is None else values
        read = _Read() if values is not None else _read_since(bisect_right(_turns(), on))
        self._held, self._codes, self._starts, self._unions = read.held, read.codes, read.starts, read.unions
        self._tables = read.tables

    def get(self, name: str) -> Value | None:
        """The value in force, or None before its first date or after its last; KeyError for an unknown name."""
        try:
            return self._held[name]
        except KeyError:
            held = [v for v in self._values[name] if v.since <= self.on and (v.until is None or self.on <= v.until)]
            self._held[name] = max(held, key=lambda v: v.since) if held else None
            return self._held[name]

    def number(self, name: str) -> int:
        """A whole number that must be in force; NotInForce names it where it is not."""
        found = self.get(name)
        if found is None:
            raise NotInForce(f"{name} was not in force on {self.on}")
        return int(found.value)

    def decimal(self, name: str) -> Decimal:
        """A decimal number that must be in force."""
        found = self.get(name)
        if found is None:
            raise NotInForce(f"{name} was not in force on {self.on}")
        return Decimal(str(found.value))

    def codes(self, name: str) -> frozenset[str]:
        """A published list of codes; empty where it was not in force."""
        held = self._codes.get(name)
        if held is None:
            found = self.get(name)
            held = self._codes[name] = frozenset(found.value) if found else frozenset()
        return held

    def starts(self, name: str) -> tuple[str, ...]:
        """The same list, as `str.startswith` takes it."""
        held = self._starts.get(name)
        if held is None:
            held = self._starts[name] = tuple(sorted(self.codes(name)))
        return held

    def union(self, *names: str) -> frozenset[str]:
        """The codes of several lists together."""
        held = self._unions.get(names)
        if held is None:
            held = self._unions[names] = frozenset[str]().union(*map(self.codes, names))
        return held

    def table(self, name: str) -> Mapping[str, Any]:
        """A published small table; where it was not in force empty, and NotInForce if a row is asked for."""
        held = self._tables.get(name)
        if held is None:
            found = self.get(name)
            if found is None:
                return _NoTable(f"{name} was not in force on {self.on}")
            held = self._tables[name] = MappingProxyType(dict(found.value))
        return held


@cache
def read_values() -> dict[str, tuple[Value, ...]]:
    """Every value of `codesets/policy/*.toml`; ValueError names the table that is not whole."""
    result: dict[str, tuple[Value, ...]] = {}
    for path in sorted((paths.codesets() / "policy").glob("*.toml")):
        for name, entry in tomllib.loads(path.read_text(encoding="utf-8")).items():
            full = f"{path.stem}.{name}"
            if "what" not in entry or not entry.get("values"):
                raise ValueError(f"{full}: expected `what` and at least one of `values`")
            try:
                result[full] = tuple(Value(**value) for value in entry["values"])
            except TypeError as problem:
                raise ValueError(f"{full}: {problem}") from None
    return result


@cache
def _turns() -> tuple[date, ...]:
    """The days on which a value begins, or has just ended, in order."""
    held = [value for values in read_values().values() for value in values]
    ended = {date.fromordinal(value.until.toordinal() + 1) for value in held if value.until}
    return tuple(sorted({value.since for value in held} | ended))


@cache
def _read_since(turn: int) -> _Read:
    return _Read()


@cache
def read_citations() -> dict[str, Citation]:
    """Every authority of `codesets/citations.toml` by its short name."""
    data = tomllib.loads((paths.codesets() / "citations.toml").read_text(encoding="utf-8"))
    return {name: Citation(**entry) for name, entry in data.items()}


def cite(name: str, section: str | None = None) -> Citation:
    """The authority of that short name, with a section of its own where given; KeyError for an unknown name."""
    found = read_citations()[name]
    return found.model_copy(update={"section": section}) if section else found
