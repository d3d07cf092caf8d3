"""The screens beside the visit: each joins one panel to the desk."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from oncodesk import private
from oncodesk.domain.errors import UnusableInput
from oncodesk.ui.editing.outcome import day_of
from oncodesk.ui.editing.workbench import Workbench
from oncodesk.ui.panels.codes.presenter import inserted, page_html
from oncodesk.ui.panels.codes.state import CodesState, codes_state
from oncodesk.ui.panels.codes.view import CodesView
from oncodesk.ui.panels.superbill.presenter import file_name, may_print
from oncodesk.ui.panels.superbill.state import SuperbillState, refused
from oncodesk.ui.panels.superbill.view import SuperbillView
from oncodesk.ui.panels.today.state import today_state
from oncodesk.ui.panels.today.view import TodayView
from oncodesk.ui.shell.editions import editions_text, strip_text
from oncodesk.ui.shell.printing import print_pdf
from oncodesk.ui.shell.theme import tokens
from oncodesk.ui.tasks import Tasks

if TYPE_CHECKING:
    from oncodesk.services.desk import Desk


def _filled(screen: QWidget, view: QWidget) -> None:
    layout = QVBoxLayout(screen)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(view)
    screen.setFocusProxy(view)


class TodayScreen(QWidget):
    """The worklist over the practice file."""

    opened = Signal(int)
    started = Signal()
    editions = Signal(str)

    def __init__(self, desk: "Desk", tasks: Tasks) -> None:
        super().__init__()
        self._desk, self._tasks = desk, tasks
        self._visits: Any = ()
        self._strip, self._tab, self._typed, self._found, self._masked = "", "all", "", "", False
        self.view = TodayView()
        self.view.opened.connect(self.opened)
        self.view.started.connect(self.started)
        self.view.filtered.connect(self._filter)
        _filled(self, self.view)

    def refresh(self) -> None:
        """Reads the worklist again."""
        today = self._desk.today()
        self._tasks.run(self, "today", lambda: (self._desk.store.list_visits(), self._desk.tables(today)), self._read)

    def hide_names(self, masked: bool) -> None:
        """Hides or shows who the patients are."""
        self._masked = masked
        self._show()

    def show_found(self, said: str) -> None:
        """New official files in the watched folder, in words; empty where there are none."""
        self._found = said
        self._show()

    def _read(self, found: tuple[Any, Any]) -> None:
        self._visits, tables = found
        self._strip = strip_text(tables.editions)
        self.editions.emit(editions_text(tables.editions))
        self._show()

    def _filter(self, tab: str, typed: str) -> None:
        self._tab, self._typed = tab, typed
        self._show()

    def _show(self) -> None:
        strip = (self._strip, self._found)
        state = today_state(self._visits, self._tab, self._typed, strip, self._desk.is_sample, self._masked)
        self.view.show_state(state)


class CodesScreen(QWidget):
    """The look-up over the code sets, on the day of the open visit."""

    inserted = Signal()

    def __init__(self, desk: "Desk", tasks: Tasks, bench: Workbench) -> None:
        super().__init__()
        self._desk, self._tasks, self._bench = desk, tasks, bench
        self._code = ""
        self.view = CodesView()
        self.view.asked.connect(self._ask)
        self.view.chosen.connect(self._open)
        self.view.inserted.connect(self._insert)
        self.view.kept.connect(lambda code, is_kept: self._keep(code, "" if is_kept else None))
        self.view.noted.connect(self._keep)
        self.view.show_state(CodesState())
        _filled(self, self.view)

    def retint(self) -> None:
        """Takes the colours of the palette worn now."""
        self.view.show_state(self.view.state)

    def _on(self) -> date:
        session = self._bench.session
        return (day_of(session) if session else None) or self._desk.today()

    def _ask(self, query: str, code_set: str) -> None:
        on = self._on()
        sets = (code_set,) if code_set else None
        self._tasks.run(self, "codes.look_up", lambda: self._found(query, on, sets), self.view.show_state)

    def refresh(self) -> None:
        """Asks again what stands in the box."""
        self._ask(self.view.box.text(), self.view.code_set)

    def _found(self, query: str, on: date, sets: tuple[str, ...] | None) -> CodesState:
        """What is asked for; the favourites where nothing is."""
        desk = self._desk
        found = desk.look_up(query, on, sets, 50) if query.strip() else desk.favourites(on, sets)
        return codes_state(query, on, found.results, desk.store.favourites().codes)

    def _keep(self, code: str, note: str | None) -> None:
        work = lambda: self._desk.keep_favourite(code, note)  # noqa: E731
        self._tasks.run(self, "codes.keep", work, lambda _: self.refresh(), keeps=True)

    def _open(self, code: str) -> None:
        on = self._on()
        self._code = code
        self._tasks.run(self, "codes.page", lambda: self._desk.code_page(code, on), self._show_page)

    def _show_page(self, page: Any) -> None:
        t = tokens()
        self.view.show_page(page_html(page, t.text, t.muted, t.accent) if page else f"<p>No page for {self._code}</p>")

    def _insert(self, code_set: str, code: str) -> None:
        session = self._bench.session
        if session is None:
            return
        drug = self._desk.tables(self._on()).drug(code)
        what, draft = inserted(session.draft, code_set, code, drug.routes if drug else ())
        self._bench.change(what, draft)
        self.inserted.emit()


class SuperbillScreen(QWidget):
    """The superbill of the open visit; `told` a line for the status bar, `went` the path of a missing field."""

    told = Signal(str)
    went = Signal(str)
    finalised = Signal()

    def __init__(self, desk: "Desk", tasks: Tasks, bench: Workbench) -> None:
        super().__init__()
        self._desk, self._tasks, self._bench = desk, tasks, bench
        self.view = SuperbillView()
        self.view.went.connect(self.went)
        self.view.finalised.connect(self.finalised)
        self.view.printed.connect(self.print)
        self.view.saved.connect(self.save)
        _filled(self, self.view)

    def refresh(self) -> None:
        """Draws the superbill of the claim as it stands."""
        bench = self._bench
        outcome, final = bench.outcome, bench.final
        if bench.session is None:
            self.view.show_state(SuperbillState())
        elif final is not None:
            made = f"{final.finalised_at.astimezone():%Y-%m-%d %H:%M}"
            work = lambda: self._drawn(final.claim, final.number, made)  # noqa: E731
            self._tasks.run(self, "superbill", work, self.view.show_state)
        elif bench.is_current and outcome is not None and outcome.claim is not None:
            claim = outcome.claim
            self._tasks.run(self, "superbill", lambda: self._drawn(claim, None), self.view.show_state)
        elif bench.is_current:
            self.view.show_state(SuperbillState(message="Something typed cannot be used; see the findings (Ctrl+2)."))

    def _drawn(self, claim: Any, number: int | None, made: str | None = None) -> SuperbillState:
        shown = str(number) if number is not None else "DRAFT"
        try:
            return SuperbillState(self._desk.superbill(claim, shown, made), shown, number is not None)
        except UnusableInput as problem:
            return refused(problem)

    def save(self) -> None:
        """Asks where, and writes the PDF there."""
        state = self.view.state
        if not may_print(state):
            self.told.emit("Finalise first (Ctrl+Enter), then save")
            return
        chosen, _ = QFileDialog.getSaveFileName(self, "Save the superbill", file_name(state), "PDF (*.pdf)")
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, path: Path) -> None:
        """Writes the PDF there."""
        try:
            private.write(path, self.view.state.pdf)
        except OSError as problem:
            self.told.emit(f"Not saved: {problem.strerror}. Choose another place")
        else:
            self.told.emit(f"Saved {path.name}")

    def print(self) -> None:
        """The system's print dialog, then paper."""
        if not may_print(self.view.state):
            self.told.emit("Finalise first (Ctrl+Enter), then print")
            return
        if told := print_pdf(self, self.view.state.pdf, self._desk.preferences()):
            self.told.emit(told)
