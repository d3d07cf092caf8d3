"""Infusions that go on for hours by pump, and the refilling of pumps."""

from oncodesk.codes.tables import Tables
from oncodesk.coding.administration.streams import is_pump
from oncodesk.coding.given import Given
from oncodesk.coding.lines import Part
from oncodesk.coding.proposing import medicare_like, propose
from oncodesk.coding.timeline import told
from oncodesk.domain.derivation import Question
from oncodesk.domain.visit import Visit

_REFILLS = {"pump_refill_portable": "pump.refill.portable", "pump_refill_implantable": "pump.refill.implantable"}


def pump(visit: Visit, given: tuple[Given, ...], tables: Tables) -> Part:
    """The start of a prolonged infusion once an encounter, and refills where no pump was started that day."""
    started = tuple(g for g in given if is_pump(g, tables))
    part = Part()
    for number in sorted({g.administration.encounter for g in started}):
        part += _start(visit, tuple(g for g in started if g.administration.encounter == number), tables)
    return part + _refills(given, tables, started)


def _start(visit: Visit, held: tuple[Given, ...], tables: Tables) -> Part:
    held = tuple(g for g in held if g.drug_class is not None)
    unknown = tuple(
        Question(
            fact=g.id,
            ask="how long the pump runs",
            field="minutes",
            why="the visit calls it prolonged; the record must show it",
        )
        for g in held
        if g.minutes is None
    )
    chemotherapy = tuple(g for g in held if g.antineoplastic)
    other = tuple(
        Question(fact=g.id, ask="how its administration is billed", why="only antineoplastics have a code by pump")
        for g in held
        if not g.antineoplastic
    )
    part = Part(questions=unknown + other)
    return part + _started(visit, chemotherapy, tables) if chemotherapy else part


def _started(visit: Visit, held: tuple[Given, ...], tables: Tables) -> Part:
    over = tables.policy.number("infusion.prolonged_over_minutes")
    steps = tuple(step for g in held for step in g.steps)
    hour = tables.policy.number("infusion.hour_minutes")
    steps += tuple(f"{g.name} by pump: {told(g.spans, g.minutes)}" for g in held if g.minutes is not None)
    steps += (f"a pump for more than {over // hour} h → {{code}}, once; taking it off again is included",)
    if not medicare_like(visit, tables, "infusion.pump_home_payers"):
        return propose(tables, "chemotherapy.infusion.pump", held, steps)
    owners = {g.administration.pump.owned_by for g in held if g.administration.pump} or {"unknown"}
    if owners == {"practice"}:
        said = "the practice's own pump goes home: this payer takes {code}, pump and supplies included"
        return propose(tables, "chemotherapy.pump.home", held, (*steps, said), authority="pump-sent-home")
    if owners == {"supplier"}:
        return propose(tables, "chemotherapy.infusion.pump", held, (*steps, "a supplier's pump"))
    home, start = tables.role("chemotherapy.pump.home"), tables.role("chemotherapy.infusion.pump")
    why = (
        f"this payer takes {home.code if home else 'one code'} for the practice's own pump sent home, "
        f"{start.code if start else 'another'} for a supplier's"
    )
    return Part(questions=(Question(fact=held[0].id, ask="who owns the pump", field="pump.owned_by", why=why),))


def _refills(given: tuple[Given, ...], tables: Tables, started: tuple[Given, ...]) -> Part:
    part = Part()
    for route, role in _REFILLS.items():
        held = tuple(g for g in given if g.administration.route == route)
        if held and started:
            procedure = tables.role(role)
            why = f"{procedure.code if procedure else 'a refill'} is included in starting a pump on the same date"
            ask = "whether another pump was refilled"
            part += Part(questions=(Question(fact=held[0].id, ask=ask, why=why),))
        elif held:
            part += propose(tables, role, held, (*(step for g in held for step in g.steps), "pump refilled → {code}"))
    return part
