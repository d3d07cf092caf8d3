"""Radiopharmaceuticals that treat, and cells given back: codes of their own, not those of chemotherapy."""

from oncodesk.codes.tables import Tables
from oncodesk.coding.given import Given
from oncodesk.coding.lines import Part
from oncodesk.coding.proposing import propose
from oncodesk.domain.derivation import Question

BY_ROUTE = {
    "iv_push": "radiopharmaceutical.intravenous",
    "iv_infusion": "radiopharmaceutical.intravenous",
    "oral": "radiopharmaceutical.oral",
    "intra_arterial_push": "radiopharmaceutical.arterial",
    "intra_arterial_infusion": "radiopharmaceutical.arterial",
}
VEIN = frozenset({"iv_push", "iv_infusion"})


def radiate(given: tuple[Given, ...], tables: Tables) -> Part:
    """One line for each radiopharmaceutical by its route, radioactive antibodies apart; its time does not count."""
    part = Part()
    for g in (g for g in given if g.drug and g.drug.kind == "radiopharmaceutical"):
        role = BY_ROUTE.get(g.administration.route)
        if role and g.drug and g.drug.code in tables.policy.codes("drugs.radioactive_antibodies"):
            role = "radiopharmaceutical.antibody"
        said = (*g.steps, f"{g.name}, a radiopharmaceutical → {{code}}, whatever its time")
        part += propose(tables, role, (g,), said, authority="radiopharmaceutical-therapy") if role else _asked(g)
    return part


def give_cells(given: tuple[Given, ...], tables: Tables) -> Part:
    """One line for the patient's own changed cells, once a date however many bags."""
    cells = tuple(g for g in given if g.drug and g.drug.kind == "cell_therapy")
    unusual = tuple(g for g in cells if g.administration.route not in VEIN)
    part = sum((_asked(g) for g in unusual), Part())
    held = tuple(g for g in cells if g not in unusual)
    if not held:
        return part
    said = (*dict.fromkeys(step for g in held for step in g.steps), f"{held[0].name}, cells given back → {{code}}")
    return part + propose(tables, "cell_therapy.administration", held, said, authority="car-t-2025")


def _asked(given: Given) -> Part:
    why = f"{given.name} by {given.administration.route.replace('_', ' ')} has no administration code here"
    return Part(questions=(Question(fact=given.id, ask="how its administration is billed", why=why),))
