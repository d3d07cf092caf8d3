"""An 837P claim's segments as a claim, what stands beside it, and what of it is not understood.

Loops and elements as in X12 005010X222A1, Health Care Claim: Professional.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from oncodesk.domain.claim import Claim
from oncodesk.domain.errors import UnusableInput
from oncodesk.domain.reading import parse
from oncodesk.exchange.beside import beside
from oncodesk.exchange.elements import day, money
from oncodesk.exchange.lines837 import Doubts, line_of
from oncodesk.exchange.loops import Loop, Parts, sorted_loops
from oncodesk.exchange.parties import insurance, other_payers, patient, practice, provider
from oncodesk.exchange.understood import not_understood
from oncodesk.exchange.values import Held, Kept, RawClaim
from oncodesk.policy.book import Policy

DIAGNOSES = {"ABK": "ICD-10-CM", "ABF": "ICD-10-CM", "BK": "ICD-9-CM", "BF": "ICD-9-CM"}


def read_837(raw: RawClaim) -> Held:
    """The claim; where it cannot be read, why."""
    parts = sorted_loops(raw)
    clm = parts.claim[0].segments[0]
    held = Held(raw.segment, account=clm[1][:50], not_understood=tuple(not_understood(parts, raw.component)))
    doubts: Doubts = []
    try:
        claim, total = _read(parts, raw, doubts)
    except UnusableInput as problem:
        return replace(held, problem=str(problem), remarks=tuple(doubts))
    frequency = _component(raw, clm[5], 2)
    return replace(held, claim=claim, frequency=frequency, total=total, remarks=tuple(doubts))


def what_stands_beside(raw: RawClaim) -> Kept:
    """What the claim says that a claim document has no field for: of the claim, of each line in order, other payers."""
    parts = sorted_loops(raw)
    lines = tuple(beside(loops, raw.component) for loops in parts.lines)
    claim = beside([*parts.claim, *parts.head], raw.component)
    return Kept(claim, lines, tuple(other_payers(parts.others)))


def _read(parts: Parts, raw: RawClaim, doubts: Doubts) -> tuple[Claim, Decimal | None]:
    if raw.is_cut:
        raise UnusableInput("claim", "expected at most 5,000 segments")
    claim = parse(Claim, _claim(parts, raw, doubts))
    total = money(parts.claim[0].segments[0][2], "CLM02")
    if total is not None and claim.total is not None and claim.total != total:
        doubts.append(f"the claim says {total:.2f} in all (CLM02), its lines are {claim.total:.2f}")
    return claim, total


_POLICIES: dict[date, Policy] = {}


def _policy(on: date) -> Policy:
    """What the code lists stood for on a day; they have not changed within a version, so a month is one day."""
    first = on.replace(day=1)
    if first not in _POLICIES:
        if len(_POLICIES) > 600:
            _POLICIES.clear()
        _POLICIES[first] = Policy(first)
    return _POLICIES[first]


def _component(raw: RawClaim, element: str, place: int) -> str:
    parts = element.split(raw.component)
    return parts[place].strip() if place < len(parts) else ""


def _claim(parts: Parts, raw: RawClaim, doubts: Doubts) -> dict[str, Any]:
    """The claim's fields, as its document spells them."""
    clm, loop = parts.claim[0].segments[0], parts.claim[0]
    codes = _diagnoses(loop, raw, doubts)
    lines = [line_of(n, loops, raw.component, doubts) for n, loops in enumerate(parts.lines, 1)]
    if not lines:
        raise UnusableInput("lines", "expected at least one service line (LX, SV1)")
    _named_apart(lines)
    on = min(line["date_of_service"] for line in lines)
    _icd9(codes, on, doubts)
    place = _component(raw, clm[5], 0)
    for line in lines:
        if line["date_of_service"] == on:
            del line["date_of_service"]
        if line.get("place_of_service") == place:
            del line["place_of_service"]
    policy = _policy(on)
    mine, second = insurance(parts, policy, doubts)
    found = {
        "date_of_service": on,
        "place_of_service": place,
        "practice": practice(parts),
        "payer": mine,
        "secondary_payer": second,
        "patient": patient(parts, clm[1], doubts),
        "providers": _providers(parts, doubts),
        "authorization": {"number": number} if (number := _number(loop, "G1")) else None,
        "facts": _facts(parts, doubts),
        "diagnoses": [code for _, code in codes],
        "lines": lines,
    }
    return {name: value for name, value in found.items() if value is not None}


