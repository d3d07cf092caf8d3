"""Turns a role into a line: the code in force, its reasons, its authority."""

from dataclasses import replace
from functools import lru_cache

from oncodesk.codes.tables import Tables
from oncodesk.coding.given import Given
from oncodesk.coding.lines import Part, ProposedLine, Treats
from oncodesk.domain.derivation import Question
from oncodesk.domain.visit import Visit
from oncodesk.policy.book import cite

DISTINCT = "59"


def propose(
    tables: Tables,
    role: str,
    given: tuple[Given, ...],
    steps: tuple[str, ...],
    *,
    units: int = 1,
    modifiers: tuple[str, ...] = (),
    narrative: str | None = None,
    authority: str = "cpt-administration",
) -> Part:
    """A line for that role, or a question where no code fills it on the day; nothing for no units.

    `{code}` in a step stands for the code found.
    """
    if units < 1:
        return Part()
    facts = tuple(sorted({g.id for g in given}))
    procedure = tables.role(role)
    if procedure is None:
        what = role.replace(".", " ").replace("_", " ")
        ask = f"how to bill {what}: no code for it is known on {tables.on}"
        return Part(questions=tuple(Question(fact=f, ask=ask) for f in facts[:1]))
    line = ProposedLine(
        code=procedure.code,
        units=units,
        modifiers=modifiers,
        facts=facts,
        steps=tuple(step.replace("{code}", procedure.code) for step in steps),
        citation=cite(authority),
        narrative=narrative,
        supports=supports(given, tables),
        treats=treats(given),
    )
    return Part((line,))


def treats(given: tuple[Given, ...]) -> Treats | None:
    """What the drugs of a line are directed at, where their class tells."""
    if any(g.encounter_for != "none" or g.drug_class == "hormonal_antineoplastic" for g in given):
        return "neoplasm"
    if any(g.drug and g.drug.kind == "radiopharmaceutical" for g in given):
        return "neoplasm"
    if any(g.drug and g.drug.kind == "vaccine" for g in given):
        return "other"
    if any(g.drug_class in {"hydration", "complex_biologic"} for g in given):
        return "other"
    return None


_FOR_DRUGS = (
    ("drugs.gcsf_long_codes", "support.gcsf_diagnoses"),
    ("drugs.gcsf_short_codes", "support.gcsf_diagnoses"),
    ("drugs.iron_codes", "support.iron_diagnoses"),
    ("drugs.denosumab_codes", "support.bone_metastasis_codes"),
    ("drugs.denosumab_codes", "support.bone_loss_prefixes"),
    ("drugs.bisphosphonate_codes", "support.bone_metastasis_codes"),
    ("drugs.bisphosphonate_codes", "support.bone_loss_prefixes"),
    ("drugs.iv_antiemetic_codes", "support.nausea_prefixes"),
    ("support.anti_infective_codes", "support.infection_prefixes"),
)


def supports(given: tuple[Given, ...], tables: Tables) -> tuple[str, ...]:
    """Beginnings of the diagnosis codes that should stand first among the pointers of a line of these drugs."""
    found: list[str] = []
    encounters = tables.policy.table("diagnosis.treatment_encounter")
    for g in given:
        kinds = ("chemotherapy", "immunotherapy") if g.encounter_for == "both" else (g.encounter_for,)
        found += [str(encounters[kind]) for kind in kinds if kind in encounters]
        if g.administration.route == "access_flush":
            found += [str(tables.policy.table("diagnosis.access_care").get("care"))]
        elif g.drug and g.drug.kind == "vaccine":
            found.append(str(tables.policy.table("diagnosis.vaccination").get("encounter")))
        elif g.drug_class == "hydration":
            found += sorted(tables.policy.codes("diagnosis.dehydration"))
        if g.drug:
            found += _for_drug(g.drug.code, tables)
    return tuple(dict.fromkeys(found))


@lru_cache(maxsize=4096)
def _for_drug(code: str, tables: Tables) -> tuple[str, ...]:
    policy = tables.policy
    found = [d for drugs, why in _FOR_DRUGS if code in policy.codes(drugs) for d in sorted(policy.codes(why))]
    if code in policy.codes("drugs.esa_codes"):
        found += [d for codes in policy.table("support.esa_diagnoses").values() for d in codes]
        found += sorted(policy.codes("diagnosis.anemia_of_neoplasm"))
    return tuple(found)


def combined(lines: tuple[ProposedLine, ...]) -> tuple[ProposedLine, ...]:
    """Lines alike in code, modifiers and date made one, its units added, in order of first appearance."""
    result: dict[tuple[object, ...], ProposedLine] = {}
    for line in lines:
        key = (line.code, line.modifiers, line.date, line.narrative, line.ndc)
        held = result.get(key)
        result[key] = line if held is None else _both(held, line)
    return tuple(result.values())


def _both(one: ProposedLine, other: ProposedLine) -> ProposedLine:
    return replace(
        one,
        units=one.units + other.units,
        facts=tuple(dict.fromkeys((*one.facts, *other.facts))),
        steps=tuple(dict.fromkeys((*one.steps, *other.steps))),
        supports=tuple(dict.fromkeys((*one.supports, *other.supports))),
        treats=one.treats or other.treats,
    )


def medicare_like(visit: Visit, tables: Tables, policy: str) -> bool:
    """Whether the visit's payer is of a kind on that policy list."""
    return bool(visit.payer and visit.payer.kind in tables.policy.codes(policy))
