"""The sheet of records in and out over the window: asks where, works away from the window, says what became of it."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from oncodesk import private
from oncodesk.domain.errors import UnusableInput
from oncodesk.ui.editing.wording import said
from oncodesk.ui.panels.exchange.presenter import export_name, pack_name
from oncodesk.ui.panels.exchange.state import ExchangeState, not_done, previewed, stopped, taken, working, written
from oncodesk.ui.panels.exchange.view import ExchangeView
from oncodesk.ui.shell.overlay import Overlay
from oncodesk.ui.tasks import Tasks, Watch
from oncodesk.words import say

if TYPE_CHECKING:
    from oncodesk.services.desk import Desk

_WORK = "exchange"
_FILES = say("Patients and appointments (*.csv *.txt *.tsv *.hl7);;Every file (*)")


class ExchangeSheet(Overlay):
    """`changed` when records were taken in; `claim` gives the number of the finalised claim that is open, or None."""

    changed = Signal()

    def __init__(self, window: QWidget, desk: "Desk", tasks: Tasks, claim: Callable[[], int | None]) -> None:
        super().__init__(window, say("Records in and out"), 720, 460)
        self._desk, self._tasks, self._claim = desk, tasks, claim
        self._found: Any = None
        self._name = ""
        self.view = ExchangeView()
        self.layout_.addWidget(self.view)
        self.view.asked.connect(self.choose)
        self.view.accepted.connect(self.take_in)
        self.view.declined.connect(lambda: self.view.show_state(ExchangeState()))
        self.view.export_asked.connect(self._export)
        self.view.pack_asked.connect(self._pack)
        self.view.stopped.connect(lambda: self._tasks.cancel(_WORK))

    def open(self) -> None:
        """Shows the sheet; work that is under way goes on in it."""
        if not self.view.stop.isVisibleTo(self.view):
            self.view.show_state(ExchangeState())
            self.view.pack.setEnabled(self._claim() is not None)
        self.open_over(self.view.choose if self.view.choose.isVisibleTo(self.view) else self.view.stop)

    def choose(self) -> None:
        """Asks for a file, and shows what it would change."""
        chosen, _ = QFileDialog.getOpenFileName(self, say("Patients or appointments"), "", _FILES)
        if chosen:
            self.offer(Path(chosen))

    def offer(self, path: Path) -> None:
        """Shows what the file would change."""
        self._name = path.name

        def work(watch: Watch) -> ExchangeState:
            self._found = self._desk.preview_people(path, watch)
            return previewed(path.name, self._found)

        self._work(say("reading"), work, can_stop=True)

    def take_in(self) -> None:
        """Does what was shown, without the rows that were refused."""
        name = self._name

        def work(watch: Watch) -> ExchangeState:
            """What was shown is let go here: that takes a moment, in which the window would stand still."""
            found, self._found = self._found, None
            return taken(name, self._desk.import_people(found, True, watch))

        self._work(say("taking in"), work, self.changed.emit, can_stop=True)

    def _export(self, is_deidentified: bool) -> None:
        offered = export_name(self._desk.today(), is_deidentified)
        chosen, _ = QFileDialog.getSaveFileName(self, say("Export"), offered, say("Zip file (*.zip)"))
        if chosen:
            self.export_to(Path(chosen).with_suffix(".zip"), is_deidentified)

    def export_to(self, path: Path, is_deidentified: bool = False) -> None:
        """Writes the records there."""

        def work(_: Watch) -> ExchangeState:
            done = self._desk.export_records(path, is_deidentified)
            return written(path.name, tuple(done.as_text().splitlines()))

        self._work(say("writing"), work)

    def _pack(self) -> None:
        number = self._claim()
        if number is None:
            return
        chosen, _ = QFileDialog.getSaveFileName(self, say("Audit pack"), pack_name(number), say("PDF (*.pdf)"))
        if chosen:
            self.pack_to(Path(chosen), number)

    def pack_to(self, path: Path, number: int) -> None:
        """Writes the audit pack of a claim there."""

        def work(_: Watch) -> ExchangeState:
            private.write(path, self._desk.audit_pack(number))
            return written(path.name)

        self._work(say("writing"), work)

    def _work(
        self,
        doing: str,
        work: Callable[[Watch], ExchangeState],
        then: Callable[[], object] = lambda: None,
        can_stop: bool = False,
    ) -> None:
        from oncodesk.vault.errors import VaultProblem

        def answered(watch: Watch) -> tuple[bool, ExchangeState]:
            try:
                return True, work(watch)
            except UnusableInput as problem:
                return False, not_done(said(problem))
            except VaultProblem as problem:
                return False, not_done(str(problem))
            except OSError as problem:
                return False, not_done(
                    say("That place does not take it: {strerror}. Choose another", strerror=problem.strerror)
                )

        def show(answer: tuple[bool, ExchangeState] | None) -> None:
            is_done, state = answer or (False, stopped())
            if is_done:
                then()
            self.view.show_state(state)
            self.view.pack.setEnabled(self._claim() is not None)

        self.view.show_state(working(f"{doing[:1].upper()}{doing[1:]}…", can_stop))
        self._tasks.run_long(self, _WORK, answered, show, self.view.show_progress)
