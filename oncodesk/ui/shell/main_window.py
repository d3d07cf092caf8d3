"""The main window: rail, screens, status bar, and what each action does."""

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent, QKeySequence, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QWidget,
)

from oncodesk.ui.editing.draft import Draft, get
from oncodesk.ui.editing.workbench import Runs, Workbench
from oncodesk.ui.shell.claims_screen import ClaimsScreen
from oncodesk.ui.shell.codes_screen import CodesScreen
from oncodesk.ui.shell.exchange_sheet import ExchangeSheet
from oncodesk.ui.shell.first_steps import first_steps
from oncodesk.ui.shell.help_pages import helped
from oncodesk.ui.shell.hints import name_keys
from oncodesk.ui.shell.library_screen import REGIMENS, LibraryScreen
from oncodesk.ui.shell.overlay import CommandPalette, HelpSheet
from oncodesk.ui.shell.pages import Pages
from oncodesk.ui.shell.paper import Paper
from oncodesk.ui.shell.parts import Elided, scrolled
from oncodesk.ui.shell.patient_screen import PatientScreen
from oncodesk.ui.shell.preview_dock import PreviewDock
from oncodesk.ui.shell.rail import Rail
from oncodesk.ui.shell.reports_screen import ReportsScreen
from oncodesk.ui.shell.saving import Saving
from oncodesk.ui.shell.second_person import SecondPerson
from oncodesk.ui.shell.settings_screen import SettingsScreen
from oncodesk.ui.shell.shortcuts import Command, Own, as_bound, command, commands, wear_keys
from oncodesk.ui.shell.superbill_screen import SuperbillScreen
from oncodesk.ui.shell.tab_round import tabbed
from oncodesk.ui.shell.theme import tokens, wear
from oncodesk.ui.shell.today_screen import TodayScreen
from oncodesk.ui.shell.tokens import PALETTES
from oncodesk.ui.shell.tour import Tour
from oncodesk.ui.shell.visit_screen import VisitScreen
from oncodesk.ui.tasks import Tasks

if TYPE_CHECKING:
    from oncodesk.services.desk import Desk

SCREENS = ("today", "visit", "codes", "patient", "claims", "reports", "library", "settings")
BESIDE_THE_VISIT = "superbill"
FAILED = "That did not work ({}). Try it again: what you typed is still in the window"
NO_FIX = "The chosen finding has no fix {} (F8 goes to the next one)"
_STATUSES = ("uncoded", "query", "review", "hold", "sent")
_SETTLED = 400  # milliseconds after the first paint
_SMALLEST, _PAGE = (480, 320), (930, 590)


