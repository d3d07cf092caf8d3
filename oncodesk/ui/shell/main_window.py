"""The main window: rail, screens, status bar, and what each action does."""

from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from oncodesk.ui.shell.deeds import deeds
from oncodesk.ui.shell.editions import said_of
from oncodesk.ui.shell.hints import name_keys
from oncodesk.ui.shell.on_demand import BESIDE_THE_VISIT, SCREENS, OnDemand, hide_names, import_next
from oncodesk.ui.shell.parts import Elided, scrolled
from oncodesk.ui.shell.rail import Rail
from oncodesk.ui.shell.shortcuts import Command, Own, as_bound, command, commands, wear_keys
from oncodesk.ui.shell.tab_round import tabbed
from oncodesk.ui.shell.theme import tokens, wear
from oncodesk.ui.shell.tokens import PALETTES
from oncodesk.ui.tasks import Tasks
from oncodesk.words import say

if TYPE_CHECKING:
    from oncodesk.services.desk import Desk
    from oncodesk.ui.editing.draft import Draft
    from oncodesk.ui.shell.tour import Tour

FAILED = say("That did not work ({}). Try it again: what you typed is still in the window")
_SETTLED = 400  # milliseconds after the first paint
_SMALLEST, _PAGE = (480, 320), (890, 590)

_PALETTES = {"light": say("light"), "dark": say("dark"), "high contrast": say("high contrast")}


