"""What today's facts do otherwise than the regimen, and what each of it changes in the claim."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from oncodesk.codes.tables import Tables
from oncodesk.coding.what_if import Change, what_if
from oncodesk.domain.clock import DAY, minute_of
from oncodesk.domain.fees import Fees
from oncodesk.domain.quantity import Quantity
from oncodesk.domain.template import PlannedDrug, Template
from oncodesk.domain.visit import Administration, Segment, Visit, running_spans
from oncodesk.services.regimens.matching import Matched, matched
from oncodesk.services.regimens.planning import minutes_of, planned_visit
from oncodesk.words import say

Kind = Literal["missing", "additional", "dose", "route", "duration", "service"]


@dataclass(frozen=True, slots=True)
class Differs:
    """One thing that is otherwise today.

    `fact` is the administration's id, None for what is missing; `lines` and `money` (dollars) are what it changes in
    the claim: empty and None where it changes nothing or no charge is known.
    """

    kind: Kind
    what: str
    says: str
    fact: str | None = None
    lines: tuple[Change, ...] = ()
    money: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Compared:
    """Today beside a regimen: the differences, and what all of them together change in the claim.

    `ordered` says each drug as the regimen orders it: `paclitaxel 175 mg/m2, 180 min, last time 300 mg`.
    """

    regimen: str
    differs: tuple[Differs, ...] = ()
    lines: tuple[Change, ...] = ()
    money: Decimal | None = None
    ordered: tuple[str, ...] = ()


def compare(
    template: Template, visit: Visit, tables: Tables, fees: Fees | None = None, last: Visit | None = None
) -> Compared:
    """The differences in the order of giving.

    A dose is compared with the regimen's own, with what the weight makes of it, else with that of the `last` visit;
    one within the regimen's tolerance is none. A duration counts only where it changes the claim.
    """
    found: list[tuple[Differs, Visit]] = [*_drugs(template, visit, tables, last), *_services(template, visit)]
    told, undone = [], visit
    for differs, without in found:
        changed = what_if(without, visit, tables, fees)
        if differs.kind != "duration" or changed.lines:
            told.append(Differs(differs.kind, differs.what, differs.says, differs.fact, changed.lines, changed.money))
            undone = _undo(differs, template, undone, tables, last)
    whole = what_if(undone, visit, tables, fees)
    money = whole.money if whole.lines else None
    return Compared(template.name, tuple(told), whole.lines, money, tuple(_ordered(template, tables, last)))


def _ordered(template: Template, tables: Tables, last: Visit | None) -> Iterator[str]:
    before = matched(template, last, tables).given if last else {}
    for place, drug in enumerate(template.administrations):
        given = before.get(place)
        dose = drug.dose_by or str(drug.dose or "")
        parts = (
            f"{drug.drug} {dose}".strip(),
            say("{minutes} min", minutes=drug.ordered_minutes) if drug.ordered_minutes else "",
            say("last time {dose}", dose=given.dose) if given and given.dose and not drug.dose else "",
        )
        yield ", ".join(part for part in parts if part)


def _undo(differs: Differs, template: Template, visit: Visit, tables: Tables, last: Visit | None) -> Visit:
    """The visit without one of the differences, found again in what the others left."""
    again = (*_drugs(template, visit, tables, last), *_services(template, visit))
    key = (differs.kind, differs.what, differs.fact)
    return next((without for one, without in again if (one.kind, one.what, one.fact) == key), visit)


def _drugs(template: Template, visit: Visit, tables: Tables, last: Visit | None) -> Iterator[tuple[Differs, Visit]]:
    today = matched(template, visit, tables)
    before = matched(template, last, tables).given if last else {}
    for place in today.missing:
        drug = today.planned(place)
        says = say("{drug} is ordered and not given", drug=drug.drug)
        yield Differs("missing", drug.drug, says), _with(visit, _added(place, template, visit))
    for given in today.beside:
        says = say("{drug} is given and not in the regimen", drug=given.name)
        kept = tuple(one for one in visit.administrations if one.id != given.id)
        yield Differs("additional", given.name, says, given.id), visit.model_copy(update={"administrations": kept})
    for place, given in today.given.items():
        drug = today.planned(place)
        yield from _dose(drug, given, visit, template, before.get(place))
        if drug.route != given.route:
            says = say(
                "{drug} by {route}, ordered by {other}",
                drug=given.name,
                route=_words(given.route),
                other=_words(drug.route),
            )
            yield Differs("route", given.name, says, given.id), _put(visit, given, route=drug.route)
    yield from _durations(today, visit)


def _words(route: str) -> str:
    return route.replace("_", " ").replace("iv ", "IV ")


def _with(visit: Visit, *added: Administration) -> Visit:
    return visit.model_copy(update={"administrations": (*visit.administrations, *added)})


def _put(visit: Visit, given: Administration, **changes: object) -> Visit:
    rows = (one.model_copy(update=changes) if one.id == given.id else one for one in visit.administrations)
    return visit.model_copy(update={"administrations": tuple(rows)})


def _added(place: int, template: Template, visit: Visit) -> Administration:
    """The missing drug as ordered, with an id of its own, by its duration alone."""
    given = planned_visit(template, visit).administrations[place]
    return given.model_copy(update={"id": f"expected.{given.id}", "sequence": None, "concurrent_with": ()})


def _dose(
    drug: PlannedDrug, given: Administration, visit: Visit, template: Template, before: Administration | None
) -> Iterator[tuple[Differs, Visit]]:
    usual, by = _usual(drug, visit, before)
    amount = given.dose.to(usual.unit) if given.dose and usual else None
    if given.dose is None or usual is None or amount is None or not usual.amount:
        return
    off = (amount - usual.amount) * 100 / usual.amount
    if abs(off) > template.tolerance_percent:
        says = f"{given.name} {given.dose}, {by} {usual} ({off:+.0f} %)"
        yield Differs("dose", given.name, says, given.id), _dosed(visit, given, usual, drug)


def _usual(drug: PlannedDrug, visit: Visit, before: Administration | None) -> tuple[Quantity | None, str]:
    weight = visit.patient.weight_kg if visit.patient else None
    if drug.dose:
        return drug.dose, say("ordered")
    if drug.by_weight and weight:
        each = drug.by_weight
        amount = round(each.amount * Decimal(str(weight)), 2)
        return Quantity(amount=amount, unit=each.unit), say("{rule} at {kg:g} kg is", rule=drug.dose_by, kg=weight)
    return (before.dose if before else None), say("last time")


def _dosed(visit: Visit, given: Administration, usual: Quantity, drug: PlannedDrug) -> Visit:
    """The usual dose out of the usual containers, the rest of them discarded."""
    boxes = drug.containers or given.containers
    held = [Quantity(amount=box.amount * box.count, unit=box.unit).to(usual.unit) for box in boxes]
    opened = sum((amount for amount in held if amount is not None), Decimal(0))
    rest = Quantity(amount=max(Decimal(0), opened - usual.amount), unit=usual.unit)
    return _put(visit, given, dose=usual, containers=boxes, discarded=rest if held and None not in held else None)


def _durations(today: Matched, visit: Visit) -> Iterator[tuple[Differs, Visit]]:
    """Drugs that ran side by side over the same minutes are told together."""
    groups: dict[tuple[int, int, str | None, str | None], list[Administration]] = {}
    for place, given in today.given.items():
        ran, usual = minutes_of(visit, given), today.planned(place).ordered_minutes
        if ran is not None and usual is not None and ran != usual:
            clock = (given.start, given.stop) if given.stop else (None, given.id)
            groups.setdefault((ran, usual, *clock), []).append(given)
    for (ran, usual, start, _), alike in groups.items():
        first, names = alike[0], say(" and ").join(dict.fromkeys(given.name for given in alike))
        differs = Differs(
            "duration",
            names,
            say("{names} ran {ran} min, usually {usual}", names=names, ran=ran, usual=usual),
            first.id,
        )
        if start and first.stop:
            yield differs, _shifted(visit, first, usual - ran)
        elif first.minutes is not None:
            yield differs, _put(visit, first, minutes=usual)


def _shifted(visit: Visit, given: Administration, by: int) -> Visit:
    """The drug's stop, and every clock from then on, later by as many minutes."""
    spans = running_spans(visit, given)
    assert spans is not None
    end = spans[-1][1]

    def later(clock: str | None) -> str | None:
        minute = None if clock is None else minute_of(clock, visit.date_of_service)
        return clock if minute is None or minute < end else _clock(minute + by, visit)

    def moved(one: Administration) -> Administration:
        parts = tuple(Segment(start=later(p.start) or p.start, stop=later(p.stop) or p.stop) for p in one.segments)
        return one.model_copy(update={"start": later(one.start), "stop": later(one.stop), "segments": parts})

    own = given.model_copy(update={"stop": _clock(end + by, visit), "stop_next_day": False})
    rows = tuple(own if one.id == given.id else moved(one) for one in visit.administrations)
    return visit.model_copy(update={"administrations": rows})


def _clock(minute: int, visit: Visit) -> str:
    days, rest = divmod(minute, DAY)
    text = f"{rest // 60:02}:{rest % 60:02}"
    day = visit.date_of_service.fromordinal(visit.date_of_service.toordinal() + days)
    return f"{day}T{text}" if days else text


def _services(template: Template, visit: Visit) -> Iterator[tuple[Differs, Visit]]:
    ordered, done = ([row.code for row in held] for held in (template.services, visit.services))
    for row in template.services:
        if row.code not in done:
            says = say("{code} is usual and not done", code=row.code)
            yield Differs("service", row.code, says), visit.model_copy(update={"services": (*visit.services, row)})
    for row in visit.services:
        if row.code not in ordered:
            says = say("{code} is done beside the regimen", code=row.code)
            kept = tuple(one for one in visit.services if one.code != row.code)
            yield Differs("service", row.code, says), visit.model_copy(update={"services": kept})
