"""External beam delivery before 2026: G codes of Medicare offices, complexity codes of everyone else."""

from datetime import date

from oncodesk.coding.diagnoses.kinds import begins
from oncodesk.coding.lines import Part
from oncodesk.coding.radiation.course import IMRT, CourseView, Session
from oncodesk.coding.radiation.lines import ask, at, at_hospital, bill, encounter, spoken, tables_on

_TOP_BAND = "20mev"
_OFFICE_NAMES = {"simple": "single_area", "intermediate": "two_areas", "complex": "many_areas"}


def beam_before(view: CourseView, session: Session) -> Part:
    """One line of the session by the facts of that time; the lowest it can be where one of them is missing."""
    techniques: set[str | None] = {view.technique(h.event) for h in session.happened}
    if techniques & IMRT:
        return _modulated(view, session)
    if techniques == {None}:
        return ask(session.fact, "technique of the fraction?", field="technique", why="it picks the delivery code")
    complexity, because, part = _complexity(view, session, techniques)
    if not office_codes(view, session):
        return _line(view, session, complexity, because) + part
    energy = session.happened[0].event.energy_mv
    if energy is None:
        return part + ask(session.fact, "energy of the beam in MV?", field="energy_mv", why="it picks the G code")
    band = _band(view, session, energy)
    role = f"office.{_OFFICE_NAMES[complexity]}.{band}"
    return _line(view, session, role, f"{because}; {energy:g} MV") + part


def office_codes(view: CourseView, session: Session) -> bool:
    """Whether the payer takes the office G codes on that day."""
    return medicare_codes(view, session.date) and not at_hospital(view)


def medicare_codes(view: CourseView, day: date) -> bool:
    """Whether the payer takes Medicare's own codes of delivery and guidance on that day, wherever it was done."""
    payers = tables_on(view, day).policy.codes("radiation.office_delivery_payers")
    return (view.visit.payer.kind if view.visit.payer else None) in payers


def _band(view: CourseView, session: Session, energy: float) -> str:
    policy = tables_on(view, session.date).policy
    bands = policy.table("radiation.office_energy_limits_mev")
    fitting = (name for name, most in sorted(bands.items(), key=lambda b: int(b[1])) if energy <= most)
    return next(fitting, _TOP_BAND)


def _modulated(view: CourseView, session: Session) -> Part:
    compensated = any(h.event.compensation for h in session.happened)
    if office_codes(view, session):
        role = "office.imrt_compensator" if compensated else "office.imrt"
        return _line(view, session, role, "intensity-modulated, Medicare office")
    sites = tables_on(view, session.date).policy.codes("radiation.imrt_simple_sites")
    codes = [d.code.upper() for d in sorted(view.visit.diagnoses, key=lambda d: not d.treated)]
    treated = next((code for code in codes if begins(code, "neoplasm_prefixes", view.tables)), None)
    if treated is None and not compensated:
        text = "site treated by IMRT? breast and prostate are simple, others complex"
        return _line(view, session, "imrt.simple", "site not known") + ask(session.fact, text, field="site")
    simple = compensated or (treated or "").startswith(tuple(sites))
    because = "compensator" if compensated else f"IMRT of {treated}"
    return _line(view, session, "imrt.simple" if simple else "imrt.complex", because)


def _complexity(view: CourseView, session: Session, techniques: set[str | None]) -> tuple[str, str, Part]:
    """Simple, intermediate or complex, why, and what is missing."""
    limit = tables_on(view, session.date).policy.table("radiation.delivery_complexity")
    events = [h.event for h in session.happened]
    special = sorted(spoken(t) for t in techniques & {"3d", "electrons", "mixed", "tbi"})
    if special or any(e.compensation for e in events):
        return "complex", ", ".join(special) or "compensation", Part()
    areas = max((e.areas for e in events if e.areas), default=view.radiation.course.areas)
    ports = max((e.ports for e in events if e.ports), default=None)
    blocks = max((e.blocks for e in events if e.blocks is not None), default=None)
    if (areas or 0) >= limit["complex_areas"]:
        return "complex", f"{areas} areas", Part()
    facts = {"areas": areas, "ports": ports, "blocks": blocks}
    reached = [f"{n} {name}" for name, n in facts.items() if n is not None and n >= limit[f"intermediate_{name}"]]
    missing = [name for name, n in facts.items() if n is None and (not reached or name == "areas")]
    part = Part()
    for name in missing:
        text = f"number of {name} treated on {at(session.date)}?"
        part += ask(
            session.fact, text, field=name, why="it may raise the delivery code; the lower one stands till then"
        )
    known = ", ".join(f"{n} {name}" for name, n in facts.items() if n is not None)
    return ("intermediate", ", ".join(reached), part) if reached else ("simple", known or "nothing more known", part)


def _line(view: CourseView, session: Session, role: str, because: str) -> Part:
    step = f"fraction {session.ordinal} on {at(session.date)}: {because}"
    name = f"radiation.delivery.{role}"
    return bill(view, name, session.date, session.facts, (step,), "radiation-delivery-2015", supports=encounter(view))
