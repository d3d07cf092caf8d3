"""What the codes of a visit need beside them or contradict, and the documentation must say: asked, not guessed."""

from oncodesk.codes.tables import Tables
from oncodesk.coding.diagnoses.codes import Findings, Settled
from oncodesk.coding.diagnoses.kinds import begins, is_harm, kind_of
from oncodesk.coding.given import Given
from oncodesk.domain.icd import dotted
from oncodesk.domain.visit import Visit


def ask_what_lacks(visit: Visit, given: tuple[Given, ...], found: Findings, tables: Tables) -> None:
    """Adds the questions; drops single receptor codes that a combined one already says."""
    _receptors(found, tables)
    _cause(visit, found, tables)
    _follow_up(found, tables)
    _both_ways(visit, found)
    _treated_site(visit, found, tables)
    _fluid(visit, found, tables)
    _catheter(visit, found, tables)
    _purpose(visit, given, found, tables)
    _neoplasm(visit, given, found, tables)
    _transplant(found, tables)
    _pregnant(visit, given, found, tables)


def _neoplasms(found: Findings, tables: Tables) -> list[Settled]:
    return [s for s in found.settled if kind_of(s.code, tables) == "neoplasm"]


def _receptors(found: Findings, tables: Tables) -> None:
    """Receptor status goes with an active neoplasm; a combined code replaces the single ones it holds."""
    combined = tables.policy.get("diagnosis.receptor_combined")
    singles = dict(combined.value) if combined else {}
    redundant = {one: code for code in singles if found.has(code) for one in singles[code]}
    for s in [s for s in found.settled if s.code in redundant]:
        found.settled.remove(s)
        found.steps.append(f"{s.code} is in {redundant[s.code]}: left out")
    receptors = [s for s in found.settled if begins(s.code, "receptor_codes", tables)]
    if receptors and not _neoplasms(found, tables):
        text = (
            f"{receptors[0].code} goes with an active cancer: is it active, or is the receptor status to be left out?"
        )
        found.ask("diagnoses", text, answer="code", why="the tabular list puts the malignant neoplasm first")


def _cause(visit: Visit, found: Findings, tables: Tables) -> None:
    """A harm whose own note wants the drug, where no drug and no cause is documented."""
    if any(begins(s.code, "adverse_effect_prefixes", tables) for s in found.settled):
        return
    for s in found.settled:
        if s.fact is None or s.fact.due_to or kind_of(s.code, tables) != "condition":
            continue
        own = [d for d in tables.use_additional(s.code) if d.at == s.code or s.code.startswith(f"{d.at}.")]
        own += [d for d in tables.use_additional(s.code) if d.at != s.code and s.code.startswith(d.at) and "." in d.at]
        if any(p.startswith("T") and begins(p, "adverse_effect_prefixes", tables) for d in own for p in d.patterns):
            text = f"which drug caused {s.code}: an antineoplastic drug, immunotherapy or another?"
            place = next(n for n, d in enumerate(visit.diagnoses) if d is s.fact)
            found.ask(f"diagnoses.{place}", text, answer="due_to", why="its note asks for the adverse-effect code")


def _follow_up(found: Findings, tables: Tables) -> None:
    visits = [s for s in found.settled if begins(s.code, "follow_up", tables)]
    active = [s for s in _neoplasms(found, tables) if begins(s.code, "malignant_prefixes", tables)]
    if visits and active:
        text = f"{visits[0].code} is follow-up after completed treatment, {active[0].code} is active: which is right?"
        found.ask("diagnoses", text, answer="status", why="follow-up goes with the personal history of the neoplasm")


def _both_ways(visit: Visit, found: Findings) -> None:
    """One and the same neoplasm as active and as history."""
    past = {dotted(d.code) for d in visit.diagnoses if d.status == "history"}
    for code in sorted({dotted(d.code) for d in visit.diagnoses if d.status == "active"} & past):
        text = f"{code} is given as active and as history: which is it?"
        found.ask("diagnoses", text, answer="status", why="a neoplasm under treatment is no history")


