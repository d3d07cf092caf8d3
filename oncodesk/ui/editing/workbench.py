"""The visit on the desk: every change goes through here, and comes out as one session and one outcome."""

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Protocol

from oncodesk.domain.claim import Claim
from oncodesk.domain.decisions import Decisions, Overlay
from oncodesk.domain.errors import UnusableInput
from oncodesk.domain.report import Edit, Fix
from oncodesk.ui.editing.draft import Draft, put
from oncodesk.ui.editing.history import History, Session
from oncodesk.ui.editing.outcome import Outcome, work_out
from oncodesk.ui.editing.overlay import laid_over, numbered
from oncodesk.ui.editing.past import Past
from oncodesk.words import say

if TYPE_CHECKING:
    from oncodesk.services.desk import Desk
    from oncodesk.vault.store import FinalClaim

_log = logging.getLogger(__name__)


class Runs(Protocol):
    """The one way off the window's thread; a newer task of the same name replaces an older one."""

    def __call__(self, name: str, work: Callable[[], Any], then: Callable[[Any], None]) -> None: ...


class Workbench:
    """Holds the open visit; tells `changed` whenever the session or its outcome is another."""

    def __init__(self, desk: "Desk", run: Runs, changed: Callable[[], None]) -> None:
        self._desk, self._run, self._changed = desk, run, changed
        self._past = Past(desk)
        self.identifier: int | None = None
        self.status = "uncoded"
        self.final: FinalClaim | None = None
        self.history: History | None = None
        self.outcome: Outcome | None = None
        self.last_whole: Outcome | None = None

    @property
    def session(self) -> Session | None:
        """What is being edited, or None where no visit is open."""
        return self.history.present if self.history else None

    @property
    def is_current(self) -> bool:
        """Whether the outcome answers what is typed now."""
        return self.outcome is not None and self.outcome.session == self.session

    @property
    def number(self) -> int | None:
        """The document number of the finalised claim, or None for a draft."""
        return self.final.number if self.final else None

    @property
    def differs(self) -> bool:
        """Whether the facts of a finalised claim lead to another one now, by new charges or newer code sets."""
        derived = self.outcome.claim if self.outcome and self.is_current else None
        return self.final is not None and derived is not None and _own(derived) != _own(self.final.claim)

    def open(
        self, identifier: int | None, session: Session, status: str = "uncoded", final: "FinalClaim | None" = None
    ) -> None:
        """Puts a visit on the desk."""
        self._past.forget()
        self.identifier, self.status, self.final = identifier, status, final
        self.history, self.outcome, self.last_whole = History(session), None, None
        self._work()

    def close(self) -> None:
        """Puts nothing on the desk."""
        self._past.forget()
        self.identifier, self.status, self.final = None, "uncoded", None
        self.history, self.outcome, self.last_whole = None, None, None
        self._changed()

    def change(self, what: str, draft: Draft) -> None:
        """The facts are now these."""
        if self.history:
            self._step(what, Session(draft, self.history.present.decided))

    def decide(self, what: str, decided: Decisions) -> None:
        """This is now decided beside the facts."""
        if self.history:
            self._step(what, Session(self.history.present.draft, decided))

    def apply(self, fix: Fix) -> None:
        """A fix: its facts go into the visit, the rest is laid over the claim."""
        if self.history is None:
            return
        draft, decided = self.history.present.draft, self.history.present.decided
        for edit in fix.edits:
            if edit.op == "set_fact":
                draft = put(draft, edit.fact or "", edit.value)
        rest = tuple(edit for edit in fix.edits if edit.op != "set_fact")
        laid = self._laid(decided.overlays, rest, fix.title) if rest else decided.overlays
        self._step(fix.title, Session(draft, decided.model_copy(update={"overlays": laid})))

    def _laid(self, held: tuple[Overlay, ...], edits: tuple[Edit, ...], title: str) -> tuple[Overlay, ...]:
        """The overlays with one more, which means the lines of the claim that was shown: its facts may change it."""
        outcome = self.last_whole
        if outcome is None or outcome.claim is None or outcome.derivation is None:
            return (*held, Overlay(edits=edits, title=title))
        new = Overlay(edits=numbered(edits, outcome.claim, held), title=title)
        return laid_over(outcome.derivation.claim, (*held, new)).overlays

    def undo(self) -> None:
        """Takes the last step back, whatever it was."""
        self._go(self.history.undo() if self.history else None)

    def redo(self) -> None:
        """Takes the last undone step again."""
        self._go(self.history.redo() if self.history else None)

    def recheck(self) -> None:
        """Derives and checks again."""
        if self.history:
            self._work()

    def _step(self, what: str, session: Session) -> None:
        self._go(self.history.step(what, session) if self.history else None)

    def _go(self, history: History | None) -> None:
        if history is not None and history != self.history:
            was, now = self.history, history.present.decided
            waited = was is not None and was.present.decided.is_waiting
            self.history, self.final = history, None
            if now.is_waiting:
                self.status = "query"
            elif self.status == "ready" or waited:
                self.status = "uncoded"
            self._work()

    def _work(self) -> None:
        session = self.session
        assert session is not None
        self._changed()
        past, identifier = self._past, self.identifier
        self._run("visit.work_out", lambda: _worked(self._desk, session, past, identifier), self._worked_out)

    def _worked_out(self, outcome: Outcome) -> None:
        if self.history is None or outcome.session != self.session:
            return
        if outcome.derivation is not None:
            anchored = Session(outcome.session.draft, outcome.decided)
            self.history = self.history.amended(anchored)
            outcome = replace(outcome, session=anchored)
            self.last_whole = outcome
        self.outcome = outcome
        self._changed()


def _own(claim: Claim) -> Claim:
    """The claim without what other visits add to it."""
    return claim.model_copy(update={"history": (), "visit": None})


def _worked(desk: "Desk", session: Session, past: Past, identifier: int | None) -> Outcome:
    """The outcome; a fault of ours is said in the findings, so that an old claim never passes for the new one."""
    try:
        return work_out(desk, session, past.before(session.draft, identifier))
    except Exception as fault:
        _log.exception("working out a visit failed")
        told = say("this visit could not be worked out ({name}); what you typed is kept", name=type(fault).__name__)
        return Outcome(session, problem=UnusableInput("visit", told))
