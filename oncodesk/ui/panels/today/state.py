"""What the worklist shows."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Protocol

from oncodesk.ui.editing.wording import mask

TABS = (
    ("all", "All"), ("uncoded", "Uncoded"), ("query", "Query"), ("review", "Review"), ("hold", "Hold"),
    ("ready", "Ready"), ("sent", "Sent"),
)  # fmt: skip
HEADINGS = ("Date", "Patient", "Account", "Payer", "Status", "Charges", "Age")


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


@dataclass(frozen=True, slots=True)
class Tab:
    """A status with how many visits, their charges in dollars, and the oldest in days."""

    key: str
    name: str
    number: int
    dollars: Decimal
    oldest: int | None

    @property
    def detail(self) -> str:
        """`$1,234 · oldest 12 d`."""
        parts = (f"${self.dollars:,.0f}" if self.dollars else "", f"oldest {self.oldest} d" if self.oldest else "")
        return " · ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class TodayRow:
    """One visit as text."""

    identifier: int
    cells: tuple[str, ...]
    status: str


@dataclass(frozen=True, slots=True)
class TodayState:
    """The tabs, the rows of the chosen one, and the strip on top with what it offers to do."""

    tabs: tuple[Tab, ...] = ()
    chosen: str = "all"
    rows: tuple[TodayRow, ...] = ()
    strip: str = ""
    offer: str = ""
    is_sample: bool = False
    empty: str = ""


def today_state(
    visits: tuple[Summary, ...], chosen: str, typed: str, strip: tuple[str, str], is_sample: bool, masked: bool
) -> TodayState:
    """`typed` keeps the visits that hold every word of it; `strip` is what is missing and which new files wait."""
    words = typed.lower().split()
    tabs = tuple(_tab(key, name, visits) for key, name in TABS)
    rows = (_row(visit, masked) for visit in visits if chosen in ("all", visit.status))
    kept = tuple(row for row in rows if all(any(word in cell.lower() for cell in row.cells) for word in words))
    missing, waiting = strip
    offer = waiting or ("Load files…" if missing else "")
    return TodayState(tabs, chosen, kept, missing, offer, is_sample, _empty(kept, visits, typed))


def _empty(kept: tuple[TodayRow, ...], visits: tuple[Summary, ...], typed: str) -> str:
    if kept:
        return ""
    if not visits:
        return "No visits yet. Ctrl+N starts one."
    return f"No visit here holds “{typed.strip()}”. Esc clears the filter." if typed.strip() else "Nothing here."


def _tab(key: str, name: str, visits: tuple[Summary, ...]) -> Tab:
    own = [visit for visit in visits if key in ("all", visit.status)]
    dollars = sum((visit.charge_total for visit in own if visit.charge_total is not None), Decimal(0))
    ages = [visit.age_days for visit in own if visit.age_days is not None]
    return Tab(key, name, len(own), dollars, max(ages, default=None))


def _row(visit: Summary, masked: bool) -> TodayRow:
    cells = (
        visit.date_of_service.isoformat() if visit.date_of_service else "no date",
        (mask(visit.patient_name) if masked else visit.patient_name) or "no name yet",
        mask(visit.account) if masked else visit.account,
        visit.payer,
        dict(TABS).get(visit.status, visit.status),
        "" if visit.charge_total is None else f"{visit.charge_total:,.2f}",
        "" if visit.age_days is None else f"{visit.age_days} d",
    )
    return TodayRow(visit.id, cells, visit.status)
