"""From a visit to the regimen it followed, and from a regimen to the facts a visit begins with."""

from typing import Any

from oncodesk.domain.clock import length
from oncodesk.domain.reading import parse
from oncodesk.domain.template import PlannedDrug, Template
from oncodesk.domain.visit import Administration, Visit, running_spans

TAKEN = ("drug", "drug_class", "route", "dose", "purpose", "containers", "pump", "supplied_by")
_SAID_OF_A_DAY = {"significant_separate", "minutes", "level_by", "note"}
Facts = dict[str, Any]


def as_regimen(visit: Visit, name: str, cycle_days: int | None = None) -> Template:
    """The visit's drugs in their order, its services and diagnoses, without anything of the patient or the day.

    Drugs whose times overlap share a place in the order.
    """
    places = _places(visit)
    drugs = [_planned(visit, given, places.get(given.id)) for given in visit.administrations]
    services = [service.model_dump(exclude=_SAID_OF_A_DAY) for service in visit.services]
    return Template(
        name=name,
        reason=visit.reason,
        diagnoses=visit.diagnoses,
        administrations=tuple(sorted(drugs, key=lambda drug: drug.sequence or len(drugs) + 1)),
        services=tuple(parse(type(visit.services[0]), row) for row in services),
        cycle_days=cycle_days,
    )


def minutes_of(visit: Visit, given: Administration) -> int | None:
    """How long the drug ran, by the clock or as stated; None where unknown."""
    spans = running_spans(visit, given)
    return length(spans) if spans else given.minutes


def _planned(visit: Visit, given: Administration, place: int | None) -> PlannedDrug:
    held = {name: getattr(given, name) for name in TAKEN} | {"drug": given.name}
    containers = tuple(box.model_copy(update={"ndc": None}) for box in given.containers)
    minutes = given.ordered_minutes or minutes_of(visit, given) or None
    return PlannedDrug.model_validate(
        held | {"containers": containers, "ordered_minutes": minutes, "sequence": place or given.sequence}
    )


def _places(visit: Visit) -> dict[str, int]:
    """The place of each drug with a clock: one that begins before the others of a place have ended shares it."""
    timed = [(spans[0][0], spans[-1][1], a.id) for a in visit.administrations if (spans := running_spans(visit, a))]
    places: dict[str, int] = {}
    place, ends = 0, -1
    for start, stop, identifier in sorted(timed):
        if start >= ends:
            place, ends = place + 1, stop
        ends = max(ends, stop)
        places[identifier] = place
    return places


def given_facts(template: Template, facts: Facts) -> Facts:
    """The facts with the regimen's drugs, services and reason in place of what was there.

    Doses that follow the patient, times and waste stay to be typed. Diagnoses are the patient's own where there are
    any.
    """
    services = [row.model_dump(mode="json", exclude_defaults=True, exclude=_SAID_OF_A_DAY) for row in template.services]
    own = facts.get("diagnoses") or [row.model_dump(mode="json", exclude_defaults=True) for row in template.diagnoses]
    return facts | {
        "reason": template.reason,
        "diagnoses": own,
        "administrations": [_given(drug, n) for n, drug in enumerate(template.administrations, 1)],
        "services": services,
    }


def _given(drug: PlannedDrug, number: int) -> Facts:
    planned = {"ordered_minutes", "sequence", "dose_by"}
    held = drug.model_dump(mode="json", by_alias=True, exclude_defaults=True, exclude=planned)
    return {"id": f"a{number}"} | held


def planned_visit(template: Template, like: Visit) -> Visit:
    """A visit as the regimen orders it, with the day, payer and patient of another; by durations, not clocks."""
    drugs = template.administrations
    return like.model_copy(
        update={
            "reason": template.reason,
            "administrations": tuple(_ordered(drug, n, drugs) for n, drug in enumerate(drugs, 1)),
            "services": template.services,
        }
    )


def _ordered(drug: PlannedDrug, number: int, drugs: tuple[PlannedDrug, ...]) -> Administration:
    beside = tuple(
        f"a{n}" for n, other in enumerate(drugs, 1)
        if n != number and drug.sequence is not None and other.sequence == drug.sequence
    )  # fmt: skip
    held = {name: getattr(drug, name) for name in TAKEN}
    return Administration.model_validate(
        held
        | {
            "id": f"a{number}",
            "minutes": drug.ordered_minutes,
            "sequence": drug.sequence,
            "concurrent_with": beside,
        }
    )
