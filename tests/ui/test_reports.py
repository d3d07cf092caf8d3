"""The reports screen: tables as text, plots, and files."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from oncodesk.exchange.tabular import Column
from oncodesk.services.practice_report import Table
from oncodesk.ui.panels.reports.presenter import EVERY, days_of, file_name
from oncodesk.ui.panels.reports.state import report_state
from oncodesk.ui.shell.files import TABLE, ending_of

if TYPE_CHECKING:
    from oncodesk.ui.shell.main_window import MainWindow

NAME, COUNT, MONEY = Column(name="Name"), Column(name="Count", kind="number"), Column(name="Money", kind="money")


def table(columns: tuple[Column, ...], rows: tuple[tuple[object, ...], ...], bars: tuple[int, ...]) -> Table:
    return Table(key="t", title="T", says="", columns=columns, rows=rows, plots=(0, bars))  # type: ignore[arg-type]


def test_cells_are_written_as_what_they_are() -> None:
    shown = report_state(table((NAME, COUNT, MONEY), (("a", 1200, Decimal("1234.5")), ("b", 0, None)), (1,)))
    assert shown.rows == (("a", "1,200", "1,234.50"), ("b", "0", ""))
    assert shown.numeric == (1, 2)


def test_open_ends_reach_everything() -> None:
    today = date(2026, 9, 17)
    assert days_of(None, None, today) == (date(1990, 1, 1), date(2027, 9, 1))
    assert file_name("drugs", today, today) == "report-drugs-2026-09-17-to-2026-09-17.xlsx"
    assert file_name("", today, today) == "reports-2026-09-17-to-2026-09-17.xlsx"


@pytest.fixture
def reports(busy: "MainWindow") -> "MainWindow":
    busy.show_screen("reports")
    return busy


def test_each_report_has_a_table_and_a_plot_with_words(reports: "MainWindow") -> None:
    view = reports.reports.view
    assert view.list.count() == len(view.reports) == 6
    for place, report in enumerate(view.reports):
        view.list.setCurrentRow(place)
        assert view.says.text() == report.says
        assert view.tables.currentWidget().rowCount() == len(report.rows) > 0  # type: ignore[union-attr]
        assert view.plot is not None
        assert view.plot.state == report.plot
        assert report.plot.bars[0].label in view.plot.accessibleDescription()
        assert report.plot.title in view.plot.accessibleName()


def test_other_days_give_other_figures_and_the_same_report(reports: "MainWindow") -> None:
    view = reports.reports.view
    view.list.setCurrentRow(4)
    before = view.current().rows
    view.span.choose("month")
    assert view.current().key == "drugs"
    assert view.current().rows != before


def test_files_are_written_and_the_audit_is_told(reports: "MainWindow", tmp_path: Path) -> None:
    screen = reports.reports
    screen.save_to(tmp_path / "all.xlsx")
    assert "Saved all.xlsx" in reports.said.text()
    assert len(reports.desk.store.audit("report:drugs")) == 1
    screen.save_to(tmp_path / "one.csv", "charges")
    assert (tmp_path / "one.csv").read_bytes().startswith(b"\xef\xbb\xbfPayer,")
    screen.save_to(tmp_path / "nowhere" / "x.csv", "drugs")
    assert "Choose another place" in reports.said.text()
    assert len(reports.desk.store.audit("report:drugs")) == 1


def test_the_ending_follows_the_kind_that_was_chosen() -> None:
    assert ending_of("report", "CSV (*.csv)") == "report.csv"
    assert ending_of("report", TABLE.split(";;")[0]) == "report.xlsx"
    assert ending_of("report", EVERY.split(";;")[1]) == "report.zip"
    assert ending_of("report.CSV", "Excel workbook (*.xlsx)") == "report.CSV"
