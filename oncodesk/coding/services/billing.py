"""Everything else done at the visit, by its code: visits with 25, what is included elsewhere, blood and marrow."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from oncodesk.codes.tables import Tables
from oncodesk.coding.given import Given
from oncodesk.coding.lines import Part, ProposedLine
from oncodesk.coding.proposing import medicare_like
from oncodesk.coding.services.marrow import marrow_lines
from oncodesk.coding.services.visit_time import is_prolonged, prolonged
from oncodesk.domain.derivation import Question
from oncodesk.domain.visit import Service, Visit
from oncodesk.policy.book import cite

_DRAW = "access.venous_draw"
_MANAGED_MODALITIES = frozenset({"external_beam", "proton", "sbrt", "srs"})


@dataclass(frozen=True, slots=True)
class Day:
    """What stands beside the services: whether a drug was administered, all codes of the date, its procedures.

    `prevented` is whether nothing but vaccines was; `derived` are the codes that administrations, radiation and drugs
    have brought already.
    """

    treated: bool
    prevented: bool
    codes: frozenset[str]
    procedures: frozenset[str]
    derived: frozenset[str]


def fact_of(service: Service) -> str:
    """What a trace calls a service, which has no id: `services.99214`."""
    return f"services.{service.code.upper()}"


def bill_services(
    visit: Visit, given: tuple[Given, ...], done: Iterable[str], drugs: Iterable[str], tables: Tables
) -> Part:
    """Lines of the services, and notes on those not billed; `done` are the administration and radiation codes."""
    done = frozenset(done)
    services = tuple(sorted(visit.services, key=_order))
    codes = frozenset(s.code.upper() for s in services)
    procedures = frozenset(c for c in codes if _is_procedure(c, tables))
    vaccines = all(g.drug and g.drug.kind == "vaccine" for g in given)
    day = Day(treated(visit), vaccines, codes | done, procedures | done, done | frozenset(drugs))
    part, marrow = Part(), tables.policy.codes("support.marrow_codes")
    for service in services:
        if service.code.upper() in marrow:
            continue
        if note := _included(service, day, visit, tables) or _said_twice(service, services, tables):
            part += _left_out(service.code, note)
        else:
            part += _billed(service, day, visit, tables)
    part = _with_time(_without_care_addon(part, day, visit, tables), visit, tables)
    return part + marrow_lines(tuple(s for s in services if s.code.upper() in marrow), done, visit, tables)


def _left_out(code: str, why: str) -> Part:
    return Part(notes=(f"{code.upper()} not billed: {why}",))


def treated(visit: Visit) -> bool:
    """Whether a drug was administered, also where its own line still waits for an answer."""
    return any(a.route not in {"oral", "access_flush"} for a in visit.administrations)


def _order(service: Service) -> tuple[bool, str, int, str, tuple[str, ...]]:
    code = service.code.upper()
    return (not code.startswith("99"), code, service.encounter, service.site or "", service.modifiers)


def is_laboratory(code: str) -> bool:
    """Whether a code belongs to the laboratory section of the book."""
    return code.isdigit() and code.startswith("8")


def _is_procedure(code: str, tables: Tables) -> bool:
    """Whether an evaluation beside it needs to be separate: surgery and medicine, not laboratory or supplies."""
    draw = tables.role(_DRAW)
    phlebotomy = tables.role("phlebotomy.therapeutic")
    if phlebotomy and code == phlebotomy.code:
        return True
    passive = tables.policy.codes("infusion.included_services") | tables.policy.codes("infusion.flush_only_codes")
    if not code.isdigit() or (draw and code == draw.code) or code in passive:
        return False
    return not code.startswith(("7", "8", "99"))


def _included(service: Service, day: Day, visit: Visit, tables: Tables) -> str | None:
    """Why a service is not billed beside the others, or None."""
    code, policy = service.code.upper(), tables.policy
    others = day.codes - {code}
    if code in day.derived and not service.modifiers and service.encounter == 1:
        return "it follows from what was given and stands on the claim already"
    around = policy.table("infusion.puncture_procedures")
    if into := sorted(other for other in others & frozenset(around) if code in around[other]):
        return f"included in {into[0]}"
    if code in policy.codes("infusion.flush_only_codes") and (others or visit.administrations):
        return "a flush is billed only where nothing else is"
    if code in policy.codes("infusion.line_draw_codes") and not all(is_laboratory(other) for other in others):
        return "a draw from a line is billed only beside laboratory tests"
    if day.treated and code in policy.codes("infusion.included_services"):
        return "included in the drug administration"
    if _pump_started(day, tables) and code in policy.codes("infusion.pump_included_services"):
        return "included in starting the pump"
    if _handled(code, others, tables):
        return "included in the application of the sources"
    home = tables.role("chemotherapy.pump.home")
    if home and home.code in day.codes and code in policy.codes("infusion.pump_equipment_codes"):
        return f"included in {home.code}"
    return None


def _said_twice(service: Service, services: tuple[Service, ...], tables: Tables) -> str | None:
    """Why a second office visit (EM-11) or a second transfusion (SUP-13) of the date is not billed, or None."""
    policy = tables.policy
    office, blood = policy.codes("evaluation.office_visit_codes"), policy.codes("support.transfusion_codes")
    if service.code.upper() in blood:
        first = next(s for s in services if s.code.upper() in blood)
        return None if service is first else "a transfusion is billed once a date, however much was given"
    if service.code.upper() not in office:
        return None
    highest = max((s for s in services if s.code.upper() in office), key=lambda s: (s.code.upper(), -s.encounter))
    if service is highest:
        return None
    return f"one office visit a date: {highest.code.upper()} carries the work of both, and may reach a higher level"


def _with_time(part: Part, visit: Visit, tables: Tables) -> Part:
    """Prolonged time by the minutes recorded, in place of a prolonged code that was typed."""
    added = prolonged(visit, frozenset(line.code for line in part.lines), tables)
    if not added.lines:
        return part + added
    typed = [line for line in part.lines if is_prolonged(line.code, tables)]
    kept = replace(part, lines=tuple(line for line in part.lines if line not in typed))
    notes = tuple(f"{line.code} as typed gives way to what the minutes say" for line in typed)
    return kept + added + Part(notes=notes)


def _handled(code: str, others: frozenset[str], tables: Tables) -> bool:
    handling = tables.role("radiation.brachytherapy.handling")
    return bool(handling and code == handling.code and others & tables.policy.codes("radiation.handling_included_with"))


def _pump_started(day: Day, tables: Tables) -> bool:
    roles = ("chemotherapy.infusion.pump", "chemotherapy.pump.home")
    return any((found := tables.role(role)) and found.code in day.codes for role in roles)


def _billed(service: Service, day: Day, visit: Visit, tables: Tables) -> Part:
    code, policy = service.code.upper(), tables.policy
    if code in policy.codes("evaluation.evaluation_codes"):
        return _evaluation(service, day, visit, tables)
    once = policy.codes("support.transfusion_codes")
    phlebotomy = tables.role("phlebotomy.therapeutic")
    if code in once or (phlebotomy and code == phlebotomy.code):
        return Part((_line(service, 1, ("once a date, however much",) if service.units > 1 else ()),))
    return Part((_line(service, service.units, ()),))


def _line(service: Service, units: int, steps: tuple[str, ...], *more: str) -> ProposedLine:
    return ProposedLine(
        code=service.code.upper(),
        units=units,
        modifiers=tuple(dict.fromkeys((*more, *(m.upper() for m in service.modifiers)))),
        facts=(fact_of(service),),
        steps=(*steps, "as recorded in the visit"),
        citation=cite("claims-manual-12-30-6" if service.code.startswith("99") else "service-as-recorded"),
    )


def _evaluation(service: Service, day: Day, visit: Visit, tables: Tables) -> Part:
    """A visit of the day (rules EM-01 to EM-03)."""
    code, policy = service.code.upper(), tables.policy
    given = day.treated or bool(day.codes & policy.codes("support.transfusion_codes"))
    if given and code in policy.codes("evaluation.never_with_drug_administration"):
        return _left_out(code, "never beside a drug administration, injection or transfusion")
    by_nurse = service.performed_by == "nurse" and code not in policy.codes("evaluation.nurse_visit_code")
    if by_nurse and given:
        return _left_out(code, "only a nurse saw the patient, which is part of the administration")
    if by_nurse:
        ask = Question(
            fact=fact_of(service),
            ask="who else saw the patient",
            field="performed_by",
            why=f"{code} needs more than a nurse",
        )
        return Part(questions=(ask,))
    if service.significant_separate is not True and not _marked(service, tables) and _managed(service, visit, tables):
        return _left_out(code, "management of the radiation course includes it") + _whether_separate(
            service, "in a course of radiation it is billed only where it was for something else, and documented"
        )
    if not day.procedures and not day.treated:
        return Part((_line(service, service.units, ()),))
    if service.significant_separate is False:
        return _left_out(code, "no significant, separate evaluation is documented")
    if service.significant_separate is None and _marked(service, tables):
        return Part((_line(service, service.units, ()),))
    if service.significant_separate is None:
        why = "beside a procedure of the date it is billed only where significant, separate and documented"
        return Part((_line(service, service.units, ()),)) + _whether_separate(service, why)
    separate = str(policy.table("evaluation.separate_service_modifier").get("separate"))
    beside = ", ".join(sorted(day.procedures)[:4]) or "the drug administration"
    said = f"significant and separate beside {beside} → {separate}"
    return Part((_line(service, service.units, (said,), separate),))


def _whether_separate(service: Service, why: str) -> Part:
    text = "whether the visit was significant and separate"
    return Part(questions=(Question(fact=fact_of(service), ask=text, field="significant_separate", why=why),))


def _managed(service: Service, visit: Visit, tables: Tables) -> bool:
    """Whether an office visit of a known patient falls within a course whose management holds such visits."""
    if service.code.upper() not in tables.policy.codes("evaluation.established_patient_codes") or not visit.radiation:
        return False
    own, marked = visit.radiation.course.modality, {m.upper() for m in service.modifiers} & {"24"}
    days = [
        e.date for e in visit.radiation.events if e.type == "fraction" and (e.modality or own) in _MANAGED_MODALITIES
    ]
    return bool(days) and not marked and min(days) <= visit.date_of_service <= max(days)


def _marked(service: Service, tables: Tables) -> bool:
    separate = tables.policy.table("evaluation.separate_service_modifier").get("separate")
    return separate in {m.upper() for m in service.modifiers}


def _without_care_addon(part: Part, day: Day, visit: Visit, tables: Tables) -> Part:
    """Leaves out the add-on for a lasting care relation where the payer refuses it beside a visit with 25 (EM-05)."""
    policy = tables.policy
    addons = policy.codes("evaluation.g2211_codes") & {line.code for line in part.lines}
    separate = policy.table("evaluation.separate_service_modifier").get("separate")
    marked = any(
        separate in line.modifiers and line.code in policy.codes("evaluation.g2211_primaries") for line in part.lines
    )
    prevention = day.prevented and day.procedures <= policy.codes("evaluation.g2211_allowed_with")
    if not addons or not marked or prevention or not medicare_like(visit, tables, "evaluation.g2211_payers"):
        return part
    kept = replace(part, lines=tuple(line for line in part.lines if line.code not in addons))
    return sum((_left_out(c, f"this payer refuses it beside a visit with {separate}") for c in sorted(addons)), kept)
