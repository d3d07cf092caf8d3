"""The look-up over the code sets."""

from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from oncodesk.ui.editing.outcome import day_of
from oncodesk.ui.editing.workbench import Workbench
from oncodesk.ui.panels.codes.presenter import inserted, page_html
from oncodesk.ui.panels.codes.state import CodesState, codes_state
from oncodesk.ui.panels.codes.view import CodesView
from oncodesk.ui.shell.screens import filled
from oncodesk.ui.shell.theme import tokens
from oncodesk.ui.tasks import Tasks
from oncodesk.words import say

if TYPE_CHECKING:
    from oncodesk.services.desk import Desk

_PAUSE_MS = 120
"""After the last key: the rows are painted first, the page of the chosen one follows."""


class CodesScreen(QWidget):
    """The look-up over the code sets, on the day of the open visit."""

    inserted = Signal()

    def __init__(self, desk: "Desk", tasks: Tasks, bench: Workbench) -> None:
        super().__init__()
        self._desk, self._tasks, self._bench = desk, tasks, bench
        self._code = ""
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._open)
        self.view = CodesView()
        self.view.asked.connect(self._ask)
        self.view.chosen.connect(self._choose)
        self.view.inserted.connect(self._insert)
        self.view.kept.connect(lambda code, is_kept: self._keep(code, "" if is_kept else None))
        self.view.noted.connect(self._keep)
        self.view.show_state(CodesState())
        filled(self, self.view)

    def retint(self) -> None:
        """Takes the colours of the palette worn now."""
        self.view.show_state(self.view.state)

    def _on(self) -> date:
        session = self._bench.session
        return (day_of(session) if session else None) or self._desk.today()

    def _ask(self, query: str, code_set: str) -> None:
        on = self._on()
        sets = (code_set,) if code_set else None
        self._tasks.run(self, "codes.look_up", lambda: self._found(query, on, sets), self._show)

    def _show(self, state: CodesState) -> None:
        self._pause.stop()
        self._tasks.cancel("codes.page")
        self.view.show_state(state)

    def refresh(self) -> None:
        """Asks again what stands in the box."""
        self._ask(self.view.box.text(), self.view.code_set)

    def _found(self, query: str, on: date, sets: tuple[str, ...] | None) -> CodesState:
        """What is asked for; the favourites where nothing is."""
        desk = self._desk
        found = desk.look_up(query, on, sets, 50) if query.strip() else desk.favourites(on, sets)
        return codes_state(query, on, found.results, desk.store.favourites().codes, found.stale)

    def _keep(self, code: str, note: str | None) -> None:
        work = lambda: self._desk.keep_favourite(code, note)  # noqa: E731
        self._tasks.run(self, "codes.keep", work, lambda _: self.refresh(), keeps=True)

    def _choose(self, code: str) -> None:
        self._code = code
        self._pause.start()

    def _open(self) -> None:
        code, on = self._code, self._on()
        self._tasks.run(self, "codes.page", lambda: self._desk.code_page(code, on), self._show_page)

    def _show_page(self, page: Any) -> None:
        t = tokens()
        self.view.show_page(
            page_html(page, t.text, t.muted, t.accent)
            if page
            else f"<p>{say('No page for {code}', code=self._code)}</p>"
        )

    def _insert(self, code_set: str, code: str) -> None:
        session = self._bench.session
        if session is None:
            return
        drug = self._desk.tables(self._on()).drug(code)
        what, draft = inserted(session.draft, code_set, code, drug.routes if drug else ())
        self._bench.change(what, draft)
        self.inserted.emit()
