"""Patients and appointments from other systems: what a file would do, and doing it, whole or not at all."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from oncodesk.domain.base import Frozen
from oncodesk.domain.errors import UnusableInput
from oncodesk.domain.people import Address, Patient, Provider
from oncodesk.domain.reading import parse
from oncodesk.exchange.hl7_text import is_hl7
from oncodesk.exchange.limits import read_file
from oncodesk.exchange.payers import kind_of_name
from oncodesk.exchange.people import Reading, Refused, Told
from oncodesk.exchange.people_csv import read_people_csv
from oncodesk.exchange.people_hl7 import read_people_hl7
from oncodesk.vault.progress import Progress, part, quietly

if TYPE_CHECKING:
    from oncodesk.vault.store import Store

REQUIRED = ("family_name", "given_name", "birth_date", "sex")
WHOLE_ADDRESS = ("line1", "city", "state", "zip")
MOST_SHOWN = 20
_READ, _LOOK = 0.5, 500
"""How much of a preview is reading, and how many rows lie between two words on how far it is."""


class Changed(Frozen):
    """What a row changes of a patient who is known: field, the text before, the text after."""

    account: str
    field: str
    before: str
    after: str


class Preview(Frozen):
    """What a file does to the records; `done` once it has done so.

    `visits` are facts of uncoded visits, `there` counts appointments whose visit is in the records.
    """

    kind: str
    rows: int
    new: tuple[Patient, ...] = ()
    changed: tuple[Changed, ...] = ()
    patients: tuple[Patient, ...] = ()
    unchanged: int = 0
    visits: tuple[Mapping[str, Any], ...] = ()
    there: int = 0
    refused: tuple[Refused, ...] = ()
    notes: tuple[str, ...] = ()
    columns: Mapping[str, str] = {}
    done: bool = False

    def as_text(self) -> str:
        """In lines: the sum first, then what is refused, what changes, and what to know."""
        accounts = len({one.account for one in self.changed})
        verb = "kept" if self.done else "found"
        total = (
            f"{self.kind}: {self.rows:,} read; patients: {len(self.new):,} new {verb}, {accounts:,} changed, "
            f"{self.unchanged:,} unchanged; visits: {len(self.visits):,} {'made' if self.done else 'to make'}, "
            f"{self.there:,} there already; {len(self.refused):,} refused"
        )
        changes = [f"changes {c.account}: {c.field}: {c.before or '(nothing)'} → {c.after}" for c in self.changed]
        refused = [f"refused: {one.as_text()}" for one in self.refused]
        return "\n".join((total, *_some(refused), *_some(changes), *_some(self.notes)))


def _some(lines: Iterable[str]) -> list[str]:
    held = list(lines)
    more = len(held) - MOST_SHOWN
    return [*held[:MOST_SHOWN], *([f"… and {more:,} more"] if more > 0 else [])]


def preview_people(
    store: "Store", path: Path, today: date, chosen: Mapping[str, str] | None = None, say: Progress = quietly
) -> Preview:
    """What the file would do; nothing is changed. UnusableInput, naming the file, where it cannot be read."""
    try:
        reading = _read(store, read_file(path), today, chosen or {}, part(say, 0, _READ))
    except UnusableInput as problem:
        raise problem.of(path.name) from None
    told = list(reading.told)
    found = plan(store, reading, part(say, _READ, 1))
    del reading
    while told:  # a few at a time: letting all of them go at once would stop every thread
        del told[-_LOOK:]
    return found


def import_people(store: "Store", found: Preview, leave_out_refused: bool = False, say: Progress = quietly) -> Preview:
    """Does what the preview says, in one change; UnusableInput where a row was refused and is not to be left out.

    What `say` raises ends it, and nothing is kept.
    """
    from oncodesk.vault.store import IMPORT_COLUMNS
    from oncodesk.vault.values import ImportColumns

    if found.refused and not leave_out_refused:
        first = found.refused[0]
        told = f"{first.expected}; {len(found.refused)} rows are refused, nothing is imported"
        raise UnusableInput(f"{first.place}: {first.field}", told)
    headings = {**store.import_columns().headings, **found.columns}
    remembered = {IMPORT_COLUMNS: ImportColumns(headings=headings)} if found.columns else {}
    taken = store.crossing.take_in(found.kind, found.patients, found.visits, remembered, say)
    made = found.visits if taken.visits == len(found.visits) else found.visits[: taken.visits]
    return found.model_copy(update={"visits": made, "there": found.there + taken.there, "done": True})


def _read(store: "Store", content: bytes, today: date, chosen: Mapping[str, str], say: Progress) -> Reading:
    say(0, "reading the file")
    if is_hl7(content):
        return read_people_hl7(content, today)
    return read_people_csv(content, today, store.import_columns().headings, chosen, say)


@dataclass
class _Plan:
    """What the rows come to, in the order in which they stand."""

    known: dict[str, Patient]
    people: dict[str, Patient] = field(default_factory=dict)
    booked: dict[str, Told] = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def plan(store: "Store", reading: Reading, say: Progress = quietly) -> Preview:
    """What was read, beside what is known."""
    accounts = [told.account for told in reading.told]
    work = _Plan(store.crossing.patients_of(accounts))
    for place, told in enumerate(reading.told):
        if place % _LOOK == 0:
            say(place / len(reading.told), f"{place:,} of {len(reading.told):,} rows compared with the records")
        try:
            person = _person(told, work)
        except UnusableInput as problem:
            work.refused.append(Refused(place=told.place, field=problem.field, expected=problem.expected))
            continue
        work.people[told.account] = person
        _book(told, work)
    served = store.crossing.served(accounts)
    wanted = {(told.account, told.served): told for told in work.booked.values()}
    providers = store.providers()
    drafts = [_draft(told, work.people[told.account], providers) for key, told in wanted.items() if key not in served]
    new = [one for one in work.people.values() if one.account not in work.known]
    altered = [one for one in work.people.values() if work.known.get(one.account, one) != one]
    return (
        Preview.model_construct(  # made of values that were looked at one by one; all at once takes too long a moment
            kind=reading.kind,
            rows=len(reading.told) + len(reading.refused),
            new=tuple(new),
            changed=tuple(change for one in altered for change in _changes(work.known[one.account], one)),
            patients=(*new, *altered),
            unchanged=len(work.people) - len(new) - len(altered),
            visits=tuple(drafts),
            there=len(wanted) - len(drafts),
            refused=tuple(sorted((*reading.refused, *work.refused), key=_number)),
            notes=(*reading.notes, *work.notes),
            columns=reading.columns,
        )
    )


def _number(one: Refused) -> int:
    return int("".join(filter(str.isdecimal, one.place)) or 0)


def _person(told: Told, work: _Plan) -> Patient:
    """The patient as this row leaves it; what a row does not say stays as it was."""
    held = work.people.get(told.account) or work.known.get(told.account)
    stated = dict(told.patient)
    parts = stated.pop("address", None)
    if parts:
        address = _address(held, parts)
        if address is None:
            work.notes.append(f"{told.place}: an address without its street, city, state or ZIP code is left out")
        else:
            stated["address"] = address
    merged = {**(held.model_dump(mode="json") if held else {}), "account": told.account, **stated}
    missing = [name for name in REQUIRED if merged.get(name) is None]
    if missing:
        raise UnusableInput(missing[0], f"expected of a new patient, found none; add it or {_known_first()}")
    return parse(Patient, merged)


def _known_first() -> str:
    return "import the patient first"


def _address(held: Patient | None, parts: Mapping[str, str]) -> dict[str, Any] | None:
    before = held.address.model_dump(mode="json") if held and isinstance(held.address, Address) else {}
    if before and "line1" in parts and "line2" not in parts:
        before.pop("line2", None)
    merged = {**before, **parts}
    return merged if all(merged.get(name) for name in WHOLE_ADDRESS) else None


def _book(told: Told, work: _Plan) -> None:
    """A later word on an appointment goes before an earlier one."""
    if told.doing == "keep" or told.served is None:
        return
    name = (told.appointment and f"number {told.appointment}") or f"{told.account} {told.served}"
    before = work.booked.pop(name, None)
    if told.doing == "book":
        work.booked[name] = told
    elif before is None:
        what = f"account {told.account}, {told.served:%m/%d/%Y}"
        work.notes.append(f"{told.place}: an appointment is called off: {what}; look whether its visit is to go")


def _draft(told: Told, person: Patient, providers: tuple[Provider, ...]) -> dict[str, Any]:
    """Facts of an uncoded visit: what was booked, and nothing guessed."""
    assert told.served is not None
    facts: dict[str, Any] = {
        "format": "oncodesk.visit/1",
        "date_of_service": told.served.isoformat(),
        "place_of_service": "11",
        "patient": person.model_dump(mode="json", exclude_none=True),
        "administrations": [],
        "diagnoses": [],
        "services": [],
    }
    if rendering := _rendering(told.rendering, providers):
        facts["providers"] = {"rendering": rendering}
    if payer := dict(told.payer):
        kind = payer.get("kind") or kind_of_name(payer.get("name", ""))
        facts["payer"] = {**payer, **({"kind": kind} if kind else {})}
    return facts


def _rendering(stated: Mapping[str, str], providers: tuple[Provider, ...]) -> dict[str, Any]:
    """As stated; the practice's own provider where name or NPI says exactly one."""
    name, npi = stated.get("name", "").casefold(), stated.get("npi")
    alike = [one for one in providers if (one.npi == npi if npi else one.name.casefold() == name)]
    if len(alike) == 1 and stated:
        return alike[0].model_dump(mode="json", exclude_none=True)
    return dict(stated) if "name" in stated else {}


def _changes(before: Patient, after: Patient) -> Iterable[Changed]:
    for name in Patient.model_fields:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield Changed(account=after.account, field=name, before=_said(old), after=_said(new))


def _said(value: object) -> str:
    if isinstance(value, Address):
        parts = (value.line1, value.line2, value.city, f"{value.state} {value.zip}")
        return ", ".join(part for part in parts if part)
    return "" if value is None else str(value)
