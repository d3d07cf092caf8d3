"""The visit screen: carries what one panel says to the others, and every change to the workbench."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from oncodesk.domain.errors import UnusableInput
from oncodesk.ui.editing.draft import Draft, get
from oncodesk.ui.editing.outcome import day_of
from oncodesk.ui.editing.trying import tried
from oncodesk.ui.editing.wording import plain
from oncodesk.ui.editing.workbench import Runs, Workbench
from oncodesk.ui.panels.claim.state import claim_state
from oncodesk.ui.panels.course import presenter as course_presenter
from oncodesk.ui.panels.course.state import COURSE, HEADINGS, course_state
from oncodesk.ui.panels.findings.state import Card, findings_state, unread_card
from oncodesk.ui.panels.grid import presenter as grid_presenter
from oncodesk.ui.panels.grid.state import COLUMNS, grid_state
from oncodesk.ui.panels.header import presenter as header_presenter
from oncodesk.ui.panels.header.state import header_state
from oncodesk.ui.panels.ruler.dragging import with_times
from oncodesk.ui.panels.ruler.state import Trial, ruler_state, trial_says
from oncodesk.ui.panels.why.state import why_state
from oncodesk.ui.shell.beginning import Beginning
from oncodesk.ui.shell.help_pages import helped
from oncodesk.ui.shell.parts import restyle
from oncodesk.ui.shell.shortcuts import as_bound
from oncodesk.ui.shell.visit_decisions import VisitDecisions
from oncodesk.ui.shell.visit_layout import VisitLayout
from oncodesk.ui.shell.visit_regimen import VisitRegimen
from oncodesk.words import say

if TYPE_CHECKING:
    from oncodesk.coding.what_if import Difference
    from oncodesk.services.desk import Desk

_TITLES = dict(COLUMNS)


class VisitScreen(VisitLayout):
    """One visit: facts left, claim below, findings right. `finalised` and `previewed` ask the window for those."""

    finalised = Signal()
    previewed = Signal()

    def __init__(self, desk: "Desk", bench: Workbench, run: Runs, parent: QWidget | None = None) -> None:
        super().__init__(lambda typed: tuple(drug.name for drug in self._complete(typed)), parent)
        self.desk, self.bench, self._run, self.masked = desk, bench, run, False
        self._forget()
        self.finalise.clicked.connect(self.finalised)
        self.preview.clicked.connect(self.previewed)
        self.decisions = VisitDecisions(desk, bench, run, self.findings, self.claim, self)
        self.by_regimen = VisitRegimen(desk, bench, run, self.regimen)
        self.regimen.went.connect(lambda fact: self.grid.go(fact, "drug"))
        self.beginning = Beginning(desk, run, self.start)
        self.beginning.began.connect(self._began)
        self.beginning.left.connect(self._type_all)
        self._connect()
        for name in ("header", "grid", "ruler", "course", "claim", "findings", "why", "regimen"):
            helped(getattr(self, name), name)
        helped(self.start, "begin")

    def _connect(self) -> None:
        self.header.typed.connect(self._field_typed)
        self.grid.typed.connect(self._cell_typed)
        self.grid.removed.connect(self._row_removed)
        self.grid.chosen.connect(lambda fact: self._choose((fact,) if fact else ()))
        self.ruler.chosen.connect(lambda fact: self._choose((fact,)))
        self.ruler.tried.connect(self._tried)
        self.ruler.settled.connect(self._settled)
        self.course.typed.connect(self._event_typed)
        self.course.filled.connect(self._course_typed)
        self.course.added.connect(self._fraction_added)
        self.course.other.connect(self._event_added)
        self.course.removed.connect(self._event_removed)
        self.claim.chosen.connect(self._line_chosen)
        self.findings.fixed.connect(self.bench.apply)
        self.findings.went.connect(self._go)
        self.findings.moved.connect(self._finding_chosen)

    def opened(self) -> None:
        """Another visit is on the desk: what was shown and half typed of the one before is forgotten."""
        self._forget()
        self.claim.clear()
        self.decisions.opened()
        session = self.bench.session
        self.details.setChecked(False)
        self.by_regimen.open()
        self.grid.end_round()
        if session is not None and _is_blank(session.draft):
            self.beginning.begin(session.draft)
        else:
            self.beginning.leave()
        self.fitted_for = 0

    def forget_rejected(self) -> bool:
        """Takes back text that could not be used; False where there is none."""
        had = self._has_rejected()
        self._forget()
        if had:
            self.refresh()
        return had

    def finish(self) -> None:
        """Tells what is being typed now, as if its field or cell were left."""
        self.header.finish()
        self.grid.finish()
        self.course.finish()

    def unusable(self) -> str:
        """Every text typed that could not be used, with what to type instead; the claim knows nothing of it."""
        unread = self._unread()
        told = "; ".join(f"{card.where}: {card.message[:1].lower()}{card.message[1:]}" for card in unread)
        count = (
            say("{count} cells or fields cannot be used (F8 goes to each): ", count=len(unread))
            if len(unread) > 1
            else ""
        )
        return f"{count}{told}"

    def _unread(self) -> tuple[Card, ...]:
        """A card for each text that could not be used, as it stands from top to bottom."""
        given = self.bench.session.draft.get("administrations", ()) if self.bench.session else ()
        drugs = {str(one.get("id")): str(one.get("drug") or "") for one in given}
        places = [(self._label(path), told, (path, "")) for path, (_, told) in self._rejected_fields.items()]
        cells = sorted(self._rejected.items(), key=lambda held: _place(drugs, *held[0]))
        places += [(_cell_name(drugs.get(fact, ""), name), told, (fact, name)) for (fact, name), (_, told) in cells]
        places += [
            (
                say("Event {place}, {headings}", place=place + 1, headings=HEADINGS[column]),
                told,
                (f"radiation.events.{place}", str(column)),
            )
            for (place, column), (_, told) in sorted(self._rejected_events.items())
        ]
        return tuple(unread_card(number, *one) for number, one in enumerate(places))

    def _label(self, path: str) -> str:
        field = header_presenter.field_of(path) or next((one for one in COURSE if one.path == path), None)
        return field.label if field else path

    def _has_rejected(self) -> bool:
        return bool(self._rejected or self._rejected_fields or self._rejected_events)

    def _forget(self) -> None:
        self._rejected: dict[tuple[str, str], tuple[str, str]] = {}
        self._rejected_fields: dict[str, tuple[str, str]] = {}
        self._rejected_events: dict[tuple[int, int], tuple[str, str]] = {}

    def refresh(self) -> None:
        """Shows what the workbench holds."""
        session, outcome = self.bench.session, self.bench.outcome
        self.setEnabled(session is not None)
        if session is None:
            self.title.setText(say("No visit open"))
            self.subtitle.setText(as_bound(say("Ctrl+1 lists the visits, Ctrl+N starts one.")))
            return
        if self.beginning.is_on and not _is_blank(session.draft):
            self.beginning.leave()
        self.begin_with(self.beginning.is_on)
        shown = outcome if self.bench.is_current else None
        problem = shown.problem if shown else None
        header = header_state(session.draft, problem, self._rejected_fields, self.masked)
        self.title.setText(header.title)
        self.subtitle.setText(header.subtitle)
        self.header.show_state(header)
        self.facts.setCurrentIndex(1 if _is_radiation(session.draft) else 0)
        self.grid.show_state(grid_state(session.draft, shown or outcome, self._rejected))
        self.course.show_state(
            course_state(session.draft, self.bench.last_whole, self._rejected_fields, self._rejected_events)
        )
        self.state.setText(_status(self.bench))
        self.finalise.setEnabled(self.bench.number is None or self.bench.differs)
        restyle(self.preview, "primary", self.bench.number is not None)
        if self.bench.is_current:
            self._show_outcome(problem is not None)
        if self.bench.is_current:
            self.fit()

    def _show_outcome(self, is_stale: bool) -> None:
        whole = self.bench.last_whole
        self.ruler.show_state(ruler_state(whole))
        self.claim.show_state(claim_state(whole, is_stale))
        self.findings.show_state(findings_state(self.bench.outcome, self._unread()))
        self.why.show_state(why_state(whole, self.claim.line()))
        self.by_regimen.refresh()
        if self.claim.line() == "" and self.claim.state.rows:
            self.claim.select_line(self.claim.state.rows[0].line)

    def retint(self) -> None:
        """Takes the colours of the palette worn now."""
        self.ruler.retint()
        self.refresh()

    def ask_again(self, told: str) -> None:
        """What speaks against finalising, beside the button that does so all the same; empty takes it away."""
        self.again.setText(told and f"⚠ {told}")
        self.again.setVisible(bool(told))

    def hide_names(self, masked: bool) -> None:
        """Hides or shows who the patient is."""
        self.masked = masked
        self.beginning.hide_names(masked)
        self.refresh()

    def go(self, path: str) -> bool:
        """Puts the focus on the field of that path; False where the visit has none."""
        if self.beginning.is_on:
            self._type_all()
        if path.startswith(("patient", "payer", "providers", "authorization")):
            self.details.setChecked(True)
        return self.header.go(path)

    def begin(self) -> None:
        """Puts the focus where the paper begins: the date with no patient yet, the reason with none, else the drugs."""
        session = self.bench.session
        if self.beginning.is_on:
            self.start.begin()
        elif session is not None and not session.draft.get("patient"):
            self.header.go("date_of_service")
        elif session is not None and not session.draft.get("reason"):
            self.header.go("reason")
        else:
            self.go_to_grid()

    def go_to_grid(self) -> None:
        """Puts the focus on the first empty place to type facts."""
        if self.facts.currentIndex():
            self.course.table.setFocus()
        else:
            self.grid.go("", "drug")

    def _began(self, draft: Draft, regimen: str) -> None:
        """The visit begins with what was chosen; the focus goes round the doses and times still to be typed."""
        self.by_regimen.open(regimen)
        self._change(say("New visit"), draft)
        self.begin_with(False)
        if not get(draft, "patient.account"):
            self.go("patient.birth_date")
        elif draft.get("administrations"):
            self.grid.begin_round()
        else:
            self.go_to_grid()

    def _type_all(self) -> None:
        """The start is put away: everything is typed into the fields."""
        self.beginning.leave()
        self.begin_with(False)
        self.details.setChecked(True)
        self.header.go("date_of_service")

    def _complete(self, typed: str) -> tuple[grid_presenter.Named, ...]:
        return self.desk.complete_drug(typed, self._day())

    def _day(self) -> date:
        session = self.bench.session
        return (day_of(session) if session else None) or self.desk.today()

    def _field_typed(self, path: str, text: str) -> None:
        session = self.bench.session
        if session is None:
            return
        field = header_presenter.field_of(path)
        try:
            draft = header_presenter.entered(session.draft, path, text, self.desk.today())
        except UnusableInput as problem:
            self._rejected_fields[path] = (text, plain(problem.expected))
            self.refresh()
            return
        self._rejected_fields.pop(path, None)
        self._change(f"{field.label if field else path}", draft)

    def _cell_typed(self, fact: str, column: str, text: str) -> None:
        session = self.bench.session
        if session is None:
            return
        try:
            draft = grid_presenter.entered(session.draft, fact, column, text, self.desk.now(), self._complete)
        except UnusableInput as problem:
            self._rejected[(fact, column)] = (text, plain(problem.expected))
            self.refresh()
            return
        self._rejected.pop((fact, column), None)
        self._change(f"{_TITLES[column]}", draft)

    def _row_removed(self, fact: str) -> None:
        if self.bench.session:
            self._rejected = {key: value for key, value in self._rejected.items() if key[0] != fact}
            self._change(say("Remove row"), grid_presenter.removed(self.bench.session.draft, fact))

    def _event_typed(self, place: int, column: int, text: str) -> None:
        if self.bench.session is None:
            return
        try:
            draft = course_presenter.entered(self.bench.session.draft, place, column, text, self.desk.today())
        except UnusableInput as problem:
            self._rejected_events[(place, column)] = (text, plain(problem.expected))
            self.refresh()
            return
        self._rejected_events.pop((place, column), None)
        self._change(say("Event"), draft)

    def _course_typed(self, path: str, text: str) -> None:
        if self.bench.session is None:
            return
        try:
            draft = course_presenter.course_entered(self.bench.session.draft, path, text)
        except UnusableInput as problem:
            self._rejected_fields[path] = (text, plain(problem.expected))
            self.refresh()
            return
        self._rejected_fields.pop(path, None)
        self._change(say("Course"), draft)

    def _event_added(self) -> None:
        if self.bench.session:
            self._change(say("Other event"), course_presenter.more(self.bench.session.draft, self._day()))

    def _fraction_added(self) -> None:
        if self.bench.session:
            self._change(say("Next fraction"), course_presenter.next_fraction(self.bench.session.draft, self._day()))

    def _event_removed(self, place: int) -> None:
        if self.bench.session and place >= 0:
            self._rejected_events = {}
            self._change(say("Remove event"), course_presenter.removed(self.bench.session.draft, place))

    def _change(self, what: str, draft: Draft) -> None:
        self.bench.change(what, draft)

    def _choose(self, facts: tuple[str, ...]) -> None:
        self.grid.mark(facts)
        self.ruler.mark(facts)
        self.claim.select_facts(facts)

    def _line_chosen(self, line: str) -> None:
        self.why.show_state(why_state(self.bench.last_whole, line))
        rows = (*self.claim.state.rows, *self.claim.state.off)
        facts = next((shown.facts for shown in rows if shown.line == line), ())
        self.grid.mark(facts)
        self.ruler.mark(facts)

    def _finding_chosen(self, card: Card) -> None:
        if card.severity == "unusable":
            self._go(card)
        elif card.lines:
            self.claim.select_line(card.lines[0])
        elif card.facts:
            self._choose(card.facts)

    def _tried(self, trial: Trial) -> None:
        """Other times on the ruler: says what they would change."""
        session = self.bench.session
        if session is None:
            return
        draft, changed = session.draft, with_times(session.draft, trial.fact, trial.span)
        self._run("visit.what_if", lambda: tried(self.desk, draft, changed), lambda found: self._told(trial, found))

    def _told(self, trial: Trial, found: "Difference | str") -> None:
        lane = next((lane for lane in self.ruler.state.lanes if lane.fact == trial.fact), None)
        if lane is not None and self.ruler.lanes.trial and self.ruler.lanes.trial.span == trial.span:
            self.ruler.show_trial(replace(trial, says=trial_says(lane, trial.span, found)))

    def _settled(self, is_taken: bool) -> None:
        """The times tried out are recorded, as one step that can be undone, or forgotten."""
        trial, session = self.ruler.lanes.trial, self.bench.session
        self.ruler.show_trial(None)
        if is_taken and trial and session:
            self._change(say("Times"), with_times(session.draft, trial.fact, trial.span))

    def _go(self, card: Card) -> None:
        fact, field = card.goes_to
        went = self.grid.go(fact, field) or self.course.go(fact, field) or self.go(fact)
        if not went and card.lines:
            self.claim.select_line(card.lines[0])
            self.claim.table.setFocus()


def _place(drugs: dict[str, str], fact: str, name: str) -> tuple[int, int]:
    return [*drugs, ""].index(fact), list(_TITLES).index(name)


def _cell_name(drug: str, name: str) -> str:
    return f"{drug}, {_TITLES[name]}" if drug else _TITLES[name]


def _is_blank(draft: Draft) -> bool:
    """Whether nothing is said of the visit yet."""
    return not any(draft.get(name) for name in ("patient", "administrations", "diagnoses", "services", "radiation"))


def _is_radiation(draft: Draft) -> bool:
    """Whether the course is shown in place of drugs: it has one, or the visit is for one and no drug is typed."""
    wanted = str(draft.get("reason", "")).startswith("radiation") and not draft.get("administrations")
    return bool(draft.get("radiation")) or wanted


def _status(bench: Workbench) -> str:
    if bench.differs:
        return say("No. {number} says otherwise: finalise again for a new one", number=bench.number)
    if bench.number is not None:
        return say("Finalised · No. {number}", number=bench.number)
    return say("Draft, kept as you type")
