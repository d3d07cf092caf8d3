"""Loads official code files: shows first what each would change, puts all on the shelf in one step, takes it back."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from oncodesk.codes import importing
from oncodesk.codes.importing import Built
from oncodesk.codes.library import CodeSets
from oncodesk.codes.pieces import digest
from oncodesk.domain.base import Frozen
from oncodesk.domain.errors import UnusableInput
from oncodesk.domain.icd import dotless
from oncodesk.services.own_codes import OwnCodes
from oncodesk.services.touched import Touched, touched

EXAMPLES = 8
WATCHED = (".zip", ".txt", ".csv", ".xlsx", ".xml")


class Change(Frozen):
    """What one official file holds and what it changes.

    `against` is the edition it was compared with, None where it is the first of its set. `touched` are the practice's
    own codes, those of its favourites, templates and fees, that it ends or changes. `already`: just this file was
    loaded before.
    """

    title: str
    edition: str
    since: date | None
    until: date | None
    rows: int
    source: str
    against: str | None
    added: int
    ended: int
    changed: int
    touched: tuple[Touched, ...] = ()
    examples: tuple[str, ...] = ()
    already: bool = False


class Loading(Frozen):
    """The outcome of a load or of a dry run; `own` counts the practice's codes that were looked for, `unknown` are the
    drugs of its templates for which no code is known."""

    changes: tuple[Change, ...]
    loaded: bool
    own: int = 0
    unknown: tuple[str, ...] = ()

    def as_text(self) -> str:
        """A few lines for each edition."""
        lines = [line for change in self.changes for line in _lines(change, self.loaded, self.own)]
        unknown = [f"not looked for, no code is known: {', '.join(self.unknown)}"] if self.unknown else []
        return "\n".join((*lines, *unknown))


class Waiting(Frozen):
    """Official files in a folder that are not loaded."""

    folder: str
    files: tuple[str, ...]

    @property
    def paths(self) -> list[str]:
        """Where they are."""
        return [str(Path(self.folder) / said.partition(":")[0]) for said in self.files]

    def as_text(self) -> str:
        """`3 new CMS files in Downloads`, and which."""
        count = len(self.files)
        said = f"{count or 'no'} new CMS file{'' if count == 1 else 's'} in {Path(self.folder).name}"
        return "\n".join((said, *(f"  {name}" for name in self.files)))


def import_codes(
    code_sets: CodeSets,
    files: Sequence[Path],
    loaded_at: str,
    edition: str | None = None,
    own: OwnCodes | None = None,
    dry_run: bool = False,
    progress: Callable[[float, str], None] | None = None,
) -> Loading:
    """Loads the files, all or none; with `dry_run` only says what they would change.

    `loaded_at` is the workstation's time; `edition` a day such as 2026-10-01 where a file does not say its own; `own`
    the codes of the practice's favourites, templates and fees. UnusableInput in one line, with nothing changed, where
    a file is not recognised or not whole.
    """
    shelf, mine = code_sets.shelf, own or OwnCodes()
    if edition is not None:
        _check_day(edition)
    try:
        importing.remove_leftovers(shelf.folder)
        with importing.built(files, shelf, loaded_at, edition, progress, (code_sets.shipped,)) as found:
            changes = tuple(_change(one, touched(one, mine, code_sets)) for one in found)
            new = [one.edition.path for one in found if not one.already]
            if new and not dry_run:
                shelf.install(new)
    except OSError as problem:
        said = f"expected a folder that can be written and has room: {problem.strerror or problem}"
        raise UnusableInput("code sets", said, str(shelf.folder)) from None
    return Loading(
        changes=changes, loaded=not dry_run, own=len({dotless(one.code) for one in mine.codes}), unknown=mine.unknown
    )


def rollback_codes(code_sets: CodeSets) -> str:
    """Takes the last load back and says which; UnusableInput where there is none."""
    taken = code_sets.shelf.rollback()
    if taken is None:
        raise UnusableInput("codes", "expected a load to take back, found none", str(code_sets.shelf.folder))
    off, back = taken
    said = [f"taken back: {_named(name)}" for name in off] + [f"answers again: {_named(name)}" for name in back]
    return "\n".join(said) or "nothing changed"


def waiting_files(code_sets: CodeSets, folder: Path) -> Waiting:
    """Official files in that folder that are not loaded, whatever their names."""
    try:
        found = sorted(p for p in folder.iterdir() if p.suffix.lower() in WATCHED and p.is_file())
    except OSError as problem:
        raise UnusableInput("FOLDER", f"cannot be read: {(problem.strerror or '').lower()}", str(folder)) from None
    known = {e.sha256 for e in code_sets.shelf.editions}
    together = {name for e in code_sets.shelf.editions if ", " in e.source for name in e.source.split(", ")}
    files = []
    for path in found:
        title = importing.holds_something(path)
        if title and digest(path) not in known and path.name not in together:
            files.append(f"{path.name}: {title[0]}{f', {title[1]}' if title[1] else ''}")
    return Waiting(folder=str(folder), files=tuple(files))


def _check_day(edition: str) -> None:
    try:
        date.fromisoformat(edition)
    except ValueError:
        raise UnusableInput("--edition", f"expected a day such as 2026-10-01, found {edition!r}") from None


def _change(one: Built, own: tuple[Touched, ...]) -> Change:
    e, d = one.edition, one.difference
    return Change(
        title=one.title, edition=e.label, since=e.since, until=e.until, rows=e.rows, source=e.source,
        against=d.before, added=d.added, ended=d.ended, changed=d.changed, touched=own,
        examples=tuple(f"{kind} {key}" for kind, key in d.keys[:EXAMPLES]), already=one.already,
    )  # fmt: skip


def _lines(change: Change, loaded: bool, own: int) -> list[str]:
    head = f"{change.title}, edition {change.edition}: {change.rows:,} rows from {change.source}"
    if change.already:
        return [f"{head}; loaded already"]
    later = ", which is later" if change.against and change.against > change.edition else ""
    against = f"against {change.against}{later}: " if change.against else ""
    counts = f"{change.added:,} added, {change.ended:,} ended, {change.changed:,} changed"
    said = [f"  of the practice's own {own:,} codes it touches {'none' if not change.touched else ''}".rstrip()]
    said += [f"    {one.as_text()}" for one in change.touched]
    return [f"{'loaded' if loaded else 'would load'} {head}", f"  {against}{counts}", *(said if own else ())]


def _named(name: str) -> str:
    return name.rpartition("-")[0] or name
