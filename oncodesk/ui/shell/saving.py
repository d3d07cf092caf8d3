"""Opens, keeps and finalises visits: the only part of the window that writes to the practice file."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from oncodesk.ui.editing.draft import Draft, blank
from oncodesk.ui.editing.history import Session
from oncodesk.ui.editing.outcome import Outcome
from oncodesk.ui.editing.wording import named_in, path_of, said
from oncodesk.ui.editing.workbench import Workbench
from oncodesk.ui.tasks import Tasks
from oncodesk.words import many, say

if TYPE_CHECKING:
    from oncodesk.services.desk import Desk
    from oncodesk.vault.store import FinalClaim
    from oncodesk.vault.values import Agreement

_PAUSE_MS = 700
_KEEPING = "visit.save"


@dataclass(slots=True)
class Place:
    """Where the open visit is kept; only the worker, which does one thing after the other, sets it."""

    identifier: int | None


class Saving(QObject):
    """`told` carries a line for the status bar; `opened` and `finished` say that it is done.

    `asked` carries what speaks against finalising until it is asked for again, and nothing once that is no longer so.
    `second_asked` carries the id of a visit whose overridden findings a second person has to agree to.
    """

    told = Signal(str)
    asked = Signal(str)
    opened = Signal()
    finished = Signal()
    second_asked = Signal(int)

    def __init__(self, desk: "Desk", tasks: Tasks, bench: Workbench, parent: QObject) -> None:
        super().__init__(parent)
        self._desk, self._tasks, self._bench = desk, tasks, bench
        self._saved: Session | None = None
        self._confirmed: Session | None = None
        self._waiting: Session | None = None
        self._place = Place(None)
        tasks.failed.connect(self._not_kept)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.save_now)

    @property
    def place(self) -> Place:
        """Where the open visit is kept; its id is there once the worker has kept it."""
        return self._place

    def open(self, identifier: int) -> None:
        """Puts a kept visit on the desk."""
        self.save_now()
        self._tasks.run(self, "visit.open", lambda: self._load(identifier), self._loaded)

    def _load(self, identifier: int) -> tuple[object, object]:
        return self._desk.store.load_visit(identifier), self._desk.store.last_claim(identifier)

    def _loaded(self, found: tuple[object, object]) -> None:
        self._put(found)
        self.opened.emit()

    def _put(self, found: tuple[object, object]) -> None:
        from oncodesk.vault.store import FinalClaim, StoredVisit

        stored, final = found
        assert isinstance(stored, StoredVisit)
        held = final if isinstance(final, FinalClaim) and stored.status in ("ready", "sent") else None
        self._saved = Session(stored.draft, stored.decided)
        self._place = Place(stored.id)
        self._bench.open(stored.id, self._saved, stored.status, held)

    def start_new(self, facts: Draft | None = None) -> None:
        """Puts a blank visit, or one with these facts, on the desk; it is kept once something is typed."""
        self.save_now()
        self._saved = Session(facts or blank(self._desk.today()))
        self._place = Place(None)
        self._bench.open(None, self._saved)
        self.opened.emit()

    def reread(self) -> None:
        """Reads the open visit again: a part of it was changed in the practice file; the screen stays."""
        identifier = self._place.identifier
        if identifier is not None:
            self._tasks.run(self, "visit.reread", lambda: self._load(identifier), self._put)

    def forget(self) -> None:
        """Takes the open visit off the desk without keeping it: its draft was removed."""
        self._pause.stop()
        self._saved, self._place = None, Place(None)
        self._bench.close()

    def note_change(self) -> None:
        """Something changed: keeps it soon, however quickly one goes on typing."""
        if self._confirmed != self._bench.session:
            self._ask_no_more()
        if self._bench.session is not None and not self._pause.isActive() and self._differs():
            self._pause.start()

    def _ask_no_more(self) -> None:
        if self._confirmed is not None:
            self._confirmed = None
            self.asked.emit("")

    def _differs(self) -> bool:
        now, then = self._bench.session, self._saved
        if now is None or then is None:
            return now is not then
        return now.draft != then.draft or _decided(now) != _decided(then)

    def save_now(self) -> None:
        """Keeps what is typed, whole or not."""
        self._pause.stop()
        session, bench = self._bench.session, self._bench
        if session is None or not self._differs():
            return
        whole = bench.outcome if bench.is_current else None
        total = whole.claim.total if whole and whole.claim else None
        place, status = self._place, bench.status
        self._saved = session

        def keep() -> None:
            store = self._desk.store
            place.identifier = store.save_draft(place.identifier, session.draft, session.decided, status, total)  # type: ignore[arg-type]

        def kept(_: None) -> None:
            if self._place is place:
                bench.identifier = place.identifier

        self._tasks.run(self, f"{_KEEPING}.{id(place)}", keep, kept, keeps=True)

    def _not_kept(self, told: str) -> None:
        if told.startswith(_KEEPING):
            self._saved = None
            if self._bench.number is None and self._bench.status == "ready":
                self._bench.status = "uncoded"

    def note(self, text: str) -> None:
        """Keeps a remark on the open visit, which is kept first."""
        self.save_now()
        place = self._place

        def keep() -> None:
            if place.identifier is not None:
                self._desk.store.add_note(f"visit:{place.identifier}", text)

        self._tasks.run(self, f"visit.note.{id(text)}", keep, lambda _: None, keeps=True)

    def finalise(self) -> None:
        """Keeps the claim as it stands under a number; with errors found, only when asked a second time."""
        bench = self._bench
        outcome = bench.outcome
        if outcome is None or not bench.is_current:
            self.told.emit(say("Open a visit first") if bench.session is None else say("One moment: still checking"))
            return
        if bench.status == "ready" and not bench.differs:
            self.told.emit(say("Finalised already; a change makes it a draft again"))
            return
        if outcome.claim is None or outcome.report is None:
            self.told.emit(_refused(outcome))
            return
        if lacking := _lacking(outcome):
            self.told.emit(say("Not finalised: {lacking}", lacking=lacking))
            return
        open_ends = _open_ends(outcome)
        if open_ends and self._confirmed != bench.session:
            self._confirmed = bench.session
            self.asked.emit(
                say("Not finalised: {open_ends}. Ctrl+Enter again finalises all the same", open_ends=open_ends)
            )
            return
        self._finalise()

    def finalise_agreed(self, agreed: "Agreement") -> None:
        """Goes on where a second person has agreed, unless the visit was changed meanwhile."""
        if self._waiting is None or self._bench.session != self._waiting or not self._bench.is_current:
            self.told.emit(say("Not finalised: the visit was changed meanwhile. Ctrl+Enter asks again"))
            return
        self._finalise(agreed)

    def _finalise(self, agreed: "Agreement | None" = None) -> None:
        bench, outcome = self._bench, self._bench.outcome
        assert outcome is not None
        assert outcome.claim is not None
        session, claim, report = outcome.session, outcome.claim, outcome.report
        self._ask_no_more()
        place, before = self._place, bench.status
        self._pause.stop()
        self._saved = session
        bench.status = "ready"

        def keep() -> "FinalClaim | None":
            store = self._desk.store
            place.identifier = store.save_draft(place.identifier, session.draft, session.decided, before, claim.total)  # type: ignore[arg-type]
            if agreed is None and store.needs_second(place.identifier, claim):
                return None
            assert report is not None
            self._desk.finalise(place.identifier, claim, report, agreed)
            return store.last_claim(place.identifier)

        def kept(final: "FinalClaim | None") -> None:
            if final is None:
                self._ask_second(place, session, before)
                return
            if self._place is place and bench.session == session:
                bench.identifier, bench.final = place.identifier, final
            self.told.emit(say("Finalised as No. {number}. Ctrl+P previews the superbill", number=final.number))
            self.finished.emit()

        self._tasks.run(self, f"{_KEEPING}.finally.{id(place)}", keep, kept, keeps=True)

    def _ask_second(self, place: Place, session: Session, status: str) -> None:
        if self._place is not place or place.identifier is None:
            return
        self._bench.status, self._bench.identifier, self._waiting = status, place.identifier, session
        self.second_asked.emit(place.identifier)


def _lacking(outcome: Outcome) -> str:
    """What no claim can be without, and where it is typed; empty where nothing lacks."""
    if outcome.claim is None or not outcome.claim.lines:
        return say("there is nothing to bill yet. Type a drug, or a service above the drugs")
    if outcome.claim.patient is None:
        return say("the patient is missing. Ctrl+E opens the patient's fields")
    named = (named_in(path_of(missing.field)) for missing in outcome.incomplete)
    lacking = ", ".join(named)
    return say("still missing: {lacking}. F8 goes through the findings", lacking=lacking) if lacking else ""


def _refused(outcome: Outcome) -> str:
    if outcome.problem is None:
        return say("Not finalised: see the findings")
    return say("Not finalised: {problem}", problem=said(outcome.problem))


def _open_ends(outcome: Outcome) -> str:
    """What still speaks against finalising: errors, questions, and what no superbill is printed without."""
    from oncodesk.services.print_superbill import unprintable

    errors = sum(finding.severity == "error" for finding in outcome.report.findings) if outcome.report else 0
    questions = len(outcome.derivation.questions) if outcome.derivation else 0
    told = [many("{count} error", "{count} errors", errors)] if errors else []
    told += [many("{count} open question", "{count} open questions", questions)] if questions else []
    if outcome.claim is not None and (lacks := unprintable(outcome.claim)):
        told.append(say("no superbill without {names}", names=", ".join(map(named_in, lacks))))
    return say(" and ").join(told)


def _decided(session: Session) -> object:
    """What was decided, without what an overlay has come to know of its lines."""
    decided = session.decided
    return [(o.edits, o.title, o.own) for o in decided.overlays], decided.answers, decided.queries
