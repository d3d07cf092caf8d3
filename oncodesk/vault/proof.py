"""Proves that the records are what was written: pages, chain, state, seals and anchor."""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, func, select

from oncodesk import words
from oncodesk.vault import anchor
from oncodesk.vault.errors import Damaged
from oncodesk.vault.ledger import NOTHING, link, state_of
from oncodesk.vault.progress import Progress, part, quietly
from oncodesk.vault.seals import seal
from oncodesk.vault.secret import Mac, Secret
from oncodesk.vault.sqlcipher import faults, told
from oncodesk.vault.tables import audit, claim
from oncodesk.vault.values import AuditFilter, AuditRow

MOST_TOLD = 20
_AT_A_TIME = 500
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


def verify(engine: Engine, secret: Secret, anchored: Path | None = None, say: Progress = quietly) -> Verdict:
    """Looks at every page, audit row, record and seal; `anchored` is the folder of the anchor."""
    found: list[str] = []
    rows, claims, head = 0, 0, NOTHING
    for look, begin, end in ((_pages, 0.0, 0.4), (_chain, 0.4, 0.8), (_seals, 0.8, 0.98), (_anchor(anchored), 0.98, 1)):
        try:
            with told():
                told_of, counted = look(engine, secret, part(say, begin, end))
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


def _pages(engine: Engine, secret: Secret, say: Progress) -> Looked:
    say(0, words.say("pages"))
    return list(verify_pages(engine, secret)), (0, NOTHING)


def _chain(engine: Engine, secret: Secret, say: Progress) -> Looked:
    with engine.connect() as connection:
        count, newest, state, problem = _walk(connection, secret.mac, say)
        say(0.9, words.say("records"))
        problems = [problem] if problem else []
        if not problem and count and state_of(connection, secret.mac) != state:
            problems.append("A record is not as the newest audit entry left it: it was changed or put back past us.")
        return problems, (count, newest)


def _walk(connection: Connection, mac: Mac, say: Progress) -> tuple[int, bytes, bytes, str]:
    before, state, count = NOTHING, NOTHING, 0
    all_of_them = connection.execute(select(func.max(audit.c.sequence))).scalar() or 1
    query = select(audit).order_by(audit.c.sequence).execution_options(yield_per=1000)
    for row in connection.execute(query).mappings():
        if count % _AT_A_TIME == 0:
            say(0.9 * min(1, count / all_of_them), words.say("audit entry {number:,}", number=count + 1))
        count += 1
        if row["sequence"] != count:
            return count, before, state, f"Audit entry {count} is missing."
        if not hmac.compare_digest(link(mac, before, dict(row)), row["mac"]):
            return count, before, state, f"Audit entry {count} is not as it was written."
        before, state = row["mac"], row["state"]
    return count, before, state, "" if count else "The audit is empty."


def _seals(engine: Engine, secret: Secret, say: Progress) -> Looked:
    with engine.connect() as connection:
        query = select(claim).order_by(claim.c.number).execution_options(yield_per=500)
        rows = connection.execute(query).mappings()
        all_of_them = connection.execute(select(func.count()).select_from(claim)).scalar_one()
        marks: list[tuple[int, bool]] = []
        for row in rows:
            if len(marks) % _AT_A_TIME == 0:
                say(len(marks) / all_of_them, words.say("seal {number:,}", number=len(marks) + 1))
            marks.append((row["number"], hmac.compare_digest(seal(secret.mac, dict(row)), row["seal"])))
        broken = [f"The seal of claim {number} is broken." for number, whole in marks if not whole]
        return broken, (len(marks), NOTHING)


def _anchor(folder: Path | None) -> Callable[[Engine, Secret, Progress], Looked]:
    def look(engine: Engine, secret: Secret, say: Progress) -> Looked:
        say(0, words.say("anchor"))
        if folder is None:
            return [], (0, NOTHING)
        with engine.connect() as connection:
            alarm = anchor.alarm(connection, secret.mac, folder)
        return [alarm] if alarm else [], (0, NOTHING)

    return look


def audit_page(connection: Connection, wanted: AuditFilter, before: int | None, limit: int) -> tuple[AuditRow, ...]:
    """Audit entries that fit, the newest first, from before a number."""
    query = select(audit).order_by(audit.c.sequence.desc()).limit(limit)
    if before is not None:
        query = query.where(audit.c.sequence < before)
    if wanted.subject:
        query = query.where(audit.c.subject.startswith(wanted.subject, autoescape=True))
    for column, value in ((audit.c.by, wanted.by), (audit.c.action, wanted.action)):
        if value:
            query = query.where(column == value)
    return tuple(map(_row, connection.execute(query)))


def audit_words(connection: Connection) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The people and the actions that the audit names, each in order."""
    columns = (audit.c.by, audit.c.action)
    people, actions = (connection.execute(select(c).distinct().order_by(c)).scalars().all() for c in columns)
    return tuple(people), tuple(actions)


def audit_rows(connection: Connection, subject: str | None, after: int, limit: int) -> tuple[AuditRow, ...]:
    """Audit entries in order, of one subject where it is named, from behind a number."""
    query = select(audit).where(audit.c.sequence > after).order_by(audit.c.sequence).limit(limit)
    if subject is not None:
        query = query.where(audit.c.subject == subject)
    return tuple(map(_row, connection.execute(query)))


def _row(row: Any) -> AuditRow:
    return AuditRow(row.sequence, row.at, row.by, row.action, row.subject, row.detail)


def reasons(connection: Connection, limit: int) -> tuple[str, ...]:
    """Reasons lately given for overriding, the newest first, each once."""
    newest = connection.execute(select(audit.c.sequence).order_by(audit.c.sequence.desc()).limit(1)).scalar() or 0
    recent = select(audit.c.detail).where(audit.c.sequence > newest - LOOKED_BACK, audit.c.action == "override")
    found = connection.execute(recent.order_by(audit.c.sequence.desc())).scalars()
    given = (str(detail["reason"]) for detail in found if detail.get("reason"))
    return tuple(islice(dict.fromkeys(given), limit))
