"""The order of a claim's diagnoses: what the visit was for, first."""

from oncodesk.codes.tables import Tables
from oncodesk.coding.diagnoses.codes import Findings, Settled
from oncodesk.coding.diagnoses.kinds import begins, is_harm, kind_of, may_stand_first
from oncodesk.coding.given import Given
from oncodesk.coding.proposing import supports
from oncodesk.domain.visit import Visit

_TAIL = {"trial": 5, "cause": 6, "condition": 7, "history": 8, "background": 9, "status": 9}
_FOR_HARM = frozenset({"complication", "hydration", "supportive_care", "access_care"})


def in_order(
    visit: Visit, given: tuple[Given, ...], encounters: tuple[str, ...], found: Findings, tables: Tables
) -> list[str]:
    """Codes by the reason for the visit; ties keep the order of the document; code-first notes are obeyed last.

    Treatment given: encounter codes, neoplasm, the rest. Otherwise what the visit is directed at and the drug that
    caused it, then harms where it is for one, neoplasms, causes, other conditions, history and status.
    """
    focus = _focus(visit, given, encounters, found, tables)
    if encounters and not focus:
        ranked = sorted(found.settled, key=lambda s: _rank_of_treatment(s, tables))
        codes = [*encounters, *(s.code for s in ranked)]
    else:
        ranked = sorted(found.settled, key=lambda s: _rank(s, focus, visit, tables))
        head = [s.code for s in ranked if s.code in focus]
        codes = [*head, *encounters, *(s.code for s in ranked if s.code not in focus)]
        if focus:
            found.steps.append(f"the visit is for {focus[0]}: first")
    codes = _fever_beside(_cause_beside(codes, focus, tables), tables)
    codes = _use_additional(_code_first(codes, found, tables), found, tables)
    codes = _before_neoplasm(codes, found, tables)
    return _first_allowed(codes, found, tables)


def _rank_of_treatment(s: Settled, tables: Tables) -> tuple[int, int]:
    kind = kind_of(s.code, tables)
    if kind == "neoplasm":
        return 0, _aim(s, tables)
    if kind == "trial":
        return 1, 0
    return (2, int(not s.treated)) if kind == "condition" else _tail(s, tables)


def _tail(s: Settled, tables: Tables) -> tuple[int, int]:
    """Receptor status, which belongs to the neoplasm, before other status."""
    return _TAIL[kind_of(s.code, tables)], int(not begins(s.code, "receptor_codes", tables))


def _aim(s: Settled, tables: Tables) -> int:
    """The treated neoplasm before the others; C80.1 after every known site."""
    if s.treated:
        return 0
    return 2 if begins(s.code, "unknown_primary", tables) else 1


def _rank(s: Settled, focus: list[str], visit: Visit, tables: Tables) -> tuple[int, int]:
    if s.code in focus:
        return 0, focus.index(s.code)
    kind = kind_of(s.code, tables)
    if kind not in {"neoplasm", "condition"}:
        return _tail(s, tables)
    if kind == "neoplasm":
        return 3, _broken(s, focus, tables) or _aim(s, tables)
    if is_harm(s.code, tables) or (s.fact and s.fact.due_to):
        aimed = bool(focus) and kind_of(focus[0], tables) != "neoplasm"
        of_care = begins(s.code, "care_complications", tables)
        return (2, 0) if visit.reason in _FOR_HARM or aimed else (3, 1) if of_care else (4, 0)
    palliative = begins(s.code, "palliative_care", tables) and visit.reason != "supportive_care"
    return (4 if palliative else 3), 1


def _broken(s: Settled, focus: list[str], tables: Tables) -> int:
    """A neoplasm in bone goes next to the fracture that is treated."""
    fracture = any(begins(code, "pathological_fracture_prefixes", tables) for code in focus)
    return -1 if fracture and begins(s.code, "bone_neoplasm_prefixes", tables) else 0


def _focus(
    visit: Visit, given: tuple[Given, ...], encounters: tuple[str, ...], found: Findings, tables: Tables
) -> list[str]:
    """What the visit is directed at, where that is not the treatment itself."""
    kinds = {"neoplasm", "condition", "history", "background"}
    able = [s for s in found.settled if kind_of(s.code, tables) in kinds]
    treated = [s.code for s in able if s.treated]
    conditions = [s.code for s in able if kind_of(s.code, tables) == "condition"]
    if encounters:
        aside = visit.reason in {"complication", "hydration"} or (visit.reason in _FOR_HARM and treated)
        treated = [code for code in treated if code in conditions]
        if not aside:
            return []
    if treated:
        return treated
    aimed = _by_reason(visit, given, conditions, able, bool(encounters), tables)
    if visit.reason in {"complication", "supportive_care"} and len(aimed) > 1:
        text = f"which of {', '.join(aimed)} was the visit for? {aimed[0]}, named first, stands first"
        found.ask("diagnoses", text, answer="treated", why="what is treated is listed first")
    return aimed[:1] if visit.reason != "procedure" else aimed


