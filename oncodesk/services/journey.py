"""A patient's treatment on one line of time: cycles, doses, fractions, gaps and authorisations, read from the visits.

What no record says is inferred from dates: where a cycle begins, and what is later than usual.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from oncodesk.codes.tables import Tables
from oncodesk.coding.drugs.names import ever_named
from oncodesk.domain.base import Frozen
from oncodesk.domain.claim import Claim
from oncodesk.domain.quantity import plain
from oncodesk.domain.template import Template

ANTINEOPLASTIC = frozenset({"antineoplastic", "complex_biologic", "hormonal_antineoplastic"})
LATE, OVER_HALF = 3, 0.5
_SATURDAY = 5


class Dose(Frozen):
    """A drug given at a visit; `change` in percent of the dose before, None where that cannot be said."""

    visit: int
    on: date
    drug: str
    amount: Decimal | None = None
    unit: str = ""
    change: int | None = None
    is_treatment: bool = True

    @property
    def text(self) -> str:
        """`150 mg`, or nothing."""
        return f"{plain(self.amount)} {self.unit}" if self.amount is not None else ""


class Cycle(Frozen):
    """A cycle from its first day to its last treatment; `late` days after the usual interval, 0 where it was kept."""

    number: int
    since: date
    days: tuple[date, ...]
    late: int = 0


class Fraction(Frozen):
    """One fraction of radiation, with the number that was recorded."""

    visit: int
    on: date
    number: int | None = None


class RadiationCourse(Frozen):
    """A course as far as its visits tell it; `missed` are weekdays between two fractions with none."""

    id: str
    technique: str
    planned: int | None
    fractions: tuple[Fraction, ...]
    missed: tuple[date, ...] = ()


class Authorised(Frozen):
    """A prior authorisation; `left` units, None where it is not known which drug it is for."""

    number: str
    since: date | None
    until: date | None
    units: int | None
    left: int | None


class Seen(Frozen):
    """A visit with its status and reason."""

    visit: int
    on: date
    status: str
    reason: str


class Journey(Frozen):
    """Everything in order of time; `every` is the usual number of days from one cycle to the next."""

    doses: tuple[Dose, ...] = ()
    cycles: tuple[Cycle, ...] = ()
    every: int | None = None
    radiation: tuple[RadiationCourse, ...] = ()
    authorised: tuple[Authorised, ...] = ()
    visits: tuple[Seen, ...] = ()


Facts = tuple[int, str, Mapping[str, Any]]
"""A visit's id, its status and its facts as typed, whole or not."""


def journey(visits: Iterable[Facts], claims: Sequence[Claim], tables: Tables, templates: Sequence[Template]) -> Journey:
    """`claims` are those that stand; facts that cannot be read are left out."""
    dated = sorted(((day, *facts) for facts in visits if (day := _day(facts[2].get("date_of_service")))), key=_by_day)
    doses = _doses(dated, tables)
    treated = _sets(doses)
    cycles, every = _cycles(treated, _planned(treated, templates))
    return Journey(
        doses=doses,
        cycles=cycles,
        every=every,
        radiation=_radiation(dated),
        authorised=_authorised(dated, claims, tables),
        visits=tuple(Seen(visit=v, on=d, status=s, reason=str(f.get("reason", ""))) for d, v, s, f in dated),
    )


Dated = tuple[date, int, str, Mapping[str, Any]]


def _by_day(row: Dated) -> tuple[date, int]:
    return row[0], row[1]


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None


def _doses(dated: Sequence[Dated], tables: Tables) -> tuple[Dose, ...]:
    found: list[Dose] = []
    last: dict[tuple[str, str, str], Decimal] = {}
    for day, visit, _, facts in dated:
        for given in facts.get("administrations") or ():
            name, drug_class = _known(given, tables.at(day))
            amount, unit = _amount(given.get("dose"))
            key = (name, unit, str(given.get("route", "")))
            before = last.get(key)
            change = round((amount - before) / before * 100) if amount is not None and before else None
            if amount is not None:
                last[key] = amount
            if name:
                found.append(
                    Dose(
                        visit=visit, on=day, drug=name, amount=amount, unit=unit, change=change or None,
                        is_treatment=drug_class in ANTINEOPLASTIC,
                    )
                )  # fmt: skip
    return tuple(found)


def _known(given: Mapping[str, Any], tables: Tables) -> tuple[str, str]:
    typed, stated = str(given.get("drug") or given.get("class") or "").strip(), given.get("class")
    drugs = ever_named(typed, tables) if typed else ()
    if not drugs and (coded := tables.drug(typed.upper())):
        drugs = (coded,)
    name = drugs[0].generic if drugs else typed
    return name, str(stated or (drugs[0].drug_class if drugs else ""))


