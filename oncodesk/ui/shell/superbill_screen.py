"""The superbill of the open visit: seen, saved, printed."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QWidget

from oncodesk.domain.errors import UnusableInput
from oncodesk.ui.editing.workbench import Workbench
from oncodesk.ui.panels.superbill.pages import print_pages
from oncodesk.ui.panels.superbill.presenter import file_name, may_print
from oncodesk.ui.panels.superbill.state import SuperbillState, refused
from oncodesk.ui.panels.superbill.view import SuperbillView
from oncodesk.ui.shell.screens import filled
from oncodesk.ui.tasks import Tasks

if TYPE_CHECKING:
    from oncodesk.services.desk import Desk


class SuperbillScreen(QWidget):
    """The superbill of the open visit; `told` a line for the status bar, `went` the path of a missing field."""

    told = Signal(str)
    went = Signal(str)
    finalised = Signal()

    def __init__(self, desk: "Desk", tasks: Tasks, bench: Workbench) -> None:
        super().__init__()
        self._desk, self._tasks, self._bench = desk, tasks, bench
        self.view = SuperbillView()
        self.view.went.connect(self.went)
        self.view.finalised.connect(self.finalised)
        self.view.printed.connect(self.print)
        self.view.saved.connect(self.save)
        filled(self, self.view)

    def refresh(self) -> None:
        """Draws the superbill of the claim as it stands."""
        bench = self._bench
        outcome, final = bench.outcome, bench.final
        if bench.session is None:
            self.view.show_state(SuperbillState())
        elif final is not None:
            made = f"{final.finalised_at.astimezone():%Y-%m-%d %H:%M}"
            work = lambda: self._drawn(final.claim, final.number, made)  # noqa: E731
            self._tasks.run(self, "superbill", work, self.view.show_state)
        elif bench.is_current and outcome is not None and outcome.claim is not None:
            claim = outcome.claim
            self._tasks.run(self, "superbill", lambda: self._drawn(claim, None), self.view.show_state)
        elif bench.is_current:
            self.view.show_state(SuperbillState(message="Something typed cannot be used; see the findings (Ctrl+2)."))

    def _drawn(self, claim: Any, number: int | None, made: str | None = None) -> SuperbillState:
        shown = str(number) if number is not None else "DRAFT"
        try:
            return SuperbillState(self._desk.superbill(claim, shown, made), shown, number is not None)
        except UnusableInput as problem:
            return refused(problem)

    def save(self) -> None:
        """Asks where, and writes the PDF there."""
        state = self.view.state
        if not may_print(state):
            self.told.emit("Finalise first (Ctrl+Enter), then save")
            return
        chosen, _ = QFileDialog.getSaveFileName(self, "Save the superbill", file_name(state), "PDF (*.pdf)")
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, path: Path) -> None:
        """Writes the PDF there."""
        try:
            path.write_bytes(self.view.state.pdf)
        except OSError as problem:
            self.told.emit(f"Not saved: {problem.strerror}. Choose another place")
        else:
            self.told.emit(f"Saved {path.name}")

    def print(self) -> None:
        """The system's print dialog, then paper."""
        if not may_print(self.view.state):
            self.told.emit("Finalise first (Ctrl+Enter), then print")
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        if QPrintDialog(printer, self).exec():
            self.print_on(printer)

    def print_on(self, printer: QPrinter) -> None:
        """Prints every page."""
        pages = print_pages(self.view.state.pdf, printer)
        self.told.emit(f"Printed {pages} page{'s' if pages != 1 else ''}")