class MainWindow(QMainWindow):
    """Holds the screens and connects what they say; decides nothing about coding.

    `left` asks for another practice, `locked` that nobody sees this one.
    """

    left = Signal()
    locked = Signal()

    def __init__(self, desk: "Desk", tasks: Tasks) -> None:
        super().__init__()
        self.desk, self.tasks = desk, tasks
        self.setWindowTitle("OncoDesk" + (" — sample practice" if desk.is_sample else ""))
        self.setMinimumSize(*_SMALLEST)
        wear_keys(desk.preferences().own_keys)
        run: Runs = lambda name, work, then: tasks.run(self, name, work, then)  # noqa: E731
        self.bench = Workbench(desk, run, self._bench_changed)
        self.visit = VisitScreen(desk, self.bench, run)
        self.today = TodayScreen(desk, tasks)
        self.codes = CodesScreen(desk, tasks, self.bench)
        self.paper = Paper(desk, tasks, self)
        self.superbill = SuperbillScreen(desk, tasks, self.bench, self.paper)
        self.patient = PatientScreen(desk, tasks)
        self.claims = ClaimsScreen(desk, tasks, self.paper)
        self.reports = ReportsScreen(desk, tasks)
        self.library = LibraryScreen(desk, tasks)
        self.settings = SettingsScreen(desk, tasks)
        self.saving = Saving(desk, tasks, self.bench, self)
        self.stack = QStackedWidget()
        self.stack.setObjectName("page")
        for name in (*SCREENS, BESIDE_THE_VISIT):
            screen = getattr(self, name)
            screen.setObjectName("page")
            screen.setAccessibleName(command(f"screen.{name}").text)
            self.stack.addWidget(screen)
        self._arrange()
        self.palette_sheet, self.help_sheet = CommandPalette(self), HelpSheet(self)
        self.exchange_sheet = ExchangeSheet(self, desk, tasks, self._claim_number)
        self.second = SecondPerson(self, desk, tasks)
        self.tour = Tour(self, first_steps(self))
        self._warming = QTimer(self)
        self._warming.setSingleShot(True)
        self._warming.timeout.connect(self._warm_up)
        self._is_warm = False
        self.actions_by_id = {entry.id: self._action(entry, run) for entry, run in self._does()}
        self._connect()
        self._name_help()
        name_keys(self)
        self.visit.refresh()
        self.show_screen("today")
        self.library.look_for_new()
        self.setAcceptDrops(True)

    def _arrange(self) -> None:
        self.rail = Rail(SCREENS)
        whole = QWidget()
        beside = QHBoxLayout(whole)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)
        self.stack.setMinimumSize(*_PAGE)
        beside.addWidget(scrolled(self.rail, "Rail", across=False))
        beside.addWidget(scrolled(self.stack, "Page"), 1)
        self.setCentralWidget(whole)
        self.editions, self.said = Elided(), Elided()
        self.editions.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.editions.setAccessibleName("Editions of the code sets")
        self.said.setAccessibleName("Last message")
        self.statusBar().setSizeGripEnabled(False)
        self.statusBar().addWidget(self.said, 2)
        self.statusBar().addPermanentWidget(self.editions, 3)
        self.preview = PreviewDock(self.desk, self.tasks, self.bench, self)
        self.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.preview)

    def _connect(self) -> None:
        self.tasks.failed.connect(lambda told: self.tell(FAILED.format(told.partition(": ")[2] or told)))
        self.rail.pressed.connect(lambda identifier: self.actions_by_id[identifier].trigger())
        self.palette_sheet.ran.connect(lambda identifier: self.actions_by_id[identifier].trigger())
        self.today.opened.connect(self.saving.open)
        self.today.started.connect(self.new_visit)
        self.today.view.own.clicked.connect(self.left)
        self.today.editions.connect(self.editions.setText)
        self.today.gone.connect(self._gone)
        self.today.marked.connect(self._marked)
        for screen in (self.today, self.patient, self.claims, self.reports, self.paper):
            screen.told.connect(self.tell)
        self.patient.opened.connect(self.saving.open)
        self.patient.started.connect(self.saving.start_new)
        self.patient.claim_opened.connect(self._show_claim)
        self.patient.papers.connect(self._show_papers)
        self.patient.changed.connect(self._reopen)
        self.claims.opened.connect(self.saving.open)
        self.claims.changed.connect(self._claim_changed)
        self.visit.finalised.connect(self.finalise)
        self.visit.previewed.connect(lambda: self.show_screen("superbill"))
        self.visit.decisions.told.connect(self.tell)
        self.visit.decisions.noted.connect(self.saving.note)
        self.codes.inserted.connect(self._inserted)
        self.superbill.finalised.connect(self.finalise)
        self.superbill.went.connect(self._go)
        self.superbill.told.connect(self.tell)
        self.library.told.connect(self.tell)
        self.library.changed.connect(self._editions_changed)
        self.library.templates.asked.connect(self.save_regimen)
        self.library.found.connect(self.today.show_found)
        self.today.view.offered.connect(self._offer_found)
        self.settings.told.connect(self.tell)
        self.settings.changed.connect(self.bench.recheck)
        self.settings.rebound.connect(self.rebind)
        self.tour.ended.connect(self._toured)
        self.exchange_sheet.changed.connect(self.today.refresh)
        self.saving.told.connect(self.tell)
        self.saving.asked.connect(self._ask_again)
        self.saving.opened.connect(self._opened)
        self.saving.finished.connect(self._finished)
        self.saving.second_asked.connect(self.second.ask)
        self.second.agreed.connect(self.saving.finalise_agreed)

    def _name_help(self) -> None:
        visit = self.visit
        panes = {
            "header": visit.header, "grid": visit.grid, "ruler": visit.ruler, "course": visit.course,
            "claim": visit.claim, "findings": visit.findings, "why": visit.why, "dock": self.preview,
            "begin": visit.start, "regimen": visit.regimen, "regimens": self.library.templates.view,
            "palette": self.palette_sheet, "exchange": self.exchange_sheet, "second": self.second,
        }  # fmt: skip
        for name, part in panes.items():
            helped(part, name)
        for name in (*SCREENS, BESIDE_THE_VISIT):
            helped(getattr(self, name), name)

    def _does(self) -> list[tuple[Command, Callable[[], object]]]:
        findings, grid = self.visit.findings, self.visit.grid
        does: dict[str, Callable[[], object]] = {
            "palette": lambda: self.palette_sheet.open(),
            "look_up": self.look_up,
            "visit.new": self.new_visit,
            "visit.recheck": self.bench.recheck,
            "visit.undo": self.undo,
            "visit.redo": self.redo,
            "visit.details": self.visit.details.toggle,
            "visit.remove_row": grid.remove_row,
            "visit.copy_above": grid.copy_above,
            "visit.repeat": self.repeat_visit,
            "visit.as_regimen": self.save_regimen,
            "visit.ruler_table": self.visit.ruler.toggle.toggle,
            "visit.finalise": self.finalise,
            "finding.next": lambda: self._on_visit(lambda: findings.step(1)),
            "finding.previous": lambda: self._on_visit(lambda: findings.step(-1)),
            "finding.go": lambda: self._on_visit(findings.go),
            "finding.keep": lambda: self._on_visit(self.visit.decisions.keep),
            "finding.ask": lambda: self._on_visit(self.visit.decisions.ask),
            "line.edit": self._edit,
            "line.add": lambda: self._on_visit(lambda: self.visit.decisions.edit("add")),
            "line.remove": lambda: self._on_visit(lambda: self.visit.decisions.edit("remove")),
            "line.withdraw": lambda: self._on_visit(self.visit.decisions.withdraw),
            "why": lambda: self._on_visit(self.visit.why.text.setFocus),
            "codes.favourite": self.codes.view.toggle_favourite,
            "superbill.preview": self.print_superbill,
            "superbill.beside": self.preview.toggleViewAction().trigger,
            "today.discard": lambda: self._on(self.today, self.today.discard),
            "patient.visit": lambda: self._on(self.patient, self.patient.start),
            "patient.of_visit": self.patient_of_visit,
            "patient.table": lambda: self._on(self.patient, self.patient.view.journey.toggle.toggle),
            "claims.correct": lambda: self._on(self.claims, lambda: self.claims.do("correct")),
            "claims.check": lambda: self._show_and(self.claims, self.claims.check_code),
            "claims.scrub": lambda: self._show_and(self.claims, self.claims.check_all),
            "claims.day": lambda: self._show_and(self.claims, self.claims.show_today),
            "superbill.save": self.superbill.save,
            "pane.next": lambda: self._pane(1),
            "pane.previous": lambda: self._pane(-1),
            "mask": self.toggle_mask,
            "theme": self.next_theme,
            "practice": self.left.emit,
            "exchange": self.exchange_sheet.open,
            "lock": self.locked.emit,
            "help": self.open_help,
            "tour": self.tour.open,
            "keys": lambda: self._show_section("keys"),
        }
        does |= {f"screen.{name}": lambda name=name: self.show_screen(name) for name in (*SCREENS, BESIDE_THE_VISIT)}  # type: ignore[misc]
        does |= {f"today.{to}": lambda to=to: self._on(self.today, lambda: self.today.mark(to)) for to in _STATUSES}  # type: ignore[misc]
        does |= {f"finding.fix{n}": lambda n=n: self._on_visit(lambda: self._fix(n)) for n in (1, 2, 3)}  # type: ignore[misc]
        return [(entry, does[entry.id]) for entry in commands()]

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
        self.visit.refresh()

    def _show_section(self, name: str) -> None:
        self.show_screen("settings")
        self.settings.show_section(name)

    def _toured(self) -> None:
        kept = self.desk.preferences()
        if not kept.is_toured:
            keep = lambda: self.desk.save_preferences(kept.model_copy(update={"is_toured": True}))  # noqa: E731
            self.tasks.run(self, "tour", keep, lambda _: None, keeps=True)

    def show_screen(self, name: str) -> None:
        """Goes to a screen and puts the focus where one begins there."""
        self.rail.check("screen.visit" if name == BESIDE_THE_VISIT else f"screen.{name}")
        screen = getattr(self, name)
        self.stack.setCurrentWidget(screen)
        if screen is self.visit:
            self.visit.begin()
        else:
            screen.refresh()
            screen.setFocus()

    def _screen(self) -> QWidget:
        screen = self.stack.currentWidget()
        assert screen is not None
        return screen

    def new_visit(self) -> None:
        """Puts a blank visit of today on the desk."""
        self.saving.start_new()

    def repeat_visit(self) -> None:
        """The last visit of the patient on the desk again, as a new one of today, with times still to be typed."""
        if self.visit.beginning.repeat():
            return
        account = str(get(self.bench.session.draft, "patient.account") or "") if self.bench.session else ""
        if not account:
            self.tell("Open a visit of the patient first, or choose the patient of the new one")
            return
        self.saving.save_now()
        self.tasks.run(self, "visit.repeat", lambda: self.desk.repeated(account), self._repeated)

    def _repeated(self, draft: Draft) -> None:
        if not draft:
            self.tell("This patient has no visit with drugs to repeat")
            return
        self.saving.start_new(draft)
        self.visit.grid.begin_round()
        self.tell("Doses and containers are those of the last visit; times, waste and services are today's to type")

    def save_regimen(self) -> None:
        """The open visit as a regimen in the Library."""
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
            self.tell("Undone: what could not be used")
            return
        what = self.bench.history.undoes if self.bench.history else None
        self.bench.undo()
        self.tell(f"Undone: {what}" if what else "Nothing to undo")

    def redo(self) -> None:
        """Takes the last undone step again and says which it was."""
        what = self.bench.history.redoes if self.bench.history else None
        self.bench.redo()
        self.tell(f"Done again: {what}" if what else "Nothing to redo")

    def finalise(self) -> None:
        """Finalises the open visit as it is typed, and not while the claim leaves out what was typed."""
        self.visit.finish()
        told = self.visit.unusable()
        if told:
            self.tell(f"Not finalised: {told}")
        else:
            self.saving.finalise()

    def print_superbill(self) -> None:
        """The preview; from the preview, the print dialog."""
        if self.stack.currentWidget() is self.superbill:
            self.superbill.print()
        else:
            self.show_screen("superbill")

    def patient_of_visit(self) -> None:
        """The patient of the open visit, whole."""
        account = get(self.bench.session.draft, "patient.account") if self.bench.session else None
        if account:
            self.saving.save_now()
            self.patient.show_patient(str(account))
        self.show_screen("patient")

    def toggle_mask(self) -> None:
        """Hides who the patients are, or shows them again."""
        masked = not self.visit.masked
        self.rail.check("mask", masked)
        for screen in (self.visit, self.today, self.patient, self.claims, self.settings.audit):
            screen.hide_names(masked)
        for pages in self.findChildren(Pages):
            pages.hide_names(masked)

    def next_theme(self) -> None:
        """Light, dark, high contrast, in turn."""
        following = PALETTES[(PALETTES.index(tokens()) + 1) % len(PALETTES)]
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        wear(app, following)
        self.retint()
        self.tell(f"Palette: {following.name}")

    def retint(self) -> None:
        """Takes the colours of the palette worn now."""
        self.rail.retint()
        self.visit.retint()
        self.codes.retint()
        self.patient.retint()
        self.reports.retint()
        for screen in (self.today, self.claims):
            screen.refresh()

    def open_help(self) -> None:
        """Help on what has the focus."""
        self.help_sheet.open(QApplication.focusWidget())

    def tell(self, told: str) -> None:
        """A line in the status bar; findings and errors of typing never come here."""
        self.said.setText(as_bound(told))
        self.said.setAccessibleDescription(self.said.text())

    def _bench_changed(self) -> None:
        self.visit.refresh()
        self.saving.note_change()
        if self.stack.currentWidget() is self.superbill:
            self.superbill.refresh()
        self.preview.refresh()

    def _ask_again(self, told: str) -> None:
        """Said where one looks: beside the button that finalises, on the visit and over its superbill."""
        for place in (self.visit, self.superbill.view):
            place.ask_again(as_bound(told))
        self.tell("")

    def _opened(self) -> None:
        self.tell("")
        self.visit.opened()
        self.show_screen("visit")
        self.visit.refresh()

    def _finished(self) -> None:
        self.visit.refresh()
        self.superbill.refresh()
        self.preview.refresh()

    def _gone(self, visit: int) -> None:
        if self.bench.identifier == visit:
            self.saving.forget()

    def _marked(self, visit: int, status: str) -> None:
        if self.bench.identifier == visit:
            self.bench.status = status

    def _claim_changed(self, visit: int) -> None:
        if self.bench.identifier == visit:
            self.bench.final, self.bench.status = None, "uncoded"
            self._bench_changed()

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

    def _inserted(self) -> None:
        self.show_screen("visit")

    def _claim_number(self) -> int | None:
        return self.bench.final.number if self.bench.final else None

    def _go(self, path: str) -> None:
        if path.startswith("practice"):
            self.show_screen("settings")
            self.settings.go(path.partition(".")[2] or "name")
            return
        self.show_screen("visit")
        if not self.visit.go(path):
            self.visit.go_to_grid()

    def _on(self, screen: QWidget, run: Callable[[], object]) -> None:
        """What concerns one screen is done while it is seen, and never behind it."""
        if self.stack.currentWidget() is screen:
            run()
        else:
            self.tell(f"Only on the screen {screen.accessibleName()}")

    def _show_and(self, screen: QWidget, run: Callable[[], object]) -> None:
        self.show_screen(next(name for name in SCREENS if getattr(self, name) is screen))
        run()

    def _on_visit(self, run: Callable[[], object]) -> None:
        if self.stack.currentWidget() is not self.visit:
            self.show_screen("visit")
        run()

    def _fix(self, number: int) -> None:
        if not self.visit.findings.apply(number):
            self.tell(NO_FIX.format(number))

    def _edit(self) -> None:
        """F2: the cell that has the focus where it can be typed in, else the line of the claim."""
        focus = QApplication.focusWidget()
        tables = (self.visit.grid.table, self.visit.course.table)
        table = next((table for table in tables if focus is table), None)
        if table is not None:
            table.edit(table.currentIndex())
        else:
            self._on_visit(lambda: self.visit.decisions.edit("change"))

    def _pane(self, by: int) -> None:
        screen = self._screen()
        panes: tuple[QWidget, ...] = self.visit.panes if screen is self.visit else (screen,)
        focus = QApplication.focusWidget()
        at = next((n for n, pane in enumerate(panes) if focus and (pane is focus or pane.isAncestorOf(focus))), -by)
        panes[(at + by) % len(panes)].setFocus()

    def focusNextPrevChild(self, forward: bool) -> bool:
        return tabbed(self, forward)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._is_warm:
            self._is_warm = True
            self._warming.start(_SETTLED)

    def _warm_up(self) -> None:
        """What the first superbill needs is imported while the coder reads the worklist."""
        work, quiet = self.desk.warm_up, lambda *_: None
        self.tasks.run_long(self, "warm up", lambda _: (work(), import_module("pypdfium2")), quiet, quiet)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.show_screen("library")
        self.library.view.dropEvent(event)

    def put_away(self) -> None:
        """Keeps what is being typed."""
        self.visit.finish()
        self.settings.keep()
        self.saving.save_now()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.put_away()
        self.tasks.close()
        super().closeEvent(event)
