"""Claims that stand, document and report, a page at a time in short reads: for whoever goes through all of them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from oncodesk.vault.claims import is_whole
from oncodesk.vault.secret import Mac
from oncodesk.vault.tables import claim, visit
from oncodesk.vault.values import KeptClaim, StandingFilter


def count(connection: Connection, wanted: StandingFilter) -> int:
    """How many claims fit."""
    return int(connection.execute(select(func.count()).select_from(_SOURCE).where(*_conditions(wanted))).scalar_one())


def page(
    connection: Connection, mac: Mac, wanted: StandingFilter, before: int | None, limit: int
) -> tuple[KeptClaim, ...]:
    """The claims that fit, the newest number first, from behind the number `before`."""
    query = select(*claim.columns).select_from(_SOURCE).where(*_conditions(wanted))
    if before is not None:
        query = query.where(claim.c.number < before)
    rows = connection.execute(query.order_by(claim.c.number.desc()).limit(limit))
    return tuple(
        KeptClaim(row.number, row.visit_id, row.date_of_service, row.document, row.report, is_whole(mac, row))
        for row in rows
    )


_SOURCE = claim.join(visit, visit.c.id == claim.c.visit_id)


def _conditions(wanted: StandingFilter) -> Sequence[ColumnElement[Any]]:
    found: list[ColumnElement[Any]] = [claim.c.state == "current"]
    if wanted.is_unsent:
        found.append(visit.c.status != "sent")
    if wanted.since:
        found.append(claim.c.date_of_service >= wanted.since)
    if wanted.until:
        found.append(claim.c.date_of_service <= wanted.until)
    return found
