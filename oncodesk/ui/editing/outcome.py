"""What follows from what has been typed: the claim, its reasons, its findings, or what is still unusable."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from oncodesk.domain.claim import Claim
from oncodesk.domain.decisions import UNDECIDED, Answer, Decisions, Overlay
from oncodesk.domain.derivation import Derivation
from oncodesk.domain.errors import UnusableInput
from oncodesk.domain.reading import parse
from oncodesk.domain.report import Report
from oncodesk.domain.visit import Visit
from oncodesk.ui.editing.answering import settled
from oncodesk.ui.editing.draft import Draft, get, put
from oncodesk.ui.editing.history import Session
from oncodesk.ui.editing.overlay import laid_over, repriced
from oncodesk.words import say

if TYPE_CHECKING:
    from oncodesk.codes.tables import Tables
    from oncodesk.services.desk import Desk


@dataclass(frozen=True, slots=True)
class Wording:
    """What a code is called and which part it plays, for showing beside it."""

    text: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One answer to one session.

    `problem` names the field that cannot be used; then there is no derivation. `claim` is the derived claim with what
    was decided laid over it, `report` its findings; `lost` are overlays whose line is gone, `unused` answers whose
    finding is; `incomplete` names what is missing of a person or payer that was left out so that the rest could be
    worked out.
    """

    session: Session
    problem: UnusableInput | None = None
    visit: Visit | None = None
    derivation: Derivation | None = None
    claim: Claim | None = None
    report: Report | None = None
    decided: Decisions = UNDECIDED
    lost: tuple[Overlay, ...] = ()
    unused: tuple[Answer, ...] = ()
    incomplete: tuple[UnusableInput, ...] = ()
    wordings: dict[str, Wording] = field(default_factory=dict)


def work_out(desk: "Desk", session: Session, earlier: tuple[Claim, ...] = ()) -> Outcome:
    """Derives, lays the overlays over, checks, and finds the words; pure but for the tables it reads.

    `earlier` are the patient's claims of other visits.
    """
    try:
        visit, incomplete = visit_of(session.draft)
        derived = desk.derive_claim(visit, earlier)
    except UnusableInput as problem:
        return Outcome(session, problem=problem)
    laid = laid_over(derived.claim, session.decided.overlays)
    claim, report = laid.claim, derived.report
    if laid.edits or report is None:
        claim = repriced(claim, derived.claim, desk.store.fees(), laid.edits)
        report = desk.check_claim(claim)
    decided = session.decided.model_copy(update={"overlays": laid.overlays})
    final = settled(desk.check_claim, claim, report, decided.answers)
    words = _wordings(claim, visit, desk.tables(visit.date_of_service))
    return Outcome(
        session, None, visit, derived, final.claim, final.report, decided, laid.lost, final.unused, incomplete, words
    )  # fmt: skip


def visit_of(draft: Draft) -> tuple[Visit, tuple[UnusableInput, ...]]:
    """The visit without those people that are only half typed, and what is missing of them."""
    incomplete: list[UnusableInput] = []
    while True:
        try:
            return parse(Visit, draft), tuple(incomplete)
        except UnusableInput as problem:
            left_out = _half_typed(problem)
            if left_out is None or get(draft, left_out) is None:
                raise
            incomplete.append(problem)
            draft = put(draft, left_out, None)


def _half_typed(problem: UnusableInput) -> str | None:
    if not problem.expected.startswith("expected a value, found none"):
        return None
    room, _, rest = problem.field.partition(".")
    if room == "providers":
        return f"{room}.{rest.split('.')[0]}"
    if rest.startswith("address."):
        return f"{room}.address"
    return room if room in {"patient", "payer", "secondary_payer", "authorization"} else None


def _wordings(claim: Claim, visit: Visit, tables: "Tables") -> dict[str, Wording]:
    diagnoses = (*claim.diagnoses, *(d.code for d in visit.diagnoses))
    return dict(_services(claim, tables)) | {code: _diagnosis(code, tables) for code in diagnoses}


def _services(claim: Claim, tables: "Tables") -> Iterable[tuple[str, Wording]]:
    for code in {line.code for line in claim.lines}:
        drug, procedure = tables.drug(code), tables.procedure(code) or tables.known_procedure(code)
        if drug:
            yield code, Wording(f"{drug.generic}, per {drug.unit}", "drug")
        elif procedure:
            yield code, Wording(procedure.wording, procedure.role or procedure.kind)


def _diagnosis(code: str, tables: "Tables") -> Wording:
    found = tables.diagnosis(code)
    return Wording(found.text if found else say("not in the ICD-10-CM tables"), "diagnosis")


def day_of(session: Session) -> date | None:
    """The date of service as far as it can be read."""
    try:
        return date.fromisoformat(str(session.draft.get("date_of_service")))
    except ValueError:
        return None
