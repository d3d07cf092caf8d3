"""The list of providers over the practice file."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from oncodesk.ui.panels.providers.view import ProvidersView
from oncodesk.ui.shell.asking import Refused, tried
from oncodesk.ui.shell.rows import tell
from oncodesk.ui.shell.screens import filled
from oncodesk.ui.tasks import Tasks
from oncodesk.words import say

if TYPE_CHECKING:
    from oncodesk.services.desk import Desk


class ProvidersSection(QWidget):
    """`told` carries a line for the status bar."""

    told = Signal(str)

    def __init__(self, desk: "Desk", tasks: Tasks) -> None:
        super().__init__()
        self._desk, self._tasks = desk, tasks
        self.view = ProvidersView()
        store = desk.store
        self.view.kept.connect(
            lambda person, old: self._do(lambda: store.save_provider(person, old), say("Provider kept"))
        )
        self.view.removed.connect(
            lambda person: self._do(lambda: store.remove_provider(person), say("Provider removed"))
        )
        filled(self, self.view)

    def refresh(self) -> None:
        """Reads the list."""
        self._tasks.run(self, "settings.providers", self._desk.store.providers, self.view.show_providers)

    def _do(self, work: Any, said: str) -> None:
        self._tasks.run(
            self, "settings.provider", lambda: tried(work), lambda found: self._done(found, said), keeps=True
        )

    def _done(self, found: Any, said: str) -> None:
        tell(self.view.problem, found.words if isinstance(found, Refused) else "")
        if not isinstance(found, Refused):
            self.told.emit(said)
            self.refresh()
