"""Opens the encrypted file and keeps it durable."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3

from oncodesk.domain.errors import UnusableInput
from oncodesk.vault.schema import STEPS

Connection = Any


def connect(path: Path, data_key: bytes) -> Connection:
    """A connection with its schema up to date; UnusableInput where the key or the file is not right."""
    db = sqlcipher3.connect(str(path), isolation_level=None, check_same_thread=False)
    try:
        db.execute("PRAGMA cipher_log_level = NONE")
        db.execute(f"PRAGMA key = \"x'{data_key.hex()}'\"")
        mode = db.execute("PRAGMA journal_mode = WAL").fetchone()[0]
        if mode != "wal":
            raise UnusableInput("practice file", "expected a local disk; this place cannot keep a write-ahead log")
        db.execute("PRAGMA synchronous = FULL")
        db.execute("PRAGMA foreign_keys = ON")
        db.execute("PRAGMA secure_delete = ON")
        _bring_up_to_date(db)
    except sqlcipher3.DatabaseError as problem:
        db.close()
        raise UnusableInput("practice file", f"expected a whole practice file ({problem})", path.name) from None
    except UnusableInput:
        db.close()
        raise
    return db


@contextmanager
def transaction(db: Connection) -> Iterator[Connection]:
    """All of it or nothing: committed, and on the disk, when the block ends."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield db
    except BaseException:
        db.execute("ROLLBACK")
        raise
    db.execute("COMMIT")


def _bring_up_to_date(db: Connection) -> None:
    done = db.execute("PRAGMA user_version").fetchone()[0]
    if done > len(STEPS):
        raise UnusableInput("practice file", "expected a newer OncoDesk: a later version has written this file")
    for number, step in enumerate(STEPS[done:], done + 1):
        with transaction(db):
            for statement in filter(str.strip, step.split(";")):
                db.execute(statement)
            db.execute(f"PRAGMA user_version = {number}")
