"""What the reports screen shows: the names of the reports, and one of them as text and bars."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

Cell = str | date | int | Decimal | None
MOST_BARS = 14


class Column(Protocol):
    """A heading and what stands below it."""

    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...


class Table(Protocol):
    """One report."""

    @property
    def key(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def says(self) -> str: ...
    @property
    def columns(self) -> Sequence[Column]: ...
    @property
    def rows(self) -> Sequence[Sequence[Cell]]: ...
    @property
    def plots(self) -> tuple[int, Sequence[int]]: ...


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its parts in the order of the series, and what it comes to in words."""

    label: str
    parts: tuple[float, ...]
    says: str


@dataclass(frozen=True, slots=True)
class BarsState:
    """Bars under one another; `series` names the parts, `whole` is the length of the longest."""

    title: str = ""
    series: tuple[str, ...] = ()
    bars: tuple[Bar, ...] = ()
    whole: float = 0.0
    left_out: int = 0


NO_BARS = BarsState()


@dataclass(frozen=True, slots=True)
class ReportState:
    """One report as text."""

    key: str = ""
    title: str = ""
    says: str = ""
    headings: tuple[str, ...] = ()
    numeric: tuple[int, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    bars: BarsState = NO_BARS


def report_state(table: Table) -> ReportState:
    """The table as text, with its bars."""
    return ReportState(
        table.key,
        table.title,
        table.says,
        tuple(column.name for column in table.columns),
        tuple(n for n, column in enumerate(table.columns) if column.kind in ("number", "money", "percent")),
        tuple(
            tuple(_text(cell, column.kind) for cell, column in zip(row, table.columns, strict=True))
            for row in table.rows
        ),
        bars_state(table),
    )


def _texts(row: Sequence[Cell], columns: Sequence[Column]) -> tuple[str, ...]:
    return tuple(_text(cell, column.kind) for cell, column in zip(row, columns, strict=True))


def _text(cell: Cell, kind: str) -> str:
    if cell is None:
        return ""
    if kind == "money":
        return f"{cell:,.2f}"
    if kind == "percent":
        return f"{cell} %"
    return f"{cell:,}" if isinstance(cell, int) else str(cell)


def bars_state(table: Table) -> BarsState:
    """Rows of one label are one bar; days and months in their order, all else the longest first."""
    label, series = table.plots
    in_time = table.columns[label].kind == "date" or table.columns[label].name.startswith("Month")
    held: dict[str, list[float]] = {}
    for row in table.rows:
        sums = held.setdefault(str(row[label] or "no date"), [0.0] * len(series))
        for place, column in enumerate(series):
            sums[place] += float(row[column] or 0)  # type: ignore[arg-type]
    if in_time and len(held) > MOST_BARS and table.columns[label].kind == "date":
        held = _by_month(held)
    ordered = list(held.items()) if in_time else sorted(held.items(), key=lambda one: -sum(one[1]))
    kept = ordered[-MOST_BARS:] if in_time else ordered[:MOST_BARS]
    kinds = [table.columns[column].kind for column in series]
    names = tuple(table.columns[column].name for column in series)
    bars = tuple(Bar(name, tuple(sums), _says(sums, names, kinds)) for name, sums in kept)
    whole = 100.0 if kinds == ["percent"] else max((sum(bar.parts) for bar in bars), default=0.0)
    by = " by month" if in_time and held and all(len(name) == len("2026-01") for name in held) else ""
    return BarsState(f"{' and '.join(names)}{by}", names, bars, whole, len(ordered) - len(kept))


def _by_month(held: dict[str, list[float]]) -> dict[str, list[float]]:
    months: dict[str, list[float]] = {}
    for day, sums in held.items():
        total = months.setdefault(day[:7], [0.0] * len(sums))
        for place, value in enumerate(sums):
            total[place] += value
    return months


def _says(sums: Sequence[float], names: Sequence[str], kinds: Sequence[str]) -> str:
    shown = {"money": "${:,.0f}", "percent": "{:g} %"}
    words = [shown.get(kind, "{:,.0f}").format(value) for value, kind in zip(sums, kinds, strict=True)]
    if len(words) == 1:
        return words[0]
    named = (f"{name.lower().removeprefix('charges ')} {word}" for name, word in zip(names, words, strict=True))
    return ", ".join(part for part, value in zip(named, sums, strict=True) if value)
