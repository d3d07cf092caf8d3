"""Which of a claim's diagnoses support a line, the best first."""

from oncodesk.codes.tables import Tables
from oncodesk.coding.diagnoses.kinds import begins, kind_of, may_stand_first
from oncodesk.coding.lines import ProposedLine
from oncodesk.domain.claim import LETTERS
from oncodesk.domain.visit import Visit

MOST = 4
_VISITS = frozenset({"evaluation", "prolonged", "care_management"})
_TRIAL_MODIFIERS = frozenset({"Q0", "Q1"})


def pointers(line: ProposedLine, codes: tuple[str, ...], visit: Visit, tables: Tables) -> str:
    """Letters A–L of at most four of the codes, first the one that supports the line; empty without codes.

    Treatment lines point to their encounter code and the neoplasm, a drug for a harm to that harm, a visit to what was
    evaluated rather than to the treatment.
    """
    chosen = [code for code in _chosen(line, codes, tables) if code in codes]
    if _TRIAL_MODIFIERS & set(line.modifiers):
        trial = [code for code in codes if kind_of(code, tables) == "trial"]
        chosen = [*[c for c in chosen if c not in trial][: MOST - len(trial)], *trial]
    first = next((code for code in chosen if may_stand_first(code, tables)), None)
    if first:
        chosen.remove(first)
        chosen.insert(0, first)
    return "".join(LETTERS[codes.index(code)] for code in list(dict.fromkeys(chosen))[:MOST])


def _chosen(line: ProposedLine, codes: tuple[str, ...], tables: Tables) -> list[str]:
    of = {code: kind_of(code, tables) for code in codes}
    encounters = [code for code in codes if of[code] == "encounter"]
    neoplasms = [code for code in codes if of[code] == "neoplasm"]
    supporting = [code for start in line.supports for code in codes if code.startswith(start)]
    receptors = [code for code in codes if begins(code, "receptor_codes", tables)]
    if any(code in encounters for code in supporting):
        return [*supporting, *neoplasms]
    if line.treats == "neoplasm" and neoplasms:
        return [*supporting, *neoplasms, *receptors]
    others = [code for code in codes if of[code] not in {"encounter", "status", "background", "history", "trial"}]
    if supporting:
        causes = [code for code in codes if of[code] == "cause"] if line.treats != "other" else []
        return [*supporting, *neoplasms, *causes] if neoplasms else [*supporting, *others]
    procedure = tables.procedure(line.code)
    if procedure and procedure.kind in _VISITS:
        return others or list(codes)
    if procedure and procedure.role == "phlebotomy.therapeutic":
        bled = [c for c in others if c.startswith(tuple(tables.policy.codes("support.phlebotomy_diagnoses")))]
        return [*bled, *others] or list(codes)
    if procedure and procedure.role == "transfusion":
        bled = [c for c in others if c.startswith(tuple(tables.policy.codes("support.transfusion_diagnoses")))]
        return [*bled, *others] or list(codes)
    if encounters:
        return [*encounters, *neoplasms]
    dry = [code for code in others if begins(code, "dehydration", tables)]
    rest = [code for code in others if code not in dry]
    return [*rest, *dry] if rest and line.treats != "other" and line.facts and others else (others or list(codes))
