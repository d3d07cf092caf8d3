"""The one place that knows which database it is: SQLCipher, and what it alone can do.

Another database needs what stands here and nothing else: an engine, its own words for a busy or a full disk, and its
own way to back up.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2
from sqlalchemy import Connection, Engine, QueuePool, create_engine, event
from sqlalchemy.exc import DBAPIError, IntegrityError

from oncodesk import words
from oncodesk.domain.errors import UnusableInput
from oncodesk.vault.errors import Conflict, Damaged, NotSaved

BUSY_SECONDS = 5
_FULL = ("disk is full", "disk I/O error", "readonly", "unable to open")
_BUSY = ("locked", "busy")
_TORN = ("malformed", "not a database", "corrupt", "hmac")


def open_engine(path: Path, key: Callable[[], str], make: bool = False) -> Engine:
    """An engine over the encrypted file; `key` gives 96 hex digits, data key and salt, each time it is asked.

    UnusableInput where the file is missing (unless `make`), not whole, or not on a disk that can keep it.
    """
    if not make and not path.is_file():
        raise UnusableInput("practice file", "expected a practice file here", path.name)
    engine = create_engine(
        "sqlite://", creator=lambda: _keyed(path, key()), module=sqlcipher3.dbapi2, poolclass=QueuePool, pool_size=2
    )
    event.listen(engine, "begin", _begin)
    return engine


def _keyed(path: Path, key: str) -> Any:
    db = sqlcipher3.dbapi2.connect(str(path), timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        db.execute("PRAGMA cipher_log_level = NONE")
        db.execute(f"PRAGMA key = \"x'{key}'\"")
        if db.execute("PRAGMA journal_mode = WAL").fetchone()[0] != "wal":
            raise UnusableInput("practice file", "expected a local disk; this place cannot keep a write-ahead log")
        for setting in ("synchronous = FULL", "foreign_keys = ON", "secure_delete = ON", "temp_store = MEMORY"):
            db.execute(f"PRAGMA {setting}")
    except BaseException:
        db.close()
        raise
    return db


def _begin(connection: Connection) -> None:
    immediate = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


@contextmanager
def told() -> Iterator[None]:
    """Says what went wrong in our own words: Conflict, NotSaved or Damaged."""
    try:
        yield
    except (DBAPIError, sqlcipher3.dbapi2.Error) as problem:
        text = str(problem.orig if isinstance(problem, DBAPIError) else problem)
        if isinstance(problem, IntegrityError) or any(word in text for word in _BUSY):
            raise Conflict(words.say("Not saved: somebody else is changing the same record. Try again.")) from None
        if any(word in text for word in _FULL):
            raise NotSaved(
                words.say(
                    "Not saved: the disk does not take it ({reason}). Make room; nothing kept is lost.", reason=text
                )
            ) from None
        if any(word in text for word in _TORN):
            raise Damaged(
                words.say("The practice file is damaged ({reason}). Restore a backup.", reason=text)
            ) from None
        raise


@contextmanager
def alone(engine: Engine) -> Iterator[Any]:
    """The plain connection, outside any transaction, for what only SQLCipher can do."""
    with told():
        raw = engine.raw_connection()
        try:
            yield raw.driver_connection
        finally:
            raw.close()


@contextmanager
def rebuilding(engine: Engine) -> Iterator[Connection]:
    """A connection for rebuilding tables: foreign keys are not held meanwhile, and are checked by who commits."""
    with told(), engine.execution_options(writes=True).connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        raw.execute("PRAGMA foreign_keys = OFF")
        try:
            yield connection
        finally:
            connection.invalidate()


def check_references(connection: Connection) -> None:
    """Damaged where a row refers to one that is not there."""
    if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise Damaged(words.say("The practice file has records that refer to nothing. Restore a backup."))


def checkpoint(engine: Engine) -> None:
    """Moves the write-ahead log into the file."""
    with alone(engine) as db:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def faults(engine: Engine, salt: bytes) -> list[str]:
    """What does not fit in the file: its salt, page HMACs, trees and indexes, references; empty where all is whole."""
    checkpoint(engine)
    with alone(engine) as db:
        path = Path(next(row[2] for row in db.execute("PRAGMA database_list") if row[1] == "main"))
        with path.open("rb") as file:
            found = [] if file.read(len(salt)) == salt else ["its first bytes are not as they were written"]
        found += [str(row[0]) for row in db.execute("PRAGMA cipher_integrity_check")]
        try:
            found += [str(row[0]) for row in db.execute("PRAGMA integrity_check") if row[0] != "ok"]
            found += [f"{row[0]} row {row[1]} refers to nothing" for row in db.execute("PRAGMA foreign_key_check")]
        except sqlcipher3.dbapi2.DatabaseError as problem:
            found.append(str(problem))
    return found


def copy_into(engine: Engine, target: Path) -> None:
    """A whole copy as of now under the same key; readers and the write-ahead log do not matter."""
    with alone(engine) as db:
        db.execute("VACUUM INTO ?", (str(target),))


def rekey(engine: Engine, key: str) -> None:
    """Encrypts every page anew under another key, as one transaction.

    NotSaved where it could not be; the engine's own key then still holds.
    """
    engine.dispose()
    try:
        with alone(engine) as db:
            db.execute(f"PRAGMA rekey = \"x'{key}'\"").fetchone()
    finally:
        engine.dispose()  # a connection that failed half way has the new key already
    if _opens(engine):  # on a full disk the statement says ok and nothing was done
        raise NotSaved(words.say("The practice file could not be encrypted anew; its old key still holds."))


def _opens(engine: Engine) -> bool:
    try:
        with alone(engine) as db:
            db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except Damaged:
        return False
    return True
