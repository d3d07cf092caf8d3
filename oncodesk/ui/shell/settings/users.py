"""Users, passwords and the recovery key over the practice file."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from oncodesk.ui.panels.users.state import UsersState
from oncodesk.ui.panels.users.view import UsersView
from oncodesk.ui.shell.asking import Refused, tried
from oncodesk.ui.shell.printing import print_pdf
from oncodesk.ui.shell.rows import tell
from oncodesk.ui.shell.screens import filled
from oncodesk.ui.tasks import Tasks
from oncodesk.words import say

if TYPE_CHECKING:
    from oncodesk.services.desk import Desk

_ROTATING = "settings.rotate"


class UsersSection(QWidget):
    """`told` carries a line for the status bar."""

    told = Signal(str)

    def __init__(self, desk: "Desk", tasks: Tasks) -> None:
        super().__init__()
        self._desk, self._tasks = desk, tasks
        self.view = UsersView(desk.recovery_sheet)
        self.view.added.connect(self._add)
        self.view.removed.connect(self._remove)
        self.view.changed.connect(self._change)
        self.view.key_asked.connect(self._new_key)
        self.view.rotated.connect(self._rotate)
        self.view.later.connect(lambda: self.view.show_state(replace(self.view.state, gone="")))
        self.view.progress.stopped.connect(lambda: tasks.cancel(_ROTATING))
        self.view.sheet.printed.connect(self._print)
        filled(self, self.view)

    def refresh(self, gone: str = "") -> None:
        """Reads who is there."""
        self._tasks.run(self, "settings.users", lambda: self._read(gone), self.view.show_state)

    def _read(self, gone: str) -> UsersState:
        store = self._desk.store
        rows = tuple((user.name, user.role) for user in store.staff.everybody())
        return UsersState(rows, store.user.name, store.user.role == "manager", store.staff.has_recovery_key(), gone)

    def _add(self, name: str, role: Any, password: str) -> None:
        work = lambda: tried(lambda: self._desk.store.staff.add(name, role, password))  # noqa: E731
        self._tasks.run(self, "settings.users.add", work, lambda found: self._added(name, found), keeps=True)

    def _added(self, name: str, found: Any) -> None:
        tell(self.view.add_problem, found.words if isinstance(found, Refused) else "")
        if not isinstance(found, Refused):
            self.view.clear_secrets()
            self.told.emit(say("{name} may log in now", name=name))
            self.refresh()

    def _remove(self, name: str) -> None:
        work = lambda: tried(lambda: self._desk.store.staff.remove(name))  # noqa: E731
        self._tasks.run(self, "settings.users.remove", work, lambda found: self._removed(name, found), keeps=True)

    def _removed(self, name: str, found: Any) -> None:
        tell(self.view.problem, found.words if isinstance(found, Refused) else "")
        if not isinstance(found, Refused):
            self.told.emit(say("{name} is removed", name=name))
            self.refresh(gone=name)

    def _rotate(self) -> None:
        self._tasks.run_long(
            self,
            _ROTATING,
            lambda watch: tried(lambda: self._desk.store.rotate(watch)),
            self._rotated,
            self.view.progress.show_at,
        )

    def _rotated(self, found: Any) -> None:
        self.view.progress.hide()
        if isinstance(found, Refused):
            tell(self.view.problem, found.words)
            return
        self.told.emit(
            say("Stopped") if found is None else say("The data key is changed, and a backup made under the new one")
        )
        self.refresh()

    def _change(self, old: str, fresh: str) -> None:
        work = lambda: tried(lambda: self._desk.store.staff.change_password(old, fresh))  # noqa: E731
        self._tasks.run(self, "settings.users.password", work, self._password_changed, keeps=True)

    def _password_changed(self, found: Any) -> None:
        tell(self.view.password_problem, found.words if isinstance(found, Refused) else "")
        if not isinstance(found, Refused):
            self.view.clear_secrets()
            self.told.emit(say("Your new password holds from now on"))

    def _new_key(self) -> None:
        work = lambda: tried(self._desk.store.staff.new_recovery_key)  # noqa: E731
        self._tasks.run(self, "settings.users.key", work, self._show_key, keeps=True)

    def _show_key(self, found: Any) -> None:
        if isinstance(found, Refused):
            tell(self.view.problem, found.words)
            return
        self.view.show_key(found)
        self.refresh()

    def _print(self, pdf: bytes) -> None:
        self.view.sheet.told.setText(print_pdf(self, pdf, self._desk.preferences()))
