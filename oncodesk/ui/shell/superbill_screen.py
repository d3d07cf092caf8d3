"""The superbill of the open visit: seen, saved, printed."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from oncodesk.ui.editing.workbench import Workbench
from oncodesk.ui.panels.superbill.presenter import file_name, may_print
from oncodesk.ui.panels.superbill.view import SuperbillView
from oncodesk.ui.shell.drawing import drawn
from oncodesk.ui.shell.paper import Paper
from oncodesk.ui.shell.screens import filled
from oncodesk.ui.tasks import Tasks
from oncodesk.words import say

if TYPE_CHECKING:
    from oncodesk.services.desk import Desk


class SuperbillScreen(QWidget):
    """`told` carries a line for the status bar, `went` the path of a missing field."""

    told = Signal(str)
    went = Signal(str)
    finalised = Signal()

    def __init__(self, desk: "Desk", tasks: Tasks, bench: Workbench, paper: Paper) -> None:
        super().__init__()
        self._desk, self._tasks, self._bench, self._paper = desk, tasks, bench, paper
        self.view = SuperbillView()
        self.view.went.connect(self.went)
        self.view.finalised.connect(self.finalised)
        self.view.printed.connect(self.print)
        self.view.saved.connect(self.save)
        filled(self, self.view)

    def refresh(self) -> None:
        """Draws the superbill of the claim as it stands."""
        if (work := drawn(self._desk, self._bench)) is not None:
            self._tasks.run(self, "superbill", work, self.view.show_state)

    def save(self) -> None:
        """Asks where, and writes the PDF there."""
        state = self.view.state
        if may_print(state):
            self._paper.save(state.pdf, file_name(state), (f"claim:{state.number}",))
        else:
            self.told.emit(say("Finalise first (Ctrl+Enter), then save"))

    def save_to(self, path: Path) -> None:
        """Writes the PDF there."""
        state = self.view.state
        self._paper.save_to(path, state.pdf, (f"claim:{state.number}",))

    def print(self) -> None:
        """The system's print dialog, then paper."""
        state = self.view.state
        if may_print(state):
            self._paper.print(state.pdf, (f"claim:{state.number}",))
        else:
            self.told.emit(say("Finalise first (Ctrl+Enter), then print"))