def _treated_site(visit: Visit, found: Findings, tables: Tables) -> None:
    """Radiation is directed at a site: with several neoplasms the one treated must be said."""
    if visit.radiation is None or any(s.treated for s in found.settled):
        return
    several = [s.code for s in _neoplasms(found, tables) if not begins(s.code, "unknown_primary", tables)]
    if len(several) > 1:
        text = f"which of {', '.join(several)} does the course treat? {several[0]}, named first, stands first till then"
        found.ask("diagnoses", text, answer="treated", why="the site treated is listed before the others")


def _fluid(visit: Visit, found: Findings, tables: Tables) -> None:
    if visit.reason == "hydration" and not any(kind_of(s.code, tables) == "condition" for s in found.settled):
        text = "why was fluid given: is dehydration or another reason documented?"
        found.ask("diagnoses", text, answer="code", why="hydration needs a reason of its own, such as dehydration")


def _catheter(visit: Visit, found: Findings, tables: Tables) -> None:
    cleared = any(a.route == "catheter_declot" for a in visit.administrations)
    if cleared and not any(begins(s.code, "device_complications", tables) for s in found.settled):
        text = "what was wrong with the catheter: a clot or another fault of the device (T82.-)?"
        found.ask("diagnoses", text, answer="code", why="the fault of the device supports its clearing")


def _purpose(visit: Visit, given: tuple[Given, ...], found: Findings, tables: Tables) -> None:
    """An antineoplastic drug said to be for something else, where nothing else is documented."""
    drugs = [g.name for g in given if g.drug_class == "antineoplastic" and g.administration.encounter_for is None]
    others = [s for s in found.settled if kind_of(s.code, tables) == "condition" and not is_harm(s.code, tables)]
    if visit.reason == "drug_treatment" and drugs and _neoplasms(found, tables) and not others:
        text = f"{drugs[0]} is said to treat no neoplasm, and no other disease is documented: what was it for?"
        found.ask(
            "visit", text, answer="reason", why="treatment of a neoplasm has its own encounter code, listed first"
        )


def _neoplasm(visit: Visit, given: tuple[Given, ...], found: Findings, tables: Tables) -> None:
    """A harm of cancer treatment, or a hormonal drug given, where no active neoplasm is documented."""
    if _neoplasms(found, tables):
        return
    past = any(kind_of(s.code, tables) == "history" for s in found.settled)
    harm = next((s.code for s in found.settled if begins(s.code, "antineoplastic_harms", tables)), None)
    if harm and not past:
        text = f"{harm} is a harm of treatment: for which neoplasm?"
        found.ask("diagnoses", text, answer="code", why="the neoplasm treated is coded beside it")
    hormonal = next((g.name for g in given if g.drug_class == "hormonal_antineoplastic"), None)
    if hormonal and past and not any(d.intent == "prophylaxis" for d in visit.diagnoses):
        text = f"{hormonal} was given and the neoplasm is history: is it active, or is the drug for prevention?"
        found.ask("diagnoses", text, answer="intent", why="treatment means active, prevention means history")


def _transplant(found: Findings, tables: Tables) -> None:
    """A neoplasm beside a complicated transplant: of the transplanted organ, or another."""
    organ = next((s.code for s in found.settled if begins(s.code, "solid_transplant_complications", tables)), None)
    malignant = [s.code for s in _neoplasms(found, tables) if begins(s.code, "malignant_prefixes", tables)]
    marked = any(begins(code, "transplant_neoplasm_prefixes", tables) for code in malignant)
    if organ and malignant and not marked:
        text = f"is {malignant[0]} a neoplasm of the transplanted organ?"
        found.ask("diagnoses", text, answer="code", why=f"it would be {organ}, C80.2 and {malignant[0]}, in this order")


def _pregnant(visit: Visit, given: tuple[Given, ...], found: Findings, tables: Tables) -> None:
    """Guidelines I.C.15.a.1 and I.C.2.e.2 each put a code of their own first."""
    code = next((s.code for s in found.settled if begins(s.code, "pregnancy_prefixes", tables)), None)
    if code and _neoplasms(found, tables) and (given or visit.radiation) and visit.reason.endswith("_treatment"):
        text = f"does the payer want {code} before the encounter for treatment? listed after it till then"
        why = "codes of pregnancy have priority (I.C.15.a.1), and a visit only for treatment lists it first (I.C.2.e.2)"
        found.ask("diagnoses", text, why=why)
