"""Care of the vascular access: clearing a blocked catheter, and flushing one."""

from oncodesk.codes.tables import Tables
from oncodesk.coding.given import Given
from oncodesk.coding.lines import Part
from oncodesk.coding.proposing import DISTINCT, propose
from oncodesk.domain.derivation import Question
from oncodesk.domain.visit import Visit


def declot(given: tuple[Given, ...], tables: Tables) -> Part:
    """One line for each catheter cleared with a thrombolytic; a flush clears nothing (INF-33)."""
    part = Part()
    lines: set[str | None] = set()
    for g in given:
        if g.administration.route != "catheter_declot":
            continue
        known = tables.policy.codes("drugs.declot_codes")
        if g.drug is not None and g.drug.code not in known:
            why = f"{g.name} is no clot-dissolving drug; a flush is not a declot"
            part += Part(questions=(Question(fact=g.id, ask="what cleared the catheter", field="drug", why=why),))
            continue
        again = bool(lines) and g.administration.access not in lines
        if lines and not again:
            why = "a second time on the same catheter needs a note that it was a separate procedure"
            part += Part(questions=(Question(fact=g.id, ask="whether it was a declot of its own", why=why),))
            continue
        lines.add(g.administration.access)
        said = ("another catheter",) if again else ()
        steps = (*g.steps, f"{g.name} into a blocked catheter → {{code}}", *said)
        part += propose(tables, "access.declot", (g,), steps, modifiers=(DISTINCT,) if again else ())
    return part


def flush(visit: Visit, given: tuple[Given, ...], alone: bool, tables: Tables) -> Part:
    """A flush is billed only where nothing else is billed for the date (INF-31); a pump's disconnect never (INF-27)."""
    flushes = tuple(g for g in given if g.administration.route == "access_flush")
    held = tuple(g for g in flushes if g.administration.pump is None)
    if not flushes:
        return Part()
    if not held:
        return Part(notes=(_flushed(flushes, "taking a pump off is included in starting it, its flush too"),))
    if not alone:
        return Part(notes=(_flushed(flushes, "the flush is included in the other services of the date"),))
    if started := _pump_started(visit, tables):
        why = f"{started}: taking the pump off again is included in that, its flush too"
        return Part(questions=(Question(fact=held[0].id, ask="whether a pump was disconnected", why=why),))
    steps = ("the access was flushed and nothing else done → {code}", "what it was flushed with is included")
    return propose(tables, "access.flush", held, steps)


def _flushed(held: tuple[Given, ...], why: str) -> str:
    return f"{', '.join(f'{g.name} ({g.id})' for g in held)} not billed: {why}"


def _pump_started(visit: Visit, tables: Tables) -> str | None:
    """The start of a prolonged infusion in the days before, from what was already billed."""
    days = tables.policy.number("infusion.pump_disconnect_days")
    roles = (tables.role("chemotherapy.infusion.pump"), tables.role("chemotherapy.pump.home"))
    codes = {procedure.code for procedure in roles if procedure}
    for line in sorted(visit.history, key=lambda h: (h.date_of_service, h.code)):
        if line.code in codes and 0 < (visit.date_of_service - line.date_of_service).days <= days:
            return f"{line.code} was billed on {line.date_of_service}"
    return None
