"""What the check of every claim shows: how far it is, and its rows as text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from oncodesk.ui.editing.wording import mask

HEADINGS = ("No.", "Date", "Patient", "Payer", "Worst", "Findings", "First finding", "Since sealed")
REACHES = (("unsent", "Not sent yet"), ("today", "Served today"), ("month", "Served this month"), ("all", "All"))
WORDS = {
    "unreadable": "✕ cannot be checked",
    "error": "✕ error",
    "warning": "▲ warning",
    "info": "● reminder",
    "": "✓ clean",
}
COLORS = {"unreadable": "error", "error": "error", "warning": "warning", "info": "info", "": "good"}
BROKEN = "✕ seal BROKEN"
ASK = "Every finalised claim that stands, checked at once against the code sets of today. Nothing is changed by it."
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
        return ScrubState("No finalised claim stands there. Choose others above.")
    counts = {worst: sum(row.worst == worst for row in rows) for worst in WORDS}
    parts = (
        (sum(not row.is_whole for row in rows), "with a BROKEN seal"), (counts["unreadable"], "cannot be checked"),
        (counts["error"], "with errors"), (counts["warning"], "with warnings"), (counts["info"], "with reminders only"),
        (counts[""], "clean"),
    )  # fmt: skip
    told = ", ".join(f"{count:,} {words}" for count, words in parts if count)
    changed = sum(row.has_changed for row in rows)
    whole = f"{len(rows):,} claims checked" if len(rows) >= total else f"{len(rows):,} of {total:,} claims checked"
    since = f"; {changed:,} came out otherwise than when sealed" if changed else "; none came out otherwise than sealed"
    return ScrubState(f"{whole}: {told}{since}", _unchecked(not_checked), rows, can_go_on=len(rows) < total)


def _unchecked(not_checked: Sequence[tuple[str, int]]) -> str:
    if not not_checked:
        return ""
    named = ", ".join(f"{rule} on {count:,}" for rule, count in not_checked[:_NAMED])
    more = f" and {len(not_checked) - _NAMED} more" if len(not_checked) > _NAMED else ""
    return f"Not checked on some claims: {named}{more}. The Library says what is to be loaded."


def cells(row: Row, masked: bool) -> tuple[str, ...]:
    """A row as text."""
    worst = WORDS.get(row.worst, row.worst) if row.is_whole else BROKEN
    name = mask(row.patient) if masked else row.patient
    return (
        str(row.number), row.day.isoformat(), name, row.payer, worst, f"{row.findings or ''}", row.first, since(row),
    )  # fmt: skip


def since(row: Row) -> str:
    """What is otherwise than in the sealed report."""
    parts = (f"{row.fresh} new" if row.fresh else "", f"{row.gone} gone" if row.gone else "")
    return ", ".join(part for part in parts if part) or "same"


def color(row: Row) -> str:
    """The colour of its worst, by the name of a token."""
    return COLORS.get(row.worst, "text") if row.is_whole else "error"


def file_name(today: date) -> str:
    """A name that says nothing of a patient."""
    return f"claims-checked-{today}.xlsx"
