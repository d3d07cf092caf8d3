"""Documents onto paper or into a file; each time the audit is told."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog, QWidget

from oncodesk import private
from oncodesk.ui.shell.pages import print_pages
from oncodesk.ui.shell.printing import asked_for, told_of
from oncodesk.ui.tasks import Tasks
from oncodesk.words import say

if TYPE_CHECKING:
    from oncodesk.services.desk import Desk


class Paper(QObject):
    """`told` carries a line for the status bar. File names say nothing of a patient."""

    told = Signal(str)

    def __init__(self, desk: "Desk", tasks: Tasks, window: QWidget) -> None:
        super().__init__(window)
        self._desk, self._tasks, self._window = desk, tasks, window

    def save(self, pdf: bytes, name: str, subjects: tuple[str, ...]) -> None:
        """Asks where, and writes the document there."""
        chosen, _ = QFileDialog.getSaveFileName(self._window, say("Save the document"), name, say("PDF (*.pdf)"))
        if chosen:
            self.save_to(Path(chosen), pdf, subjects)

    def save_to(self, path: Path, content: bytes, subjects: tuple[str, ...]) -> None:
        """Writes it there."""
        try:
            private.write(path, content)
        except OSError as problem:
            self.told.emit(say("Not saved: {strerror}. Choose another place", strerror=problem.strerror))
        else:
            self.told.emit(say("Saved {name}", name=path.name))
            self._note("export", subjects)

    def print(self, pdf: bytes, subjects: tuple[str, ...]) -> None:
        """The system's print dialog, beginning with the printer remembered, then paper."""
        if printer := asked_for(self._window, self._desk.preferences()):
            self.print_on(printer, pdf, subjects)

    def print_on(self, printer: QPrinter, pdf: bytes, subjects: tuple[str, ...]) -> None:
        """Prints every page."""
        self.told.emit(told_of(print_pages(pdf, printer)))
        self._note("print", subjects)
        held = self._desk.preferences()
        if printer.printerName() and printer.printerName() != held.printer:
            self._desk.save_preferences(replace(held, printer=printer.printerName()))

    def _note(self, action: str, subjects: tuple[str, ...]) -> None:
        def note() -> None:
            for subject in subjects:
                self._desk.store.note(action, subject)

        self._tasks.run(self, f"paper.{action}.{' '.join(subjects)}", note, lambda _: None, keeps=True)
