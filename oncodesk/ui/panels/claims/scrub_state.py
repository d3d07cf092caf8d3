"""What the check of every claim shows: how far it is, and its rows as text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from oncodesk.ui.editing.wording import mask
from oncodesk.words import say

HEADINGS = (
    say("No."),
    say("Date"),
    say("Patient"),
    say("Payer"),
    say("Worst"),
    say("Findings"),
    say("First finding"),
    say("Since sealed"),
)
REACHES = (
    ("unsent", say("Not sent yet")),
    ("today", say("Served today")),
    ("month", say("Served this month")),
    ("all", say("All")),
)
WORDS = {
    "unreadable": say("✕ cannot be checked"),
    "error": say("✕ error"),
    "warning": say("▲ warning"),
    "info": say("● reminder"),
    "": say("✓ clean"),
}
COLORS = {"unreadable": "error", "error": "error", "warning": "warning", "info": "info", "": "good"}
BROKEN = say("✕ seal BROKEN")
ASK = say(
    "Every finalised claim that stands, checked at once against the code sets of today. Nothing is changed by it."
)
_NAMED = 3


class Row(Protocol):
    """One claim that was checked."""

    @property
    def number(self) -> int: ...
    @property
    def visit(self) -> int: ...
    @property
    def day(self) -> date: ...
    @property
    def patient(self) -> str: ...
    @property
    def payer(self) -> str: ...
    @property
    def worst(self) -> str: ...
    @property
    def findings(self) -> int: ...
    @property
    def first(self) -> str: ...
    @property
    def fresh(self) -> int: ...
    @property
    def gone(self) -> int: ...
    @property
    def has_changed(self) -> bool: ...
    @property
    def is_whole(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class ScrubState:
    """`said` is what it came to, `unchecked` what could not be checked; `fraction` None while nothing is under way,
    `doing` the work in words. `can_go_on` where one was stopped before its end."""

    said: str = ASK
    unchecked: str = ""
    rows: Sequence[Row] = ()
    fraction: float | None = None
    doing: str = ""
    can_go_on: bool = False


def came_to(rows: Sequence[Row], total: int, not_checked: Sequence[tuple[str, int]]) -> ScrubState:
    """What the rows come to, of so many claims; `not_checked` names rules with their claims, the most first."""
    if not total:
        return ScrubState(say("No finalised claim stands there. Choose others above."))
    counts = {worst: sum(row.worst == worst for row in rows) for worst in WORDS}
    broken = sum(not row.is_whole for row in rows)
    parts = (
        say("{number:,} with a BROKEN seal", number=broken) if broken else "",
        say("{number:,} cannot be checked", number=counts["unreadable"]) if counts["unreadable"] else "",
        say("{number:,} with errors", number=counts["error"]) if counts["error"] else "",
        say("{number:,} with warnings", number=counts["warning"]) if counts["warning"] else "",
        say("{number:,} with reminders only", number=counts["info"]) if counts["info"] else "",
        say("{number:,} clean", number=counts[""]) if counts[""] else "",
    )
    told = ", ".join(part for part in parts if part)
    changed = sum(row.has_changed for row in rows)
    whole = say("{number:,} claims checked", number=len(rows))
    if len(rows) < total:
        whole = say("{number:,} of {total:,} claims checked", number=len(rows), total=total)
    since = say("none came out otherwise than sealed")
    if changed:
        since = say("{number:,} came out otherwise than when sealed", number=changed)
    return ScrubState(f"{whole}: {told}; {since}", _unchecked(not_checked), rows, can_go_on=len(rows) < total)


def _unchecked(not_checked: Sequence[tuple[str, int]]) -> str:
    if not not_checked:
        return ""
    named = ", ".join(say("{rule} on {number:,}", rule=rule, number=count) for rule, count in not_checked[:_NAMED])
    if len(not_checked) > _NAMED:
        named = say("{names} and {number} more", names=named, number=len(not_checked) - _NAMED)
    return say("Not checked on some claims: {names}. The Library says what is to be loaded.", names=named)


def cells(row: Row, masked: bool) -> tuple[str, ...]:
    """A row as text."""
    worst = WORDS.get(row.worst, row.worst) if row.is_whole else BROKEN
    name = mask(row.patient) if masked else row.patient
    return (
        str(row.number), row.day.isoformat(), name, row.payer, worst, f"{row.findings or ''}", row.first, since(row),
    )  # fmt: skip


def since(row: Row) -> str:
    """What is otherwise than in the sealed report."""
    parts = (
        say("{number} new", number=row.fresh) if row.fresh else "",
        say("{number} gone", number=row.gone) if row.gone else "",
    )
    return ", ".join(part for part in parts if part) or say("same")


def color(row: Row) -> str:
    """The colour of its worst, by the name of a token."""
    return COLORS.get(row.worst, "text") if row.is_whole else "error"


def file_name(today: date) -> str:
    """A name that says nothing of a patient."""
    return f"claims-checked-{today}.xlsx"
