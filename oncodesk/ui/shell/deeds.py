"""What each action of the window does; nothing is built before its action is called."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from oncodesk.ui.shell.on_demand import BESIDE_THE_VISIT, SCREENS
from oncodesk.words import say

if TYPE_CHECKING:
    from oncodesk.ui.shell.main_window import MainWindow

NO_FIX = say("The chosen finding has no fix {} (F8 goes to the next one)")
_STATUSES = ("uncoded", "query", "review", "hold", "sent")


def deeds(window: "MainWindow") -> dict[str, Callable[[], object]]:
    """By the id of the action."""
    does: dict[str, Callable[[], object]] = {
        "palette": lambda: window.palette_sheet.open(),
        "look_up": window.look_up,
        "visit.new": window.new_visit,
        "visit.recheck": lambda: window.bench.recheck(),
        "visit.undo": window.undo,
        "visit.redo": window.redo,
        "visit.details": lambda: window.visit.details.toggle(),
        "visit.remove_row": lambda: window.visit.grid.remove_row(),
        "visit.copy_above": lambda: window.visit.grid.copy_above(),
        "visit.repeat": window.repeat_visit,
        "visit.as_regimen": window.save_regimen,
        "visit.ruler_table": lambda: window.visit.ruler.toggle.toggle(),
        "visit.finalise": window.finalise,
        "finding.next": lambda: window.show_and("visit", lambda: window.visit.findings.step(1)),
        "finding.previous": lambda: window.show_and("visit", lambda: window.visit.findings.step(-1)),
        "finding.go": lambda: window.show_and("visit", lambda: window.visit.findings.go()),
        "finding.keep": lambda: window.show_and("visit", lambda: window.visit.decisions.keep()),
        "finding.ask": lambda: window.show_and("visit", lambda: window.visit.decisions.ask()),
        "line.edit": window.edit,
        "line.add": lambda: window.show_and("visit", lambda: window.visit.decisions.edit("add")),
        "line.remove": lambda: window.show_and("visit", lambda: window.visit.decisions.edit("remove")),
        "line.withdraw": lambda: window.show_and("visit", lambda: window.visit.decisions.withdraw()),
        "why": lambda: window.show_and("visit", lambda: window.visit.why.text.setFocus()),
        "codes.favourite": lambda: window.codes.view.toggle_favourite(),
        "superbill.preview": window.print_superbill,
        "superbill.beside": lambda: window.preview.toggleViewAction().trigger(),
        "today.discard": lambda: window.on("today", window.today.discard),
        "patient.visit": lambda: window.on("patient", lambda: window.patient.start()),
        "patient.of_visit": window.patient_of_visit,
        "patient.table": lambda: window.on("patient", lambda: window.patient.view.journey.toggle.toggle()),
        "claims.correct": lambda: window.on("claims", lambda: window.claims.do("correct")),
        "claims.check": lambda: window.show_and("claims", window.claims.check_code),
        "claims.scrub": lambda: window.show_and("claims", window.claims.check_all),
        "claims.day": lambda: window.show_and("claims", window.claims.show_today),
        "superbill.save": lambda: window.superbill.save(),
        "pane.next": lambda: window.step_pane(1),
        "pane.previous": lambda: window.step_pane(-1),
        "mask": window.toggle_mask,
        "theme": window.next_theme,
        "practice": window.left.emit,
        "exchange": lambda: window.exchange_sheet.open(),
        "lock": window.locked.emit,
        "help": window.open_help,
        "tour": lambda: window.tour.open(),
        "keys": lambda: window.show_section("keys"),
    }
    does |= {f"screen.{name}": partial(window.show_screen, name) for name in (*SCREENS, BESIDE_THE_VISIT)}
    does |= {f"today.{to}": partial(window.on, "today", partial(window.today.mark, to)) for to in _STATUSES}
    does |= {f"finding.fix{n}": partial(_fix, window, n) for n in (1, 2, 3)}
    return does


def _fix(window: "MainWindow", number: int) -> None:
    def fix() -> None:
        if not window.visit.findings.apply(number):
            window.tell(NO_FIX.format(number))

    window.show_and("visit", fix)
