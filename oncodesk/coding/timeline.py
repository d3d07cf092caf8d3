"""When each drug ran, by the clock or as stated; what nobody wrote down stays unknown."""

from oncodesk.codes.tables import Tables
from oncodesk.coding.drugs.found import Product
from oncodesk.coding.drugs.label import filled
from oncodesk.coding.drugs.product import find
from oncodesk.coding.given import Given
from oncodesk.domain.clock import DAY, Span, clock_of, length, merged, minute_of
from oncodesk.domain.derivation import Question
from oncodesk.domain.visit import Administration, EncounterFor, Visit, running_spans


def resolve(visit: Visit, tables: Tables) -> tuple[tuple[Given, ...], tuple[Question, ...]]:
    """Every administration with its product and time, by encounter and clock, however it was typed in."""
    pairs = [_one(given, visit, tables) for given in visit.administrations]
    pairs.sort(key=lambda pair: order(pair[0]))
    return tuple(g for g, _ in pairs), tuple(q for _, asked in pairs for q in asked)


def order(given: Given) -> tuple[int, int, int, str, str]:
    """Encounter, start, stated sequence, name, id: never the order of typing."""
    a = given.administration
    start = given.spans[0][0] if given.spans else DAY * 9
    return (a.encounter, start, a.sequence or 0, given.name.lower(), a.id)


def _one(given: Administration, visit: Visit, tables: Tables) -> tuple[Given, tuple[Question, ...]]:
    product = find(given, visit, tables)
    given, told, contradicted = filled(given, product.drug, tables)
    spans, calculated, steps = _spans(given, visit)
    minutes = length(spans) if spans else given.minutes
    questions = product.questions + contradicted + _doubts(given, spans)
    resolved = Given(
        administration=given,
        drug=product.drug,
        drug_class=product.drug_class,
        encounter_for=_encounter_for(given, product, visit),
        spans=spans,
        minutes=minutes,
        calculated=calculated,
        narrative=product.narrative,
        steps=product.steps + steps,
        label=product.label + told,
    )
    return resolved, questions


def _spans(given: Administration, visit: Visit) -> tuple[tuple[Span, ...], bool, tuple[str, ...]]:
    if (clocked := running_spans(visit, given)) is not None:
        return merged(clocked) or clocked[:1], False, ()
    if given.start is None:
        if given.stop and given.minutes:
            stop = minute_of(given.stop, visit.date_of_service) + (DAY if given.stop_next_day else 0)
            return ((stop - given.minutes, stop),), False, ()
        return (), False, ()
    start = minute_of(given.start, visit.date_of_service)
    if given.minutes is not None:
        return ((start, start + given.minutes),), False, ()
    minutes = _by_rate(given)
    if not minutes:
        return (), False, ()
    assert given.volume and given.rate
    step = (
        f"stop calculated: {given.volume} at {given.rate.amount.normalize():f} mL/h = {minutes} min, "
        f"so {clock_of(start + minutes)}"
    )
    return ((start, start + minutes),), True, (step,)


def _by_rate(given: Administration) -> int | None:
    """Whole minutes that a recorded volume takes at a recorded rate; the part minute is not counted."""
    if not (given.rate and given.volume and given.rate.amount > 0):
        return None
    volume = given.volume.to("mL")
    return int(volume * 60 // given.rate.amount) if volume is not None else None


def _doubts(given: Administration, spans: tuple[Span, ...]) -> tuple[Question, ...]:
    if spans and given.minutes is not None and length(spans) != given.minutes:
        why = f"the clock says {length(spans)} min, {given.minutes} min are stated; the clock was followed"
        return (Question(fact=given.id, ask="which running time is right", field="minutes", why=why),)
    return ()


def _encounter_for(given: Administration, product: Product, visit: Visit) -> EncounterFor:
    if given.encounter_for:
        return given.encounter_for
    if visit.reason == "drug_treatment":
        return "none"
    if product.encounter:
        return product.encounter
    if product.drug and not product.drug.unlisted:
        return product.drug.encounter
    if product.drug_class == "antineoplastic":
        return "chemotherapy"
    return "none"


def start_of(given: Given, visit: Visit) -> int | None:
    """Minute at which it began, also where no stop is recorded; None where unknown."""
    if given.spans:
        return given.spans[0][0]
    clock = given.administration.start
    return minute_of(clock, visit.date_of_service) if clock else None


def told(spans: tuple[Span, ...], minutes: int | None) -> str:
    """`09:15–11:20 = 125 min`, or the stated minutes."""
    if not spans:
        return f"{minutes} min stated"
    parts = " + ".join(f"{clock_of(a)}–{clock_of(b)}" for a, b in spans)
    return f"{parts} = {length(spans)} min"
