"""What the worklist shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from oncodesk.ui.editing.wording import mask
from oncodesk.ui.shell.shortcuts import as_bound
from oncodesk.words import say

TABS = (
    ("all", say("All")), ("uncoded", say("Uncoded")), ("query", say("Query")), ("review", say("Review")),
    ("hold", say("Hold")), ("ready", say("Ready")), ("sent", say("Sent")),
)  # fmt: skip
HEADINGS = (say("Date"), say("Patient"), say("Account"), say("Payer"), say("Status"), say("Charges ($)"), say("Age"))
NONE_YET = say("No visits yet. Ctrl+N starts one; Ctrl+Shift+E takes in patients and appointments from a file.")
AGE_WORDS = {"fresh": say("fresh"), "waiting": say("waiting"), "old": say("old"), "very old": say("very old")}
AGES = ((7, "fresh"), (30, "waiting"), (90, "old"))
"""Our own steps, in days, of how long a visit has waited; beyond the last it is very old."""
_MANY = 100_000


class Summary(Protocol):
    """A visit as the practice file lists it."""

    @property
    def id(self) -> int: ...
    @property
    def date_of_service(self) -> date | None: ...
    @property
    def patient_name(self) -> str: ...
    @property
    def account(self) -> str: ...
    @property
    def payer(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def charge_total(self) -> Decimal | None: ...
    @property
    def age_days(self) -> int | None: ...


class Tally(Protocol):
    """How much waits in one status."""

    @property
    def status(self) -> str: ...
    @property
    def visits(self) -> int: ...
    @property
    def charge_total(self) -> Decimal: ...
    @property
    def oldest(self) -> date | None: ...


@dataclass(frozen=True, slots=True)
class Tab:
    """A status with how many visits, their charges in dollars, and the oldest in days."""

    key: str
    name: str
    number: int = 0
    dollars: Decimal = Decimal(0)
    oldest: int | None = None

    @property
    def detail(self) -> str:
        """`$1,234 · oldest 12 d`."""
        parts = (
            f"${self.dollars:,.0f}" if self.dollars else "",
            say("oldest {days} d", days=self.oldest) if self.oldest else "",
        )
        return " · ".join(part for part in parts if part)

    @property
    def short(self) -> str:
        """`$1,234 · 12 d`, `$231k · 119 d`."""
        thousands = self.dollars >= _MANY
        dollars = f"${self.dollars / 1000:,.0f}k" if thousands else f"${self.dollars:,.0f}"
        parts = (dollars if self.dollars else "", say("{days} d", days=self.oldest) if self.oldest else "")
        return " · ".join(part for part in parts if part) or "–"


@dataclass(frozen=True, slots=True)
class TodayRow:
    """One visit as text; `age` in days since the date of service."""

    identifier: int
    cells: tuple[str, ...]
    status: str
    age: int | None = None

    @property
    def is_coming(self) -> bool:
        """Whether its day is still to come: it stands behind all that is due."""
        return self.age is not None and self.age < 0


@dataclass(frozen=True, slots=True)
class Asked:
    """What the coder wants to see: a tab, words, and days of service."""

    tab: str = "all"
    typed: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def narrows(self) -> bool:
        """Whether anything but the tab is asked for."""
        return bool(self.typed.strip() or self.since or self.until)


@dataclass(frozen=True, slots=True)
class TodayState:
    """The tabs, the rows of the chosen one so far, and the strip on top with what it offers to do."""

    tabs: tuple[Tab, ...] = ()
    chosen: str = "all"
    rows: tuple[TodayRow, ...] = ()
    has_more: bool = False
    strip: str = ""
    offer: str = ""
    is_sample: bool = False
    empty: str = ""


def tabs(tallies: Sequence[Tally], today: date) -> tuple[Tab, ...]:
    """Each status with what waits in it, and all of them first."""
    held = {tally.status: tally for tally in tallies}
    each = tuple(_tab(key, name, held.get(key), today) for key, name in TABS[1:])
    ages = [tab.oldest for tab in each if tab.oldest is not None]
    whole = Tab(
        "all", say("All"), sum(tab.number for tab in each), sum((tab.dollars for tab in each), Decimal(0)),
        max(ages, default=None),
    )  # fmt: skip
    return (whole, *each)


def _tab(key: str, name: str, tally: Tally | None, today: date) -> Tab:
    if tally is None:
        return Tab(key, name)
    oldest = (today - tally.oldest).days if tally.oldest else -1
    return Tab(key, name, tally.visits, tally.charge_total, oldest if oldest >= 0 else None)


def rows(visits: Sequence[Summary], masked: bool) -> tuple[TodayRow, ...]:
    """The visits as text; `masked` hides who the patients are."""
    return tuple(_row(visit, masked) for visit in visits)


def empty_words(asked: Asked, tallied: tuple[Tab, ...]) -> str:
    """What stands in place of rows where there are none."""
    if asked.typed.strip():
        return say("No visit here holds “{typed}”. Esc clears the filter.", typed=asked.typed.strip())
    if asked.narrows:
        return say("No visit on these days. “Any date” shows all.")
    return say("Nothing here. “All” lists every visit.") if tallied and tallied[0].number else as_bound(NONE_YET)


def age_kind(days: int | None) -> str:
    """`fresh`, `waiting`, `old` or `very old`; empty where there is no date or it has not come."""
    if days is None or days < 0:
        return ""
    return next((kind for most, kind in AGES if days <= most), "very old")


def _age(days: int | None) -> str:
    if days is None:
        return ""
    return say("in {days} d", days=-days) if days < 0 else say("{days} d", days=days)


def _row(visit: Summary, masked: bool) -> TodayRow:
    cells = (
        visit.date_of_service.isoformat() if visit.date_of_service else say("no date"),
        (mask(visit.patient_name) if masked else visit.patient_name) or say("no name yet"),
        mask(visit.account) if masked else visit.account,
        visit.payer,
        dict(TABS).get(visit.status, visit.status),
        "" if visit.charge_total is None else f"{visit.charge_total:,.2f}",
        _age(visit.age_days),
    )
    return TodayRow(visit.id, cells, visit.status, visit.age_days)
