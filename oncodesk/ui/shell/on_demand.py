"""What stands in the main window, each part built when it is first wanted: only the worklist is there at the start."""

from collections.abc import Callable
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from oncodesk.ui.shell.help_pages import helped
from oncodesk.ui.shell.hints import name_keys
from oncodesk.ui.shell.shortcuts import COMMANDS, command, commands
from oncodesk.ui.shell.today_screen import TodayScreen
from oncodesk.ui.tasks import Tasks

if TYPE_CHECKING:
    from oncodesk.services.desk import Desk
    from oncodesk.ui.editing.workbench import Workbench
    from oncodesk.ui.shell.claims_screen import ClaimsScreen
    from oncodesk.ui.shell.codes_screen import CodesScreen
    from oncodesk.ui.shell.exchange_sheet import ExchangeSheet
    from oncodesk.ui.shell.library_screen import LibraryScreen
    from oncodesk.ui.shell.overlay import CommandPalette, HelpSheet
    from oncodesk.ui.shell.paper import Paper
    from oncodesk.ui.shell.patient_screen import PatientScreen
    from oncodesk.ui.shell.preview_dock import PreviewDock
    from oncodesk.ui.shell.reports_screen import ReportsScreen
    from oncodesk.ui.shell.saving import Saving
    from oncodesk.ui.shell.second_person import SecondPerson
    from oncodesk.ui.shell.settings_screen import SettingsScreen
    from oncodesk.ui.shell.superbill_screen import SuperbillScreen
    from oncodesk.ui.shell.visit_screen import VisitScreen

SCREENS = ("today", "visit", "codes", "patient", "claims", "reports", "library", "settings")
BESIDE_THE_VISIT = "superbill"
_NEXT = (
    "saving", "visit_screen", "codes_screen", "patient_screen", "claims_screen", "reports_screen", "library_screen",
    "settings_screen", "superbill_screen", "preview_dock", "overlay", "exchange_sheet",
)  # fmt: skip
Made = TypeVar("Made", bound=QWidget)


