"""Loads official files: recognises each by its content, builds its edition whole, compares it, puts it on the shelf.

An importer is a module of `codes/sources` that fulfils `Importer`; the written list is `codes/sources/catalogue.py`.
"""

import contextlib
import hashlib
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Protocol

from oncodesk.codes.files import connect, uncollected
from oncodesk.codes.pieces import Piece, digest, pieces, unusable
from oncodesk.codes.shelf import Shelf, Shelved, read_meta, write_meta
from oncodesk.codes.telling import Progress, told
from oncodesk.domain.errors import UnusableInput

FEWEST = 0.6
"""An edition with less than this part of the rows of the one before it is taken for half a file."""


@dataclass(frozen=True, slots=True)
class Guess:
    """What a piece seems to be: the day its edition is labelled with and its period, as far as it says so itself.

    Pieces of one importer and one label that are loaded together make one edition. `label` None: the piece does not
    say, and the coder must.
    """

    label: str | None
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Filled:
    """What was written: number of rows, and the label and period where only the rows say them."""

    rows: int
    label: str | None = None
    since: date | None = None
    until: date | None = None


class Importer(Protocol):
    """A reader of one official layout; a module fulfils it."""

    SET: str
    TITLE: str
    """In a coder's words, such as `HCPCS Level II`."""
    FEWEST_ROWS: int
    """Fewer rows than this are no whole file, even where no edition was loaded before."""

    def recognise(self, piece: Piece) -> Guess | None:
        """What the piece is, by its content; None where it is something else. Never by name, though a date that the
        content does not carry may come from there."""
        ...

    def fill(self, db: sqlite3.Connection, parts: Sequence[Piece], guess: Guess) -> Filled:
        """Creates the tables of a new edition file and writes every row; UnusableInput in one line where a part is not
        whole. Creates also a view `compared(key TEXT, said TEXT, ended TEXT)`: one row per key in order of key, what is
        compared between editions as one text, and the day it ended or NULL."""
        ...


