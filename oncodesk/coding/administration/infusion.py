"""Infusions and pushes by vein: which is initial, what follows it, how many hours.

The initial service is the reason for the encounter, not what ran first: antineoplastics before other drugs, in either
family infusions before pushes, hydration last (rules INF-01, INF-02; a facility's hierarchy gives the same order).
"""

from dataclasses import dataclass, replace

from oncodesk.codes.tables import Tables
from oncodesk.coding.administration.hydration import fluids, hydrate
from oncodesk.coding.administration.overlap import Sorted, beside_push, sort_infusions
from oncodesk.coding.administration.pushes import pushed
from oncodesk.coding.administration.streams import Stream, by_site, by_vein, joined, pieces
from oncodesk.coding.administration.telling import first_because, hours_told
from oncodesk.coding.given import Given
from oncodesk.coding.lines import Part
from oncodesk.coding.proposing import DISTINCT, propose
from oncodesk.domain.derivation import Question
from oncodesk.domain.visit import Visit


@dataclass(frozen=True, slots=True)
class Site:
    """What ran through one line of access in one encounter, and the modifiers of its initial service and hours."""

    streams: tuple[Stream, ...]
    modifiers: tuple[str, ...]
    why: tuple[str, ...]


def by_encounter(visit: Visit, given: tuple[Given, ...], tables: Tables) -> Part:
    """Lines of every encounter of the date, in order; a later one's initial service is marked as distinct."""
    part = Part()
    opened = False
    for number in sorted({g.administration.encounter for g in given}):
        here = tuple(g for g in given if g.administration.encounter == number)
        found = _encounter(visit, here, tables, later=number if opened else 0)
        opened = opened or any(_opens(line.code, tables) for line in found.lines)
        part += found
    return part


def _opens(code: str, tables: Tables) -> bool:
    return code in tables.policy.codes("infusion.initial_codes")


def _encounter(visit: Visit, given: tuple[Given, ...], tables: Tables, later: int) -> Part:
    apart = (DISTINCT,) if later else ()
    said = (f"encounter {later}, apart from the one before → {DISTINCT}",) if later else ()
    groups = by_site(pieces(by_vein(given, tables), tables))
    part = Part()
    for n, group in enumerate(groups):
        streams = joined(group, visit.in_office)
        line = (f"line {group[0].access}, running at the same time as another line → {DISTINCT}",)
        site = Site(streams, (DISTINCT,), line) if n else Site(streams, apart, said)
        part += _site(visit, site, given, tables, part)
    first = groups[0] if groups else ()
    primary = any(piece.how != "unknown" for piece in first)
    return part + hydrate(visit, given, tables, secondary=primary, modifiers=apart, why=said)


def _site(visit: Visit, site: Site, given: tuple[Given, ...], tables: Tables, before: Part) -> Part:
    counted = tuple(s for s in site.streams if s.how != "unknown")
    part = Part(questions=tuple(q for s in site.streams for q in _unknown(s)))
    if not counted:
        return part
    part += Part(questions=tuple(q for s in counted for q in _ended_early(s)))
    infusions = tuple(s for s in counted if s.how == "infusion")
    found = sort_infusions(infusions, given, tables)
    initial = _initial(counted, found)
    why = first_because(initial, counted, fluids=bool(fluids(given, tables)))
    part += _infused(site, found, initial, why, tables)
    part += _concurrent(found, part, before, tables)
    pushes = tuple(s for s in counted if s.how == "push")
    first_push = (f"{why}: push → {{code}}", *site.why)
    part += pushed(visit, pushes, initial, infusions, site.modifiers, first_push, tables)
    first = sorted(part.lines, key=lambda line: not _opens(line.code, tables))
    return replace(
        part, lines=tuple(first), questions=part.questions + found.questions + beside_push(found.counted, pushes)
    )


def _initial(counted: tuple[Stream, ...], found: Sorted) -> Stream:
    """The stream of highest rank; among infusions of its family the one with most time, so that none runs beside it."""
    best = counted[0]
    leading = [s for s in found.counted if s.family == best.family]
    return leading[0] if best.how == "infusion" and leading else best


def _infused(site: Site, found: Sorted, initial: Stream, because: str, tables: Tables) -> Part:
    part, hours = Part(), Part()
    for stream in sorted(found.counted, key=lambda s: (s is not initial, s.rank)):
        first = stream is initial
        role = f"{stream.family}.infusion.{'initial' if first else 'sequential'}"
        why = f"{because}: first hour → {{code}}" if first else _next(stream)
        extra = site.why if first else ()
        marks = site.modifiers if first else ()
        part += propose(tables, role, stream.given, (*stream.steps, why, *extra), modifiers=marks)
        hours += _hours(stream, site, tables)
    return part + hours


def _next(stream: Stream) -> str:
    return f"{stream.name}: a further drug by the same line, its first hour → {{code}}"


def extra_hours(minutes: int, tables: Tables) -> int:
    """Hours that count after the first: each once more than 30 minutes of it have run. Rule INF-05."""
    after = tables.policy.number("infusion.extra_hour_after_minutes")
    return max(0, (minutes - after) // tables.policy.number("infusion.hour_minutes"))


def _hours(stream: Stream, site: Site, tables: Tables) -> Part:
    minutes = stream.minutes or 0
    units = extra_hours(minutes, tables)
    named = {step for g in stream.given for step in g.steps if not g.calculated}
    told = f"{stream.name}: {hours_told(minutes, tables)} → {{code}} × {units}"
    steps = (*(step for step in stream.steps if step not in named), told, *site.why)
    return propose(tables, f"{stream.family}.infusion.hour", stream.given, steps, units=units, modifiers=site.modifiers)


def _concurrent(found: Sorted, part: Part, before: Part, tables: Tables) -> Part:
    """One line however many infusions ran beside another, and once an encounter. Rule INF-10."""
    role = "therapeutic.infusion.concurrent"
    procedure = tables.role(role)
    beside = found.concurrent
    if not beside or procedure is None or procedure.code in {line.code for line in before.lines}:
        return Part()
    facts = tuple(g for stream in beside for g in stream.given)
    steps = tuple(step for stream in beside for step in stream.steps)
    steps += ("beside another infusion by the same line → {code}, once an encounter, whatever the time",)
    primaries = set(procedure.addon_to)
    if primaries and not primaries & ({line.code for line in part.lines} | found.pump_codes):
        why = f"{procedure.code} goes only with {', '.join(sorted(primaries))}"
        asked = Question(fact=beside[0].given[0].id, ask="how to bill the infusion that ran beside another", why=why)
        return Part(questions=(asked,))
    return propose(tables, role, facts, steps)


def _unknown(stream: Stream) -> tuple[Question, ...]:
    if stream.how != "unknown":
        return ()
    why = "without start and stop no time can be billed: an infusion, a push or nothing depends on it"
    return tuple(
        Question(
            fact=g.id,
            ask=f"{'stop' if g.administration.start else 'start and stop'} time",
            field="stop" if g.administration.start else "start",
            why=why,
        )
        for g in stream.given
        if g.drug_class not in {None, "hydration"}
    )


def _ended_early(stream: Stream) -> tuple[Question, ...]:
    if stream.how != "ended_early":
        return ()
    why = (
        f"{stream.steps[-1]}: published advice bills the infusion that was ordered with modifier 53, "
        "the running time alone says a push; the payer decides, so neither is proposed; what was given besides stands "
        "on the claim as additional and waits for it"
    )
    return (Question(fact=stream.given[0].id, ask="how the payer wants the stopped infusion billed", why=why),)
