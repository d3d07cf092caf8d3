"""Brings a practice file up to date: numbered steps with a record each, a backup before, and nothing in between.

All that is due is one transaction, so that whenever it is interrupted the file is the old one or the new one.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Engine, inspect, select

from oncodesk.domain.errors import UnusableInput
from oncodesk.vault.ledger import Change, head, state_of
from oncodesk.vault.secret import Secret
from oncodesk.vault.sqlcipher import check_references, rebuilding, told
from oncodesk.vault.tables import migration

NEWEST = 4
"""How many steps the catalogue holds; a file that is there needs no Alembic to be opened."""
PROGRAM = "oncodesk"
Clock = Callable[[], datetime]


def bring_up_to_date(engine: Engine, secret: Secret, now: Clock, back_up: Callable[[int], Any]) -> None:
    """Does the steps that are not done; `back_up` is told the number found before an older file is touched.

    UnusableInput where a later version has written the file.
    """
    with told():
        done = version(engine)
        if done > NEWEST:
            raise UnusableInput("practice file", "expected a newer OncoDesk: a later version has written this file")
        if 0 < done < NEWEST:
            back_up(done)
        if done < NEWEST:
            _migrate(engine, secret, done, now)


def version(engine: Engine) -> int:
    """The number of the newest step done."""
    with told(), engine.connect() as connection:
        if not inspect(connection).has_table("migration"):
            return 1 if inspect(connection).has_table("setting") else 0
        newest = select(migration.c.number).order_by(migration.c.number.desc()).limit(1)
        return int(connection.execute(newest).scalar_one())


def _migrate(engine: Engine, secret: Secret, done: int, now: Clock) -> None:
    """The steps after `done`, and the audit's word for what they made, in one transaction."""
    with rebuilding(engine) as connection, connection.begin():
        for number in range(done + 1, NEWEST + 1):
            _step(connection, secret, number, now)
        check_references(connection)
        under_way = Change(connection, secret.mac, PROGRAM, now())
        _, before, _ = head(connection)
        under_way.correct(before, state_of(connection, secret.mac))
        under_way.say("migrate", f"schema:{NEWEST}")
        under_way.close()


def _step(connection: Connection, secret: Secret, number: int, now: Clock) -> None:
    from alembic.operations import Operations
    from alembic.runtime.migration import MigrationContext

    from oncodesk.vault.migrations.catalogue import STEPS

    STEPS[number - 1][1](Operations(MigrationContext.configure(connection)), secret.mac)
    if number > 1:
        recorded = range(1, 3) if number == 2 else (number,)
        rows = [{"number": n, "name": STEPS[n - 1][0], "at": now()} for n in recorded]
        connection.execute(migration.insert(), rows)
