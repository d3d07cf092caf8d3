"""The audit over the practice file."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from oncodesk.ui.panels.audit.presenter import wanted
from oncodesk.ui.panels.audit.state import AuditState, audit_state, masked_state
from oncodesk.ui.panels.audit.view import AuditView
from oncodesk.ui.shell.asking import Refused, tried
from oncodesk.ui.tasks import Tasks
from oncodesk.vault.values import AuditFilter
from oncodesk.words import say

if TYPE_CHECKING:
    from oncodesk.services.desk import Desk

PAGE = 100
_VERIFYING = "settings.verify"


class AuditSection(QWidget):
    """`told` carries a line for the status bar."""

    told = Signal(str)

    def __init__(self, desk: "Desk", tasks: Tasks) -> None:
        super().__init__()
        self._desk, self._tasks = desk, tasks
        self._before: int | None = None
        self._shown, self._masked = AuditState(), False
        self.view = view = AuditView()
        view.asked.connect(lambda: self._ask(None))
        view.older.connect(lambda: self._ask(self._before))
        view.verified.connect(self.verify)
        view.accepted.connect(self._accept)
        view.progress.stopped.connect(lambda: tasks.cancel(_VERIFYING))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(view)
        self.setFocusProxy(view)

    def refresh(self) -> None:
        """Reads the newest page, and whom and what can be filtered by."""
        words = self._desk.store.audit_words
        self._tasks.run(self, "settings.audit.words", words, lambda found: self._show_words(*found))

    def _show_words(self, people: tuple[str, ...], actions: tuple[str, ...]) -> None:
        self.view.show_words(people, actions)
        self._ask(None)

    def _ask(self, before: int | None) -> None:
        view = self.view
        asked = wanted(view.subject.text(), view.person.currentText(), view.action.currentText())
        self._tasks.run(self, "settings.audit", lambda: self._read(asked, before), self._show)

    def _read(self, asked: AuditFilter, before: int | None) -> AuditState:
        store = self._desk.store
        found = store.find_audit(asked, before, PAGE + 1)
        return audit_state(found, PAGE, before is None, store.alarm, store.user.role == "manager")

    def _show(self, state: AuditState) -> None:
        self._before, self._shown = state.before, state
        self.view.show_state(masked_state(state) if self._masked else state)

    def hide_names(self, masked: bool) -> None:
        """Hides or shows the accounts of patients."""
        self._masked = masked
        self._show(self._shown)

    def verify(self) -> None:
        """Looks at everything; can be stopped."""
        self.view.work(0, "beginning")
        work = lambda watch: tried(lambda: self._desk.verify(watch))  # noqa: E731
        self._tasks.run_long(self, _VERIFYING, work, self._was_verified, self.view.work)

    def _was_verified(self, found: Any) -> None:
        if found is None:
            self.view.show_found(say("Stopped: not everything was looked at."), None)
        elif isinstance(found, Refused):
            self.view.show_found(found.words, False)
        else:
            self.view.show_found(found.as_text(), found.is_whole)

    def _accept(self) -> None:
        work = lambda: tried(self._desk.store.accept_as_it_is)  # noqa: E731
        self._tasks.run(self, "settings.audit.accept", work, self._accepted, keeps=True)

    def _accepted(self, found: Any) -> None:
        self.told.emit(
            found.words if isinstance(found, Refused) else say("Noted in the audit; the anchor starts from here")
        )
        self.refresh()