class OnDemand(QMainWindow):
    """Screens and sheets by name; `is_there` says whether one was wanted before, without building it."""

    def __init__(self, desk: "Desk", tasks: Tasks) -> None:
        super().__init__()
        self.desk, self.tasks, self.masked = desk, tasks, False
        self.stack = QStackedWidget()
        self.stack.setObjectName("page")

    def join(self, name: str) -> None:
        """Connects the part of that name, which was just built, with the others."""
        raise NotImplementedError

    def claim_number(self) -> int | None:
        """The number of the finalised claim that is open, or None."""
        return self.bench.number if self.is_there("bench") else None

    def run(self, name: str, work: Callable[[], Any], then: Callable[[Any], None]) -> None:
        """Does work away from the window for as long as the window is there."""
        self.tasks.run(self, name, work, then)

    def bench_changed(self) -> None:
        """The open visit, or what follows from it, is another."""
        raise NotImplementedError

    def is_there(self, name: str) -> bool:
        """Whether the part of that name is built."""
        return name in self.__dict__

    def screen_of(self, name: str) -> Any:
        """The screen of that name."""
        assert name in (*SCREENS, BESIDE_THE_VISIT), name
        return getattr(self, name)

    def built(self) -> tuple[Any, ...]:
        """The screens that are built, in the order of the rail."""
        return tuple(self.screen_of(name) for name in (*SCREENS, BESIDE_THE_VISIT) if self.is_there(name))

    def _screen(self, name: str, made: Made) -> Made:
        made.setObjectName("page")
        made.setAccessibleName(command(f"screen.{name}").text)
        self.stack.addWidget(made)
        return self._part(name, made)

    def _part(self, name: str, made: Made, page: str = "") -> Made:
        self.__dict__[name] = made
        helped(made, page or name)
        if commands() is not COMMANDS:
            name_keys(made)
        if self.masked:
            hide_names(made, True)
        self.join(name)
        return made

    @cached_property
    def bench(self) -> "Workbench":
        """The visit on the desk."""
        from oncodesk.ui.editing.workbench import Workbench

        return Workbench(self.desk, self.run, self.bench_changed)

    @cached_property
    def saving(self) -> "Saving":
        """What keeps the visit on the desk."""
        from oncodesk.ui.shell.saving import Saving

        self.__dict__["saving"] = made = Saving(self.desk, self.tasks, self.bench, self)
        self.join("saving")
        return made

    @cached_property
    def paper(self) -> "Paper":
        """The way of documents onto paper."""
        from oncodesk.ui.shell.paper import Paper

        self.__dict__["paper"] = made = Paper(self.desk, self.tasks, self)
        self.join("paper")
        return made

    @cached_property
    def today(self) -> TodayScreen:
        """The worklist."""
        return self._screen("today", TodayScreen(self.desk, self.tasks))

    @cached_property
    def visit(self) -> "VisitScreen":
        """The open visit."""
        from oncodesk.ui.shell.visit_screen import VisitScreen

        return self._screen("visit", VisitScreen(self.desk, self.bench, self.run))

    @cached_property
    def codes(self) -> "CodesScreen":
        """The look-up."""
        from oncodesk.ui.shell.codes_screen import CodesScreen

        return self._screen("codes", CodesScreen(self.desk, self.tasks, self.bench))

    @cached_property
    def patient(self) -> "PatientScreen":
        """Patients."""
        from oncodesk.ui.shell.patient_screen import PatientScreen

        return self._screen("patient", PatientScreen(self.desk, self.tasks))

    @cached_property
    def claims(self) -> "ClaimsScreen":
        """Finalised claims."""
        from oncodesk.ui.shell.claims_screen import ClaimsScreen

        return self._screen("claims", ClaimsScreen(self.desk, self.tasks, self.paper))

    @cached_property
    def reports(self) -> "ReportsScreen":
        """Reports."""
        from oncodesk.ui.shell.reports_screen import ReportsScreen

        return self._screen("reports", ReportsScreen(self.desk, self.tasks))

    @cached_property
    def library(self) -> "LibraryScreen":
        """Code sets, payer cards and regimens."""
        from oncodesk.ui.shell.library_screen import LibraryScreen

        return self._screen("library", LibraryScreen(self.desk, self.tasks))

    @cached_property
    def settings(self) -> "SettingsScreen":
        """The settings."""
        from oncodesk.ui.shell.settings_screen import SettingsScreen

        return self._screen("settings", SettingsScreen(self.desk, self.tasks))

    @cached_property
    def superbill(self) -> "SuperbillScreen":
        """The superbill of the open visit."""
        from oncodesk.ui.shell.superbill_screen import SuperbillScreen

        return self._screen("superbill", SuperbillScreen(self.desk, self.tasks, self.bench, self.paper))

    @cached_property
    def preview(self) -> "PreviewDock":
        """The superbill beside the visit."""
        from oncodesk.ui.shell.preview_dock import PreviewDock

        made = PreviewDock(self.desk, self.tasks, self.bench, self)
        self.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, made)
        return self._part("preview", made, "dock")

    @cached_property
    def palette_sheet(self) -> "CommandPalette":
        """Every action by name."""
        from oncodesk.ui.shell.overlay import CommandPalette

        return self._part("palette_sheet", CommandPalette(self), "palette")

    @cached_property
    def help_sheet(self) -> "HelpSheet":
        """Help on what has the focus."""
        from oncodesk.ui.shell.overlay import HelpSheet

        return self._part("help_sheet", HelpSheet(self))

    @cached_property
    def exchange_sheet(self) -> "ExchangeSheet":
        """Records in and out."""
        from oncodesk.ui.shell.exchange_sheet import ExchangeSheet

        return self._part("exchange_sheet", ExchangeSheet(self, self.desk, self.tasks, self.claim_number), "exchange")

    @cached_property
    def second(self) -> "SecondPerson":
        """Where a second person agrees."""
        from oncodesk.ui.shell.second_person import SecondPerson

        return self._part("second", SecondPerson(self, self.desk, self.tasks))


def import_next() -> None:
    """Imports what most parts are made of; from any thread."""
    for name in _NEXT:
        import_module(f"oncodesk.ui.shell.{name}")
    import_module("pypdfium2")


def hide_names(part: QWidget, masked: bool) -> None:
    """Hides or shows who the patients are in a screen or sheet, and on the pages that stand in it."""
    from oncodesk.ui.shell.pages import Pages

    if hide := getattr(part, "hide_names", None):
        hide(masked)
    for pages in part.findChildren(Pages):
        pages.hide_names(masked)
