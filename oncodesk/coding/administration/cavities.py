"""Drugs into the spinal canal, arteries, bladder, abdomen, chest and lesions."""

from oncodesk.codes.tables import Tables
from oncodesk.coding.administration.infusion import extra_hours
from oncodesk.coding.administration.telling import hours_told
from oncodesk.coding.given import Given
from oncodesk.coding.lines import Part
from oncodesk.coding.proposing import propose
from oncodesk.coding.timeline import told
from oncodesk.domain.derivation import Question

_REDUCED = "52"
_CAVITY = {
    "intravesical": "chemotherapy.intravesical",
    "intraperitoneal": "chemotherapy.intraperitoneal",
    "pleural": "chemotherapy.pleural",
    "intrathecal": "chemotherapy.intrathecal",
    "intralesional": "chemotherapy.intralesional.few",
    "intra_arterial_push": "chemotherapy.intra_arterial.push",
    "intra_arterial_infusion": "chemotherapy.intra_arterial.infusion",
}
_ARTERIAL = frozenset({"intra_arterial_push", "intra_arterial_infusion"})


def instil(given: tuple[Given, ...], tables: Tables) -> Part:
    """One service for each route, bag and encounter (arteries: for each drug); only antineoplastics have codes here."""
    part = Part()
    for held in _together(given):
        if all(g.drug_class is None for g in held):
            continue
        route = held[0].administration.route
        if route in _ARTERIAL:
            part += _arterial(held, tables)
        elif any(g.antineoplastic for g in held):
            part += _cavity(held, route, tables)
        else:
            part += _asked(held)
    return part


def _together(given: tuple[Given, ...]) -> tuple[tuple[Given, ...], ...]:
    held: dict[tuple[object, ...], list[Given]] = {}
    for g in given:
        a = g.administration
        if a.route in _CAVITY:
            own = a.bag or g.name.lower() if a.route in _ARTERIAL else None
            held.setdefault((a.encounter, a.route, own), []).append(g)
    return tuple(tuple(together) for together in held.values())


def _asked(held: tuple[Given, ...]) -> Part:
    way = held[0].administration.route.replace("_", " ")
    return Part(
        questions=tuple(
            Question(
                fact=g.id,
                ask="how its administration is billed",
                why=f"{g.name} is no antineoplastic, and its {way} use has no code here",
            )
            for g in held
        )
    )


def _steps(held: tuple[Given, ...]) -> tuple[str, ...]:
    named = " + ".join(sorted({g.name.lower() for g in held}))
    found = tuple(dict.fromkeys(step for g in held for step in g.steps))
    return (*found, f"{named}, {held[0].administration.route.replace('_', ' ')} → {{code}}")


def _cavity(held: tuple[Given, ...], route: str, tables: Tables) -> Part:
    role, steps = _CAVITY[route], _steps(held)
    if route == "intralesional":
        return _lesions(held, tables)
    if route not in {"pleural", "intrathecal"}:
        return propose(tables, role, held, steps)
    by = next((g.administration.puncture_by for g in held if g.administration.puncture_by), None)
    if by is None and any(_reservoir(g, tables) for g in held):
        by = "none"
    puncture = "spinal puncture" if route == "intrathecal" else "thoracentesis"
    if by == "none" and route == "intrathecal":
        return propose(tables, "chemotherapy.reservoir", held, (*steps, "no puncture: given through a reservoir"))
    if by in {"other", "none"}:
        who = "done by somebody else" if by == "other" else "not done"
        steps = (*steps, f"{puncture} is included and was {who}: {_REDUCED}, said in the narrative")
        said = f"{puncture} {who}"
        return propose(tables, role, held, steps, modifiers=(_REDUCED,), narrative=said)
    asked = Part()
    if by is None:
        why = f"the code includes it; done by somebody else or not at all needs {_REDUCED}"
        ask = f"who did the {puncture}"
        asked = Part(questions=(Question(fact=held[0].id, ask=ask, field="puncture_by", why=why),))
    return propose(tables, role, held, (*steps, f"{puncture} is included")) + asked


def _reservoir(given: Given, tables: Tables) -> bool:
    """Whether the access it went through is named as a reservoir."""
    access = (given.administration.access or "").lower()
    return any(word in access for word in tables.policy.codes("infusion.reservoir_words"))


def _lesions(held: tuple[Given, ...], tables: Tables) -> Part:
    few = tables.policy.number("infusion.intralesional_few_limit")
    lesions = max(g.administration.injections for g in held)
    size = "few" if lesions <= few else "many"
    said = f"{lesions} lesion{'s' if lesions != 1 else ''} (up to {few} → the lower code)"
    return propose(tables, f"chemotherapy.intralesional.{size}", held, (*_steps(held), said))


def _arterial(held: tuple[Given, ...], tables: Tables) -> Part:
    minutes = max((g.minutes for g in held if g.minutes is not None), default=None)
    chemotherapy = any(g.antineoplastic for g in held)
    infused = held[0].administration.route == "intra_arterial_infusion"
    if infused and minutes is None:
        why = "an infusion into an artery is billed by its minutes"
        return Part(questions=(Question(fact=held[0].id, ask="start and stop time", field="stop", why=why),))
    limit = tables.policy.number("infusion.push_limit_minutes")
    if not infused or (minutes or 0) <= limit:
        role = "chemotherapy.intra_arterial.push" if chemotherapy else "therapeutic.push.intra_arterial"
        said = (f"at most {limit} min: a push",) if infused else ()
        return propose(tables, role, held, (*_steps(held), *said))
    if not chemotherapy:
        return _asked(held)
    return _arterial_hours(held, minutes or 0, tables)


def _arterial_hours(held: tuple[Given, ...], minutes: int, tables: Tables) -> Part:
    time = told(max(held, key=lambda g: g.minutes or 0).spans, minutes)
    prolonged = tables.policy.number("infusion.prolonged_over_minutes")
    if minutes > prolonged:
        said = f"{time}, over {prolonged} min by pump"
        return propose(tables, "chemotherapy.intra_arterial.pump", held, (*_steps(held), said))
    units = extra_hours(minutes, tables)
    first = propose(tables, "chemotherapy.intra_arterial.infusion", held, (*_steps(held), f"{time}: first hour"))
    steps = (*_steps(held), time, f"{hours_told(minutes, tables)} → {{code}} × {units}")
    return first + propose(tables, "chemotherapy.intra_arterial.hour", held, steps, units=units)
