"""What the Library shows: editions as text, what the day still wants, and the files about to be loaded."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from oncodesk.words import say

HEADINGS = (say("Code set"), say("Edition"), say("In force"), say("Rows"), say("From"), say("Loaded"))
DROP = say("Drop official CMS, CDC or AMA files here, zip or bare, whatever their names.")


class Held(Protocol):
    """An edition on the shelf, or one that comes with the program."""

    @property
    def title(self) -> str: ...
    @property
    def edition(self) -> str: ...
    @property
    def since(self) -> date | None: ...
    @property
    def until(self) -> date | None: ...
    @property
    def rows(self) -> int: ...
    @property
    def source(self) -> str: ...
    @property
    def loaded_at(self) -> str | None: ...


class Shelves(Protocol):
    """Everything that stands on the shelf on a day."""

    @property
    def on(self) -> date: ...
    @property
    def held(self) -> tuple[Held, ...]: ...
    @property
    def stale(self) -> tuple[str, ...]: ...
    @property
    def wanted(self) -> tuple[str, ...]: ...
    @property
    def unreadable(self) -> tuple[str, ...]: ...


class Touched(Protocol):
    """What happens to one of the practice's own codes."""

    def as_text(self) -> str: ...


class Change(Protocol):
    """What one file would change, or has changed."""

    @property
    def title(self) -> str: ...
    @property
    def edition(self) -> str: ...
    @property
    def rows(self) -> int: ...
    @property
    def against(self) -> str | None: ...
    @property
    def added(self) -> int: ...
    @property
    def ended(self) -> int: ...
    @property
    def changed(self) -> int: ...
    @property
    def touched(self) -> tuple[Touched, ...]: ...
    @property
    def examples(self) -> tuple[str, ...]: ...
    @property
    def already(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class LibraryState:
    """`notes` are what the day wants or what is stale, one a line."""

    rows: tuple[tuple[str, ...], ...] = ()
    notes: tuple[str, ...] = ()
    is_loaded: bool = False


@dataclass(frozen=True, slots=True)
class LoadState:
    """Files on their way to the shelf.

    `changes` is what they would change, one edition a block of lines; `can_load` where the coder may say yes; `problem`
    is why they cannot be loaded; `fraction` of the work in hand, None where none is.
    """

    title: str = DROP
    changes: tuple[tuple[str, tuple[str, ...]], ...] = ()
    can_load: bool = False
    problem: str = ""
    fraction: float | None = None
    doing: str = ""


def library_state(shelves: Shelves) -> LibraryState:
    """The shelf as text: what was loaded first, then what comes with the program."""
    broken = tuple(say("{name} cannot be read: load its file again", name=name) for name in shelves.unreadable)
    return LibraryState(
        rows=tuple(_row(held, shelves.on) for held in shelves.held),
        notes=tuple(f"{said[:1].upper()}{said[1:]}" for said in (*broken, *shelves.stale, *shelves.wanted)),
        is_loaded=any(held.loaded_at for held in shelves.held),
    )


def _row(held: Held, on: date) -> tuple[str, ...]:
    if held.since is None and held.until is None:
        period = ""
    else:
        period = f"{held.since or ''} – {held.until or say('until the next')}"
        period += "" if _holds(held, on) else "  " + say("(not today)")
    return (held.title, held.edition, period, f"{held.rows:,}", held.source, (held.loaded_at or "").replace("T", " "))


def _holds(held: Held, on: date) -> bool:
    return (held.since is None or held.since <= on) and (held.until is None or on <= held.until)


def previewed(changes: tuple[Change, ...]) -> LoadState:
    """What the files would change, to be said yes or no to."""
    new = [change for change in changes if not change.already]
    title = say("Load this?") if new else say("Loaded already: nothing would change")
    return LoadState(title, tuple(_block(change) for change in changes), can_load=bool(new))


def loaded(changes: tuple[Change, ...]) -> LoadState:
    """What was loaded."""
    names = ", ".join(f"{change.title} {change.edition}" for change in changes)
    return LoadState(say("Loaded: {names}", names=names), tuple(_block(change) for change in changes))


def refused(problem: str) -> LoadState:
    """Why nothing was loaded."""
    return LoadState(say("Nothing was changed"), problem=problem)


def working(fraction: float, doing: str) -> LoadState:
    """Work in hand."""
    return LoadState("", fraction=fraction, doing=doing)


def _block(change: Change) -> tuple[str, tuple[str, ...]]:
    head = say(
        "{title}, edition {edition}: {rows:,} rows", title=change.title, edition=change.edition, rows=change.rows
    )
    if change.already:
        return head, (say("loaded already"),)
    counts = say(
        "{added:,} added, {ended:,} ended, {changed:,} changed",
        added=change.added,
        ended=change.ended,
        changed=change.changed,
    )
    counts = (
        say("Against {against}: {counts}", against=change.against, counts=counts)
        if change.against
        else say("The first of its set")
    )
    touched = [say("Your own codes:"), *(one.as_text() for one in change.touched)] if change.touched else []
    such = (
        [say("Such as {examples}", examples="; ".join(change.examples))] if change.examples and change.against else []
    )
    return head, (counts, *touched, *such)
