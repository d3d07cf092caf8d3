"""What the practice billed before, as the history that rules ask for."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from datetime import date
from typing import TypeVar

from oncodesk.domain.claim import Claim, ClaimLine
from oncodesk.domain.encounter import Encounter, HistoryLine

Document = TypeVar("Document", bound=Encounter)
Key = tuple[date, str, frozenset[str]]


def of_its_day(claim: Claim) -> Hashable:
    """Takes a practitioner's claims of one date for versions of one visit."""
    return claim.date_of_service, _practitioner(claim)


def remember(
    document: Document, earlier: Iterable[Claim], visit_of: Callable[[Claim], Hashable] = of_its_day
) -> Document:
    """The visit or claim with a history that holds the practice's own lines as well.

    `earlier` are finalised claims, oldest first, of other visits than this one; those of another patient are left out,
    and of the claims of one visit (`visit_of`) the last one counts. A line that the document's own history holds, by
    date, code and modifiers, is not doubled. A claim's facts remember the same.
    """
    account = document.patient.account if document.patient else None
    if isinstance(document, Claim) and document.visit:
        facts = remember(document.visit, earlier := tuple(earlier), visit_of)
        document = document.model_copy(update={"visit": facts})
    newest: dict[Hashable, Claim] = {}
    for claim in earlier:
        if account is not None and claim.patient is not None and claim.patient.account == account:
            newest[visit_of(claim)] = claim
    held = Counter(_key(line) for line in document.history)
    added: list[HistoryLine] = []
    for line in (line for claim in newest.values() for line in history_of(claim)):
        if held[_key(line)] > 0:
            held[_key(line)] -= 1
        else:
            added.append(line)
    own = sorted((*document.history, *added), key=lambda line: (line.date_of_service, line.code, line.modifiers))
    return document.model_copy(update={"history": tuple(own)})


def history_of(claim: Claim) -> tuple[HistoryLine, ...]:
    """A claim's lines as lines already billed."""
    return tuple(_remembered(claim, line) for line in claim.lines)


def _remembered(claim: Claim, line: ClaimLine) -> HistoryLine:
    radiation = claim.visit.radiation if claim.visit else None
    planned = radiation.course.id if radiation and radiation.course else None
    return HistoryLine(
        date_of_service=claim.date_of(line),
        code=line.code,
        units=line.units,
        modifiers=line.modifiers,
        course=planned,
        provider=_practitioner(claim),
        diagnoses=claim.pointed(line),
    )


def _practitioner(claim: Claim) -> str | None:
    person = claim.providers.rendering
    return (person.npi or person.name) if person else None


def _key(line: HistoryLine) -> Key:
    return line.date_of_service, line.code, frozenset(line.modifiers)
