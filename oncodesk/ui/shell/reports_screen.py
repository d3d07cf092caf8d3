"""Reports over the practice file."""

from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from oncodesk.ui.editing.span import Span
from oncodesk.ui.panels.reports.presenter import EVERY, days_of, file_name
from oncodesk.ui.panels.reports.state import ReportState, report_state
from oncodesk.ui.panels.reports.view import ReportsView
from oncodesk.ui.shell.files import TABLE, ending_of, or_problem
from oncodesk.ui.shell.screens import filled
from oncodesk.ui.tasks import Tasks
from oncodesk.words import say

if TYPE_CHECKING:
    from oncodesk.services.desk import Desk
    from oncodesk.services.practice_report import PracticeReport

_PLOT = "oncodesk.ui.panels.reports.plot"
"""Takes half a second to import, so away from the window."""


class ReportsScreen(QWidget):
    """`told` carries a line for the status bar."""

    told = Signal(str)

    def __init__(self, desk: "Desk", tasks: Tasks) -> None:
        super().__init__()
        self._desk, self._tasks = desk, tasks
        self._report: PracticeReport | None = None
        self.view = ReportsView(desk.today)
        self.view.asked.connect(self._read)
        self.view.saved.connect(self._save)
        filled(self, self.view)

    def refresh(self) -> None:
        """Counts again."""
        self._read(self.view.span.span() or Span())

    def retint(self) -> None:
        """Takes the colours of the palette worn now."""
        self.view.retint()

    def _read(self, span: Span) -> None:
        since, until = days_of(span.since, span.until, self._desk.today())
        self._tasks.run(self, "reports", lambda: self._counted(since, until), self._show)

    def _counted(self, since: date, until: date) -> "tuple[PracticeReport, tuple[ReportState, ...]]":
        report = self._desk.practice_report(since, until)
        import_module(_PLOT)
        return report, tuple(report_state(table) for table in report.tables)

    def _show(self, counted: "tuple[PracticeReport, tuple[ReportState, ...]]") -> None:
        self._report, states = counted
        self.view.show_reports(states)

    def _save(self, key: str) -> None:
        if self._report is None:
            return
        name = file_name(key, self._report.since, self._report.until)
        chosen, kind = QFileDialog.getSaveFileName(self, say("Save"), name, TABLE if key else EVERY)
        if chosen:
            self.save_to(Path(ending_of(chosen, kind)), key)

    def save_to(self, path: Path, key: str = "") -> None:
        """Writes one report there, or every one."""
        report = self._report
        assert report is not None
        work = lambda: or_problem(lambda: self._desk.export_report(path, report, key))  # noqa: E731
        self._tasks.run(self, f"reports.save.{path}", work, lambda problem: self._saved(path, problem), keeps=True)

    def _saved(self, path: Path, problem: str) -> None:
        self.told.emit(problem or say("Saved {name}", name=path.name))
