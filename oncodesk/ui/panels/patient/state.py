"""What the patient screen shows: who is found, and one of them whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol

from oncodesk.ui.editing.fields import Field, Shown
from oncodesk.ui.editing.wording import STATUSES, mask
from oncodesk.ui.panels.patient.journey_state import STATUS_MARKS, Journey, JourneyState, journey_state
from oncodesk.ui.shell.shortcuts import as_bound
from oncodesk.words import say

NOBODY = say("No patients yet. Ctrl+N starts the first visit, Ctrl+Shift+E takes patients in from a file.")

PEOPLE = (say("Patient"), say("Born"), say("Account"))
VISITS = (say("Date"), say("Status"), say("Payer"), say("Charges ($)"), say("Age"))
CLAIMS = (say("No."), say("Date"), say("State"), say("Payer"), say("Total ($)"))
NO_JOURNEY = JourneyState()
_STATES = {"current": say("Stands"), "replaced": say("Replaced"), "void": say("VOID")}
FIELDS = (
    Field("family_name", say("Family name"), 16), Field("given_name", say("Given name"), 14),
    Field("birth_date", say("Birth date"), 11, help=say("1958-12-31 or 12/31/1958")),
    Field("sex", say("Sex"), 5, (("F", "F"), ("M", "M"), ("X", "X"))), Field("phone", say("Phone"), 13),
    Field("weight_kg", say("Weight, kg"), 7), Field("address.line1", say("Street"), 22),
    Field("address.line2", say("Suite"), 10), Field("address.city", say("City"), 14),
    Field("address.state", say("State"), 4), Field("address.zip", say("ZIP"), 10),
)  # fmt: skip


class Person(Protocol):
    """A patient in a list."""

    @property
    def account(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def birth_date(self) -> date | None: ...


class VisitRow(Protocol):
    """A visit as the practice file lists it."""

    @property
    def id(self) -> int: ...
    @property
    def date_of_service(self) -> date | None: ...
    @property
    def payer(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def charge_total(self) -> Decimal | None: ...
    @property
    def age_days(self) -> int | None: ...


class ClaimRow(Protocol):
    """A finalised claim as the practice file lists it."""

    @property
    def number(self) -> int: ...
    @property
    def date_of_service(self) -> date: ...
    @property
    def state(self) -> str: ...
    @property
    def payer(self) -> str: ...
    @property
    def total(self) -> Decimal | None: ...
    @property
    def replaces(self) -> int | None: ...


class Note(Protocol):
    """A remark."""

    @property
    def text(self) -> str: ...
    @property
    def by(self) -> str: ...
    @property
    def at(self) -> datetime: ...


class File(Protocol):
    """Everything kept of one patient."""

    @property
    def account(self) -> str: ...
    @property
    def patient(self) -> Mapping[str, Any]: ...
    @property
    def payer(self) -> Mapping[str, Any]: ...
    @property
    def visits(self) -> Sequence[VisitRow]: ...
    @property
    def claims(self) -> Sequence[ClaimRow]: ...
    @property
    def notes(self) -> Sequence[Note]: ...
    @property
    def journey(self) -> Journey: ...


@dataclass(frozen=True, slots=True)
class PeopleState:
    """Who is found, and whose account is asked for."""

    accounts: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    empty: str = ""
    chosen: str = ""


@dataclass(frozen=True, slots=True)
class PatientState:
    """One patient as text; the numbers are ids of visits and numbers of claims, row by row."""

    account: str = ""
    title: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    fields: tuple[tuple[str, str], ...] = ()
    journey: JourneyState = NO_JOURNEY
    visits: tuple[tuple[str, ...], ...] = ()
    visit_ids: tuple[int, ...] = ()
    claims: tuple[tuple[str, ...], ...] = ()
    claim_numbers: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()

    def shown(self, path: str) -> Shown:
        """What stands in a field."""
        return Shown(dict(self.fields).get(path, ""))


def people_state(found: Sequence[Person], typed: str, chosen: str, masked: bool) -> PeopleState:
    """The list as text; `masked` hides who they are."""
    rows = tuple(
        (mask(one.name), "", mask(one.account)) if masked else (one.name, f"{one.birth_date or ''}", one.account)
        for one in found
    )
    empty = (
        say("Nobody found for “{typed}”. Fewer letters find more.", typed=typed.strip())
        if typed.strip()
        else as_bound(NOBODY)
    )
    return PeopleState(tuple(one.account for one in found), rows, "" if found else empty, chosen)


def patient_state(file: File, today: date, masked: bool) -> PatientState:
    """One patient as text."""
    person = file.patient
    name = ", ".join(str(person[part]) for part in ("family_name", "given_name") if person.get(part))
    return PatientState(
        account=file.account,
        title=(mask(name) if masked else name) or say("No name yet"),
        facts=() if masked else tuple(_facts(file, today)),
        fields=() if masked else tuple((field.path, _held(person, field.path)) for field in FIELDS),
        journey=journey_state(file.journey),
        visits=tuple(_visit(row) for row in file.visits),
        visit_ids=tuple(row.id for row in file.visits),
        claims=tuple(_claim(row) for row in file.claims),
        claim_numbers=tuple(row.number for row in file.claims),
        notes=tuple(f"{note.at.astimezone():%Y-%m-%d %H:%M} · {note.by}\n{note.text}" for note in file.notes),
    )


def _held(person: Mapping[str, Any], path: str) -> str:
    first, _, rest = path.partition(".")
    found: Any = person.get(first)
    if rest:
        found = found.get(rest) if isinstance(found, Mapping) else (found if rest == "line1" else None)
    return "" if found is None else str(found)


def _facts(file: File, today: date) -> list[tuple[str, str]]:
    person, payer = file.patient, file.payer
    address = person.get("address")
    if isinstance(address, Mapping):
        address = ", ".join(str(address[part]) for part in ("line1", "city", "state", "zip") if address.get(part))
    paid = " · ".join(str(payer[part]) for part in ("name", "member_id", "group") if payer.get(part))
    facts = (
        (say("Born"), _born(person.get("birth_date"), today)), (say("Sex"), person.get("sex")),
        (say("Account"), file.account),
        (say("Phone"), person.get("phone")), (say("Address"), address), (say("Payer"), paid),
        (say("Weight"), _weight(person.get("weight_kg"))),
    )  # fmt: skip
    return [(name, str(value)) for name, value in facts if value]


def _weight(kg: object) -> str | None:
    return say("{kg:g} kg", kg=kg) if isinstance(kg, int | float) else None


def _born(text: object, today: date) -> str:
    try:
        day = date.fromisoformat(str(text))
    except ValueError:
        return ""
    years = today.year - day.year - ((today.month, today.day) < (day.month, day.day))
    return f"{day} ({years})"


def _visit(row: VisitRow) -> tuple[str, ...]:
    charge = "" if row.charge_total is None else f"{row.charge_total:,.2f}"
    age = "" if row.age_days is None else say("{days} d", days=row.age_days)
    day = row.date_of_service.isoformat() if row.date_of_service else say("no date")
    return day, f"{STATUS_MARKS.get(row.status, '○')} {STATUSES.get(row.status, row.status)}", row.payer, charge, age


def _claim(row: ClaimRow) -> tuple[str, ...]:
    state = _STATES.get(row.state, row.state)
    state = (
        say("{state}, corrects {replaces}", state=state, replaces=row.replaces) if row.replaces is not None else state
    )
    total = "" if row.total is None else f"{row.total:,.2f}"
    return str(row.number), row.date_of_service.isoformat(), state, row.payer, total
