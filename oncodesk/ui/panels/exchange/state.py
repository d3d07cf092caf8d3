"""What the sheet of records in and out shows: a file about to be taken in, or what became of it."""

from dataclasses import dataclass
from typing import Protocol

from oncodesk.words import say

ASK = say(
    "A file of patients or appointments, CSV or HL7, up to 50,000 rows, is shown first and taken in whole or not at "
    "all; it can be stopped until it is written down."
)


class Preview(Protocol):
    """What a file would do."""

    @property
    def refused(self) -> tuple[object, ...]: ...
    @property
    def patients(self) -> tuple[object, ...]: ...
    @property
    def visits(self) -> tuple[object, ...]: ...
    def as_text(self) -> str: ...


@dataclass(frozen=True, slots=True)
class ExchangeState:
    """`lines` tell what would be or was done, `problem` why not; `can_take` where something may be taken in, then
    `without` counts the rows that are left out; `is_busy` while work is under way, `can_stop` where it may
    be stopped."""

    title: str = ASK
    lines: tuple[str, ...] = ()
    problem: str = ""
    can_take: bool = False
    without: int = 0
    is_busy: bool = False
    can_stop: bool = False


def previewed(name: str, found: Preview) -> ExchangeState:
    """What the file would do, to be said yes or no to."""
    lines = tuple(found.as_text().splitlines())
    if not found.patients and not found.visits:
        return ExchangeState(say("{name}: nothing to take in", name=name), lines)
    return ExchangeState(say("Take {name} in?", name=name), lines, can_take=True, without=len(found.refused))


def taken(name: str, done: Preview) -> ExchangeState:
    """What was taken in."""
    return ExchangeState(say("Taken in: {name}", name=name), tuple(done.as_text().splitlines()))


def written(what: str, lines: tuple[str, ...] = ()) -> ExchangeState:
    """What has left the records."""
    return ExchangeState(say("Written: {what}", what=what), lines)


def not_done(problem: str) -> ExchangeState:
    """Why nothing was done."""
    return ExchangeState(say("Nothing was changed"), problem=problem)


def stopped() -> ExchangeState:
    """Work that was stopped, which undid what it began."""
    return ExchangeState(say("Stopped: nothing was changed"))


def working(doing: str, can_stop: bool = False) -> ExchangeState:
    """Work under way."""
    return ExchangeState(doing, is_busy=True, can_stop=can_stop)
