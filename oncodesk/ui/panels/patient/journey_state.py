"""The treatment journey as lanes of marks on a line of days; every mark has its words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Protocol

from oncodesk.domain.quantity import plain
from oncodesk.ui.editing.wording import STATUSES
from oncodesk.words import say

STATUS_MARKS = {"uncoded": "○", "query": "?", "review": "◐", "hold": "◆", "ready": "●", "sent": "✓"}
_PAPER = say("Authorisation")
TABLE_HEADINGS = (say("Date"), say("Lane"), say("What"))


class Dose(Protocol):
    """A drug given at a visit."""

    @property
    def visit(self) -> int: ...
    @property
    def on(self) -> date: ...
    @property
    def drug(self) -> str: ...
    @property
    def amount(self) -> Decimal | None: ...
    @property
    def unit(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def change(self) -> int | None: ...
    @property
    def is_treatment(self) -> bool: ...


class Cycle(Protocol):
    """A cycle and its treatment days."""

    @property
    def number(self) -> int: ...
    @property
    def since(self) -> date: ...
    @property
    def days(self) -> Sequence[date]: ...
    @property
    def late(self) -> int: ...


class Fraction(Protocol):
    """One fraction."""

    @property
    def visit(self) -> int: ...
    @property
    def on(self) -> date: ...
    @property
    def number(self) -> int | None: ...


class Radiation(Protocol):
    """A course of radiation."""

    @property
    def id(self) -> str: ...
    @property
    def technique(self) -> str: ...
    @property
    def planned(self) -> int | None: ...
    @property
    def fractions(self) -> Sequence[Fraction]: ...
    @property
    def missed(self) -> Sequence[date]: ...


class Authorised(Protocol):
    """A prior authorisation."""

    @property
    def number(self) -> str: ...
    @property
    def since(self) -> date | None: ...
    @property
    def until(self) -> date | None: ...
    @property
    def units(self) -> int | None: ...
    @property
    def left(self) -> int | None: ...


class Seen(Protocol):
    """A visit."""

    @property
    def visit(self) -> int: ...
    @property
    def on(self) -> date: ...
    @property
    def status(self) -> str: ...
    @property
    def reason(self) -> str: ...


class Journey(Protocol):
    """Everything in order of time."""

    @property
    def doses(self) -> Sequence[Dose]: ...
    @property
    def cycles(self) -> Sequence[Cycle]: ...
    @property
    def every(self) -> int | None: ...
    @property
    def radiation(self) -> Sequence[Radiation]: ...
    @property
    def authorised(self) -> Sequence[Authorised]: ...
    @property
    def visits(self) -> Sequence[Seen]: ...


@dataclass(frozen=True, slots=True)
class Mark:
    """Something on a lane. `kind` gives its shape: bar, dose, tick, fraction, missed, gap, visit."""

    since: date
    until: date
    kind: str
    label: str
    said: str
    visit: int | None = None


@dataclass(frozen=True, slots=True)
class Lane:
    """A row of marks in order of time; `tone` names a colour of the palette."""

    name: str
    tone: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class JourneyState:
    """The lanes, the days they span, and a sentence on what is inferred."""

    lanes: tuple[Lane, ...] = ()
    since: date = date(2000, 1, 1)
    until: date = date(2000, 1, 2)
    note: str = ""


def journey_state(journey: Journey) -> JourneyState:
    """The lanes from the top: cycles, drugs, supportive care, radiation, authorisations, visits."""
    lanes = tuple(lane for lane in _lanes(journey) if lane.marks)
    done = [lane for lane in lanes if lane.name != _PAPER]
    days = [day for lane in done for mark in lane.marks for day in (mark.since, mark.until)]
    if not days:
        return JourneyState()
    note = (
        say("Cycles as the dates tell them: usually every {every} days.", every=journey.every) if journey.every else ""
    )
    return JourneyState(lanes, min(days) - timedelta(days=3), max(days) + timedelta(days=4), note)


def _lanes(journey: Journey) -> Iterator[Lane]:
    yield Lane(say("Cycles"), "accent", tuple(_cycles(journey)))
    for drug in dict.fromkeys(dose.drug for dose in journey.doses if dose.is_treatment):
        given = [dose for dose in journey.doses if dose.is_treatment and dose.drug == drug]
        yield Lane(drug, "sequential", tuple(_doses(drug, given)))
    support = [dose for dose in journey.doses if not dose.is_treatment]
    yield Lane(say("Supportive care"), "hydration", tuple(_support(support)))
    for course in journey.radiation:
        yield Lane(say("Radiation {technique}", technique=course.technique).strip(), "push", tuple(_fractions(course)))
    for one in journey.authorised:
        yield Lane(_PAPER, "pump", (_authorised(one, journey),))
    yield Lane(say("Visits"), "other", tuple(_seen(visit) for visit in journey.visits))


def _cycles(journey: Journey) -> Iterator[Mark]:
    ends = [cycle.since for cycle in journey.cycles[1:]]
    for place, cycle in enumerate(journey.cycles):
        if cycle.late:
            due = cycle.since - timedelta(days=cycle.late)
            yield Mark(
                due,
                cycle.since,
                "gap",
                f"+{cycle.late}",
                say("Cycle {number} began {late} days later", number=cycle.number, late=cycle.late),
            )
        whole = cycle.since + timedelta(days=journey.every) if journey.every else cycle.days[-1] + timedelta(days=1)
        end = min(whole, ends[place]) if place < len(ends) else whole
        days = ", ".join(say("day {day}", day=(day - cycle.since).days + 1) for day in cycle.days)
        yield Mark(
            cycle.since,
            end,
            "bar",
            f"C{cycle.number}",
            say("Cycle {number} from {since}, treated {days}", number=cycle.number, since=cycle.since, days=days),
        )


def _by_day(doses: Sequence[Dose]) -> dict[date, list[Dose]]:
    found: dict[date, list[Dose]] = {}
    for dose in doses:
        found.setdefault(dose.on, []).append(dose)
    return found


def _doses(drug: str, given: Sequence[Dose]) -> Iterator[Mark]:
    for day, doses in _by_day(given).items():
        units = {dose.unit for dose in doses}
        amounts = " + ".join(plain(dose.amount) for dose in doses if dose.amount is not None)
        label = f"{amounts} {doses[0].unit}" if len(units) == 1 else " + ".join(dose.text for dose in doses)
        changes = [f"{dose.change:+d} %" for dose in doses if dose.change]
        label = " ".join((label.strip() or say("no dose"), *changes))
        yield Mark(day, day, "dose", label, f"{drug} {label}", doses[0].visit)


def _support(given: Sequence[Dose]) -> Iterator[Mark]:
    for day, doses in _by_day(given).items():
        named = ", ".join(f"{dose.drug} {dose.text}".strip() for dose in doses)
        yield Mark(day, day, "tick", str(len(doses)), named, doses[0].visit)


def _fractions(course: Radiation) -> Iterator[Mark]:
    marks = [
        Mark(one.on, one.on, "fraction", str(one.number or ""), _fraction(course, one.number or "?"), one.visit)
        for one in course.fractions
    ]
    marks += [
        Mark(day, day, "missed", "", say("Course {id}: a weekday with no fraction", id=course.id))
        for day in course.missed
    ]
    yield from sorted(marks, key=lambda mark: mark.since)


def _fraction(course: Radiation, number: object) -> str:
    if not course.planned:
        return say("Course {id}, fraction {number}", id=course.id, number=number)
    return say("Course {id}, fraction {number} of {planned}", id=course.id, number=number, planned=course.planned)


def _authorised(one: Authorised, journey: Journey) -> Mark:
    days = [visit.on for visit in journey.visits]
    if one.units is None:
        units = say("units not stated")
    else:
        units = (
            say("{left} of {units} units left", left=one.left, units=one.units)
            if one.left is not None
            else say("{units} units", units=one.units)
        )
    why = "" if one.left is not None or one.units is None else say("; it does not say for which drug")
    return Mark(
        one.since or min(days), one.until or max(days), "bar", f"{one.number} · {units}",
        say(
            "Authorisation {number} from {since} to {until}, {units}{why}",
            number=one.number, since=one.since or "…", until=one.until or "…", units=units, why=why,
        ),
    )  # fmt: skip


def _seen(visit: Seen) -> Mark:
    reason = visit.reason.replace("_", " ")
    return Mark(
        visit.on,
        visit.on,
        "visit",
        STATUS_MARKS.get(visit.status, "○"),
        say("Visit, {status}: {reason}", status=STATUSES.get(visit.status, visit.status).lower(), reason=reason),
        visit.visit,
    )
