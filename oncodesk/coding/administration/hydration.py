"""Hydration: only the minutes in which nothing else ran, and never ahead of a drug."""

from oncodesk.codes.tables import Tables
from oncodesk.coding.administration.telling import hours_told
from oncodesk.coding.given import Given
from oncodesk.coding.lines import Part
from oncodesk.coding.proposing import propose
from oncodesk.coding.timeline import start_of, told
from oncodesk.domain.clock import Span, length, merged, overlap, without
from oncodesk.domain.derivation import Question
from oncodesk.domain.visit import Visit

_RUNS = frozenset({"iv_infusion", "pump_prolonged", "intra_arterial_infusion"})
_PUSHED = frozenset({"iv_push", "intra_arterial_push"})


def fluids(given: tuple[Given, ...], tables: Tables) -> tuple[Given, ...]:
    """Plain fluids by vein that were meant as hydration, not mixed with a drug."""
    other = tables.policy.codes("infusion.hydration_purposes_excluded")
    mixed = _mixed(given)
    return tuple(
        g
        for g in given
        if g.drug_class == "hydration"
        and g.administration.route in {"iv_infusion", "pump_prolonged"}
        and g.administration.purpose not in other
        and g.administration.bag not in mixed
    )


def _mixed(given: tuple[Given, ...]) -> set[str]:
    """Labels of the bags that hold a drug: a fluid in one is its diluent and runs as that drug."""
    return {g.administration.bag for g in given if g.administration.bag and g.drug_class not in {None, "hydration"}}


def hydrate(
    visit: Visit,
    given: tuple[Given, ...],
    tables: Tables,
    *,
    secondary: bool,
    modifiers: tuple[str, ...],
    why: tuple[str, ...],
) -> Part:
    """Lines of an encounter's hydration; `secondary` to a drug it has no first hour of its own.

    Rules INF-34 to INF-37: at least 31 minutes; overlapping minutes are taken off, pushes without splitting the run;
    shorter runs are added only beside one of at least 31 minutes, for sources disagree on the rest.
    """
    here = fluids(given, tables)
    timed = tuple(g for g in here if g.minutes is not None)
    part = Part(questions=_asked(here, given, visit, tables))
    if not timed:
        return part
    runs, steps = _runs(timed, given, tables)
    least = tables.policy.number("infusion.hydration_minimum_minutes")
    total = sum(runs)
    if not any(run >= least for run in runs):
        return part + _too_short(timed, runs, steps, least)
    steps += (f"{' + '.join(map(str, runs))} = {total} min alone",) if len(runs) > 1 else (f"{total} min alone",)
    hour = tables.policy.number("infusion.hour_minutes")
    if secondary:
        units = (total - least) // hour + 1
        said = f"added to a drug's service: 1 from {least} min on, 1 more each further {hour} → {{code}} × {units}"
        return part + propose(tables, "hydration.infusion.hour", timed, (*steps, said), units=units)
    units = (total - least) // hour
    alone = f"no drug was given by vein: the first hour, from {least} min on → {{code}}"
    first = propose(tables, "hydration.infusion.initial", timed, (*steps, alone, *why), modifiers=modifiers)
    said = f"{hours_told(total, tables)} → {{code}} × {units}"
    return (
        part
        + first
        + propose(tables, "hydration.infusion.hour", timed, (*steps, said, *why), units=units, modifiers=modifiers)
    )


def _runs(timed: tuple[Given, ...], given: tuple[Given, ...], tables: Tables) -> tuple[list[int], tuple[str, ...]]:
    """Minutes of each run with nothing beside it, and how they were reckoned."""
    ids = {g.id for g in timed}
    mixed = _mixed(given)
    others = (g for g in given if g.id not in ids and g.drug_class is not None)
    running = tuple(g for g in others if g.drug_class != "hydration" or g.administration.bag in mixed)
    infusions = merged(tuple(s for g in running if g.administration.route in _RUNS for s in g.spans))
    pushes = merged(tuple(s for g in running if g.administration.route in _PUSHED for s in g.spans))
    clocked = merged(tuple(span for g in timed for span in g.spans))
    steps = [step for g in timed for step in (*g.steps, f"{g.name}: {told(g.spans, g.minutes)}")]
    left = without(clocked, infusions)
    if taken := length(clocked) - length(left):
        steps.append(f"less {taken} min beside {_named(clocked, running)}")
    if taken := overlap(left, pushes):
        steps.append(f"less {taken} min of pushes")
    runs = [length((run,)) - overlap((run,), pushes) for run in left]
    for g in timed:
        if not g.spans and g.minutes:
            beside = _stated_beside(g, running)
            runs.append(max(0, g.minutes - beside))
            if beside:
                steps.append(f"less {beside} min stated to be beside other drugs")
    return runs, tuple(steps)


def _named(spans: tuple[Span, ...], running: tuple[Given, ...]) -> str:
    """The drugs that were infused while the fluid ran."""
    beside = (g for g in running if g.administration.route in _RUNS and overlap(spans, g.spans))
    return ", ".join(dict.fromkeys(g.name for g in beside))


def _stated_beside(fluid: Given, running: tuple[Given, ...]) -> int:
    """Minutes of what is stated to have run at the same time, where no clock tells."""
    named = fluid.administration.concurrent_with
    beside = [g for g in running if g.id in named or fluid.id in g.administration.concurrent_with]
    return min(sum(g.minutes or 0 for g in beside), fluid.minutes or 0)


def _asked(here: tuple[Given, ...], given: tuple[Given, ...], visit: Visit, tables: Tables) -> tuple[Question, ...]:
    asked = [
        Question(
            fact=g.id,
            ask="stop time" if g.administration.start else "start and stop time",
            field="stop" if g.administration.start else "start",
            why="hydration is billed by its minutes",
        )
        for g in here
        if g.minutes is None
    ]
    spans: tuple[Span, ...] = tuple(span for g in here for span in g.spans)
    for g in given:
        start = start_of(g, visit)
        inside = start is not None and any(a <= start < b for a, b in spans)
        if g.administration.route in _PUSHED and g.minutes is None and inside:
            why = "a push's minutes are taken off the hydration around it; none are recorded, so none were"
            asked.append(Question(fact=g.id, ask="stop time", field="stop", why=why))
    blood = tables.policy.codes("support.transfusion_codes") & {s.code.upper() for s in visit.services}
    if here and blood:
        why = "minutes beside a transfusion are no hydration, and the transfusion's times are not recorded"
        asked.append(Question(fact=here[0].id, ask="whether the fluid ran during the transfusion", why=why))
    return tuple(asked)


def _too_short(timed: tuple[Given, ...], runs: list[int], steps: tuple[str, ...], least: int) -> Part:
    fluid = ", ".join(f"{g.name} ({g.id})" for g in timed)
    if sum(runs) < least:
        short = f"{sum(runs)} min alone, less than the {least} that can be reported"
        return Part(notes=(f"hydration with {fluid} not billed: {'; '.join((*steps, short))}",))
    why = (
        f"{' + '.join(map(str, runs))} = {sum(runs)} min, but no run of {least} min: "
        "one source adds such pieces, payers refuse them, so no line is proposed"
    )
    return Part(questions=(Question(fact=timed[0].id, ask="how the payer counts hydration in short pieces", why=why),))
