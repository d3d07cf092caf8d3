"""The worklist over the practice file, read a page at a time."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from oncodesk.ui.editing.wording import STATUSES
from oncodesk.ui.panels.today.presenter import refusal
from oncodesk.ui.panels.today.state import Asked, Tab, TodayRow, TodayState, empty_words, rows, tabs
from oncodesk.ui.panels.today.view import TodayView
from oncodesk.ui.shell.editions import editions_text, stale_text
from oncodesk.ui.shell.screens import filled
from oncodesk.ui.tasks import Tasks
from oncodesk.words import say

if TYPE_CHECKING:
    from oncodesk.domain.report import Editions
    from oncodesk.services.desk import Desk
    from oncodesk.vault.store import StoredVisit, VisitFilter, VisitSummary

_PAGE = 80


class TodayScreen(QWidget):
    """`opened` carries a visit's id, `told` a line for the status bar, `gone` the id of a visit that was removed.

    `marked` carries the id of a visit and the status it was moved to.
    """

    opened = Signal(int)
    started = Signal()
    editions = Signal(str)
    told = Signal(str)
    gone = Signal(int)
    marked = Signal(int, str)

    def __init__(self, desk: "Desk", tasks: Tasks) -> None:
        super().__init__()
        self._desk, self._tasks = desk, tasks
        self._visits: tuple[VisitSummary, ...] = ()
        self._tabs: tuple[Tab, ...] = ()
        self._asked, self._has_more, self._is_read = Asked(), False, False
        self._strip, self._found, self._masked = "", "", False
        self._removed: tuple[StoredVisit, Decimal | None] | None = None
        self.view = TodayView(desk.today)
        self.view.opened.connect(self.opened)
        self.view.started.connect(self.started)
        self.view.asked.connect(self._ask)
        self.view.more.connect(self._more)
        self.view.restored.connect(self.restore)
        filled(self, self.view)

    def refresh(self) -> None:
        """Reads the worklist again."""
        asked, self._is_read = self._asked, False
        self._tasks.run(self, "today", lambda: self._read(asked), self._show_all)

    def retint(self) -> None:
        """Takes the colours of the palette worn now."""
        self.refresh()

    def hide_names(self, masked: bool) -> None:
        """Hides or shows who the patients are."""
        self._masked = masked
        self._show()

    def show_found(self, said: str) -> None:
        """New official files in the watched folder, in words; empty where there are none."""
        if said != self._found:
            self._found = said
            self._show()

    def _read(self, asked: Asked) -> tuple[Any, ...]:
        desk, today = self._desk, self._desk.today()
        span = replace(self._filter(asked), status=None, text="")
        tallies = desk.store.tallies(span)
        return asked, tabs(tallies, today), self._page(asked)

    def _loaded(self) -> "tuple[Editions, tuple[str, ...]]":
        return self._desk.tables(self._desk.today()).editions, self._desk.editions().stale

    def _filter(self, asked: Asked) -> "VisitFilter":
        from oncodesk.vault.store import VisitFilter

        status: Any = None if asked.tab == "all" else asked.tab
        return VisitFilter(status, asked.typed, asked.since, asked.until)

    def _page(self, asked: Asked, after: "VisitSummary | None" = None) -> "tuple[VisitSummary, ...]":
        """What is due, the newest first; behind it what is still to come, the soonest first."""
        find, today, wanted = self._desk.store.find_visits, self._desk.today(), self._filter(asked)
        due, coming = parted(wanted, today)
        if after is not None and (after.date_of_service or today) > today:
            return find(coming, _PAGE, after)
        found = find(due, _PAGE, after)
        return (*found, *find(coming, _PAGE - len(found))) if len(found) < _PAGE else found

    def _show_all(self, found: tuple[Any, ...]) -> None:
        self._asked, self._tabs, self._visits = found
        self._has_more, self._is_read = len(self._visits) == _PAGE, True
        self._show()
        self._tasks.run(self, "today.editions", self._loaded, self._show_loaded)

    def _show_loaded(self, found: "tuple[Editions, tuple[str, ...]]") -> None:
        loaded, stale = found
        self.editions.emit(editions_text(loaded))
        if self._strip != (said := stale_text(loaded, stale)):
            self._strip = said
            self._show()

    def _ask(self, asked: Asked) -> None:
        held, self._asked = self._asked, asked
        self.view.table.clearSelection()
        self.view.table.setCurrentCell(-1, -1)
        if self._is_read and (asked.since, asked.until) == (held.since, held.until):
            self._tasks.run(self, "today", lambda: (asked, self._page(asked)), self._show_page)
        else:
            self.refresh()

    def _show_page(self, found: "tuple[Asked, tuple[VisitSummary, ...]]") -> None:
        """What the tabs count is of the same days as before, whatever words are asked for."""
        self._asked, self._visits = found
        self._has_more = len(self._visits) == _PAGE
        self._show()

    def _more(self) -> None:
        if self._has_more and self._visits:
            asked, last = self._asked, self._visits[-1]
            self._tasks.run(self, "today.more", lambda: (asked, last, self._page(asked, last)), self._add)

    def _add(self, found: tuple[Asked, Any, Any]) -> None:
        asked, last, page = found
        if asked == self._asked and self._visits and self._visits[-1] == last:
            self._visits, self._has_more = (*self._visits, *page), len(page) == _PAGE
            self._show()

    def _show(self) -> None:
        asked, offer = self._asked, self._found or (say("Load files…") if self._strip else "")
        self.view.show_state(
            TodayState(
                self._tabs, asked.tab, rows(self._visits, self._masked), self._has_more, self._strip, offer,
                self._desk.is_sample, "" if self._visits else empty_words(asked, self._tabs),
            )
        )  # fmt: skip

    def mark(self, status: Any) -> None:
        """Moves the chosen visit to another status, or says why that cannot be."""
        row = self.view.current()
        if row is None:
            return
        if problem := refusal(row, status):
            self.told.emit(problem)
            return
        work = lambda: self._desk.store.mark_visit(row.identifier, status)  # noqa: E731
        self._tasks.run(self, "today.mark", work, lambda _: self._changed(row, status), keeps=True)

    def _changed(self, row: TodayRow, status: str) -> None:
        self.told.emit(
            say(
                "{name}, {day}: now {status}",
                name=row.cells[1],
                day=row.cells[0],
                status=STATUSES.get(status, status).lower(),
            )
        )
        self.marked.emit(row.identifier, status)
        self.refresh()

    def discard(self) -> None:
        """Removes the chosen draft, which can be brought back; a visit with a finalised claim stays."""
        row = self.view.current()
        if row is not None:
            work = lambda: self._discarded(row.identifier)  # noqa: E731
            self._tasks.run(self, "today.discard", work, lambda held: self._gone(row, held), keeps=True)

    def _discarded(self, identifier: int) -> "StoredVisit | str":
        from oncodesk.vault.errors import Conflict

        try:
            held = self._desk.store.load_visit(identifier)
            self._desk.store.discard_draft(identifier)
        except Conflict as problem:
            return str(problem)
        return held

    def _gone(self, row: TodayRow, held: "StoredVisit | str") -> None:
        if isinstance(held, str):
            self.told.emit(held)
            return
        charge = next((visit.charge_total for visit in self._visits if visit.id == row.identifier), None)
        self._removed = (held, charge)
        self.view.tell_removed(say("Removed: the draft of {name}, {day}.", name=row.cells[1], day=row.cells[0]))
        self.gone.emit(row.identifier)
        self.refresh()

    def restore(self) -> None:
        """Brings the draft back that was removed last."""
        removed, self._removed = self._removed, None
        if removed is not None:
            held, charge = removed
            work = lambda: self._desk.store.save_draft(  # noqa: E731
                None, held.draft, held.decided, held.status, charge, held.refused
            )
            self._tasks.run(self, "today.restore", work, lambda _: self.refresh(), keeps=True)
        self.view.tell_removed("")


def parted(wanted: "VisitFilter", today: date) -> "tuple[VisitFilter, VisitFilter]":
    """The same visits up to today, and those of a later day, the soonest first."""
    tomorrow = today + timedelta(days=1)
    due = replace(wanted, until=min(wanted.until or today, today))
    return due, replace(wanted, since=max(wanted.since or tomorrow, tomorrow), soonest_first=True)
