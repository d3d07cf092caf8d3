"""Backups, their trial and the way to restoring, over the practice file."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from oncodesk.ui.panels.backups.state import BackupsState, Tried, backups_state
from oncodesk.ui.panels.backups.view import BackupsView
from oncodesk.ui.shell.asking import Refused, tried
from oncodesk.ui.tasks import Tasks
from oncodesk.words import say

if TYPE_CHECKING:
    from oncodesk.services.desk import Desk

_MAKING, _TRYING = "settings.backup", "settings.trial"


class BackupsSection(QWidget):
    """`told` carries a line for the status bar; `restore_asked` leaves the desk for the page that restores."""

    told = Signal(str)
    restore_asked = Signal()

    def __init__(self, desk: "Desk", tasks: Tasks) -> None:
        super().__init__()
        self._desk, self._tasks = desk, tasks
        self.view = view = BackupsView()
        view.made.connect(lambda: self.back_up(None))
        view.carried.connect(self._choose)
        view.tried.connect(self._try)
        view.restored.connect(self.restore_asked)
        view.progress.stopped.connect(lambda: tasks.cancel(_MAKING))
        view.trial_progress.stopped.connect(lambda: tasks.cancel(_TRYING))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(view)
        self.setFocusProxy(view)

    def refresh(self) -> None:
        """Reads what is there."""
        self._tasks.run(self, "settings.backups", self._read, self.view.show_state)

    def _read(self) -> BackupsState:
        from oncodesk.vault.backups import generations

        store = self._desk.store
        place, last = store.backups.folder, store.last_test()
        found = [(made.path.name, made.at) for made in generations(place)]
        held = Tried(last.at, last.backup, last.problems) if last else None
        return backups_state(found, str(place), held, self._desk.now())

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, say("Where to put the backup"))
        if chosen:
            self.back_up(Path(chosen))

    def back_up(self, into: Path | None) -> None:
        """A backup now, here or in another place, which has to be there: a stick may have been taken out."""
        if into is not None and not into.is_dir():
            self._backed_up(
                Refused(
                    say("No backup was made: {name} is not there. Plug it in, or choose another place", name=into.name)
                )
            )
            return
        self.view.work(self.view.progress, 0, "beginning")
        self._tasks.run_long(
            self,
            _MAKING,
            lambda watch: tried(lambda: self._desk.store.back_up(into, watch)),
            self._backed_up,
            lambda fraction, what: self.view.work(self.view.progress, fraction, what),
        )

    def _backed_up(self, found: Any) -> None:
        self.view.rest(found.words if isinstance(found, Refused) else "")
        if isinstance(found, Refused):
            self.told.emit("")
        elif found is None:
            self.told.emit(say("Stopped: no backup was made"))
        else:
            self.told.emit(
                say("Backed up and verified: {name} in {parent}", name=found.path.name, parent=found.path.parent)
            )
        self.refresh()

    def _try(self) -> None:
        self.view.work(self.view.trial_progress, 0, "beginning")
        self._tasks.run_long(
            self,
            _TRYING,
            lambda watch: tried(lambda: self._desk.store.try_backup(watch)),
            self._was_tried,
            lambda fraction, what: self.view.work(self.view.trial_progress, fraction, what),
        )

    def _was_tried(self, found: Any) -> None:
        self.view.rest(found.words if isinstance(found, Refused) else "")
        if found is None:
            self.told.emit(say("Stopped: the backup was not tried out"))
        self.refresh()
