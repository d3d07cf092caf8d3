"""Visits whose level was chosen by time: whether the minutes carry the level, and what they give beyond the highest.

Total time of the physician or practitioner on the date, in minutes. CPT guidelines, evaluation and management; for
Medicare's own prolonged code and threshold CMS PFS final rule CY2021 (rule EM-07).
"""

from oncodesk.codes.tables import Tables
from oncodesk.coding.lines import Part, ProposedLine
from oncodesk.domain.derivation import Question
from oncodesk.domain.visit import Service, Visit
from oncodesk.policy.book import cite


def prolonged(visit: Visit, billed: frozenset[str], tables: Tables) -> Part:
    """Prolonged time of the billed office visits by the payer's own code, and questions on minutes that do not fit."""
    part = Part()
    for service in visit.services:
        code = service.code.upper()
        if code in billed and service.minutes is not None:
            part += _further(service, visit, tables) + _level(service, tables)
    return part


def is_prolonged(code: str, tables: Tables) -> bool:
    """Whether the code stands for prolonged office time, of any payer."""
    return code in tables.policy.table("evaluation.prolonged_codes").values()


def _further(service: Service, visit: Visit, tables: Tables) -> Part:
    policy, code, minutes = tables.policy, service.code.upper(), service.minutes or 0
    payer = visit.payer.kind if visit.payer else None
    medicare = payer in policy.codes("evaluation.prolonged_medicare_payers")
    least = policy.table("evaluation.prolonged_medicare_minutes" if medicare else "evaluation.prolonged_minutes")
    if service.level_by == "mdm" or minutes < least.get(code, minutes + 1):
        return Part()
    fact, own = f"services.{code}", str(policy.table("evaluation.prolonged_codes")["medicare" if medicare else "other"])
    if service.level_by is None:
        why = f"{minutes} min would be prolonged ({own}) if the level was chosen by time"
        ask = "whether the level was chosen by time or by decision making"
        return Part(questions=(Question(fact=fact, ask=ask, field="level_by", why=why),))
    units = (minutes - least[code]) // policy.number("evaluation.prolonged_step_minutes") + 1
    said = f"{code} by time, {minutes} min: {own} from {least[code]} min on and each further 15 min → × {units}"
    line = ProposedLine(own, units, facts=(fact,), steps=(said,), citation=cite("pfs-2021"))
    return Part((line,))


def _level(service: Service, tables: Tables) -> Part:
    """A question where the minutes belong to another level of the same kind of visit."""
    least = tables.policy.table("evaluation.office_visit_minutes")
    code, minutes = service.code.upper(), service.minutes or 0
    if service.level_by != "time" or code not in least:
        return Part()
    new = tables.policy.codes("evaluation.new_patient_codes")
    family = sorted(c for c in least if (c in new) == (code in new))
    reached = max((c for c in family if minutes >= least[c]), default=None)
    if reached == code:
        return Part()
    what = f"reach {reached}" if reached else f"do not reach {family[0]}"
    why = f"{code} is chosen by time from {least[code]} min on; {minutes} min {what}"
    ask = "which level the record supports: the minutes are of another"
    return Part(questions=(Question(fact=f"services.{code}", ask=ask, field="code", why=why),))
