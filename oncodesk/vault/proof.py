"""Proves that the records are what was written: pages, chain, state, seals and anchor."""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from sqlalchemy import Connection, Engine, select

from oncodesk.vault import anchor
from oncodesk.vault.errors import Damaged
from oncodesk.vault.ledger import NOTHING, link, state_of
from oncodesk.vault.seals import seal
from oncodesk.vault.secret import Mac, Secret
from oncodesk.vault.sqlcipher import faults, told
from oncodesk.vault.tables import audit, claim
from oncodesk.vault.values import AuditRow

MOST_TOLD = 20
LOOKED_BACK = 20_000
"""Audit entries in which reasons given before are looked for."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What verifying found: `problems` in sentences, none where all fits; how much was looked at; the chain's head."""

    problems: tuple[str, ...]
    audit_rows: int
    claims: int
    head: str

    @property
    def is_whole(self) -> bool:
        """Whether nothing was found."""
        return not self.problems


def verify(engine: Engine, secret: Secret, anchored: Path | None = None) -> Verdict:
    """Looks at every page, audit row, record and seal; `anchored` is the folder of the anchor."""
    found: list[str] = []
    rows, claims, head = 0, 0, NOTHING
    for look in (_pages, _chain, _seals, _anchor(anchored)):
        try:
            with told():
                told_of, counted = look(engine, secret)
        except Damaged as problem:
            found.append(str(problem))
            continue
        found += told_of
        rows, head = counted if look is _chain else (rows, head)
        claims = counted[0] if look is _seals else claims
    return Verdict(tuple(found[:MOST_TOLD]), rows, claims, head.hex())


def verify_pages(engine: Engine, secret: Secret) -> tuple[str, ...]:
    """What does not fit in the file itself: for a file from before there was a chain."""
    return tuple(f"In the file: {fault}." for fault in faults(engine, secret.salt()))


Looked = tuple[list[str], tuple[int, bytes]]


def _pages(engine: Engine, secret: Secret) -> Looked:
    return list(verify_pages(engine, secret)), (0, NOTHING)


def _chain(engine: Engine, secret: Secret) -> Looked:
    with engine.connect() as connection:
        count, newest, state, problem = _walk(connection, secret.mac)
        problems = [problem] if problem else []
        if not problem and count and state_of(connection, secret.mac) != state:
            problems.append("A record is not as the newest audit entry left it: it was changed or put back past us.")
        return problems, (count, newest)


def _walk(connection: Connection, mac: Mac) -> tuple[int, bytes, bytes, str]:
    before, state, count = NOTHING, NOTHING, 0
    query = select(audit).order_by(audit.c.sequence).execution_options(yield_per=1000)
    for row in connection.execute(query).mappings():
        count += 1
        if row["sequence"] != count:
            return count, before, state, f"Audit entry {count} is missing."
        if not hmac.compare_digest(link(mac, before, dict(row)), row["mac"]):
            return count, before, state, f"Audit entry {count} is not as it was written."
        before, state = row["mac"], row["state"]
    return count, before, state, "" if count else "The audit is empty."


def _seals(engine: Engine, secret: Secret) -> Looked:
    with engine.connect() as connection:
        query = select(claim).order_by(claim.c.number).execution_options(yield_per=500)
        rows = connection.execute(query).mappings()
        marks = [(row["number"], hmac.compare_digest(seal(secret.mac, dict(row)), row["seal"])) for row in rows]
        broken = [f"The seal of claim {number} is broken." for number, whole in marks if not whole]
        return broken, (len(marks), NOTHING)


def _anchor(folder: Path | None) -> Callable[[Engine, Secret], Looked]:
    def look(engine: Engine, secret: Secret) -> Looked:
        if folder is None:
            return [], (0, NOTHING)
        with engine.connect() as connection:
            alarm = anchor.alarm(connection, secret.mac, folder)
        return [alarm] if alarm else [], (0, NOTHING)

    return look


def audit_rows(connection: Connection, subject: str | None, after: int, limit: int) -> tuple[AuditRow, ...]:
    """Audit entries in order, of one subject where it is named, from behind a number."""
    query = select(audit).where(audit.c.sequence > after).order_by(audit.c.sequence).limit(limit)
    if subject is not None:
        query = query.where(audit.c.subject == subject)
    rows = connection.execute(query)
    return tuple(AuditRow(row.sequence, row.at, row.by, row.action, row.subject, row.detail) for row in rows)


def reasons(connection: Connection, limit: int) -> tuple[str, ...]:
    """Reasons lately given for overriding, the newest first, each once."""
    newest = connection.execute(select(audit.c.sequence).order_by(audit.c.sequence.desc()).limit(1)).scalar() or 0
    recent = select(audit.c.detail).where(audit.c.sequence > newest - LOOKED_BACK, audit.c.action == "override")
    found = connection.execute(recent.order_by(audit.c.sequence.desc())).scalars()
    given = (str(detail["reason"]) for detail in found if detail.get("reason"))
    return tuple(islice(dict.fromkeys(given), limit))
