"""Care of the vascular access: clearing a blocked catheter, and flushing one."""

from oncodesk.codes.tables import Tables
from oncodesk.coding.given import Given
from oncodesk.coding.lines import Part
from oncodesk.coding.proposing import DISTINCT, propose
from oncodesk.domain.derivation import Question


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


def flush(given: tuple[Given, ...], alone: bool, tables: Tables) -> Part:
    """A flush is billed only where nothing else is billed for the date (INF-31); a pump's disconnect never."""
    held = tuple(g for g in given if g.administration.route == "access_flush" and g.administration.pump is None)
    if not held or not alone:
        return Part()
    return propose(tables, "access.flush", held, ("the access was flushed and nothing else done → {code}",))
