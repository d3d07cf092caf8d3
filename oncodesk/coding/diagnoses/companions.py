"""Codes that go with others: causes of harm, trial participation, care of the access; and what lacks its companion."""

from oncodesk.codes.tables import Tables
from oncodesk.coding.diagnoses.codes import Findings, Settled
from oncodesk.coding.diagnoses.kinds import begins, kind_of
from oncodesk.coding.diagnoses.lacking import ask_what_lacks
from oncodesk.coding.given import Given
from oncodesk.domain.visit import Visit


def add_companions(visit: Visit, given: tuple[Given, ...], found: Findings, tables: Tables) -> None:
    """Adds what the tabular list asks for beside the codes settled; asks where the documentation must say which."""
    _causes(visit, found, tables)
    _radiation_cause(found, tables)
    _trial(visit, found, tables)
    _access(visit, given, found, tables)
    _endocrine(found, tables)
    _primary(found, tables)
    _mismatch(found, tables)
    ask_what_lacks(visit, given, found, tables)


def _add(found: Findings, code: str, because: str) -> None:
    if not found.has(code):
        found.settled.append(Settled(code))
        found.steps.append(f"{because} → {code}")


def _causes(visit: Visit, found: Findings, tables: Tables) -> None:
    """The drug whose adverse effect a harm is, for active treatment (guideline I.C.19.e.5)."""
    stems = tables.policy.table("diagnosis.adverse_effect")
    for s in tuple(found.settled):
        if kind_of(s.code, tables) not in {"condition", "neoplasm"}:
            continue
        due_to = s.fact.due_to if s.fact else None
        if due_to is None and begins(s.code, "antineoplastic_harms", tables) and not visit.radiation:
            due_to = "antineoplastic_drug"
        stem = str(stems.get(due_to or "", ""))
        if stem and not found.has(stem):
            _add(found, f"{stem}A", f"{s.code} due to {(due_to or '').replace('_', ' ')}")


def _radiation_cause(found: Findings, tables: Tables) -> None:
    for s in tuple(found.settled):
        if s.fact and s.fact.due_to == "radiation":
            for code in tables.policy.codes("diagnosis.radiation_cause"):
                _add(found, code, f"{s.code} due to radiation")


def _trial(visit: Visit, found: Findings, tables: Tables) -> None:
    if visit.facts.clinical_trial is None and not any(a.trial for a in visit.administrations):
        return
    for code in tables.policy.codes("diagnosis.trial_participant"):
        _add(found, code, "takes part in a clinical trial")


def _access(visit: Visit, given: tuple[Given, ...], found: Findings, tables: Tables) -> None:
    """A visit for nothing but flushing the access device."""
    only = bool(given) and all(g.administration.route == "access_flush" for g in given)
    if only and not visit.services and not visit.radiation:
        _add(found, str(tables.policy.table("diagnosis.access_care")["care"]), "access device flushed, nothing else")


def _endocrine(found: Findings, tables: Tables) -> None:
    drugs = tables.policy.table("diagnosis.endocrine_drug_codes")
    intended = [s for s in found.settled if s.fact and s.fact.intent]
    if intended and not found.has(*(str(code) for code in drugs.values())):
        choices = ", ".join(f"{code} ({name.replace('_', ' ')})" for name, code in drugs.items())
        text = f"which long-term endocrine drug goes with {intended[0].code}: {choices}?"
        found.ask("diagnoses", text, answer="code", why="endocrine therapy is coded beside the neoplasm or its history")


def _primary(found: Findings, tables: Tables) -> None:
    neoplasms = [s for s in found.settled if kind_of(s.code, tables) == "neoplasm"]
    secondary = [s for s in neoplasms if begins(s.code, "secondary_prefixes", tables)]
    primary = [s for s in neoplasms if s not in secondary]
    unknown = sorted(tables.policy.codes("diagnosis.unknown_primary"))
    if secondary and not primary and not any(kind_of(s.code, tables) == "history" for s in found.settled):
        text = f"{secondary[0].code} is secondary: where is or was the primary? {unknown[0]} if it is not known"
        found.ask(
            "diagnoses", text, answer="code", why="a metastasis is coded with its primary or the primary's history"
        )
    known = [
        s.code
        for s in primary
        if begins(s.code, "malignant_prefixes", tables)
        and s.code not in unknown
        and not begins(s.code, "hematologic_prefixes", tables)
    ]
    if known and found.has(*unknown):
        found.ask("diagnoses", f"{unknown[0]} says the primary is not known, {known[0]} names one: which is right?")


def _mismatch(found: Findings, tables: Tables) -> None:
    """Anemia coded to one cause and documented as due to another."""
    for s in found.settled:
        due_to = s.fact.due_to if s.fact else None
        of_drug = begins(s.code, "anemia_of_chemotherapy", tables) and due_to in {"neoplasm", "radiation"}
        of_neoplasm = begins(s.code, "anemia_of_neoplasm", tables) and due_to not in {None, "neoplasm"}
        if of_drug or of_neoplasm:
            text = f"{s.code} is documented as due to {str(due_to).replace('_', ' ')}: which anemia is it?"
            found.ask("diagnoses", text, answer="code")
