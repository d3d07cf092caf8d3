"""Injections under the skin and into muscle, implants, injectors worn on the body, and infusions under the skin."""

from dataclasses import replace

from oncodesk.codes.tables import Tables
from oncodesk.coding.administration.infusion import extra_hours
from oncodesk.coding.administration.telling import hours_told
from oncodesk.coding.given import Given
from oncodesk.coding.lines import Part
from oncodesk.coding.proposing import DISTINCT, propose
from oncodesk.coding.timeline import told
from oncodesk.domain.derivation import Question
from oncodesk.domain.icd import dotless
from oncodesk.domain.visit import Visit

_ROUTES = frozenset({"subcutaneous", "intramuscular", "implant", "on_body_injector"})
_KINDS = {
    "chemotherapy.injection": "an antineoplastic or complex biologic",
    "chemotherapy.injection.hormonal": "a hormone against a neoplasm",
    "therapeutic.on_body_injector": "by an injector left on the skin",
    "therapeutic.implant_insertion": "put in through a cut",
}
Syringe = tuple[Given, ...]


def inject(visit: Visit, given: tuple[Given, ...], tables: Tables) -> Part:
    """A line for each different drug; what shared a syringe is one, a dose over several sites is one (INF-24)."""
    part = Part()
    done: dict[str, set[tuple[object, ...]]] = {}
    for syringe in _syringes(given):
        if all(g.drug_class is None for g in syringe):
            continue
        role = _role(syringe, visit, tables)
        if role is None:
            part += _no_code(syringe)
        elif role.endswith(".initial"):
            part += _slowly(syringe, tables)
        else:
            given_before = done.setdefault(role, set())
            part += _line(syringe, role, given_before, tables)
            given_before.add(_what(syringe))
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
        if {g.drug.code for g in syringe if g.drug} & tables.policy.codes("infusion.inserted_implants"):
            return "therapeutic.implant_insertion"
        if "hormonal_antineoplastic" not in classes:
            return None
        return "chemotherapy.injection.hormonal" if cancer else "therapeutic.injection"
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
    """A hormone counts as an antineoplastic only for a neoplasm that is not benign; no diagnosis leaves that open."""
    neoplasms = (*tables.policy.codes("diagnosis.neoplasm_prefixes"), "Z85")
    benign = tuple(tables.policy.codes("diagnosis.benign_neoplasm_prefixes"))
    codes = [dotless(d.code) for d in visit.diagnoses]
    if any(code.startswith(neoplasms) and not code.startswith(benign) for code in codes):
        return True
    return not any(code.startswith(benign) for code in codes) and (
        visit.reason == "antineoplastic_treatment" or not codes
    )


def _what(syringe: Syringe) -> tuple[object, ...]:
    """The encounter and the drugs of a syringe: given again in one encounter they are one dose."""
    return (syringe[0].administration.encounter, *sorted({g.name.lower() for g in syringe}))


def _line(syringe: Syringe, role: str, before: set[tuple[object, ...]], tables: Tables) -> Part:
    name = " + ".join(sorted({g.name.lower() for g in syringe}))
    if _what(syringe) in before:
        return _again(syringe, role, name, tables)
    steps = tuple(step for g in syringe for step in g.steps)
    way = syringe[0].administration.route.replace("_", " ")
    steps += (f"{name}, {way}, {_KINDS.get(role, 'no antineoplastic')} → {{code}}",)
    if len(syringe) > 1:
        steps += ("one syringe, one injection",)
    if any(g.administration.injections > 1 for g in syringe):
        steps += ("one dose over several sites: one unit, for sources disagree on more",)
    modifiers: tuple[str, ...] = ()
    if before:
        modifiers, steps = (DISTINCT,), (*steps, "another syringe, apart from the first injection")
    return propose(tables, role, syringe, steps, modifiers=modifiers)


def _again(syringe: Syringe, role: str, name: str, tables: Tables) -> Part:
    """The same drug injected again: no second unit without the payer's word."""
    procedure = tables.role(role)
    code = procedure.code if procedure else "a second injection"
    why = f"sources disagree on a second unit of {code} for one drug; one is proposed"
    return Part(questions=(Question(fact=syringe[0].id, ask=f"whether {name} is billed twice", why=why),))


def apart(part: Part, tables: Tables) -> Part:
    """The same lines, injections marked as distinct from the infusions, pushes and instillations of the date.

    An edit takes an injection for part of those; a needle under the skin or into muscle is a site of its own.
    """
    codes = tables.policy.codes("infusion.injection_apart")
    others = sorted({line.code for line in part.lines} & tables.policy.codes("infusion.injection_apart_from"))
    if not others:
        return part
    said = f"given into a site of its own, apart from {others[0]} → {DISTINCT}"
    lines = tuple(
        replace(line, modifiers=(DISTINCT, *line.modifiers), steps=(*line.steps, said))
        if line.code in codes and DISTINCT not in line.modifiers
        else line
        for line in part.lines
    )
    return replace(part, lines=lines)


def apart_drugs(drugs: Part, part: Part, given: tuple[Given, ...], tables: Tables) -> Part:
    """The same lines, heparin injected for treatment marked as distinct from the administrations of the date.

    Beside those an edit takes it for the flush of the line; under the skin or into muscle it is none.
    """
    codes = tables.policy.codes("infusion.flush_drug_codes")
    others = sorted({line.code for line in part.lines} & tables.policy.codes("infusion.flush_drug_apart_from"))
    injected = {g.id for g in given if g.administration.route in _ROUTES}
    if not others:
        return drugs
    said = f"injected for treatment, no flush of the line of {others[0]} → {DISTINCT}"
    lines = tuple(
        replace(line, modifiers=(*line.modifiers, DISTINCT), steps=(*line.steps, said))
        if line.code in codes and set(line.facts) <= injected
        else line
        for line in drugs.lines
    )
    return replace(drugs, lines=lines)


def _slowly(syringe: Syringe, tables: Tables) -> Part:
    """An infusion under the skin: first hour, then further hours."""
    longest = max(syringe, key=lambda g: g.minutes or 0)
    if longest.minutes is None:
        why = "an infusion under the skin is billed by its minutes"
        return Part(questions=(Question(fact=longest.id, ask="start and stop time", field="stop", why=why),))
    steps = (*longest.steps, f"{longest.name}, by pump under the skin: {told(longest.spans, longest.minutes)}")
    units = extra_hours(longest.minutes, tables)
    first = propose(tables, "therapeutic.subcutaneous_infusion.initial", syringe, (*steps, "first hour → {code}"))
    said = f"{hours_told(longest.minutes, tables)} → {{code}} × {units}"
    return first + propose(tables, "therapeutic.subcutaneous_infusion.hour", syringe, (*steps, said), units=units)


def _no_code(syringe: Syringe) -> Part:
    first = syringe[0]
    way = first.administration.route.replace("_", " ")
    why = f"{first.name} by {way} has no administration code here"
    return Part(questions=(Question(fact=first.id, ask="how its administration is billed", why=why),))
