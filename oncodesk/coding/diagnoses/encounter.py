"""Encounter codes for antineoplastic treatment, by what was really given."""

from oncodesk.codes.tables import Tables
from oncodesk.coding.diagnoses.codes import Findings, Settled
from oncodesk.coding.diagnoses.kinds import begins, kind_of
from oncodesk.coding.given import Given
from oncodesk.coding.radiation.course import EXTERNAL, STEREOTACTIC, course_of
from oncodesk.domain.visit import Visit

_NOT_GIVEN = frozenset({"oral", "access_flush", "catheter_declot"})
_BEAMS = EXTERNAL | STEREOTACTIC | {"superficial"}


def encounter_codes(visit: Visit, given: tuple[Given, ...], found: Findings, tables: Tables) -> tuple[str, ...]:
    """Codes of the treatments given, chemotherapy first, or radiation first where the visit is for it.

    None without a neoplasm, for hormonal or supportive drugs, or for implanted sources (guideline I.C.2.e). An
    encounter code that was typed stands only where the treatment is recorded. Typed ones leave `found`.
    """
    known = tables.policy.codes("diagnosis.treatment_encounter_codes")
    typed = [s for s in found.settled if any(code.startswith(s.code) for code in known)]
    found.settled = [s for s in found.settled if s not in typed]
    names = tables.policy.table("diagnosis.treatment_encounter")
    kinds = _given_kinds(visit, given, found, tables)
    if "radiation" in kinds and visit.reason.startswith("radiation"):
        kinds.insert(0, kinds.pop())
    codes = [str(names[kind]) for kind in kinds]
    if codes and not any(kind_of(s.code, tables) == "neoplasm" for s in found.settled):
        _no_neoplasm(codes, found, tables)
        return ()
    found.steps += [f"{kind} given → {code}" for kind, code in zip(kinds, codes, strict=True)]
    return tuple(dict.fromkeys([*codes, *_kept(visit, typed, codes, found, tables)]))


def _given_kinds(visit: Visit, given: tuple[Given, ...], found: Findings, tables: Tables) -> list[str]:
    treating = [
        g for g in given if g.administration.route not in _NOT_GIVEN and not _elsewhere(visit, g, found, tables)
    ]
    wanted = {g.encounter_for for g in treating if g.antineoplastic}
    kinds = [kind for kind in ("chemotherapy", "immunotherapy") if wanted & {kind, "both"}]
    return [*kinds, "radiation"] if _beam(visit, tables) else kinds


def _elsewhere(visit: Visit, given: Given, found: Findings, tables: Tables) -> bool:
    """Whether the drug was directed at something that is no neoplasm."""
    if given.administration.encounter_for is not None:
        return False
    treated = [s for s in found.settled if s.treated]
    if treated:
        return visit.reason != "antineoplastic_treatment" and not any(
            kind_of(s.code, tables) == "neoplasm" or (s.fact and s.fact.due_to) for s in treated
        )
    first = next((s for s in found.settled if kind_of(s.code, tables) in {"neoplasm", "condition"}), None)
    other = first is not None and kind_of(first.code, tables) != "neoplasm"
    return visit.reason == "drug_treatment" and other


def _beam(visit: Visit, tables: Tables) -> bool:
    """Whether the claim holds a session of external radiation."""
    view = course_of(visit, tables)
    treated = view.of("fraction", "source_application") if view else ()
    if view and any(view.modality(h.event) in _BEAMS and view.claims(h.date) for h in treated):
        return True
    done = (tables.procedure(s.code) for s in visit.services)
    return any(p and p.kind == "radiation_delivery" and "intraoperative" not in (p.role or "") for p in done)


def _no_neoplasm(codes: list[str], found: Findings, tables: Tables) -> None:
    if any(begins(s.code, "immune_only_conditions_excluded", tables) for s in found.settled):
        found.steps.append("the drug treats no neoplasm: no encounter code")
        return
    text = f"which neoplasm was treated? {', '.join(codes)} stands only with one"
    if any(kind_of(s.code, tables) == "history" for s in found.settled):
        text = "the neoplasm is history and treatment was given: is it active, or what was treated?"
    found.ask("diagnoses", text, why="guideline I.C.2.e.2")


def _kept(visit: Visit, typed: list[Settled], codes: list[str], found: Findings, tables: Tables) -> list[str]:
    """Encounter codes that were typed and that a service recorded by its code bears out."""
    done = [p for p in (tables.procedure(s.code) for s in visit.services) if p]
    kept: list[str] = []
    for s in typed:
        if any(code.startswith(s.code) for code in codes):
            continue
        if any((p.role or "").startswith("chemotherapy") for p in done) and s.code != _radiation_code(tables):
            kept.append(s.code)
        else:
            found.ask(
                "diagnoses", f"{s.code} is stated but no such treatment is recorded: was it given?", answer="code"
            )
            found.steps.append(f"{s.code} left out: no such treatment is recorded")
    return kept


def _radiation_code(tables: Tables) -> str:
    return str(tables.policy.table("diagnosis.treatment_encounter")["radiation"])
