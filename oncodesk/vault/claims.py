"""Finalised claims: sealed documents beside the lines and diagnoses they are searched by, and what replaced what."""

import hmac
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Row, Select, select

from oncodesk import words
from oncodesk.domain.claim import Claim
from oncodesk.domain.decisions import Decisions
from oncodesk.domain.reading import parse
from oncodesk.domain.report import Report
from oncodesk.vault import directory, visits
from oncodesk.vault.errors import Conflict
from oncodesk.vault.ledger import Change
from oncodesk.vault.seals import seal
from oncodesk.vault.secret import Mac
from oncodesk.vault.tables import claim, claim_diagnosis, claim_finding, claim_line, claim_reading, draft
from oncodesk.vault.values import FinalClaim, SealedClaim

_READ = (
    claim.c.number,
    claim.c.visit_id,
    claim.c.finalised_at,
    claim.c.document,
    claim.c.report,
    claim.c.replaces,
    claim.c.state,
    claim.c.by,
)


def finalise(
    change: Change, mac: Mac, identifier: int, final: Claim, report: Report, editions: Mapping[str, str]
) -> int:
    """Seals the claim under the next number; the one that stood for the visit is then replaced."""
    held = change.connection.execute(select(draft).where(draft.c.visit_id == identifier)).mappings().first()
    if held is None:
        raise KeyError(identifier)
    replaces = _standing(change.connection, identifier)
    number = change.next_number("claim")
    row: dict[str, Any] = {
        "number": number,
        "visit_id": identifier,
        "replaces": replaces,
        "state": "current",
        "patient_id": directory.note_people(change, final),
        "account": final.patient.account if final.patient else "",
        "date_of_service": final.date_of_service,
        "total": final.total,
        "finalised_at": change.at,
        "by": change.by,
        "facts": {"draft": held["facts"], "decisions": held["decisions"]},
        "document": final.model_dump(mode="json"),
        "report": report.model_dump(mode="json"),
        "editions": dict(editions),
    }
    change.insert(claim, **row, seal=seal(mac, row))
    if replaces is not None:
        change.update(claim, claim.c.number == replaces, state="replaced")
    _lay_out(change, number, final)
    _note_reading(change, number, final, report)
    _say(change, number, final, replaces)
    _say_removed(change, number, visits.decisions(change.connection, identifier))
    visits.mark(change, identifier, "ready")
    return number


def _standing(connection: Connection, identifier: int) -> int | None:
    query = select(claim.c.number).where(claim.c.visit_id == identifier, claim.c.state == "current")
    return connection.execute(query.order_by(claim.c.number.desc()).limit(1)).scalar()


def _lay_out(change: Change, number: int, final: Claim) -> None:
    lines = [
        {
            "claim_number": number,
            "place": place,
            "code": line.code,
            "modifiers": " ".join(line.modifiers),
            "units": line.units,
            "charge": line.charge,
            "date_of_service": final.date_of(line),
        }
        for place, line in enumerate(final.lines)
    ]
    diagnoses = [{"claim_number": number, "place": n, "code": code} for n, code in enumerate(final.diagnoses)]
    change.insert_all(claim_line, lines)
    change.insert_all(claim_diagnosis, diagnoses)


def _note_reading(change: Change, number: int, final: Claim, report: Report) -> None:
    graded = [finding.severity for finding in report.findings]
    change.insert(
        claim_reading,
        claim_number=number,
        payer=final.payer.name if final.payer else "",
        errors=graded.count("error"),
        warnings=graded.count("warning"),
        overrides=len(final.overrides) + sum(line.override is not None for line in final.lines),
    )
    rows = [
        {"claim_number": number, "place": place, "rule": found.rule, "severity": found.severity}
        for place, found in enumerate(report.findings)
    ]
    change.insert_all(claim_finding, rows)


