"""The open visit beside the regimen it follows, worked out after its claim."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from oncodesk.domain.visit import Visit
from oncodesk.ui.editing.workbench import Runs, Workbench
from oncodesk.ui.panels.regimen.state import RegimenState, regimen_state
from oncodesk.ui.panels.regimen.view import RegimenView

if TYPE_CHECKING:
    from oncodesk.services.desk import Desk

_PAUSE_MS = 150
"""After the last edit: its claim is painted first, for two threads share one interpreter."""


class VisitRegimen(QObject):
    """Compares whenever the visit is another; the regimen chosen at its start stays, else the one that fits."""

    def __init__(self, desk: "Desk", bench: Workbench, run: Runs, view: RegimenView) -> None:
        super().__init__(view)
        self._desk, self._bench, self._run, self._view = desk, bench, run, view
        self._name = ""
        self._shown: Visit | None = None
        self._last: tuple[str, Visit | None] = ("", None)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._compare)

    def open(self, name: str = "") -> None:
        """Another visit is on the desk; `name` is the regimen it began with."""
        self._pause.stop()
        self._name, self._shown = name, None
        self._view.show_state(RegimenState())

    def refresh(self) -> None:
        """Compares the visit as it now is, a moment after it is painted."""
        self._pause.start()

    def _compare(self) -> None:
        outcome = self._bench.outcome
        visit = outcome.visit if outcome is not None else None
        if visit is None or visit == self._shown:
            return
        self._shown = visit
        name = self._name
        self._run("visit.regimen", lambda: self._compared(visit, name), self._told)

    def _compared(self, visit: Visit, name: str) -> tuple[Visit, RegimenState]:
        account = visit.patient.account if visit.patient else ""
        key = f"{account} {visit.date_of_service}"
        if key != self._last[0]:
            self._last = key, self._desk.last_given(account, visit.date_of_service) if account else None
        return visit, regimen_state(self._desk.compare(visit, name, self._last[1]))

    def _told(self, answer: tuple[Visit, RegimenState]) -> None:
        visit, state = answer
        if visit == self._shown:
            self._view.show_state(state)
