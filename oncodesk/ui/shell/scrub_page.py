"""The check of every claim at once: works away from the window, keeps what it has come to, and goes on from there."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from oncodesk.domain.errors import UnusableInput
from oncodesk.ui.editing.wording import mask
from oncodesk.ui.panels.claims.scrub_state import ScrubState, came_to, file_name
from oncodesk.ui.panels.claims.scrub_view import ScrubView
from oncodesk.ui.shell.files import TABLE, ending_of, or_problem
from oncodesk.ui.shell.help_pages import helped
from oncodesk.ui.shell.screens import filled
from oncodesk.ui.tasks import Cancelled, Tasks, Watch
from oncodesk.words import say

if TYPE_CHECKING:
    from oncodesk.services.desk import Desk
    from oncodesk.services.scrub_records import CheckedClaim, Reach, RecordScrub

_WORK = "claims.scrub"
Rows: TypeAlias = "tuple[CheckedClaim, ...]"


class ScrubPage(QWidget):
    """`opened` carries a visit's id, `told` a line for the status bar; `left` goes back to the list of claims."""

    opened = Signal(int)
    told = Signal(str)
    left = Signal()

    def __init__(self, desk: "Desk", tasks: Tasks) -> None:
        super().__init__()
        self._desk, self._tasks, self._masked = desk, tasks, False
        self._run: RecordScrub | None = None
        self._rows: Rows = ()
        self.view = ScrubView()
        self.view.asked.connect(self.check)
        self.view.stopped.connect(lambda: self._tasks.cancel(_WORK))
        self.view.saved.connect(self._save)
        self.view.opened.connect(self.opened)
        self.view.left.connect(self.left)
        filled(self, self.view)
        helped(self, "scrub")

    def hide_names(self, masked: bool) -> None:
        """Hides or shows who the patients are."""
        self._masked = masked
        self.view.hide_names(masked)

    def check(self, reach: "Reach") -> None:
        """Checks these claims; one that was stopped goes on where it was."""
        from oncodesk.services.scrub_records import record_scrub

        run = self._run
        if run is None or run.reach != reach or run.is_done:
            run = record_scrub(reach, self._desk.today())
        self._run, self._rows = run, ()
        self.view.show_state(ScrubState(say("Checking…"), fraction=0.0, doing=say("looking for the claims")))
        held = run
        self._tasks.run_long(self, _WORK, lambda watch: self._checked(held, watch), self._show, self.view.show_progress)

    def _checked(self, run: "RecordScrub", watch: Watch) -> "tuple[Rows, ScrubState]":
        """Every row so far, stopped or not, and what they come to."""
        from oncodesk.services.scrub_records import ordered, unchecked
        from oncodesk.vault.errors import VaultProblem

        try:
            with suppress(Cancelled):
                self._desk.scrub_records(run, watch, lambda: watch.is_stopped)
        except UnusableInput as problem:
            return (), ScrubState(
                say("Not checked: {expected}. Close what takes much memory, and check again", expected=problem.expected)
            )
        except VaultProblem as problem:
            return (), ScrubState(say("Not checked: {problem}", problem=problem))
        rows = ordered(run.rows)
        return rows, came_to(rows, run.total, unchecked(run))

    def _show(self, found: "tuple[Rows, ScrubState] | None") -> None:
        if found is not None:
            self._rows, state = found
            self.view.show_state(state)

    def _save(self) -> None:
        chosen, kind = QFileDialog.getSaveFileName(self, say("Save"), file_name(self._desk.today()), TABLE)
        if chosen:
            self.save_to(Path(ending_of(chosen, kind)))

    def save_to(self, path: Path) -> None:
        """Writes what it came to there; under the mask no name goes out."""
        run, rows, masked = self._run, self._rows, self._masked
        assert run is not None

        def work() -> str:
            shown = [replace(row, patient=mask(row.patient)) for row in rows] if masked else rows
            return or_problem(lambda: self._desk.export_scrub(path, run, shown))

        done: Callable[[str], None] = lambda problem: self.told.emit(problem or say("Saved {name}", name=path.name))  # noqa: E731
        self._tasks.run(self, f"claims.scrub.save.{path}", work, done, keeps=True)