def _named_apart(lines: list[dict[str, Any]]) -> None:
    """Lines by their own numbers (LX01), or counted where two have the same or one has none."""
    if len({line["id"] for line in lines} - {""}) < len(lines):
        for n, line in enumerate(lines, 1):
            line["id"] = str(n)


def _diagnoses(loop: Loop, raw: RawClaim, doubts: Doubts) -> list[tuple[str, str]]:
    """Qualifier and code, the principal one first as it is written."""
    found = []
    for seg in loop.every("HI"):
        for element in seg.elements[1:]:
            qualifier, _, rest = element.partition(raw.component)
            if qualifier.strip() not in DIAGNOSES:
                continue
            code = rest.split(raw.component)[0].strip()
            if code:
                found.append((qualifier.strip(), code))
            else:
                doubts.append(f"HI {qualifier.strip()} at segment {seg.number} has no code")
    return found


def _icd9(codes: list[tuple[str, str]], on: date, doubts: Doubts) -> None:
    value = _policy(on).get("exchange.icd10_since")
    if value is None or "ICD-9-CM" not in {DIAGNOSES[qualifier] for qualifier, _ in codes}:
        return
    if on < date.fromisoformat(str(value.value)):
        doubts.append(f"the diagnoses are ICD-9-CM (HI BK, BF), as on {on}; no table here holds them")
    else:
        doubts.append("the diagnoses are marked as ICD-9-CM (HI BK, BF) and read as ICD-10-CM")


def _number(loop: Loop, qualifier: str) -> str | None:
    seg = loop.first("REF", qualifier)
    return seg[2] or None if seg else None


_ON_LINES = {"rendering": "2420A", "ordering": "2420E", "supervising": "2420D", "referring": "2420F"}


def _providers(parts: Parts, doubts: Doubts) -> dict[str, Any]:
    billing = provider(parts.loop("2010AA"))
    on_lines = {
        role: [provider(next((x for x in loops if x.name == name), None)) for loops in parts.lines]
        for role, name in _ON_LINES.items()
    }
    found = {
        "billing": billing,
        "rendering": provider(parts.loop("2310B")),
        "supervising": provider(parts.loop("2310D")),
        "referring": provider(parts.loop("2310A")),
        "ordering": None,
    }
    for role, named in on_lines.items():
        given = [one for one in named if one]
        same = bool(given) and all(one == given[0] for one in given)
        if found[role] is None and same and (role != "rendering" or len(given) == len(named)):
            found[role] = given[0]
        elif given and not (same and given[0] == found[role]):
            doubts.append(f"a line names a {role} provider of its own; the claim is judged by its {role} provider")
    if found["rendering"] is None:
        found["rendering"] = billing
    return {role: one for role, one in found.items() if one}


def _facts(parts: Parts, doubts: Doubts) -> dict[str, Any]:
    """What the claim documents: trial (REF P4), authorisation (REF G1), blood count (MEA TR R1, R2 and DTP 738)."""
    loop, found = parts.claim[0], dict[str, Any]()
    if trial := _number(loop, "P4"):
        found["clinical_trial"] = {"nct": trial}
    if number := _number(loop, "G1"):
        found["prior_authorization"] = number
    for name, test in (("hemoglobin_g_dl", "R1"), ("hematocrit_pct", "R2")):
        values = _tests(parts, test)
        if len(set(values)) == 1:
            found[name] = float(values[0])
        elif values:
            doubts.append(f"lines give different values of MEA TR {test}; none is taken")
    days = {seg[3] for loops in parts.lines for seg in loops[0].every("DTP") if seg[1] == "738"}
    if len(days) == 1:
        found["measured_on"] = day(days.pop(), "DTP 738")
    return found


def _tests(parts: Parts, test: str) -> list[Decimal]:
    segs = (seg for loops in parts.lines for seg in loops[0].every("MEA"))
    values = (money(seg[3], f"MEA TR {test}") for seg in segs if (seg[1], seg[2]) == ("TR", test))
    return [value for value in values if value is not None]
