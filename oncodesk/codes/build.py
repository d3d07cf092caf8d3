"""Builds the read-only file of code sets from what is shipped and what is installed."""

import contextlib
import hashlib
import os
import sqlite3
import tempfile
from collections.abc import Callable
from pathlib import Path

from oncodesk import paths
from oncodesk.codes import schema
from oncodesk.codes.files import connect, uncollected
from oncodesk.codes.sources.installed import shipped

Progress = Callable[[float, str], None]
KEPT = 2
TOMLS = ("drugs.toml", "procedures.toml", "modifiers.toml", "synonyms.toml")


def fingerprint() -> str:
    """Short text that changes with the shipped tables, the installed ICD-10-CM edition and the builder."""
    digest = hashlib.sha256(f"{schema.BUILDER} {shipped().mark}".encode())
    for name in TOMLS:
        digest.update((paths.codesets() / name).read_bytes())
    return digest.hexdigest()[:16]


def built_path() -> Path:
    """Where the file for this fingerprint belongs, whether it is there or not."""
    return paths.home() / f"codes-{fingerprint()}.db"


def build(path: Path, progress: Progress | None = None) -> None:
    """Writes a whole file of code sets at that path, or nothing.

    Several processes may build at once: each writes a file of its own and the last to finish puts its own in place.
    OSError where the folder cannot be written, ValueError where a source is not whole.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.stem}-", suffix=".tmp", dir=path.parent)
    os.close(handle)
    unfinished = Path(name)
    try:
        with uncollected():
            _write(unfinished, progress or _silent)
        _put(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)
    _forget_older(path)


def _write(path: Path, progress: Progress) -> None:
    from oncodesk.codes import fill  # not needed where the file is already there

    db = sqlite3.connect(path, isolation_level=None)
    try:
        db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-64000;")
        db.executescript(schema.TABLES)
        db.execute("BEGIN")
        fill.fill(db, progress)
        progress(0.95, "sorting")
        db.execute("COMMIT")
        db.executescript(f"{schema.INDEXES} ANALYZE; PRAGMA user_version={schema.BUILDER};")
    finally:
        db.close()
    progress(1.0, "code sets ready")


def _put(unfinished: Path, path: Path) -> None:
    try:
        unfinished.replace(path)
    except PermissionError:
        if not is_whole(path):
            raise


def is_whole(path: Path) -> bool:
    """Whether a file of this builder is there and readable."""
    if not path.is_file():
        return False
    try:
        with contextlib.closing(connect(path)) as db:
            return bool(db.execute("PRAGMA user_version").fetchone()[0] == schema.BUILDER)
    except sqlite3.DatabaseError:
        return False


def _forget_older(path: Path) -> None:
    """Keeps the newest few: another running program may still open one."""
    with contextlib.suppress(OSError):
        older = sorted((p for p in path.parent.glob("codes-*.db") if p != path), key=lambda p: p.stat().st_mtime)
        for found in older[:-KEPT]:
            found.unlink()


def _silent(fraction: float, what: str) -> None:
    """Where nobody watches."""
