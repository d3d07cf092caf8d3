"""Every change is one transaction with its own audit rows, and each audit row vouches for all records of its moment.

`state` is a sum over every row of every other table (of each its HMAC as a number, modulo 2^256), so that it is kept
up by adding and taking away, and a row that was changed, removed or put back past us no longer fits the last audit row.
Each audit row's `mac` covers the row, its state and the mac before it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Table, and_, bindparam, select

from oncodesk.vault.canonical import canonical
from oncodesk.vault.errors import Conflict
from oncodesk.vault.former import kept
from oncodesk.vault.secret import Mac
from oncodesk.vault.sqlcipher import told
from oncodesk.vault.tables import audit, counter

NOTHING = bytes(32)
_WRAP, _PART = 1 << 256, 500


class Change:
    """One transaction under way: reads, writes, and what is to be said of it."""

    def __init__(self, connection: Connection, mac: Mac, by: str, at: datetime) -> None:
        self.connection, self.by, self.at = connection, by, at
        self._mac = mac
        self._said: list[tuple[str, str, Mapping[str, Any]]] = []
        self._delta = 0

    def say(self, action: str, subject: str = "", **detail: Any) -> None:
        """What the audit will hold of it."""
        self._said.append((action, subject, detail))

    def next_number(self, name: str) -> int:
        """A number that was never given before, even where its record is gone."""
        return self.next_numbers(name, 1)[0]

    def next_numbers(self, name: str, count: int) -> range:
        """So many numbers that were never given before, in order."""
        last = int(self.connection.execute(select(counter.c.last).where(counter.c.name == name)).scalar_one())
        if count:
            self.update(counter, counter.c.name == name, last=last + count)
        return range(last + 1, last + 1 + count)

    def insert(self, table: Table, **values: Any) -> int:
        """A new row; gives its id where the table counts its rows."""
        done = self.connection.execute(table.insert().values(**values))
        counted = table.primary_key.columns.values()[0]
        number: int = 0
        if counted.name not in values and done.inserted_primary_key is not None:
            number = done.inserted_primary_key[0]
            values[counted.name] = number
        self._delta += weight(self._mac, table, [values.get(column.name) for column in table.columns])
        return number

    def insert_all(self, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """New rows that name their own keys."""
        if rows:
            self.connection.execute(table.insert(), rows)
        for row in rows:
            self._delta += weight(self._mac, table, [row.get(column.name) for column in table.columns])

    def update(self, table: Table, *where: ColumnElement[bool], **values: Any) -> int:
        """Changes the rows that fit, and says how many."""
        rows = self._taken(table, where)
        if rows:
            self.connection.execute(table.update().where(and_(*where)).values(**values))
        for row in rows:
            fresh = {**row, **values}
            self._delta += weight(self._mac, table, [fresh[column.name] for column in table.columns])
        return len(rows)

    def update_all(self, table: Table, key: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Changes many rows, each found by its value of `key`, to the values it names; all name the same."""
        if not rows:
            return
        before = {row[key]: row for row in self._taken(table, [table.c[key].in_([row[key] for row in rows])])}
        named: dict[str, Any] = {name: bindparam(f"new_{name}") for name in rows[0] if name != key}
        changed = table.update().where(table.c[key] == bindparam("of")).values(**named)
        values = [{"of": row[key], **{f"new_{name}": row[name] for name in named}} for row in rows]
        self.connection.execute(changed, values)
        for row in rows:
            fresh = {**before[row[key]], **row}
            self._delta += weight(self._mac, table, [fresh[column.name] for column in table.columns])

    def delete(self, table: Table, *where: ColumnElement[bool]) -> int:
        """Removes the rows that fit, and says how many."""
        rows = self._taken(table, where)
        if rows:
            self.connection.execute(table.delete().where(and_(*where)))
        return len(rows)

    def put(self, table: Table, key: Mapping[str, Any], **values: Any) -> None:
        """The row of that key, new or changed; a row that holds these values already is left alone."""
        where = [table.c[name] == value for name, value in key.items()]
        found = self.connection.execute(select(table).where(and_(*where))).mappings().first()
        if found is None:
            self.insert(table, **key, **values)
        elif any(found[name] != value for name, value in values.items()):
            self.update(table, *where, **values)

    def _taken(self, table: Table, where: Sequence[ColumnElement[bool]]) -> list[Mapping[str, Any]]:
        found = self.connection.execute(select(table).where(and_(*where))).mappings()
        rows: list[Mapping[str, Any]] = [dict(row) for row in found]
        for row in rows:
            self._delta -= weight(self._mac, table, [row[column.name] for column in table.columns])
        return rows

    def correct(self, before: bytes, now: bytes) -> None:
        """Counts in what was written past us, by a migration."""
        self._delta += int.from_bytes(now) - int.from_bytes(before)

    def close(self) -> None:
        """Adds what was said to the chain; a change of which nothing is said is a fault of ours."""
        if self._delta and not self._said:
            raise RuntimeError("a change without an audit entry")
        sequence, state, mac = head(self.connection)
        state = ((int.from_bytes(state) + self._delta) % _WRAP).to_bytes(32)
        rows: list[dict[str, Any]] = []
        for action, subject, detail in self._said:
            sequence += 1
            values = {
                "sequence": sequence, "at": self.at, "by": self.by, "action": action, "subject": subject,
                "detail": dict(detail), "state": state,
            }  # fmt: skip
            mac = link(self._mac, mac, values)
            rows.append({**values, "mac": mac})
        for first in range(0, len(rows), _PART):
            self.connection.execute(audit.insert(), rows[first : first + _PART])


@contextmanager
def change(engine: Engine, mac: Mac, by: str, now: Callable[[], datetime]) -> Iterator[Change]:
    """All of it or nothing: committed, on the disk and in the audit when the block ends.

    Conflict where somebody else is quicker, NotSaved where the disk does not take it.
    """
    with told(), engine.execution_options(writes=True).begin() as connection:
        under_way = Change(connection, mac, by, now())
        yield under_way
        under_way.close()


def head(connection: Connection) -> tuple[int, bytes, bytes]:
    """The newest audit row's number, state and mac."""
    newest = select(audit.c.sequence, audit.c.state, audit.c.mac).order_by(audit.c.sequence.desc()).limit(1)
    row = connection.execute(newest).first()
    return (row.sequence, row.state, row.mac) if row else (0, NOTHING, NOTHING)


def link(mac: Mac, before: bytes, values: Mapping[str, Any]) -> bytes:
    """The mac of an audit row that follows another."""
    said = [values[name] for name in ("sequence", "at", "by", "action", "subject", "detail", "state")]
    return mac(b"audit" + before + canonical(said).encode())


def weight(mac: Mac, table: Table, row: Sequence[Any]) -> int:
    """What a row adds to the state."""
    return int.from_bytes(mac(canonical([table.name, *row]).encode()))


def state_of(connection: Connection, mac: Mac) -> bytes:
    """The state worked out anew over every row."""
    total = 0
    for table in kept(connection):
        for row in connection.execute(select(table).execution_options(yield_per=1000)):
            total += weight(mac, table, row)
    return (total % _WRAP).to_bytes(32)


def missing(subject: str) -> Conflict:
    """Said of a record that somebody else has removed."""
    return Conflict(f"Not saved: {subject} is no longer there.")
