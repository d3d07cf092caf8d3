"""The modifiers of agents that stimulate red cells: why and how they were given."""

from oncodesk.codes.tables import Tables
from oncodesk.codes.values import Drug
from oncodesk.coding.given import Given
from oncodesk.domain.derivation import Question
from oncodesk.domain.icd import dotless
from oncodesk.domain.visit import Visit

_ANEMIA = tuple(f"D{n}" for n in range(50, 65))
CAUSES = {
    "chemotherapy": "anemia by chemotherapy",
    "radiation": "anemia by radiation",
    "neither": "anemia by neither chemotherapy nor radiation",
}
WAYS = {"iv": "by vein", "subcutaneous": "under the skin"}
_VEIN = frozenset({"iv_push", "iv_infusion"})


def anemia_modifiers(
    visit: Visit, drug: Drug, given: tuple[Given, ...], tables: Tables
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[Question, ...]]:
    """EA, EB or EC by the documented cause of the anemia, and JA or JB by route (rules SUP-01, SUP-02), and why."""
    if drug.code not in tables.policy.codes("drugs.esa_codes"):
        return (), (), ()
    reasons = {why: modifier for modifier, why in tables.policy.table("drugs.esa_modifiers").items()}
    routes = {how: modifier for modifier, how in tables.policy.table("drugs.esa_route_modifiers").items()}
    how = "iv" if given[0].administration.route in _VEIN else given[0].administration.route
    route = (routes[how],) if how in routes else ()
    way = tuple(f"given {WAYS.get(how, how)} → {modifier}" for modifier in route)
    why = _why(visit, tables)
    if why is None and reasons:
        each = ", ".join(f"{modifier} ({cause})" for cause, modifier in sorted(reasons.items(), key=lambda one: one[1]))
        said = f"{drug.code} is returned without one of {each}; until then it has none"
        ask = f"what caused the anemia that {given[0].name} treats"
        return route, way, (Question(fact=given[0].id, ask=ask, field="diagnoses.due_to", why=said),)
    if not why or why not in reasons:
        return route, way, ()
    return (reasons[why], *route), (f"{CAUSES[why]} → {reasons[why]}", *way), ()


def _why(visit: Visit, tables: Tables) -> str | None:
    by_drug = tuple(dotless(c) for c in tables.policy.table("support.esa_diagnoses").get("EA", ()))
    other = tuple(dotless(c) for c in tables.policy.table("support.esa_diagnoses").get("EC", ()))
    active = [d for d in visit.diagnoses if d.status not in {"history", "suspected"}]
    anemias = [d for d in active if dotless(d.code).startswith(_ANEMIA)]
    if any(d.due_to == "antineoplastic_drug" or dotless(d.code).startswith(by_drug) for d in anemias):
        return "chemotherapy"
    if any(d.due_to == "radiation" for d in anemias):
        return "radiation"
    return "neither" if anemias or any(dotless(d.code).startswith(other) for d in active) else None
