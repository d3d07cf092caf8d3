"""Reads the tables of facts we write: `codesets/drugs.toml`, `procedures.toml`, `synonyms.toml`."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, cast

from oncodesk import paths
from oncodesk.codes.values import Drug, Procedure, UncodedBrand
from oncodesk.domain.quantity import Quantity

_DAYS = ("since", "until", "reviewed")


@cache
def read_drugs() -> tuple[Drug, ...]:
    """Every drug row, in file order; ValueError names the row that is not whole."""
    return tuple(_row(_drug, entry, "drugs.toml") for entry in raw_rows("drugs.toml", "drug"))


@cache
def read_uncoded() -> tuple[UncodedBrand, ...]:
    """Every brand that has no code of its own, in file order; ValueError names the row that is not whole."""
    return tuple(_row(_uncoded, entry, "drugs.toml") for entry in raw_rows("drugs.toml", "uncoded_brand"))


@cache
def read_procedures() -> tuple[Procedure, ...]:
    """Every procedure row, in file order; ValueError names the row that is not whole."""
    return tuple(_row(_procedure, entry, "procedures.toml") for entry in raw_rows("procedures.toml", "procedure"))


def raw_rows(name: str, table: str) -> list[dict[str, Any]]:
    """The rows of one table as written, with the file's defaults filled in; checked by `drug_of`, `procedure_of`."""
    path: Path = paths.codesets() / name
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    return [data.get("defaults", {}) | entry for entry in data.get(table, [])]


def checked_through(name: str) -> date | None:
    """The last day of the newest official files that the table was checked against; None where it does not say."""
    data = tomllib.loads((paths.codesets() / name).read_text(encoding="utf-8"))
    return cast(date | None, data.get("checked", {}).get("through"))


def drug_of(entry: dict[str, Any]) -> Drug:
    """The drug that a written row describes; dates may be text. ValueError names the row that is not whole."""
    return cast(Drug, _row(_drug, _dated(entry), "drugs.toml"))


def procedure_of(entry: dict[str, Any]) -> Procedure:
    """The procedure that a written row describes; dates may be text. ValueError names the row that is not whole."""
    return cast(Procedure, _row(_procedure, _dated(entry), "procedures.toml"))


def read_synonyms() -> list[tuple[str, str, str]]:
    """What coders say for what the books say: (said, kind, meaning), several rows where there are several meanings.

    Kind `code` means that the meaning is a code, or the start of one; `alike`, that it is another way to say the same;
    every other kind, that it is words of the official text.
    """
    data = tomllib.loads((paths.codesets() / "synonyms.toml").read_text(encoding="utf-8"))
    return [
        (said, kind, meaning)
        for kind, table in data.items()
        for said, means in table.items()
        for meaning in ([means] if isinstance(means, str) else means)
    ]


def _dated(entry: dict[str, Any]) -> dict[str, Any]:
    days = {key: date.fromisoformat(entry[key]) for key in _DAYS if isinstance(entry.get(key), str)}
    return entry | days


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


def _uncoded(entry: dict[str, Any]) -> UncodedBrand:
    entry["drug_class"] = entry.pop("class")
    return UncodedBrand(**_tuples(entry))


def _procedure(entry: dict[str, Any]) -> Procedure:
    return Procedure(**_tuples(entry))
