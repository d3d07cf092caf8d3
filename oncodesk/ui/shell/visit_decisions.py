"""Joins the findings and the claim to what the coder decides: reasons, lines by hand, questions to others."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QWidget

from oncodesk.domain.decisions import Query
from oncodesk.domain.errors import UnusableInput
from oncodesk.domain.report import Finding
from oncodesk.ui.editing.deciding import Decider, Decision
from oncodesk.ui.editing.lines import Typed
from oncodesk.ui.editing.wording import said
from oncodesk.ui.editing.workbench import Runs, Workbench
from oncodesk.ui.panels.claim.editing import Doing, EditorState, editor_state
from oncodesk.ui.panels.claim.view import ClaimView
from oncodesk.ui.panels.findings.asking import query_text
from oncodesk.ui.panels.findings.state import Card
from oncodesk.ui.panels.findings.view import FindingsView
from oncodesk.words import say

if TYPE_CHECKING:
    from oncodesk.services.desk import Desk

_LABELS = {"reason": say("Reason")}


class VisitDecisions(QObject):
    """`told` carries a line for the status bar, `noted` a remark to keep on the visit."""

    told = Signal(str)
    noted = Signal(str)

    def __init__(
        self, desk: "Desk", bench: Workbench, run: Runs, findings: FindingsView, claim: ClaimView, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._desk, self._bench, self._run = desk, bench, run
        self._findings, self._claim, self._decider = findings, claim, Decider(desk, bench)
        self._reasons: tuple[str, ...] = ()
        findings.kept.connect(self._keep)
        findings.wanted.connect(self._draft)
        findings.asked.connect(self._ask)
        findings.printed.connect(self.print)
        findings.copied.connect(self._copy)
        findings.recorded.connect(self._record)
        findings.taken_back.connect(self._take_back)
        claim.edited.connect(lambda _: self.edit("change"))
        claim.editor.kept.connect(self._line_kept)
        claim.editor.withdrawn.connect(self._withdraw)

    def opened(self) -> None:
        """Another visit is on the desk: the reasons given before are read again."""
        self._findings.close_form()
        self._run("visit.reasons", self._desk.store.reasons, self._offer)

    def _offer(self, reasons: tuple[str, ...]) -> None:
        self._reasons = self._findings.reasons = reasons

    def _given(self, reason: str) -> None:
        self._offer(tuple(dict.fromkeys((reason.strip(), *self._reasons))))

    def keep(self) -> None:
        """Opens the form for keeping the current finding as it is."""
        if not self._findings.open_keep():
            self.told.emit(say("Only a finding of the rules can be kept as it is; a question is answered by a fact"))

    def ask(self) -> None:
        """Opens the draft of a question about the current finding."""
        if not self._findings.open_ask():
            self.told.emit(say("There is nothing to ask about here"))

    def edit(self, doing: Doing) -> None:
        """Opens the line editor over the line that has the focus, or over a new one."""
        state = editor_state(self._bench.outcome if self._bench.is_current else None, doing, self._claim.line())
        if state is None:
            self.told.emit(
                say("Choose a line of the claim first") if self._bench.is_current else say("One moment: still checking")
            )
        else:
            self._claim.open_editor(state, self._reasons)

    def withdraw(self) -> None:
        """The line that has the focus stands as derived again."""
        self._withdraw(self._claim.line())

    def _try(self, work: Callable[[], object], complain: Callable[[UnusableInput], object]) -> bool:
        try:
            work()
        except UnusableInput as problem:
            complain(problem)
            return False
        return True

    def _complain(self, problem: UnusableInput) -> None:
        self._findings.complain(said(problem, _LABELS))

    def _keep(self, finding: Finding, reason: str) -> None:
        if self._try(lambda: self._decider.keep(finding, reason), self._complain):
            self._given(reason)
            self._findings.close_form()
            self.told.emit(say("Kept as it is; Ctrl+Z takes it back"))

    def _line_kept(self, state: EditorState, typed: Typed, reason: str) -> None:
        decider, editor = self._decider, self._claim.editor

        def decide() -> None:
            if state.doing == "add":
                decider.add(typed, reason)
            elif state.doing == "remove":
                decider.remove(state.line, reason)
            else:
                decider.change(state.line, typed, reason)

        if self._try(decide, lambda problem: editor.complain(said(problem, _LABELS), problem.field)):
            self._given(reason)
            self._claim.close_editor()
            self.told.emit(say("The line stands as you said; Ctrl+Z takes it back"))

    def _withdraw(self, line: str) -> None:
        def decide() -> None:
            if not self._decider.withdraw(line):
                raise UnusableInput("line", say("choose a line that you changed, added or took off"))

        if self._try(decide, lambda problem: self.told.emit(said(problem, _LABELS))):
            self._claim.close_editor()

    def _take_back(self, decision: Decision) -> None:
        self._decider.take_back(decision)
        self.told.emit(say("Taken back; Ctrl+Z keeps it again"))

    def _draft(self, card: Card) -> None:
        outcome = self._bench.last_whole
        if outcome is not None:
            self._findings.show_draft(query_text(card, outcome))

    def _ask(self, card: Card, text: str) -> None:
        about = " · ".join(part for part in (card.where, card.message) if part)
        if self._try(lambda: self._decider.ask(about, text), self._complain):
            self._copy(text)
            self._findings.close_form()
            self.told.emit(say("Asked: the visit waits under Query; the question is in the clipboard"))

    def _record(self, query: Query, answer: str) -> None:
        def decide() -> None:
            told = self._decider.record(query, answer)
            self.noted.emit(
                say("Asked: {about}\n{text}\nAnswer: {answer}", about=told.about, text=told.text, answer=told.answer)
            )

        if self._try(decide, lambda problem: self.told.emit(said(problem, _LABELS))):
            self.told.emit(say("Recorded as a note on the visit"))

    def _copy(self, text: str) -> None:
        QApplication.clipboard().setText(text)
        self.told.emit(say("The question is in the clipboard"))

    def print(self, text: str) -> None:
        """The system's print dialog, then paper."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        parent = self.parent()
        assert isinstance(parent, QWidget)
        if QPrintDialog(printer, parent).exec():
            print_text(text, printer)
            self.told.emit(say("The question is printed"))


def print_text(text: str, printer: QPrinter) -> None:
    """Plain text on as many pages as it takes."""
    document = QTextDocument()
    document.setDefaultFont(QApplication.font())
    document.setPlainText(text)
    document.print_(printer)
