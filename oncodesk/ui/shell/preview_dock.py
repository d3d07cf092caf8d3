"""The superbill beside the visit, drawn again with each change; may be moved to a second screen."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QDockWidget, QVBoxLayout, QWidget

from oncodesk.ui.editing.workbench import Workbench
from oncodesk.ui.panels.superbill.presenter import hint
from oncodesk.ui.panels.superbill.state import SuperbillState
from oncodesk.ui.shell.drawing import drawn
from oncodesk.ui.shell.pages import Pages
from oncodesk.ui.shell.parts import label
from oncodesk.ui.tasks import Tasks
from oncodesk.words import say

if TYPE_CHECKING:
    from oncodesk.services.desk import Desk

_WIDE = 330
_PAUSE_MS = 250


class PreviewDock(QDockWidget):
    """Draws only while it is seen, a moment after the last change."""

    def __init__(self, desk: "Desk", tasks: Tasks, bench: Workbench, window: QWidget) -> None:
        super().__init__(say("Superbill as it will print"), window)
        self._desk, self._tasks, self._bench = desk, tasks, bench
        self.setObjectName("preview")
        self.setAllowedAreas(Qt.DockWidgetArea.RightDockWidgetArea | Qt.DockWidgetArea.LeftDockWidgetArea)
        self.state = SuperbillState()
        self.says = label("", "quiet", "small", wrap=True)
        self.says.setAccessibleName(say("About the superbill"))
        self.pages = Pages(say("Superbill beside the visit"), 270, 1200)
        inside = _Wide()
        column = QVBoxLayout(inside)
        column.setContentsMargins(6, 4, 6, 6)
        column.addWidget(self.says)
        column.addWidget(self.pages, 1)
        self.setWidget(inside)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._draw)
        self.visibilityChanged.connect(lambda is_seen: self._draw() if is_seen else None)
        self.hide()

    def refresh(self) -> None:
        """Draws the superbill of the claim as it stands, once it has stood for a moment."""
        if self.isVisible():
            self._pause.start()

    def _draw(self) -> None:
        if self.isVisible() and (work := drawn(self._desk, self._bench)) is not None:
            self._tasks.run(self, "superbill.beside", work, self._show)

    def _show(self, state: SuperbillState) -> None:
        self.state = state
        lacking = (
            say("Still missing: {missing}", missing=", ".join(missing.words for missing in state.missing))
            if state.missing
            else ""
        )
        self.says.setText(lacking or hint(state) or state.heading)
        if state.pdf or not state.missing:
            self.pages.clear()
            self.pages.show_pdf(state.pdf, say("the superbill"))


class _Wide(QWidget):
    def sizeHint(self) -> QSize:
        return QSize(_WIDE, 400)
