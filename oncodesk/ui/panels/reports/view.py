"""Shows the reports: their names, one with its plot, and its table."""

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QSplitter, QStackedWidget, QTableWidgetItem, QVBoxLayout, QWidget

from oncodesk.ui.panels.reports.plot_state import PlotState
from oncodesk.ui.panels.reports.state import ReportState
from oncodesk.ui.shell.listing import Listing
from oncodesk.ui.shell.parts import button, card, label, row, widened
from oncodesk.ui.shell.span_box import SpanBox
from oncodesk.words import say

if TYPE_CHECKING:
    from oncodesk.ui.panels.reports.plot import Plot

_WIDEST, _LOOKED_AT, _LIST = 36, 200, 30


class ReportsView(QWidget):
    """`asked` carries a Span, `saved` the key of a report to keep as a file, or nothing for all of them."""

    asked = Signal(object)
    saved = Signal(str)

    def __init__(self, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.reports: tuple[ReportState, ...] = ()
        self.span = SpanBox(say("Days of service"), today, "year")
        self.span.changed.connect(self.asked)
        self.list = QListWidget()
        self.list.setAccessibleName(say("Reports"))
        self.list.setObjectName("choices")
        self.list.currentRowChanged.connect(self._choose)
        self.says = label("", wrap=True)
        self.says.setAccessibleName(say("What the report comes to"))
        self.plot: Plot | None = None
        self.tables = QStackedWidget()
        self._arrange()
        self.setFocusProxy(self.list)

    def _arrange(self) -> None:
        every = button(say("Save all…"), say("Save every report, as a workbook or CSV"))
        every.clicked.connect(lambda: self.saved.emit(""))
        self.save = button(say("Save…"), say("Save this report, as a workbook or CSV"), "primary")
        self.save.setToolTip(
            say("Excel or CSV: dates are dates and numbers are numbers, with notes of what was counted")
        )
        self.save.clicked.connect(lambda: self.saved.emit(self.current().key))
        head = row(label(say("Reports"), "title"))
        head.addStretch()
        for made in (self.span, every, self.save):
            head.addWidget(made)
        plot, self._drawing, self.note = card(say("Plot"), tools=self._tools())
        table, below, self.counted = card(say("Table"))
        below.addWidget(self.tables, 1)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setHandleWidth(8)
        split.addWidget(plot)
        split.addWidget(table)
        split.setSizes([300, 300])
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(self.says)
        right.addWidget(split, 1)
        beside = row(self.list, spacing=12)
        beside.addLayout(right, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 14, 18, 14)
        whole.setSpacing(12)
        whole.addLayout(head)
        whole.addLayout(beside, 1)

    def _tools(self) -> tuple[QWidget, ...]:
        """What the keys of the plot do, for the mouse."""
        made = {
            "−": (say("Further away"), "−", lambda plot: plot.zoom(2.0)),
            "+": (say("Nearer"), "+", lambda plot: plot.zoom(0.5)),
            say("Whole range"): (say("Whole range of the plot"), "0", lambda plot: plot.show_whole()),
        }
        return tuple(self._tool(text, *does) for text, does in made.items())

    def _tool(self, text: str, name: str, key: str, does: "Callable[[Plot], object]") -> QWidget:
        tool = button(text, name, "link")
        tool.setToolTip(say("{name}, in the plot {key}", name=name, key=key))
        tool.clicked.connect(lambda: does(self.plot) if self.plot else None)
        return tool

    def _show_plot(self, state: PlotState) -> None:
        """The plot, which brings numpy with it and so is made when there is something to show."""
        if self.plot is None:
            from oncodesk.ui.panels.reports.plot import Plot

            self.plot = Plot()
            self._drawing.addWidget(self.plot, 1)
        self.plot.show_state(state)

    def retint(self) -> None:
        """Takes the colours of the palette worn now."""
        if self.plot is not None:
            self.plot.retint()

    def current(self) -> ReportState:
        """The report that is chosen."""
        place = self.list.currentRow()
        return self.reports[place] if 0 <= place < len(self.reports) else ReportState()

    def show_reports(self, reports: tuple[ReportState, ...]) -> None:
        """Every report; the one that was chosen stays so."""
        held = max(0, self.list.currentRow())
        self.reports = reports
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addItems([report.title for report in reports])
        widened(self.list, self.fontMetrics().averageCharWidth() * _LIST)
        self.list.blockSignals(False)
        while self.tables.count():
            gone = self.tables.widget(0)
            assert gone is not None
            self.tables.removeWidget(gone)
            gone.deleteLater()
        for report in reports:
            self.tables.addWidget(_table(report))
        self.list.setCurrentRow(held)

    def _choose(self, place: int) -> None:
        if not 0 <= place < len(self.reports):
            return
        report = self.reports[place]
        self.says.setText(report.says)
        self._show_plot(report.plot)
        self.tables.setCurrentIndex(place)
        self.counted.setText(say("{count:,} rows", count=len(report.rows)))


def _table(report: ReportState) -> Listing:
    columns = zip(report.headings, *report.rows[:_LOOKED_AT], strict=True)
    widths = tuple(min(_WIDEST, max(map(len, column)) + 3) for column in columns)
    made = Listing(report.title, report.headings, widths, 0, right=report.numeric)
    made.fill(len(report.rows), lambda n: [QTableWidgetItem(text) for text in report.rows[n]])
    return made
