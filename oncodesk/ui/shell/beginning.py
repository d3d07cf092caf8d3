"""The start of a visit over the practice file: finds the patient, reads the last visit, offers the regimens."""

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from oncodesk.domain.errors import UnusableInput
from oncodesk.services.begin_visit import Known
from oncodesk.ui.editing import shorthand
from oncodesk.ui.editing.draft import Draft
from oncodesk.ui.editing.history import Session
from oncodesk.ui.editing.outcome import day_of
from oncodesk.ui.editing.wording import plain
from oncodesk.ui.editing.workbench import Runs
from oncodesk.ui.panels.begin.presenter import begun, filled
from oncodesk.ui.panels.begin.state import HINTS, NEW, REPEAT, BeginState, Choice, day_said, offers, own, people
from oncodesk.ui.panels.begin.view import BeginView
from oncodesk.words import say

if TYPE_CHECKING:
    from oncodesk.services.desk import Desk
    from oncodesk.services.regimens.fitting import Fit


@dataclass(frozen=True, slots=True)
class _Said:
    """What was said so far; `known` None for a new patient, whose name is `typed`."""

    blank: Draft
    known: Known | None = None
    typed: str = ""
    last: Draft | None = None
    day: date | None = None


class Beginning(QObject):
    """`began` carries the facts to begin with and the regimen's name, where there is one; `left` that all is typed."""

    began = Signal(dict, str)
    left = Signal()

    def __init__(self, desk: "Desk", run: Runs, view: BeginView) -> None:
        super().__init__(view)
        self._desk, self._run, self._view = desk, run, view
        self._said = _Said({})
        self._found: tuple[Known, ...] = ()
        self._fits: tuple[Fit, ...] = ()
        self._is_asking = self._is_wanted = self.is_on = self._masked = False
        view.typed.connect(self._typed)
        view.taken.connect(self._taken)
        view.back.connect(lambda step: self.begin(self._said.blank) if step == "patient" else self._to_date())
        view.left.connect(self._leave)
        view.hide()

    def begin(self, blank: Draft) -> None:
        """Asks for the patient of a visit with nothing said."""
        self._said, self._found, self._fits = _Said(blank), (), ()
        self._is_asking = self._is_wanted = False
        self.is_on = True
        self._view.show()
        self._view.boxes["patient"].clear()
        self._view.show_state(BeginState())

    def leave(self) -> None:
        """Puts the form away."""
        self.is_on = False
        self._view.hide()

    def hide_names(self, masked: bool) -> None:
        """Hides or shows who the patients are."""
        self._masked = masked

    def repeat(self) -> bool:
        """Takes the patient's last visit, today's where no day was said; False where no patient is chosen yet."""
        if not self.is_on or self._said.last is None or not self._said.last.get("administrations"):
            return False
        self._said = replace(self._said, day=self._said.day or self._desk.today())
        self._finish(own(REPEAT))
        return True

    def _leave(self) -> None:
        self.leave()
        self.left.emit()

    def _typed(self, step: str, text: str) -> None:
        if step == "patient":
            self._ask(lambda: self._desk.find_known(text), lambda found: self._show_people(found, text))
        elif step == "date":
            self._show_day(text)
        else:
            self._show_offers(text)

    def _ask(self, work: Any, then: Any) -> None:
        """Asks away from the window; an Enter that comes before the answer waits for it."""
        self._is_asking = True

        def answered(answer: Any) -> None:
            self._is_asking = False
            then(answer)
            if self._is_wanted:
                self._is_wanted = False
                self._taken(self._view.state.step, 0)

        self._run("visit.begin", work, answered)

    def _show_people(self, found: tuple[Known, ...], text: str) -> None:
        if self._view.state.step == "patient":
            self._found = found
            self._view.show_state(people(found, text, self._masked))

    def _show_day(self, text: str) -> None:
        state = self._view.state
        try:
            day = shorthand.day(text, self._desk.today()) if text.strip() else self._desk.today()
        except UnusableInput as problem:
            self._said = replace(self._said, day=None)
            self._view.show_state(replace(state, note=HINTS["date"], problem=plain(problem.expected)))
            return
        self._said = replace(self._said, day=day)
        self._view.show_state(replace(state, note=day_said(day, self._desk.today()), problem=""))

    def _show_offers(self, text: str) -> None:
        last = self._said.last or {}
        last_on = day_of(Session(last)) if last.get("administrations") else None
        self._view.show_state(replace(self._view.state, choices=offers(self._fits, last_on, text)))

    def _taken(self, step: str, place: int) -> None:
        if self._is_asking:
            self._is_wanted = True
            return
        choices = self._view.state.choices
        chosen = choices[place] if 0 <= place < len(choices) else None
        if step == "patient" and chosen is not None:
            self._take_patient(chosen)
        elif step == "date" and self._said.day is not None:
            self._to_offers()
        elif step == "how" and chosen is not None:
            self._finish(chosen.key)

    def _take_patient(self, chosen: Choice) -> None:
        typed = self._view.boxes["patient"].text()
        known = next((one for one in self._found if one.account == chosen.key), None)
        self._said = replace(self._said, known=known, typed=typed)
        who = chosen.text if chosen.key != own(NEW) else say("New patient: {typed}", typed=typed.strip())
        if known is None:
            self._read({}, who)
        else:
            self._ask(lambda: self._desk.last_facts(known.account), lambda last: self._read(last, who))

    def _read(self, last: Draft, who: str) -> None:
        self._said = replace(self._said, last=last)
        self._to_date(who)

    def _to_date(self, who: str = "") -> None:
        today = self._desk.today()
        self._said = replace(self._said, day=today)
        note = say("{day_said}, unless another is typed: {date}", day_said=day_said(today, today), date=HINTS["date"])
        self._view.show_state(BeginState("date", who or self._view.state.who, note=note))

    def _to_offers(self) -> None:
        day = self._said.day
        assert day is not None
        self._view.show_state(BeginState("how", self._view.state.who, day.isoformat(), note=HINTS["how"]))
        draft, last = self._begun(), self._said.last or {}
        self._ask(lambda: self._desk.fitting(draft, last), self._offer)

    def _offer(self, fits: tuple["Fit", ...]) -> None:
        self._fits = fits
        self._show_offers(self._view.boxes["how"].text())

    def _begun(self) -> Draft:
        said = self._said
        assert said.day is not None
        return begun(said.blank, said.day.isoformat(), said.known, said.typed, said.last or {})

    def _finish(self, key: str) -> None:
        templates = tuple(fit.template for fit in self._fits)
        draft = filled(self._begun(), key, templates, self._said.last or {})
        self.leave()
        self.began.emit(draft, key if any(one.name == key for one in templates) else "")
