"""Injections under the skin and into muscle, implants, injectors worn on the body, and infusions under the skin."""

from oncodesk.codes.tables import Tables
from oncodesk.coding.given import Given
from oncodesk.coding.infusion import extra_hours
from oncodesk.coding.lines import Part
from oncodesk.coding.proposing import DISTINCT, propose
from oncodesk.coding.timeline import told
from oncodesk.domain.derivation import Question
from oncodesk.domain.icd import dotless
from oncodesk.domain.visit import Visit

_ROUTES = frozenset({"subcutaneous", "intramuscular", "implant", "on_body_injector"})
Syringe = tuple[Given, ...]


def inject(visit: Visit, given: tuple[Given, ...], tables: Tables) -> Part:
    """A line for each different drug; what shared a syringe is one, a dose over several sites is one (INF-24)."""
    part = Part()
    done: dict[str, set[tuple[str, ...]]] = {}
    for syringe in _syringes(given):
        if all(g.drug_class is None for g in syringe):
            continue
        role = _role(syringe, visit, tables)
        if role is None:
            part += _no_code(syringe)
        elif role.endswith(".initial"):
            part += _slowly(syringe, tables)
        else:
            drugs = tuple(sorted({g.name.lower() for g in syringe}))
            given_before = done.setdefault(role, set())
            part += _line(syringe, role, drugs, given_before, tables)
            given_before.add(drugs)
    return part


def _syringes(given: tuple[Given, ...]) -> tuple[Syringe, ...]:
    held: dict[tuple[object, ...], list[Given]] = {}
    for g in given:
        a = g.administration
        if a.route in _ROUTES:
            held.setdefault((a.encounter, a.route, "bag", a.bag) if a.bag else (a.id,), []).append(g)
    return tuple(tuple(syringe) for syringe in held.values())


def _role(syringe: Syringe, visit: Visit, tables: Tables) -> str | None:
    route = syringe[0].administration.route
    classes = {g.drug_class for g in syringe}
    cancer = _for_neoplasm(syringe, visit, tables)
    if route == "on_body_injector":
        return "therapeutic.on_body_injector"
    if route == "implant":
        return "chemotherapy.injection.hormonal" if "hormonal_antineoplastic" in classes else None
    if classes & {"antineoplastic", "complex_biologic"}:
        return "chemotherapy.injection"
    if "hormonal_antineoplastic" in classes and cancer:
        return "chemotherapy.injection.hormonal"
    limit = tables.policy.number("infusion.push_limit_minutes")
    longest = max((g.minutes or 0 for g in syringe), default=0)
    if route == "subcutaneous" and (longest > limit or classes == {"hydration"}):
        return "therapeutic.subcutaneous_infusion.initial"
    return "therapeutic.injection"


def _for_neoplasm(syringe: Syringe, visit: Visit, tables: Tables) -> bool:
    """A hormone counts as an antineoplastic only for a neoplasm; no diagnosis at all leaves that open."""
    if visit.reason == "antineoplastic_treatment" or not visit.diagnoses:
        return True
    beginnings = (*tables.policy.codes("diagnosis.neoplasm_prefixes"), "Z85")
    return any(dotless(d.code).startswith(beginnings) for d in visit.diagnoses)


def _line(syringe: Syringe, role: str, drugs: tuple[str, ...], before: set[tuple[str, ...]], tables: Tables) -> Part:
    name = " + ".join(drugs)
    if drugs in before:
        return propose_again(syringe, role, name, tables)
    steps = tuple(step for g in syringe for step in g.steps)
    way = syringe[0].administration.route.replace("_", " ")
    steps += (f"{name}, {way} → {{code}}",)
    if len(syringe) > 1:
        steps += ("one syringe, one injection",)
    if any(g.administration.injections > 1 for g in syringe):
        steps += ("one dose over several sites: one unit, for sources disagree on more",)
    modifiers: tuple[str, ...] = ()
    if before:
        modifiers, steps = (DISTINCT,), (*steps, "another drug in another syringe, apart from the first injection")
    return propose(tables, role, syringe, steps, modifiers=modifiers)


def propose_again(syringe: Syringe, role: str, name: str, tables: Tables) -> Part:
    """The same drug injected again: no second unit without the payer's word."""
    procedure = tables.role(role)
    code = procedure.code if procedure else "a second injection"
    why = f"sources disagree on a second unit of {code} for one drug; one is proposed"
    return Part(questions=(Question(fact=syringe[0].id, ask=f"whether {name} is billed twice", why=why),))


def _slowly(syringe: Syringe, tables: Tables) -> Part:
    """An infusion under the skin: first hour, then further hours."""
    longest = max(syringe, key=lambda g: g.minutes or 0)
    if longest.minutes is None:
        why = "an infusion under the skin is billed by its minutes"
        return Part(questions=(Question(fact=longest.id, ask="start and stop time", field="stop", why=why),))
    steps = (*longest.steps, f"{longest.name} under the skin: {told(longest.spans, longest.minutes)}")
    units = extra_hours(longest.minutes, tables)
    first = propose(tables, "therapeutic.subcutaneous_infusion.initial", syringe, (*steps, "first hour → {code}"))
    past = longest.minutes - tables.policy.number("infusion.hour_minutes")
    said = f"{past} min past the first hour → {{code}} × {units}"
    return first + propose(tables, "therapeutic.subcutaneous_infusion.hour", syringe, (*steps, said), units=units)


def _no_code(syringe: Syringe) -> Part:
    first = syringe[0]
    way = first.administration.route.replace("_", " ")
    why = f"{first.name} by {way} has no administration code here"
    return Part(questions=(Question(fact=first.id, ask="how its administration is billed", why=why),))