class MainWindow(OnDemand):
    """Connects what its screens say; decides nothing about coding.

    `left` asks for another practice, `locked` that nobody sees this one, `restore_asked` for a backup in its place;
    `guarded` carries the Security kept.
    """

    left = Signal()
    locked = Signal()
    restore_asked = Signal()
    guarded = Signal(object)

    def __init__(self, desk: "Desk", tasks: Tasks) -> None:
        super().__init__(desk, tasks)
        self.setWindowTitle("OncoDesk" + (say(" — sample practice") if desk.is_sample else ""))
        self.setMinimumSize(*_SMALLEST)
        wear_keys(desk.preferences().own_keys)
        self.shown, self._again = "today", ""
        self._arrange()
        self._warming = QTimer(self)
        self._warming.setSingleShot(True)
        self._warming.timeout.connect(self._warm_up)
        self._is_warm = False
        does = deeds(self)
        self.actions_by_id = {entry.id: self._action(entry, does[entry.id]) for entry in commands()}
        self.rail.pressed.connect(lambda identifier: self.actions_by_id[identifier].trigger())
        self.tasks.failed.connect(lambda told: self.tell(FAILED.format(told.partition(": ")[2] or told)))
        self.show_screen("today")
        self.run("library.watch", lambda: said_of(desk.watched_files()), self.today.show_found)
        self.setAcceptDrops(True)

    @cached_property
    def tour(self) -> "Tour":
        """What is where, step by step."""
        from oncodesk.ui.shell.first_steps import first_steps
        from oncodesk.ui.shell.tour import Tour

        return self._part("tour", Tour(self, first_steps(self)))

    def _arrange(self) -> None:
        self.rail = Rail(SCREENS)
        whole = QWidget()
        beside = QHBoxLayout(whole)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)
        self.stack.setMinimumSize(*_PAGE)
        self._rail_place = scrolled(self.rail, say("Rail"), across=False)
        beside.addWidget(self._rail_place)
        beside.addWidget(scrolled(self.stack, say("Page")), 1)
        self.setCentralWidget(whole)
        self.editions, self.said = Elided(), Elided()
        self.editions.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.editions.setAccessibleName(say("Editions of the code sets"))
        self.said.setAccessibleName(say("Last message"))
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().addWidget(self.said, 2)
        self.statusBar().addPermanentWidget(self.editions, 3)

    def join(self, name: str) -> None:
        """Connects the part of that name, which was just built, with the others."""
        join = getattr(self, f"_join_{name}", None)
        if join is not None:
            join()

    def _join_today(self) -> None:
        self.today.opened.connect(lambda visit: self.saving.open(visit))
        self.today.started.connect(self.new_visit)
        self.today.view.own.clicked.connect(self.left)
        self.today.view.offered.connect(self._offer_found)
        self.today.editions.connect(self.editions.setText)
        self.today.gone.connect(self._gone)
        self.today.marked.connect(self._marked)
        self.today.told.connect(self.tell)

    def _join_saving(self) -> None:
        self.saving.told.connect(self.tell)
        self.saving.asked.connect(self._ask_again)
        self.saving.opened.connect(self._opened)
        self.saving.finished.connect(self._finished)
        self.saving.second_asked.connect(lambda visit: self.second.ask(visit))

    def _join_paper(self) -> None:
        self.paper.told.connect(self.tell)

    def _join_visit(self) -> None:
        self.visit.finalised.connect(self.finalise)
        self.visit.previewed.connect(lambda: self.show_screen("superbill"))
        self.visit.decisions.told.connect(self.tell)
        self.visit.decisions.noted.connect(self.saving.note)
        self.visit.refresh()

    def _join_codes(self) -> None:
        self.codes.inserted.connect(lambda: self.show_screen("visit"))

    def _join_patient(self) -> None:
        self.patient.opened.connect(self.saving.open)
        self.patient.started.connect(self.saving.start_new)
        self.patient.claim_opened.connect(self._show_claim)
        self.patient.papers.connect(self._show_papers)
        self.patient.changed.connect(self._reopen)
        self.patient.told.connect(self.tell)

    def _join_claims(self) -> None:
        self.claims.opened.connect(self.saving.open)
        self.claims.changed.connect(self._claim_changed)
        self.claims.told.connect(self.tell)

    def _join_reports(self) -> None:
        self.reports.told.connect(self.tell)

    def _join_library(self) -> None:
        self.library.told.connect(self.tell)
        self.library.changed.connect(self._editions_changed)
        self.library.templates.asked.connect(self.save_regimen)
        self.library.found.connect(self.today.show_found)

    def _join_settings(self) -> None:
        self.settings.told.connect(self.tell)
        self.settings.changed.connect(self.bench.recheck)
        self.settings.rebound.connect(self.rebind)
        self.settings.guarded.connect(self.guarded)
        self.settings.restore_asked.connect(self.restore_asked)

    def _join_superbill(self) -> None:
        self.superbill.finalised.connect(self.finalise)
        self.superbill.went.connect(self._go)
        self.superbill.told.connect(self.tell)
        self.superbill.view.ask_again(self._again)

    def _join_palette_sheet(self) -> None:
        self.palette_sheet.ran.connect(lambda identifier: self.actions_by_id[identifier].trigger())

    def _join_exchange_sheet(self) -> None:
        self.exchange_sheet.changed.connect(self.today.refresh)

    def _join_second(self) -> None:
        self.second.agreed.connect(self.saving.finalise_agreed)

    def _join_tour(self) -> None:
        self.tour.ended.connect(self._toured)

    def _action(self, entry: Command, run: Callable[[], object]) -> QAction:
        made = QAction(entry.text, self)
        made.setObjectName(entry.id)
        made.setShortcuts([QKeySequence(key) for key in entry.keys])
        made.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        made.triggered.connect(lambda _=False: run())
        self.addAction(made)
        return made

    def rebind(self, own: Own) -> None:
        """Gives every action its keys; hints name the new ones from now on."""
        wear_keys(own)
        for entry in commands():
            self.actions_by_id[entry.id].setShortcuts([QKeySequence(key) for key in entry.keys])
        self.rail.name_keys()
        name_keys(self)
        if self.is_there("visit"):
            self.visit.refresh()

    def show_section(self, name: str) -> None:
        """Goes to a section of the settings."""
        self.show_screen("settings")
        self.settings.show_section(name)

    def _toured(self) -> None:
        kept = self.desk.preferences()
        if not kept.is_toured:
            keep = lambda: self.desk.save_preferences(replace(kept, is_toured=True))  # noqa: E731
            self.tasks.run(self, "tour", keep, lambda _: None, keeps=True)

    def show_screen(self, name: str) -> None:
        """Goes to a screen and puts the focus where one begins there."""
        self.rail.check("screen.visit" if name == BESIDE_THE_VISIT else f"screen.{name}")
        screen = self.screen_of(name)
        self.shown = name
        self.stack.setCurrentWidget(screen)
        if name == "visit":
            self.visit.begin()
        else:
            screen.refresh()
            screen.setFocus()

    def new_visit(self) -> None:
        """Puts a blank visit of today on the desk."""
        self.saving.start_new()

    def repeat_visit(self) -> None:
        """The last visit of the patient on the desk again, with times still to be typed.

        It fills the open visit where nothing is typed there, as in one made of an appointment; else it is a new one of
        today.
        """
        if self.visit.beginning.repeat():
            return
        account = self._account()
        if not account:
            self.tell(say("Open a visit of the patient first, or choose the patient of the new one"))
            return
        self.saving.save_now()
        self.tasks.run(self, "visit.repeat", lambda: self.desk.repeated(account), self._repeated)

    def _repeated(self, draft: "Draft") -> None:
        if not draft:
            self.tell(say("This patient has no visit with drugs to repeat"))
            return
        from oncodesk.services.begin_visit import filled, is_empty

        session = self.bench.session
        if session is not None and self.bench.status == "uncoded" and is_empty(session.draft):
            self.bench.change(say("the last visit again"), filled(session.draft, draft))
        else:
            self.saving.start_new(draft)
        self.visit.grid.begin_round()
        self.tell(
            say("Doses and containers are those of the last visit; times, waste and services are today's to type")
        )

    def save_regimen(self) -> None:
        """The open visit as a regimen in the Library."""
        from oncodesk.ui.shell.library_screen import REGIMENS

        outcome = self.bench.outcome if self.bench.is_current else None
        self.show_screen("library")
        self.library.pages.show_page(REGIMENS)
        self.library.templates.keep_visit(outcome.visit if outcome else None)

    def look_up(self) -> None:
        """Goes to the look-up with its box ready to type in."""
        self.show_screen("codes")
        self.codes.view.box.selectAll()

    def undo(self) -> None:
        """Takes the last step back and says which it was."""
        if self.visit.forget_rejected():
            self.tell(say("Undone: what could not be used"))
            return
        what = self.bench.history.undoes if self.bench.history else None
        self.bench.undo()
        self.tell(say("Undone: {what}", what=what) if what else say("Nothing to undo"))

    def redo(self) -> None:
        """Takes the last undone step again and says which it was."""
        what = self.bench.history.redoes if self.bench.history else None
        self.bench.redo()
        self.tell(say("Done again: {what}", what=what) if what else say("Nothing to redo"))

    def finalise(self) -> None:
        """Finalises the open visit as it is typed, and not while the claim leaves out what was typed."""
        self.visit.finish()
        told = self.visit.unusable()
        if told:
            self.tell(say("Not finalised: {told}", told=told))
        else:
            self.saving.finalise()

    def print_superbill(self) -> None:
        """The preview; from the preview, the print dialog."""
        if self.shown == "superbill":
            self.superbill.print()
        else:
            self.show_screen("superbill")

    def patient_of_visit(self) -> None:
        """The patient of the open visit, whole."""
        if account := self._account():
            self.saving.save_now()
            self.patient.show_patient(account)
        self.show_screen("patient")

    def _account(self) -> str:
        """The account of the patient of the open visit; empty where none is open or it is not typed."""
        from oncodesk.ui.editing.draft import get

        session = self.bench.session
        return str(get(session.draft, "patient.account") or "") if session else ""

    def toggle_mask(self) -> None:
        """Hides who the patients are, or shows them again."""
        self.masked = not self.masked
        self.rail.check("mask", self.masked)
        for part in (*self.built(), *((self.preview,) if self.is_there("preview") else ())):
            hide_names(part, self.masked)

    def next_theme(self) -> None:
        """Light, dark, high contrast, in turn."""
        following = PALETTES[(PALETTES.index(tokens()) + 1) % len(PALETTES)]
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        wear(app, following)
        self.retint()
        self.tell(say("Palette: {name}", name=_PALETTES[following.name]))

    def retint(self) -> None:
        """Takes the colours of the palette worn now."""
        self.rail.retint()
        for screen in self.built():
            if hasattr(screen, "retint"):
                screen.retint()

    def open_help(self) -> None:
        """Help on what has the focus."""
        self.help_sheet.open(QApplication.focusWidget())

    def tell(self, told: str) -> None:
        """A line in the status bar; findings and errors of typing never come here."""
        self.said.setText(as_bound(told))
        self.said.setAccessibleDescription(self.said.text())

    def bench_changed(self) -> None:
        """The open visit, or what follows from it, is another."""
        if self.is_there("visit"):
            self.visit.refresh()
        self.saving.note_change()
        if self.shown == "superbill":
            self.superbill.refresh()
        if self.is_there("preview"):
            self.preview.refresh()

    def _ask_again(self, told: str) -> None:
        """Said where one looks: beside the button that finalises, on the visit and over its superbill."""
        self._again = as_bound(told)
        for view in (self.visit, *((self.superbill.view,) if self.is_there("superbill") else ())):
            view.ask_again(self._again)
        self.tell("")

    def _opened(self) -> None:
        self.tell("")
        self.visit.opened()
        self.show_screen("visit")
        self.visit.refresh()

    def _finished(self) -> None:
        self.visit.refresh()
        for name in ("superbill", "preview"):
            if self.is_there(name):
                getattr(self, name).refresh()

    def _gone(self, visit: int) -> None:
        if self.bench.identifier == visit:
            self.saving.forget()

    def _marked(self, visit: int, status: str) -> None:
        if self.bench.identifier == visit:
            self.bench.status = status

    def _claim_changed(self, visit: int) -> None:
        if self.bench.identifier == visit:
            self.bench.final, self.bench.status = None, "uncoded"
            self.bench_changed()

    def _reopen(self) -> None:
        """The patient of the open visit may be another now."""
        if self.bench.identifier is not None:
            self.saving.reread()

    def _show_claim(self, number: int) -> None:
        self.claims.show_claim(number)
        self.show_screen("claims")

    def _show_papers(self, account: str) -> None:
        self.claims.show_of(account)
        self.show_screen("claims")

    def _editions_changed(self) -> None:
        self.today.refresh()
        self.bench.recheck()

    def _offer_found(self) -> None:
        self.show_screen("library")
        self.library.offer_watched()

    def _go(self, path: str) -> None:
        if path.startswith("practice"):
            self.show_screen("settings")
            self.settings.go(path.partition(".")[2] or "name")
            return
        self.show_screen("visit")
        if not self.visit.go(path):
            self.visit.go_to_grid()

    def on(self, name: str, run: Callable[[], object]) -> None:
        """What concerns one screen is done while it is seen, and never behind it."""
        if self.shown == name:
            run()
        else:
            self.tell(say("Only on the screen {text}", text=command(f"screen.{name}").text))

    def show_and(self, name: str, run: Callable[[], object]) -> None:
        """Goes to a screen and does something there."""
        if self.shown != name:
            self.show_screen(name)
        run()

    def edit(self) -> None:
        """F2: the cell that has the focus where it can be typed in, else the line of the claim."""
        focus = QApplication.focusWidget()
        tables = (self.visit.grid.table, self.visit.course.table)
        table = next((table for table in tables if focus is table), None)
        if table is not None:
            table.edit(table.currentIndex())
        else:
            self.show_and("visit", lambda: self.visit.decisions.edit("change"))

    def step_pane(self, by: int) -> None:
        """Puts the focus in the next or the previous pane of the screen."""
        panes: tuple[QWidget, ...] = self.visit.panes if self.shown == "visit" else (self.screen_of(self.shown),)
        focus = QApplication.focusWidget()
        at = next((n for n, pane in enumerate(panes) if focus and (pane is focus or pane.isAncestorOf(focus))), -by)
        panes[(at + by) % len(panes)].setFocus()

    def focusNextPrevChild(self, forward: bool) -> bool:
        return tabbed(self, forward)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.rail.fit(event.size())
        self._rail_place.setFixedWidth(self.rail.width())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_warm:
            self._is_warm = True
            self._warming.start(_SETTLED)

    def _warm_up(self) -> None:
        """What comes next is imported while the coder reads the worklist."""

        quiet: Callable[..., None] = lambda *_: None  # noqa: E731

        def work(_: object) -> None:
            import_next()
            self.desk.warm_up()

        self.tasks.run_long(self, "warm up", work, quiet, quiet)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.show_screen("library")
        self.library.view.dropEvent(event)

    def put_away(self) -> None:
        """Keeps what is being typed."""
        if self.is_there("visit"):
            self.visit.finish()
        if self.is_there("settings"):
            self.settings.keep()
        if self.is_there("saving"):
            self.saving.save_now()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.put_away()
        self.tasks.close()
        super().closeEvent(event)
