"""The keys of the actions, kept with this workstation's preferences."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from oncodesk.ui.panels.keys.presenter import Keys, given, holder, reset, unusable, without
from oncodesk.ui.panels.keys.state import keys_state
from oncodesk.ui.panels.keys.view import KeysView
from oncodesk.ui.shell.asking import Refused, tried
from oncodesk.ui.shell.rows import tell
from oncodesk.ui.shell.screens import filled
from oncodesk.ui.tasks import Tasks
from oncodesk.words import say

if TYPE_CHECKING:
    from oncodesk.services.desk import Desk


class KeysSection(QWidget):
    """`changed` carries the keys kept, `told` a line for the status bar."""

    changed = Signal(object)
    told = Signal(str)

    def __init__(self, desk: "Desk", tasks: Tasks) -> None:
        super().__init__()
        self._desk, self._tasks = desk, tasks
        self._own: Keys = {}
        self._waiting: tuple[str, str] | None = None
        self.view = KeysView()
        self.view.sought.connect(lambda _: self._show())
        self.view.pressed.connect(self._pressed)
        self.view.answered.connect(self._answered)
        self.view.emptied.connect(lambda chosen: self._keep(without(self._own, chosen)))
        self.view.reset.connect(lambda chosen: self._keep(reset(self._own, chosen)))
        self.view.all_reset.connect(lambda: self._keep({}))
        filled(self, self.view)

    def refresh(self) -> None:
        """Reads what is kept."""
        self._own = dict(self._desk.preferences().own_keys)
        self._show()

    def _show(self) -> None:
        self.view.show_state(keys_state(self._own, self.view.seek.text()))

    def _pressed(self, identifier: str, key: str) -> None:
        self.view.box.setText(key)
        self._waiting = (identifier, key)
        if problem := unusable(key):
            self._waiting = None
            self.view.ask(problem)
        elif other := holder(self._own, identifier, key):
            self.view.ask(say("{key} is “{text}” now, which would lose it.", key=key, text=other.text), may_take=True)
            self.view.take.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._answered(True)

    def _answered(self, is_taken: bool) -> None:
        waiting, self._waiting = self._waiting, None
        if waiting and is_taken:
            self._keep(given(self._own, *waiting, beside=self.view.add.isChecked()))
        else:
            self._show()
        self.view.add.setChecked(False)
        self.view.box.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep(self, keys: Keys) -> None:
        work = lambda: tried(lambda: self._save(keys))  # noqa: E731
        self._tasks.run(self, "settings.keys", work, lambda found: self._kept(keys, found), keeps=True)

    def _save(self, keys: Keys) -> None:
        self._desk.save_preferences(replace(self._desk.preferences(), own_keys=keys))

    def _kept(self, keys: Keys, found: Any) -> None:
        if isinstance(found, Refused):
            tell(self.view.problem, found.words)
            return
        self._own = keys
        self._show()
        self.changed.emit(keys)
        self.told.emit(say("Remembered on this computer"))
