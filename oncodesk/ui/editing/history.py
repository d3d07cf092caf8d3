"""Undo and redo over everything the coder does to a visit."""

from dataclasses import dataclass, field, replace

from oncodesk.domain.decisions import UNDECIDED, Decisions
from oncodesk.ui.editing.draft import Draft


@dataclass(frozen=True, slots=True)
class Session:
    """The facts as typed, and what was decided about the claim derived from them."""

    draft: Draft
    decided: Decisions = UNDECIDED


@dataclass(frozen=True, slots=True)
class History:
    """Where the visit stands, what it was before each step, and the steps taken back."""

    present: Session
    past: tuple[tuple[str, Session], ...] = ()
    future: tuple[tuple[str, Session], ...] = field(default=())

    def step(self, what: str, session: Session) -> "History":
        """One step further; `what` names it for the undo button. No change is no step."""
        return self if session == self.present else History(session, (*self.past, (what, self.present)))

    def undo(self) -> "History":
        """One step back, or the same where there is none."""
        if not self.past:
            return self
        *rest, (what, before) = self.past
        return History(before, tuple(rest), (*self.future, (what, self.present)))

    def redo(self) -> "History":
        """The last step taken back is taken again."""
        if not self.future:
            return self
        *rest, (what, after) = self.future
        return History(after, (*self.past, (what, self.present)), tuple(rest))

    def amended(self, session: Session) -> "History":
        """The same place in history with a present that says the same more exactly."""
        return replace(self, present=session)

    @property
    def undoes(self) -> str | None:
        """What undo would take back."""
        return self.past[-1][0] if self.past else None

    @property
    def redoes(self) -> str | None:
        """What redo would take again."""
        return self.future[-1][0] if self.future else None
