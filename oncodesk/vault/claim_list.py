"""Finalised claims as a list: found by day, payer, state, number and words, a page at a time."""

from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, select

from oncodesk.vault.tables import claim, claim_reading, patient
from oncodesk.vault.tables import visit as kept_visit
from oncodesk.vault.values import ClaimFilter, ClaimSummary
from oncodesk.vault.visits import word_conditions

_LATER = claim.alias("later")
_LISTED = (
    claim.c.number,
    claim.c.visit_id,
    claim.c.date_of_service,
    patient.c.family_name,
    patient.c.given_name,
    claim.c.account,
    claim_reading.c.payer,
    claim.c.state,
    claim.c.total,
    claim.c.replaces,
    select(_LATER.c.number)
    .where(_LATER.c.visit_id == claim.c.visit_id, _LATER.c.replaces == claim.c.number)
    .scalar_subquery()
    .label("replaced_by"),
    claim_reading.c.errors,
    claim_reading.c.warnings,
    claim_reading.c.overrides,
    claim.c.finalised_at,
    claim.c.by,
)


def find(
    connection: Connection, wanted: ClaimFilter, limit: int, before: int | None = None
) -> tuple[ClaimSummary, ...]:
    """A page of the claims that fit, the newest number first, from behind the number `before`."""
    query = _joined(_LISTED).where(*_conditions(connection, wanted))
    if before is not None:
        query = query.where(claim.c.number < before)
    rows = connection.execute(query.order_by(claim.c.number.desc()).limit(limit))
    return tuple(_summary(row) for row in rows)


def payers(connection: Connection) -> tuple[str, ...]:
    """Every payer named in a finalised claim, by name."""
    query = select(claim_reading.c.payer).distinct().where(claim_reading.c.payer != "").order_by(claim_reading.c.payer)
    return tuple(connection.execute(query).scalars())


def _joined(columns: tuple[Any, ...]) -> Select[Any]:
    source = claim.join(claim_reading, claim_reading.c.claim_number == claim.c.number)
    return select(*columns).select_from(source.outerjoin(patient, patient.c.id == claim.c.patient_id))


def _conditions(connection: Connection, wanted: ClaimFilter) -> list[ColumnElement[bool]]:
    equal = {
        claim.c.number: wanted.number,
        claim.c.state: wanted.state,
        claim_reading.c.payer: wanted.payer,
        claim.c.account: wanted.account,
    }
    found: list[ColumnElement[bool]] = [column == value for column, value in equal.items() if value]
    if wanted.since:
        found.append(claim.c.date_of_service >= wanted.since)
    if wanted.until:
        found.append(claim.c.date_of_service <= wanted.until)
    if wanted.finalised_on:
        begin, end = _local_day(wanted.finalised_on)
        found += [claim.c.finalised_at >= begin, claim.c.finalised_at < end]
    if words := word_conditions(connection, wanted.text):
        found.append(claim.c.visit_id.in_(select(kept_visit.c.id).where(*words)))
    return found


def _local_day(day: date) -> tuple[datetime, datetime]:
    return (
        datetime.combine(day, time.min).astimezone(),
        datetime.combine(day + timedelta(days=1), time.min).astimezone(),
    )


def _summary(row: Row[Any]) -> ClaimSummary:
    held = dict(row._mapping)
    name = ", ".join(part for part in (held.pop("family_name"), held.pop("given_name")) if part)
    return ClaimSummary(patient_name=name, **held)
