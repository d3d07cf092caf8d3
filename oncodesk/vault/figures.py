"""Sums and counts for reports: the practice file adds up, so that nothing is read one by one."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, case, func, literal, select

from oncodesk.vault.tables import claim, claim_finding, claim_line, claim_reading, visit
from oncodesk.vault.values import Figures
from oncodesk.vault.visits import UNDATED

_WASTE = "JW"


def figures(connection: Connection, since: date, until: date) -> Figures:
    """What was served between two days, both included; claims that were replaced or voided count as work alone."""
    return Figures(
        visits=_visits(connection, since, until),
        finalised=_finalised(connection, since, until),
        findings=_findings(connection, since, until),
        lines=_lines(connection, since, until),
        charges=_charges(connection, since, until),
    )


def _served(since: date, until: date, stands: bool = True) -> ColumnElement[bool]:
    days = claim.c.date_of_service.between(since, until)
    # asked as what it is not: an equality would send SQLite through every claim that stands instead of these days
    return and_(days, claim.c.state.notin_(("replaced", "void"))) if stands else days


def _visits(connection: Connection, since: date, until: date) -> tuple[Any, ...]:
    total = func.sum(visit.c.charge, type_=visit.c.charge.type)
    query = (
        select(visit.c.listed_on, visit.c.status, func.count(), total)
        .where(visit.c.listed_on.between(since, until))
        .group_by(visit.c.listed_on, visit.c.status)
        .order_by(visit.c.listed_on, visit.c.status)
    )
    return tuple(
        (None if day == UNDATED else day, status, count, total)
        for day, status, count, total in connection.execute(query)
    )


def _finalised(connection: Connection, since: date, until: date) -> tuple[Any, ...]:
    query = (
        select(
            claim.c.finalised_at, claim.c.by, claim_reading.c.errors, claim_reading.c.overrides, claim.c.total,
            claim.c.replaces.is_(None),
        )
        .join_from(claim, claim_reading, claim_reading.c.claim_number == claim.c.number)
        .where(_served(since, until, stands=False))
        .order_by(claim.c.number)
    )  # fmt: skip
    return tuple(
        (at, by, errors, overrides, total, bool(first))
        for at, by, errors, overrides, total, first in connection.execute(query)
    )


def _findings(connection: Connection, since: date, until: date) -> tuple[Any, ...]:
    claims = func.count(claim.c.number.distinct())
    query = (
        select(claim_finding.c.rule, claim_finding.c.severity, claim_reading.c.payer, claims, func.count())
        .select_from(
            claim.join(claim_finding, claim_finding.c.claim_number == claim.c.number).join(
                claim_reading, claim_reading.c.claim_number == claim.c.number
            )
        )
        .where(_served(since, until))
        .group_by(claim_finding.c.rule, claim_finding.c.severity, claim_reading.c.payer)
        .order_by(func.count().desc(), claim_finding.c.rule, claim_reading.c.payer)
    )
    return tuple(tuple(row) for row in connection.execute(query))


def _lines(connection: Connection, since: date, until: date) -> tuple[Any, ...]:
    spaced = literal(" ") + claim_line.c.modifiers + literal(" ")
    waste = case((spaced.contains(f" {_WASTE} "), 1), else_=0)
    charge = func.sum(claim_line.c.charge, type_=claim_line.c.charge.type)
    query = (
        select(claim_line.c.code, waste, func.sum(claim_line.c.units), charge, func.count(claim.c.number.distinct()))
        .join_from(claim, claim_line, claim_line.c.claim_number == claim.c.number)
        .where(_served(since, until))
        .group_by(claim_line.c.code, waste)
        .order_by(claim_line.c.code, waste)
    )
    rows = connection.execute(query)
    return tuple((code, bool(lost), units, charge, claims) for code, lost, units, charge, claims in rows)


def _charges(connection: Connection, since: date, until: date) -> tuple[Any, ...]:
    total = func.sum(claim.c.total, type_=claim.c.total.type)
    query = (
        select(claim_reading.c.payer, claim.c.date_of_service, func.count(), total)
        .join_from(claim, claim_reading, claim_reading.c.claim_number == claim.c.number)
        .where(_served(since, until))
        .group_by(claim_reading.c.payer, claim.c.date_of_service)
        .order_by(claim_reading.c.payer, claim.c.date_of_service)
    )
    return tuple((payer, day, count, total) for payer, day, count, total in connection.execute(query))