def _amount(dose: object) -> tuple[Decimal | None, str]:
    if not isinstance(dose, Mapping) or not isinstance(dose.get("amount"), int | float | Decimal):
        return None, ""
    return Decimal(str(dose["amount"])), str(dose.get("unit", ""))


def _sets(doses: Iterable[Dose]) -> dict[date, frozenset[str]]:
    found: dict[date, set[str]] = {}
    for dose in doses:
        if dose.is_treatment:
            found.setdefault(dose.on, set()).add(dose.drug)
    return {day: frozenset(drugs) for day, drugs in found.items()}


def _planned(treated: Mapping[date, frozenset[str]], templates: Sequence[Template]) -> int | None:
    """The interval of a template of the practice that gives the drugs of the newest treatment."""
    if not treated:
        return None
    newest = {drug.lower() for drug in treated[max(treated)]}
    fits = (t for t in templates if t.cycle_days and newest <= {given.drug.lower() for given in t.administrations})
    return next((t.cycle_days for t in fits), None)


def _cycles(treated: Mapping[date, frozenset[str]], planned: int | None) -> tuple[tuple[Cycle, ...], int | None]:
    """A cycle begins where most of the drugs of a first day are given again, or its interval is over."""
    days = sorted(treated)
    starts = _starts(days, treated, planned)
    gaps = [(b - a).days for a, b in pairwise(starts)]
    every = planned or min(gaps, default=None)
    if every and planned is None:
        starts = _starts(days, treated, every)
        gaps = [(b - a).days for a, b in pairwise(starts)]
    late = (0, *(gap - every if every and gap >= every + LATE else 0 for gap in gaps))
    ends = (*starts[1:], date.max)
    return tuple(
        Cycle(number=n, since=start, days=tuple(day for day in days if start <= day < end), late=by)
        for n, (start, end, by) in enumerate(zip(starts, ends, late, strict=False), 1)
    ), every


def _starts(days: Sequence[date], treated: Mapping[date, frozenset[str]], every: int | None) -> list[date]:
    starts: list[date] = []
    for day in days:
        if not starts:
            starts.append(day)
            continue
        first, gap = treated[starts[-1]], (day - starts[-1]).days
        is_alike = len(first & treated[day]) > OVER_HALF * len(first)
        other = not first & treated[day]
        if other or (gap >= every - LATE if every else is_alike):
            starts.append(day)
    return starts


def _radiation(dated: Sequence[Dated]) -> tuple[RadiationCourse, ...]:
    courses: dict[str, dict[date, Fraction]] = {}
    told: dict[str, Mapping[str, Any]] = {}
    for _, visit, _, facts in dated:
        radiation = facts.get("radiation") or {}
        course = radiation.get("course") or {}
        name = str(course.get("id", ""))
        if not name:
            continue
        told[name] = {**told.get(name, {}), **course}
        held = courses.setdefault(name, {})
        for event in radiation.get("events") or ():
            day = _day(event.get("date"))
            if event.get("type") == "fraction" and day:
                held.setdefault(day, Fraction(visit=visit, on=day, number=event.get("number")))
    return tuple(_course(name, told[name], held) for name, held in courses.items())


def _course(name: str, told: Mapping[str, Any], held: Mapping[date, Fraction]) -> RadiationCourse:
    days = sorted(held)
    span = range(1, (days[-1] - days[0]).days) if days else range(0)
    between = (days[0] + timedelta(days=n) for n in span)
    return RadiationCourse(
        id=name,
        technique=str(told.get("technique") or told.get("modality") or ""),
        planned=told.get("planned_fractions"),
        fractions=tuple(held[day] for day in days),
        missed=tuple(day for day in between if day not in held and day.weekday() < _SATURDAY),
    )


def _authorised(dated: Sequence[Dated], claims: Sequence[Claim], tables: Tables) -> tuple[Authorised, ...]:
    stated = (facts.get("authorization") for *_, facts in dated)
    held = {str(one["number"]): one for one in stated if isinstance(one, Mapping) and one.get("number")}
    return tuple(_one_authorised(number, one, claims, tables) for number, one in held.items())


def _one_authorised(number: str, one: Mapping[str, Any], claims: Sequence[Claim], tables: Tables) -> Authorised:
    under = [claim for claim in claims if claim.authorization and claim.authorization.number == number]
    used: dict[str, int] = {}
    for claim in under:
        for line in claim.lines:
            drug = tables.at(claim.date_of_service).drug(line.code)
            if drug is not None and drug.drug_class != "hydration":
                used[line.code] = used.get(line.code, 0) + line.units
    units = one.get("units")
    left = units - sum(used.values()) if isinstance(units, int) and len(used) <= 1 else None
    return Authorised(
        number=number, since=_day(one.get("from")), until=_day(one.get("to")),
        units=units if isinstance(units, int) else None, left=left,
    )  # fmt: skip
