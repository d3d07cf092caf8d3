"""Finalised claims over the practice file: found, looked at, corrected, voided, printed, and checked."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QWidget

from oncodesk.domain.errors import UnusableInput
from oncodesk.ui.editing.wording import mask, said
from oncodesk.ui.panels.claims.presenter import MOST, batch_name, list_name, number_of, refusal, to_print
from oncodesk.ui.panels.claims.state import Wanted, claims_state, detail_state
from oncodesk.ui.panels.claims.view import ClaimsView
from oncodesk.ui.shell.files import TABLE, ending_of, or_problem
from oncodesk.ui.shell.paper import Paper
from oncodesk.ui.shell.screens import filled
from oncodesk.ui.shell.scrub_page import ScrubPage
from oncodesk.ui.shell.theme import tokens
from oncodesk.ui.tasks import Tasks, Watch
from oncodesk.words import say

if TYPE_CHECKING:
    from oncodesk.services.claim_file import ClaimFile
    from oncodesk.services.desk import Desk
    from oncodesk.vault.store import ClaimFilter, ClaimSummary

_PAGE, _BATCH = 200, "claims.batch"


class ClaimsScreen(QWidget):
    """`opened` carries a visit's id, `changed` that a claim no longer stands; `told` a line for the status bar."""

    opened = Signal(int)
    changed = Signal(int)
    told = Signal(str)

    def __init__(self, desk: "Desk", tasks: Tasks, paper: Paper) -> None:
        super().__init__()
        self._desk, self._tasks, self._paper = desk, tasks, paper
        self._wanted, self._masked, self._is_asked = Wanted(), False, False
        self._found: tuple[ClaimSummary, ...] = ()
        self._payers: tuple[str, ...] = ()
        self._file: ClaimFile | None = None
        self._number: int | None = None
        self.view = ClaimsView(desk.today)
        self.view.asked.connect(self._ask)
        self.view.more.connect(self._more)
        self.view.chosen.connect(self._look_at)
        self.view.did.connect(self.do)
        self.view.voided.connect(self._void)
        self.view.checked.connect(self._check)
        self.scrub: ScrubPage | None = None
        self.pages = QStackedWidget()
        self.pages.addWidget(self.view)
        filled(self, self.pages)
        self.setFocusProxy(self.view)

    def refresh(self) -> None:
        """Reads the list again, and the claim beside it."""
        wanted = self._wanted
        self._tasks.run(self, "claims", lambda: self._read(wanted), self._show_list)
        if self._number is not None:
            self._look_at(self._number)

    def check_code(self) -> None:
        """Asks for a document number and its code."""
        self._turn(self.view)
        self.view.strip.begin()

    def show_today(self) -> None:
        """The claims of today."""
        self._turn(self.view)
        self.view.span.choose("today")

    def check_all(self) -> None:
        """The page that checks every claim at once."""
        if self.scrub is None:
            self.scrub = ScrubPage(self._desk, self._tasks)
            self.scrub.opened.connect(self.opened)
            self.scrub.told.connect(self.told)
            self.scrub.left.connect(lambda: self._turn(self.view))
            self.scrub.hide_names(self._masked)
            self.pages.addWidget(self.scrub)
        self._turn(self.scrub)

    def _turn(self, page: QWidget) -> None:
        self.pages.setCurrentWidget(page)
        self.setFocusProxy(page)
        if self.isVisible():
            page.setFocus()

    def show_of(self, account: str) -> None:
        """Only the claims of one patient."""
        self._turn(self.view)
        self.view.box.setText(account)

    def retint(self) -> None:
        """Takes the colours of the palette worn now."""
        self.refresh()

    def hide_names(self, masked: bool) -> None:
        """Hides or shows who the patients are."""
        self._masked = masked
        self._show()
        if self.scrub is not None:
            self.scrub.hide_names(masked)

    def _filter(self, wanted: Wanted, number: int | None) -> "ClaimFilter":
        from oncodesk.vault.store import ClaimFilter

        text = "" if number is not None else wanted.typed
        state: Any = wanted.state or None
        return ClaimFilter(state, wanted.payer, text, number, "", wanted.since, wanted.until)

    def _read(self, wanted: Wanted) -> tuple[Any, ...]:
        store, number = self._desk.store, number_of(wanted.typed)
        found = store.find_claims(self._filter(wanted, number), _PAGE)
        if not found and number is not None:
            found = store.find_claims(self._filter(wanted, None), _PAGE)
        return wanted, found, store.payer_names()

    def _show_list(self, read: tuple[Any, ...]) -> None:
        self._wanted, self._found, self._payers = read
        held = self._number
        if self._found and (held is None or (self._is_asked and held not in {one.number for one in self._found})):
            self._look_at(self._found[0].number)
        self._is_asked = False
        self._show()

    def _show(self) -> None:
        has_more = bool(self._found) and len(self._found) % _PAGE == 0
        asked = self._number or 0
        self.view.show_state(claims_state(self._found, has_more, self._payers, self._wanted, asked, self._masked))
        if self._file is not None:
            self.view.show_detail(detail_state(self._file, self._masked, tokens().muted))

    def _ask(self, wanted: Wanted) -> None:
        self._wanted, self._is_asked = wanted, True
        self.refresh()

    def _more(self) -> None:
        if self._found:
            wanted, last = self._wanted, self._found[-1].number
            work = lambda: (wanted, self._desk.store.find_claims(self._filter(wanted, None), _PAGE, last))  # noqa: E731
            self._tasks.run(self, "claims.more", work, self._add)

    def _add(self, found: tuple[Wanted, Any]) -> None:
        if found[0] == self._wanted and found[1]:
            self._found = (*self._found, *found[1])
            self._show()

    def show_claim(self, number: int) -> None:
        """One claim in full, and its paper where that is looked at."""
        self._turn(self.view)
        self._look_at(number)

    def _look_at(self, number: int) -> None:
        self._number = number
        self._tasks.run(self, "claims.one", lambda: self._looked_at(number), self._show_claim)

    def _looked_at(self, number: int) -> "ClaimFile | None":
        try:
            return self._desk.claim_file(number)
        except KeyError:
            return None

    def _show_claim(self, file: "ClaimFile | None") -> None:
        self._file = file
        if file is None:
            self._number = None
            self.told.emit(say("There is no such claim"))
            return
        self.view.show_detail(detail_state(file, self._masked, tokens().muted))
        if self.view.paper.isChecked():
            self._draw(self.view.show_paper)

    def do(self, what: str) -> None:
        """What a button or a key asks for."""
        file = self._file
        if what == "stop":
            self._tasks.cancel(_BATCH)
        elif what == "check all":
            self.check_all()
        elif self.pages.currentWidget() is not self.view:
            self._turn(self.view)
        elif what == "save list":
            self._save_list()
        elif what in ("batch", say("batch save")):
            self._batch(what == "batch")
        elif file is None:
            self.told.emit(say("Choose a claim first"))
        elif what == "open":
            self.opened.emit(file.final.visit_id)
        elif what == "correct":
            self._correct()
        elif what == "copy":
            self._copy(file.final.number)
        elif what == "paper" and self.view.paper.isChecked():
            self._draw(self.view.show_paper)
        elif what in ("print", "save"):
            self._draw(lambda pdf: self._out(pdf, [file.final.number], what == "print"))

    def _out(self, pdf: bytes, numbers: list[int], on_paper: bool) -> None:
        subjects = tuple(f"claim:{number}" for number in numbers)
        if on_paper:
            self._paper.print(pdf, subjects)
        else:
            self._paper.save(pdf, batch_name(numbers), subjects)

    def _draw(self, then: Callable[[bytes], None]) -> None:
        assert self._file is not None
        final = self._file.final
        work = lambda: _or_problem(lambda: self._desk.final_superbill(final))  # noqa: E731
        self._tasks.run(self, "claims.paper", work, lambda made: self._drawn(made, then))

    def _drawn(self, made: bytes | str, then: Callable[[bytes], None]) -> None:
        if isinstance(made, str):
            self.told.emit(made)
        else:
            then(made)

    def _batch(self, on_paper: bool) -> None:
        numbers = list(to_print(self.view.state.rows))
        if not numbers or len(numbers) > MOST:
            self.told.emit(
                say("No claim here stands") if not numbers else say("More than {most}: choose fewer days", most=MOST)
            )
            return
        self._tasks.run_long(
            self,
            _BATCH,
            lambda watch: _or_problem(lambda: self._desk.superbills(numbers, watch)),
            lambda made: self._batched(made, numbers, on_paper),
            lambda _, doing: self.view.show_work(doing),
        )

    def _batched(self, made: bytes | str | None, numbers: list[int], on_paper: bool) -> None:
        self.view.show_work("")
        if made is None:
            self.told.emit(say("Stopped: nothing was printed or saved"))
        else:
            self._drawn(made, lambda pdf: self._out(pdf, numbers, on_paper))

    def _save_list(self) -> None:
        chosen, kind = QFileDialog.getSaveFileName(self, say("Save the list"), list_name(self._desk.today()), TABLE)
        if chosen:
            self.save_list_to(Path(ending_of(chosen, kind)))

    def save_list_to(self, path: Path) -> None:
        """Writes every claim that fits there; under the mask no name and no account goes out."""
        number = number_of(self._wanted.typed) if len(self._found) == 1 else None
        wanted, who = self._filter(self._wanted, number), mask if self._masked else str

        def work(watch: Watch) -> str:
            return or_problem(lambda: self._desk.export_claims(path, wanted, who, watch))

        def done(problem: str | None) -> None:
            self.told.emit(
                say("Stopped: nothing was saved") if problem is None else problem or say("Saved {name}", name=path.name)
            )

        self._tasks.run_long(self, f"claims.list.{path}", work, done, lambda *_: None)

    def _copy(self, number: int) -> None:
        work = lambda: _or_problem(lambda: self._desk.patient_copy(number))  # noqa: E731

        def then(pdf: bytes) -> None:
            self._paper.save(pdf, f"patient-copy-{number}.pdf", (f"claim:{number}",))

        self._tasks.run(self, "claims.copy", work, lambda made: self._drawn(made, then))

    def _correct(self) -> None:
        """The visit becomes a draft again; the claim stands until the corrected one takes its place."""
        detail = self.view.detail
        if problem := refusal(detail, say("corrected")):
            self.told.emit(problem)
            return
        work = lambda: self._desk.store.mark_visit(detail.visit, "uncoded")  # noqa: E731
        self._tasks.run(self, "claims.correct", work, lambda _: self._correcting(detail.visit), keeps=True)

    def _correcting(self, visit: int) -> None:
        self.changed.emit(visit)
        self.opened.emit(visit)

    def _void(self, reason: str) -> None:
        detail = self.view.detail
        if problem := refusal(detail, say("voided")):
            self.told.emit(problem)
            return
        work = lambda: self._desk.store.void(detail.number, reason)  # noqa: E731
        self._tasks.run(self, "claims.void", work, lambda _: self._voided(detail.number, detail.visit), keeps=True)

    def _voided(self, number: int, visit: int) -> None:
        self.told.emit(say("No. {number} is void; its visit is a draft again", number=number))
        self.changed.emit(visit)
        self.refresh()

    def _check(self, typed: str, code: str) -> None:
        number = number_of(typed)
        if number is None:
            self.view.strip.answer.setText(say("The number at the foot of the paper is digits only, such as 1042."))
            return
        work = lambda: self._desk.check_code(number, code)  # noqa: E731
        self._tasks.run(self, "claims.check", work, self._checked)

    def _checked(self, found: Any) -> None:
        self.view.strip.answer.setText(f"{'✓' if found.fits else '✕'} {found.says}")


def _or_problem(make: Callable[[], bytes]) -> bytes | str:
    try:
        return make()
    except UnusableInput as problem:
        return said(problem)