def _by_reason(
    visit: Visit,
    given: tuple[Given, ...],
    conditions: list[str],
    able: list[Settled],
    encounters: bool,
    tables: Tables,
) -> list[str]:
    """Where nothing is marked as treated: what the reason and the drugs given point to."""
    if visit.reason == "access_care":
        care = str(tables.policy.table("diagnosis.access_care")["care"])
        broken = [code for code in conditions if begins(code, "device_complications", tables)]
        return broken or [code for code in conditions if code == care]
    if visit.reason == "procedure":
        wanted = for_services(visit, tables)
        return [s.code for s in able if wanted and s.code.startswith(wanted)][:1]
    if visit.reason == "hydration":
        return [code for code in conditions if begins(code, "dehydration", tables)]
    if visit.reason in {"supportive_care", "drug_treatment"} and not encounters:
        wanted = supports(tuple(g for g in given if g.drug_class != "hydration"), tables)
        aimed = [s.code for s in able if wanted and s.code.startswith(wanted)]
        if aimed:
            return aimed[:1]
    if visit.reason in {"complication", "supportive_care"}:
        due = {s.code for s in able if s.fact and s.fact.due_to}
        harms = [code for code in conditions if code in due or is_harm(code, tables)]
        if not harms and visit.reason == "complication":
            harms = conditions
        return [code for code in harms if may_stand_first(code, tables)]
    if visit.reason == "drug_treatment":
        return [code for code in conditions if may_stand_first(code, tables)][:1]
    return []


def for_services(visit: Visit, tables: Tables) -> tuple[str, ...]:
    """Beginnings of the diagnoses that a procedure of the visit is done for."""
    roles = {p.role for p in (tables.procedure(s.code) for s in visit.services) if p}
    named = (
        ("transfusion", "support.transfusion_diagnoses"),
        ("phlebotomy.therapeutic", "support.phlebotomy_diagnoses"),
    )
    return tuple(code for role, name in named if role in roles for code in sorted(tables.policy.codes(name)))


def _cause_beside(codes: list[str], focus: list[str], tables: Tables) -> list[str]:
    """The drug that caused the harm the visit is for directly after it (guideline I.C.19.e.5.a), unless the guidelines
    put the neoplasm between them."""
    causes = [code for code in codes if begins(code, "adverse_effect_prefixes", tables) and code not in focus]
    if not causes or not focus or kind_of(focus[0], tables) != "condition":
        return codes
    if begins(focus[0], "neoplasm_before_cause", tables):
        return codes
    rest = [code for code in codes if code not in causes]
    at = max(rest.index(code) for code in focus) + 1
    return [*rest[:at], *causes, *rest[at:]]


def _fever_beside(codes: list[str], tables: Tables) -> list[str]:
    """Fever that presents with neutropenia directly after it."""
    fever = next((code for code in codes if begins(code, "fever_of_condition", tables)), None)
    low = next((code for code in codes if begins(code, "neutropenia_prefixes", tables)), None)
    if fever is None or low is None:
        return codes
    rest = [code for code in codes if code != fever]
    rest.insert(rest.index(low) + 1, fever)
    return rest


def _code_first(codes: list[str], found: Findings, tables: Tables) -> list[str]:
    """Puts a code after the first of those its own `code first` note names, where none of them stands before it.

    What the visit is for keeps its neighbours: the named code comes up to it.
    """
    ordered = list(codes)
    for code in codes:
        patterns = [p for direction in tables.code_first(code) for p in direction.patterns]
        named = [other for other in ordered if other != code and any(tables.is_under(other, p) for p in patterns)]
        if not named or any(ordered.index(other) < ordered.index(code) for other in named):
            continue
        at = ordered.index(code)
        if at == 0:
            ordered.remove(named[0])
            ordered.insert(0, named[0])
        else:
            ordered.remove(code)
            ordered.insert(ordered.index(named[0]) + 1, code)
        found.steps.append(f"{named[0]} before {code}: code-first note")
    return ordered


def _use_additional(codes: list[str], found: Findings, tables: Tables) -> list[str]:
    """Puts a condition after the code whose own category names it as additional, such as a tumor's syndrome."""
    ordered = list(codes)
    for code in codes:
        own = [d for d in tables.use_additional(code) if d.at and code.startswith(d.at)]
        named = {
            other
            for d in own
            for p in d.patterns
            for other in ordered
            if other != code and kind_of(other, tables) == "condition" and tables.is_under(other, p)
        }
        for other in [c for c in ordered[: ordered.index(code)] if c in named]:
            ordered.remove(other)
            ordered.insert(ordered.index(code) + 1, other)
            found.steps.append(f"{code} before {other}: its note asks for {other} beside it")
    return ordered


def _before_neoplasm(codes: list[str], found: Findings, tables: Tables) -> list[str]:
    """Puts what complicates pregnancy or a transplant before its neoplasm, with what its own note puts before it."""
    ordered = list(codes)
    for code in [c for c in codes if begins(c, "before_neoplasm_prefixes", tables)]:
        patterns = [p for direction in tables.code_first(code) for p in direction.patterns]
        group = [c for c in ordered if c == code or any(tables.is_under(c, p) for p in patterns)]
        after = [c for c in ordered if begins(c, "malignant_prefixes", tables) and c not in group]
        if not after or ordered.index(after[0]) > max(ordered.index(c) for c in group):
            continue
        rest = [c for c in ordered if c not in group]
        at = rest.index(after[0])
        ordered = [*rest[:at], *sorted(group, key=lambda c: c == code), *rest[at:]]
        found.steps.append(f"{code} before {after[0]}: the guidelines list it before the neoplasm")
    return ordered


def _first_allowed(codes: list[str], found: Findings, tables: Tables) -> list[str]:
    if not codes or may_stand_first(codes[0], tables):
        return codes
    able = next((code for code in codes if may_stand_first(code, tables)), None)
    if able is None:
        found.ask("diagnoses", f"{codes[0]} may not stand first: what was the visit for?", answer="code")
        return codes
    found.steps.append(f"{codes[0]} may not stand first: {able} does")
    return [able, *(code for code in codes if code != able)]
