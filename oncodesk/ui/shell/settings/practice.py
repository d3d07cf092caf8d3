"""The settings over the practice file: what is typed is kept as soon as it can be understood."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from oncodesk.domain.errors import UnusableInput
from oncodesk.ui.panels.settings.presenter import complaint, fees_of, practice_of
from oncodesk.ui.panels.settings.state import SettingsState, settings_state
from oncodesk.ui.panels.settings.view import SettingsView
from oncodesk.ui.shell.screens import filled
from oncodesk.ui.tasks import Tasks
from oncodesk.words import many, say

if TYPE_CHECKING:
    from oncodesk.services.desk import Desk


class PracticeSection(QWidget):
    """`changed` when charges or particulars are others than before; `told` a line for the status bar."""

    changed = Signal()
    told = Signal(str)

    def __init__(self, desk: "Desk", tasks: Tasks) -> None:
        super().__init__()
        self._desk, self._tasks = desk, tasks
        self.view = SettingsView()
        self.view.practice_typed.connect(self.keep_practice)
        self.view.charges_typed.connect(self.keep_charges)
        filled(self, self.view)

    def refresh(self) -> None:
        """Reads what is kept, unless something typed is not kept yet."""
        if not (self.view.is_practice_typed() or self.view.is_charges_typed()):
            self._tasks.run(self, "settings.read", self._read, self._show)

    def _read(self) -> SettingsState:
        return settings_state(self._desk.store.practice(), self._desk.store.fees(), self._desk.today())

    def _show(self, state: SettingsState) -> None:
        if not (self.view.is_practice_typed() or self.view.is_charges_typed()):
            self.view.show_state(state)

    def keep(self) -> None:
        """Keeps what is typed and not kept yet."""
        if self.view.is_practice_typed():
            self.keep_practice()
        if self.view.is_charges_typed():
            self.keep_charges()

    def keep_practice(self) -> None:
        """Keeps the particulars, or says what is wrong with them."""
        try:
            practice = practice_of(self.view.practice())
        except UnusableInput as problem:
            self.view.tell_practice(complaint(problem))
            return
        for made in self.view.inputs.values():
            made.setModified(False)
        work = lambda: self._desk.store.save_practice(practice)  # noqa: E731
        self._tasks.run(self, "settings.practice", work, lambda _: self._kept_practice(), keeps=True)

    def _kept_practice(self) -> None:
        self.view.tell_practice("", say("Kept"))
        self.changed.emit()

    def keep_charges(self) -> None:
        """Keeps the charges, or says which line cannot be used."""
        text, since = self.view.charges()
        try:
            fees = fees_of(text, since, self._desk.today())
        except UnusableInput as problem:
            self.view.tell_charges(complaint(problem))
            return
        shown = settings_state(None, fees, self._desk.today())
        self.view.text.document().setModified(False)
        self.view.since.setModified(False)
        work = lambda: self._desk.store.save_fees(fees)  # noqa: E731
        self._tasks.run(self, "settings.charges", work, lambda _: self._kept_charges(shown), keeps=True)

    def _kept_charges(self, state: SettingsState) -> None:
        self.view.since.setText(state.since)
        self.view.tell_charges("", many("{count} code kept", "{count} codes kept", state.count))
        self.told.emit(say("Charges kept; open visits are priced with them"))
        self.changed.emit()
