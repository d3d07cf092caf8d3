"""Reads the tables of facts we write: `codesets/drugs.toml`, `codesets/procedures.toml`."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from oncodesk import paths
from oncodesk.codes.values import Drug, Procedure
from oncodesk.domain.quantity import Quantity


@cache
def read_drugs() -> tuple[Drug, ...]:
    """Every drug row, in file order; ValueError names the row that is not whole."""
    return tuple(_row(_drug, entry, "drugs.toml") for entry in _rows("drugs.toml", "drug"))


@cache
def read_procedures() -> tuple[Procedure, ...]:
    """Every procedure row, in file order; ValueError names the row that is not whole."""
    return tuple(_row(_procedure, entry, "procedures.toml") for entry in _rows("procedures.toml", "procedure"))


def _rows(name: str, table: str) -> list[dict[str, Any]]:
    path: Path = paths.codesets() / name
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return [data.get("defaults", {}) | entry for entry in data.get(table, [])]


def _row(make: Any, entry: dict[str, Any], name: str) -> Any:
    try:
        return make(dict(entry))
    except (TypeError, ValueError, KeyError) as problem:
        raise ValueError(f"{name}, {entry.get('code', 'a row without code')}: {problem}") from None


def _quantity(text: str) -> Quantity:
    amount, _, unit = text.partition(" ")
    return Quantity.model_validate({"amount": amount, "unit": unit})


def _tuples(entry: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}


def _drug(entry: dict[str, Any]) -> Drug:
    entry["drug_class"] = entry.pop("class")
    entry["unit"] = _quantity(entry["unit"])
    entry["containers"] = [_quantity(text) for text in entry.get("containers", [])]
    entry.setdefault("brands", [])
    return Drug(**_tuples(entry))


def _procedure(entry: dict[str, Any]) -> Procedure:
    return Procedure(**_tuples(entry))


def newest_review(rows: tuple[Drug, ...] | tuple[Procedure, ...]) -> date | None:
    """The latest day on which a row was reviewed."""
    return max((row.reviewed for row in rows if row.reviewed), default=None)
