"""A table for other people's programs: columns with their kinds, typed cells, and the same as CSV."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import StringIO
from typing import Literal

from oncodesk.domain.base import Frozen
from oncodesk.exchange.cells import line

Kind = Literal["text", "date", "moment", "number", "money", "percent"]
Cell = str | date | datetime | int | Decimal | None
MARK = b"\xef\xbb\xbf"
"""Tells a spreadsheet that the text is UTF-8."""


class Column(Frozen):
    """A heading and what stands below it; money in dollars, percent as 0-100."""

    name: str
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Listed:
    """A table by its title, with its columns, and rows that are read once."""

    title: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]


def as_csv(table: Listed) -> bytes:
    """Dates in ISO form, plain numbers; text that a spreadsheet would run gets an apostrophe before it."""
    target = StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow(line(column.name for column in table.columns))
    writer.writerows(line(map(_iso, row)) for row in table.rows)
    return MARK + target.getvalue().encode()


def _iso(cell: Cell) -> object:
    return cell.isoformat(sep=" ", timespec="minutes") if isinstance(cell, datetime) else cell
