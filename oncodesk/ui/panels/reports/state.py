"""What the reports screen shows: the names of the reports, and one of them as text and as a plot."""

from dataclasses import dataclass

from oncodesk.ui.panels.reports.plot_state import NO_PLOT, PlotState, plot_state
from oncodesk.ui.panels.reports.table import Cell, Table


@dataclass(frozen=True, slots=True)
class ReportState:
    """One report as text."""

    key: str = ""
    title: str = ""
    says: str = ""
    headings: tuple[str, ...] = ()
    numeric: tuple[int, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    plot: PlotState = NO_PLOT


def report_state(table: Table) -> ReportState:
    """The table as text, with its plot."""
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
        plot_state(table),
    )


def _text(cell: Cell, kind: str) -> str:
    if cell is None:
        return ""
    if kind == "money":
        return f"{cell:,.2f}"
    if kind == "percent":
        return f"{cell} %"
    return f"{cell:,}" if isinstance(cell, int) else str(cell)
