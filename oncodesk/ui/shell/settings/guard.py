"""How the records are guarded, over the practice file."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from oncodesk.ui.panels.guard.state import ONLY_MANAGERS, SAMPLE, GuardState
from oncodesk.ui.panels.guard.view import GuardView
from oncodesk.ui.shell.asking import Refused, tried
from oncodesk.ui.shell.rows import tell
from oncodesk.ui.shell.screens import filled
from oncodesk.ui.tasks import Tasks
from oncodesk.vault.values import Security
from oncodesk.words import say

if TYPE_CHECKING:
    from oncodesk.services.desk import Desk


class GuardSection(QWidget):
    """`guarded` carries the Security kept; `told` a line for the status bar."""

    guarded = Signal(object)
    told = Signal(str)

    def __init__(self, desk: "Desk", tasks: Tasks) -> None:
        super().__init__()
        self._desk, self._tasks = desk, tasks
        self.view = GuardView()
        self.view.changed.connect(self._keep)
        filled(self, self.view)

    def refresh(self) -> None:
        """Reads what is kept."""
        self._tasks.run(self, "settings.guard", self._read, self.view.show_state)

    def _read(self) -> GuardState:
        kept, store = self._desk.store.security(), self._desk.store
        may = store.user.role == "manager"
        note = SAMPLE if self._desk.is_sample else "" if may else ONLY_MANAGERS
        return GuardState(kept.idle_minutes, kept.second_person, may, note)

    def _keep(self, minutes: int, second_person: bool) -> None:
        kept = Security(idle_minutes=minutes, second_person=second_person)
        work = lambda: tried(lambda: self._desk.store.save_security(kept))  # noqa: E731
        self._tasks.run(self, "settings.guard.keep", work, lambda found: self._kept(kept, found), keeps=True)

    def _kept(self, kept: Security, found: Any) -> None:
        tell(self.view.problem, found.words if isinstance(found, Refused) else "")
        if not isinstance(found, Refused):
            self.guarded.emit(kept)
            self.told.emit(say("Kept"))
        self.refresh()
