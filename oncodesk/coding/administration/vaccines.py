"""Vaccines: the codes for giving them, which differ by vaccine and payer; never those of drug injections."""

from oncodesk.codes.tables import Tables
from oncodesk.coding.given import Given
from oncodesk.coding.lines import Part
from oncodesk.coding.proposing import medicare_like, propose
from oncodesk.domain.derivation import Question
from oncodesk.domain.icd import dotless
from oncodesk.domain.visit import Visit

INJECTED = frozenset({"intramuscular", "subcutaneous"})
FIRST, NEXT, COVID = "vaccine.injection.first", "vaccine.injection.next", "vaccine.covid"


def vaccinate(visit: Visit, given: tuple[Given, ...], tables: Tables) -> Part:
    """A line for giving each vaccine: Medicare's own code where it has one, else the first and each further one."""
    part, first = Part(), True
    for g in (g for g in given if g.drug and g.drug.kind == "vaccine"):
        if g.administration.route not in INJECTED:
            part += _other_way(g)
            continue
        role = _own_role(visit, g, tables) or (FIRST if first else NEXT)
        first = first and role != FIRST
        said = (*g.steps, f"{g.name}, a vaccine → {{code}}")
        part += propose(tables, role, (g,), said, authority="vaccine-administration")
        part += Part(questions=_drug_plan(visit, g, tables))
    return part + Part(questions=_encounter(visit, part, tables))


def _own_role(visit: Visit, given: Given, tables: Tables) -> str | None:
    """The role of a code that is for this vaccine alone."""
    kinds = tables.policy.table("drugs.vaccine_kinds")
    kind = next((name for name, codes in kinds.items() if given.drug and given.drug.code in codes), None)
    if kind == "covid":
        return COVID
    medicare = medicare_like(visit, tables, "drugs.vaccine_code_payers")
    return f"vaccine.medicare.{kind}" if kind and medicare else None


def _other_way(given: Given) -> Part:
    why = f"{given.name} by {given.administration.route.replace('_', ' ')} has no administration code here"
    return Part(questions=(Question(fact=given.id, ask="how its administration is billed", why=why),))


def _drug_plan(visit: Visit, given: Given, tables: Tables) -> tuple[Question, ...]:
    code = given.drug.code if given.drug else ""
    if code not in tables.policy.codes("drugs.vaccines_of_drug_plan") or not medicare_like(
        visit, tables, "drugs.vaccine_code_payers"
    ):
        return ()
    why = f"Medicare pays {code} and giving it through the patient's drug plan (Part D), not with the visit"
    return (Question(fact=given.id, ask=f"whether {given.name} is billed on this claim", why=why),)


def _encounter(visit: Visit, part: Part, tables: Tables) -> tuple[Question, ...]:
    wanted = str(tables.policy.table("diagnosis.vaccination").get("encounter", ""))
    if not part.lines or not wanted or any(dotless(d.code) == dotless(wanted) for d in visit.diagnoses):
        return ()
    why = f"a vaccine and giving it point to {wanted}, which is not among the diagnoses"
    return (Question(fact=part.lines[0].facts[0], ask="the diagnosis for the vaccine", field="diagnoses", why=why),)