def _say(change: Change, number: int, final: Claim, replaces: int | None) -> None:
    change.say("finalise", f"claim:{number}", **({"replaces": replaces} if replaces is not None else {}))
    for override in final.overrides:
        change.say(
            "override", f"claim:{number}", rule=override.rule, lines=list(override.lines), reason=override.reason,
            **({"by": override.by} if override.by else {}),
        )  # fmt: skip
    for line in final.lines:
        if line.override:
            change.say("override", f"claim:{number}", lines=[line.id], reason=line.override.reason)


def _say_removed(change: Change, number: int, decided: Decisions) -> None:
    """A line that the facts give and the coder took away stands nowhere else in the claim."""
    for overlay in decided.overlays:
        if overlay.own and any(edit.op == "remove_line" for edit in overlay.edits):
            change.say("override", f"claim:{number}", removed=overlay.title, reason=overlay.own.reason)


def void(change: Change, number: int, reason: str) -> None:
    """Takes a finalised claim back, for a reason; Conflict where it no longer stands, KeyError where it never did."""
    row = change.connection.execute(select(claim.c.state, claim.c.visit_id).where(claim.c.number == number)).first()
    if row is None:
        raise KeyError(number)
    if row.state != "current":
        raise Conflict(words.say("Not voided: claim {number} is {state} already.", number=number, state=row.state))
    change.update(claim, claim.c.number == number, state="void")
    change.say("void", f"claim:{number}", reason=reason)
    visits.mark(change, row.visit_id, "uncoded")


def of_visit(connection: Connection, identifier: int) -> tuple[FinalClaim, ...]:
    """Every claim finalised from the visit, the oldest first."""
    return _read(connection, select(*_READ).where(claim.c.visit_id == identifier).order_by(claim.c.number))


def last(connection: Connection, identifier: int) -> FinalClaim | None:
    """The newest finalised claim of the visit, or None."""
    query = select(*_READ).where(claim.c.visit_id == identifier).order_by(claim.c.number.desc()).limit(1)
    return next(iter(_read(connection, query)), None)


def numbered(connection: Connection, number: int) -> FinalClaim:
    """The claim of that number; KeyError where there is none."""
    found = _read(connection, select(*_READ).where(claim.c.number == number))
    if not found:
        raise KeyError(number)
    return found[0]


def sealed(connection: Connection, mac: Mac, number: int) -> SealedClaim:
    """The claim of that number with all its seal covers; KeyError where there is none."""
    found = _sealed(connection, mac, select(claim).where(claim.c.number == number))
    for one in found:
        return one
    raise KeyError(number)


def every_sealed(connection: Connection, mac: Mac) -> Iterator[SealedClaim]:
    """Every claim with all its seal covers, by number."""
    return _sealed(connection, mac, select(claim).order_by(claim.c.number).execution_options(yield_per=200))


def _sealed(connection: Connection, mac: Mac, query: Select[Any]) -> Iterator[SealedClaim]:
    for row in connection.execute(query):
        yield SealedClaim(_final(row), row.facts, row.editions, is_whole(mac, row))


def is_whole(mac: Mac, row: Row[Any]) -> bool:
    """Whether the seal fits a row of all columns."""
    return hmac.compare_digest(seal(mac, dict(row._mapping)), row.seal)


def of_patient(connection: Connection, account: str) -> tuple[FinalClaim, ...]:
    """The patient's claims that stand, by date of service, the oldest first."""
    query = select(*_READ).where(claim.c.account == account, claim.c.state == "current")
    return _read(connection, query.order_by(claim.c.date_of_service, claim.c.number))


def _read(connection: Connection, query: Select[Any]) -> tuple[FinalClaim, ...]:
    return tuple(_final(row) for row in connection.execute(query))


def _final(row: Row[Any]) -> FinalClaim:
    final, report = parse(Claim, row.document), parse(Report, row.report)
    return FinalClaim(row.number, row.visit_id, row.finalised_at, final, report, row.replaces, row.state, row.by)
