"""The printer that is offered first, kept with this workstation's preferences."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from oncodesk.ui.panels.printers.state import PrintersState
from oncodesk.ui.panels.printers.view import PrintersView
from oncodesk.ui.shell.asking import Refused, tried
from oncodesk.ui.shell.printing import TRAYS, printer_names
from oncodesk.ui.shell.rows import tell
from oncodesk.ui.shell.screens import filled
from oncodesk.ui.tasks import Tasks
from oncodesk.words import say

if TYPE_CHECKING:
    from oncodesk.services.desk import Desk


class PrintersSection(QWidget):
    """`told` carries a line for the status bar."""

    told = Signal(str)

    def __init__(self, desk: "Desk", tasks: Tasks) -> None:
        super().__init__()
        self._desk, self._tasks = desk, tasks
        self.view = PrintersView()
        self.view.changed.connect(self._keep)
        filled(self, self.view)

    def refresh(self) -> None:
        """Asks the system for its printers, and reads what is remembered."""
        kept = self._desk.preferences()
        trays = tuple(TRAYS.items())
        self.view.show_state(PrintersState(printer_names(), kept.printer or "", kept.copies, trays, kept.tray or ""))

    def _keep(self, printer: str, copies: int, tray: str) -> None:
        changed = {"printer": printer or None, "copies": copies, "tray": tray or None}
        work = lambda: tried(lambda: self._save(changed))  # noqa: E731
        self._tasks.run(self, "settings.printers", work, self._kept, keeps=True)

    def _save(self, changed: dict[str, Any]) -> None:
        self._desk.save_preferences(replace(self._desk.preferences(), **changed))

    def _kept(self, found: Any) -> None:
        self.refresh()
        if isinstance(found, Refused):
            tell(self.view.problem, found.words)
        else:
            self.told.emit(say("Remembered on this computer"))
