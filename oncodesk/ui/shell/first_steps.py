"""The stops of the tour, over the parts of the main window."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from oncodesk.ui.shell.tour import Step
from oncodesk.words import say

if TYPE_CHECKING:
    from oncodesk.ui.shell.main_window import MainWindow


_ONCE = Qt.ConnectionType(Qt.ConnectionType.QueuedConnection.value | Qt.ConnectionType.SingleShotConnection.value)


def first_steps(window: "MainWindow") -> tuple[Step, ...]:
    """Six stops: the worklist, the facts, the claim, the findings, the way to paper, and where help is."""

    def on(screen: str, part: QWidget) -> QWidget:
        if window.stack.currentWidget() is not getattr(window, screen):
            window.show_screen(screen)
        return part

    def visit(part: QWidget) -> QWidget:
        if window.bench.session is None and window.today.view.state.rows:
            window.saving.opened.connect(window.tour.return_to, _ONCE)
            window.saving.open(window.today.view.state.rows[0].identifier)
        return on("visit", part)

    waits = say("Every visit by its status, with charges and age. Type to filter, Enter opens. Ctrl+1 comes back here.")
    if window.desk.is_sample:
        waits = say(
            "Every visit by its status, with charges and age. These patients are invented: try anything. "
            "Type to filter, Enter opens. Ctrl+1 comes back here."
        )
    return (
        Step(
            say("What waits"),
            waits,
            lambda: on("today", window.today.view.list),
        ),
        Step(
            say("What happened"),
            say(
                "You type what was done: drug, dose, what was opened, start and stop. No codes. Try a stop of +90 "
                "for 90 minutes."
            ),
            lambda: visit(window.visit.facts),
        ),
        Step(
            say("The claim that follows"),
            say(
                "Each change of a fact derives these lines again, with modifiers, units and pointers. Alt+W says why a "
                "line is there; F2 changes it, with a reason."
            ),
            lambda: visit(window.visit.claim),
        ),
        Step(
            say("What is wrong"),
            say(
                "F8 goes through what was found, Alt+1 applies the first fix, Ctrl+Z takes it back. The foot says what "
                "could not be checked, such as where no table is loaded."
            ),
            lambda: visit(window.visit.findings),
        ),
        Step(
            say("To paper"),
            say(
                "Ctrl+Enter finalises: the claim is sealed and gets its number. Ctrl+P shows the superbill, and again "
                "prints it."
            ),
            lambda: visit(window.visit.finalise),
        ),
        Step(
            say("Where to go on"),
            say(
                "Ctrl+K finds every action by name, F1 helps with what has the focus. Load the official tables in the "
                "Library (Ctrl+7), then start a practice of your own (Ctrl+Shift+O). Shift+F1 shows this tour again."
            ),
            lambda: on("today", window.rail),
        ),
    )