@dataclass(frozen=True, slots=True)
class Recognised:
    """Pieces that together make one edition of one set."""

    importer: Importer
    guess: Guess
    parts: tuple[Piece, ...]
    source: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What an edition changes against the one before it: keys, and how many of each."""

    before: str | None
    added: int = 0
    ended: int = 0
    changed: int = 0
    keys: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    """(`added`, `ended` or `changed`, key), every one."""


@dataclass(frozen=True, slots=True)
class Built:
    """An edition built beside the shelf and not yet on it; `before` is the one it is compared with."""

    edition: Shelved
    title: str
    difference: Difference
    already: bool = False
    before: Shelved | None = None


@dataclass(frozen=True, slots=True)
class Keyed:
    """One key of an edition as it is compared: its text, what else is said of it, and the day it ended."""

    text: str
    rest: str
    ended: str | None


@contextlib.contextmanager
def built(
    paths: Sequence[Path],
    shelf: Shelf,
    loaded_at: str,
    label: str | None = None,
    progress: Progress | None = None,
    shipped: Sequence[Shelved] = (),
) -> Iterator[tuple[Built, ...]]:
    """Every edition in those files, built and compared; gone afterwards unless installed.

    Each is compared with the edition before it, on the shelf or among those `shipped`.

    UnusableInput in one line where a file is not recognised, not whole, or not to be dated.
    """
    shelf.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".loading-", dir=shelf.folder) as folder:
        found = recognised(paths, label)
        made = []
        for number, one in enumerate(found):
            edition = _build(one, shelf, Path(folder) / f"{number}.db", loaded_at, progress)
            if not edition.already:
                older = before(edition.edition, (*shelf.editions, *shipped))
                edition = replace(edition, difference=compared(older, edition.edition), before=older)
            made.append(edition)
        yield tuple(made)


def recognised(paths: Sequence[Path], label: str | None = None) -> list[Recognised]:
    """What the files hold, one edition each; UnusableInput where a file holds nothing known.

    `label` is taken for the one edition, and where there are several, for those that do not say theirs.
    """
    grouped: dict[tuple[str, str | None], list[tuple[Importer, Guess, Piece]]] = {}
    sources: dict[tuple[str, str | None], dict[str, str]] = {}
    for path in paths:
        known = [(importer, guess, piece) for piece in pieces(path) for importer, guess in _guesses(piece)]
        if not known:
            raise unusable(path.name, "not recognised as an official code file")
        for importer, guess, piece in known:
            key = (importer.SET, guess.label)
            grouped.setdefault(key, []).append((importer, guess, piece))
            sources.setdefault(key, {})[path.name] = digest(path)
    alone = len(grouped) == 1
    return [_together(held, sources[key], label if alone or key[1] is None else None) for key, held in grouped.items()]


def holds_something(path: Path) -> tuple[str, str | None] | None:
    """Title and label of the first official table in a file, None where there is none: for a watched folder."""
    with contextlib.suppress(UnusableInput):
        for piece in pieces(path):
            for importer, guess in _guesses(piece):
                return importer.TITLE, guess.label
    return None


def _guesses(piece: Piece) -> Iterable[tuple[Importer, Guess]]:
    from oncodesk.codes.sources.catalogue import IMPORTERS

    for importer in IMPORTERS:
        guess = importer.recognise(piece)
        if guess:
            return [(importer, guess)]
    return []


def _together(held: list[tuple[Importer, Guess, Piece]], sources: dict[str, str], label: str | None) -> Recognised:
    importer, guess, _ = held[0]
    twice = [other for other, _, _ in held if other is not importer]
    if twice:  # the same table in two layouts, such as text and workbook: the first of the catalogue is taken
        from oncodesk.codes.sources.catalogue import IMPORTERS

        importer = min((i for i, _, _ in held), key=IMPORTERS.index)
        held = [one for one in held if one[0] is importer]
        guess = held[0][1]
    if label:
        guess = Guess(label, guess.since, guess.until)
    digests = sorted(sources.values())
    sha = digests[0] if len(digests) == 1 else hashlib.sha256("".join(digests).encode()).hexdigest()
    return Recognised(importer, guess, tuple(piece for _, _, piece in held), ", ".join(sorted(sources)), sha)


def _build(one: Recognised, shelf: Shelf, path: Path, loaded_at: str, progress: Progress | None) -> Built:
    same = next((e for e in shelf.of(one.importer.SET) if e.sha256 == one.sha256), None)
    if same and (one.guess.label in (None, same.label)):
        return Built(same, one.importer.TITLE, Difference(same.label), already=True)
    db = sqlite3.connect(path, isolation_level=None)
    try:
        db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-32000;")
        db.execute("BEGIN")
        with told(db, progress, f"reading {one.importer.TITLE}", _about(one, shelf)), uncollected():
            filled = one.importer.fill(db, one.parts, one.guess)
        _check_rows(one, filled, shelf)
        write_meta(db, _meta(one, filled, loaded_at))
        db.execute("COMMIT")
        db.execute("ANALYZE")
    except (sqlite3.DatabaseError, UnicodeError, IndexError, KeyError, ValueError, OverflowError) as problem:
        said = f"expected a whole {one.importer.TITLE} file: {type(problem).__name__} {problem}"
        raise unusable(one.source, said) from None
    finally:
        db.close()
    edition = read_meta(path)
    if edition is None:
        raise unusable(one.source, "could not be built")
    return Built(edition, one.importer.TITLE, Difference(None))


def _about(one: Recognised, shelf: Shelf) -> int:
    """How many rows the edition will have, by the one before it."""
    return next((e.rows for e in reversed(shelf.of(one.importer.SET))), one.importer.FEWEST_ROWS)


def _check_rows(one: Recognised, filled: Filled, shelf: Shelf) -> None:
    fewest = max([one.importer.FEWEST_ROWS, *(int(e.rows * FEWEST) for e in shelf.of(one.importer.SET)[-1:])])
    if filled.rows < fewest:
        raise unusable(one.source, f"expected at least {fewest:,} rows of {one.importer.TITLE}, found {filled.rows:,}")


def _meta(one: Recognised, filled: Filled, loaded_at: str) -> dict[str, str | None]:
    label = one.guess.label or filled.label
    if label is None:
        raise unusable(one.source, f"{one.importer.TITLE} does not say its edition: name it with --edition 2026-10-01")
    since, until = filled.since or one.guess.since, filled.until or one.guess.until
    return {
        "set": one.importer.SET, "label": label, "since": since.isoformat() if since else None,
        "until": until.isoformat() if until else None, "rows": str(filled.rows), "source": one.source,
        "sha256": one.sha256, "loaded_at": loaded_at,
    }  # fmt: skip


SAME = {"icd10cm_tabular": "icd10cm"}
"""Sets that hold the same codes in another layout."""


def before(edition: Shelved, standing: Sequence[Shelved]) -> Shelved | None:
    """The edition that stands next before it, or that it takes the place of; where none is older, the next one."""
    own = SAME.get(edition.set, edition.set)
    alike = [e for e in standing if SAME.get(e.set, e.set) == own]
    older = [e for e in alike if e.label <= edition.label]
    return max(older, key=lambda e: e.label, default=None) or min(alike, key=lambda e: e.label, default=None)


def compared(old: Shelved | None, new: Shelved) -> Difference:
    """Rows added, ended and changed between two editions of a set."""
    if old is None:
        return Difference(None, added=new.rows)
    with contextlib.closing(connect(old.path)) as then, contextlib.closing(connect(new.path)) as now:
        keys = tuple(_walked(_keyed(then), _keyed(now)))
    counts = {kind: sum(k == kind for k, _ in keys) for kind in ("added", "ended", "changed")}
    return Difference(old.label, counts["added"], counts["ended"], counts["changed"], keys)


def keyed(edition: Shelved, keys: Iterable[str]) -> dict[str, Keyed]:
    """What an edition says under each of those keys, where it has them."""
    with contextlib.closing(connect(edition.path)) as db:
        asked = ((key, db.execute("SELECT said, ended FROM compared WHERE key = ?", (key,)).fetchone()) for key in keys)
        found = {key: row for key, row in asked if row}
    parts = {key: (*said.split("|", 1), "") for key, (said, _) in found.items()}
    return {key: Keyed(parts[key][0], parts[key][1], ended) for key, (_, ended) in found.items()}


def _keyed(db: sqlite3.Connection) -> Iterator[tuple[str, str, str | None]]:
    return iter(db.execute("SELECT key, said, ended FROM compared"))


def _walked(
    old: Iterator[tuple[str, str, str | None]], new: Iterator[tuple[str, str, str | None]]
) -> Iterator[tuple[str, str]]:
    left, right = next(old, None), next(new, None)
    while left or right:
        if right is None or (left is not None and left[0] < right[0]):
            assert left is not None
            yield "ended", left[0]
            left = next(old, None)
        elif left is None or right[0] < left[0]:
            yield "added", right[0]
            right = next(new, None)
        else:
            if left[2] is None and right[2] is not None:
                yield "ended", right[0]
            elif left[1:] != right[1:]:
                yield "changed", right[0]
            left, right = next(old, None), next(new, None)


def remove_leftovers(folder: Path) -> None:
    """Clears what an interrupted load left beside the shelf."""
    for found in folder.glob(".loading-*"):
        with contextlib.suppress(OSError):
            shutil.rmtree(found) if found.is_dir() else found.unlink()
