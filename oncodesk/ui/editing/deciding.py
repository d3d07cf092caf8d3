"""What the coder decides beside the facts, stamped with who and when, as one step each that can be undone."""

from typing import TYPE_CHECKING

from oncodesk.domain.claim import LineOverride
from oncodesk.domain.decisions import Answer, Overlay, Query
from oncodesk.domain.errors import UnusableInput
from oncodesk.domain.report import Finding
from oncodesk.ui.editing.answering import answer_to
from oncodesk.ui.editing.lines import Typed, added, added_again, changed, own_of, removed, understood, without
from oncodesk.ui.editing.outcome import Outcome
from oncodesk.ui.editing.workbench import Workbench
from oncodesk.words import say

if TYPE_CHECKING:
    from oncodesk.services.desk import Desk

Decision = Answer | Overlay | Query


class Decider:
    """Every method may raise UnusableInput, which names the field; then nothing has changed."""

    def __init__(self, desk: "Desk", bench: Workbench) -> None:
        self._desk, self._bench = desk, bench

    def _stamp(self) -> tuple[str, str]:
        return self._desk.store.user.name, self._desk.now().isoformat(timespec="minutes")

    def _own(self, reason: str) -> LineOverride:
        by, at = self._stamp()
        return LineOverride(reason=_given(reason), by=by, at=at)

    def _now(self) -> Outcome:
        outcome = self._bench.outcome
        if outcome is None or not self._bench.is_current or outcome.derivation is None or outcome.claim is None:
            raise UnusableInput("visit", say("it has to be worked out first; see the findings"))
        return outcome

    def keep(self, finding: Finding, reason: str) -> None:
        """The finding is kept as it is, for that reason."""
        outcome = self._now()
        assert outcome.claim is not None
        answer = answer_to(finding, outcome.claim, _given(reason), *self._stamp())
        decided = outcome.decided
        self._bench.decide(say("Keep as it is"), decided.model_copy(update={"answers": (*decided.answers, answer)}))

    def take_back(self, decision: Decision) -> None:
        """The decision no longer stands."""
        session = self._bench.session
        if session is None:
            return
        decided = session.decided
        left = {
            "overlays": tuple(overlay for overlay in decided.overlays if overlay != decision),
            "answers": tuple(answer for answer in decided.answers if answer != decision),
            "queries": tuple(query for query in decided.queries if query != decision),
        }
        self._bench.decide(say("Withdraw"), decided.model_copy(update=left))

    def change(self, line: str, typed: Typed, reason: str) -> None:
        """The line says what was typed; what is typed as it was derived withdraws the change."""
        outcome = self._now()
        assert outcome.claim is not None
        assert outcome.derivation is not None
        derived, overlays = outcome.derivation.claim, outcome.decided.overlays
        wanted = understood(typed, len(outcome.claim.diagnoses))
        held = own_of(overlays, derived, line)
        if held and any(edit.op == "add_line" for edit in held.edits):
            new: Overlay | None = added_again(line, wanted, self._own(reason))
        else:
            before = without(derived, overlays, line)
            if before is None:
                raise UnusableInput("line", say("choose a line of the claim"))
            new = changed(before, wanted, self._own(reason))
        self._replace(held, new, new.title if new else say("Withdraw the change"))

    def remove(self, line: str, reason: str) -> None:
        """A derived line is taken off the claim; one added by hand is withdrawn."""
        outcome = self._now()
        assert outcome.claim is not None
        assert outcome.derivation is not None
        held = own_of(outcome.decided.overlays, outcome.derivation.claim, line)
        shown = outcome.derivation.claim.line(line) or outcome.claim.line(line)
        if shown is None:
            raise UnusableInput("line", say("choose a line of the claim"))
        is_added = held is not None and any(edit.op == "add_line" for edit in held.edits)
        self._replace(
            held, None if is_added else removed(shown, self._own(reason)), say("Take {code} off", code=shown.code)
        )

    def add(self, typed: Typed, reason: str) -> None:
        """A line that the facts do not give."""
        outcome = self._now()
        assert outcome.claim is not None
        wanted = understood(typed, len(outcome.claim.diagnoses))
        new = added(outcome.claim, outcome.decided.overlays, wanted, self._own(reason))
        self._replace(None, new, new.title)

    def withdraw(self, line: str) -> bool:
        """The line stands as derived again; False where nobody changed it."""
        outcome = self._now()
        assert outcome.derivation is not None
        held = own_of(outcome.decided.overlays, outcome.derivation.claim, line)
        if held is not None:
            self._replace(held, None, say("Withdraw the change"))
        return held is not None

    def _replace(self, held: Overlay | None, new: Overlay | None, what: str) -> None:
        decided = self._now().decided
        fresh = () if new is None else (new,)
        if held is None:
            overlays = (*decided.overlays, *fresh)
        else:
            place = decided.overlays.index(held)
            overlays = (*decided.overlays[:place], *fresh, *decided.overlays[place + 1 :])
        self._bench.decide(what, decided.model_copy(update={"overlays": overlays}))

    def ask(self, about: str, text: str) -> None:
        """A question to the nurse or the physician; the visit waits for its answer."""
        if not text.strip():
            raise UnusableInput("question", say("expected a question"))
        session = self._bench.session
        assert session is not None
        by, at = self._stamp()
        asked = Query(about=about, text=text, by=by, at=at)
        queries = (*session.decided.queries, asked)
        self._bench.decide(say("Query"), session.decided.model_copy(update={"queries": queries}))

    def record(self, query: Query, answer: str) -> Query:
        """What was answered; gives the query with it."""
        if not answer.strip():
            raise UnusableInput("answer", say("expected what was answered"))
        session = self._bench.session
        assert session is not None
        by, at = self._stamp()
        told = query.model_copy(update={"answer": answer.strip(), "answered_by": by, "answered_at": at})
        queries = tuple(told if held == query else held for held in session.decided.queries)
        self._bench.decide(say("Answer"), session.decided.model_copy(update={"queries": queries}))
        return told


def _given(reason: str) -> str:
    if not reason.strip():
        raise UnusableInput("reason", say("expected a reason: it is kept with the claim"))
    return reason.strip()
