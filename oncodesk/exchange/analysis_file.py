"""Tables as one SQLite file, for questions asked with a statistics program or a spreadsheet's query."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import sqlite_utils

KEYS = {"patients": "patient", "claims": "claim"}
"""The column by which the rows of a table are known, and by which those of other tables name them."""

Table = tuple[Sequence[str], Iterable[Sequence[Any]]]


def analysis_file(tables: Mapping[str, Table]) -> bytes:
    """The content of the file: a table each with its headings, its numbers as numbers, empty cells as nothing.

    A column named as a key of another table refers to it. Money is a number here, of cents exactly as far as fifteen
    digits reach. Made in memory, so that nothing of it stands on a disk before it is written where it belongs.
    """
    file = sqlite_utils.Database(memory=True)
    for name, (headings, rows) in tables.items():
        held = [dict(zip(headings, map(_plain, row), strict=True)) for row in rows]
        others = [(column, table, column) for table, column in KEYS.items() if column in headings and table != name]
        types = {heading: _type(held, heading) for heading in headings}
        table = file.table(name).create(
            types, pk=KEYS.get(name), foreign_keys=[one for one in others if one[1] in tables]
        )
        table.insert_all(held)
        for column, *_ in others:
            table.create_index([column])
    content: bytes = file.conn.serialize()
    file.close()
    return content


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal):
        return float(value)
    return None if value == "" else value


def _type(rows: Iterable[Mapping[str, Any]], heading: str) -> type:
    """What every value of the column is; text where they differ or there is none."""
    kinds = {type(row[heading]) for row in rows if row[heading] is not None}
    return next(iter(kinds)) if len(kinds) == 1 else float if kinds == {int, float} else str
