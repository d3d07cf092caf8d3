"""A service line of an 837P as a claim line."""

from typing import Any

from oncodesk.domain.claim import LETTERS
from oncodesk.domain.errors import UnusableInput
from oncodesk.exchange.elements import count, decimal, money, span
from oncodesk.exchange.loops import Loop, Seg

Doubts = list[str]
"""What a doubtful value was read as, in the claim's own order."""


def line_of(n: int, loops: list[Loop], component: str, doubts: Doubts) -> dict[str, Any]:
    """The fields of the claim's nth line; UnusableInput names what is missing."""
    own, name = loops[0], f"line {n}"
    service, lx = own.first("SV1"), own.first("LX")
    if service is None:
        raise UnusableInput(name, "expected a professional service (SV1)")
    begin, end = _dates(own, name)
    found = {
        "id": lx[1] if lx else "",
        "units": _units(service, name, doubts),
        "pointers": _pointers(service[7], component),
        "charge": money(service[2], f"{name}: SV102"),
        "date_of_service": begin,
        "date_to": end,
        "place_of_service": service[5] or None,
        "ndc": _ndc(loops, component, name, doubts),
        "narrative": _narrative(own, service, component),
        **_procedure(service, component, name),
    }
    return {field: value for field, value in found.items() if value is not None}


def _procedure(service: Seg, component: str, name: str) -> dict[str, Any]:
    """SV101: qualifier, code, up to four modifiers."""
    qualifier, *rest = [part.strip() for part in service[1].split(component)]
    if qualifier != "HC" or not rest or not rest[0]:
        raise UnusableInput(f"{name}: SV101", f"expected a CPT or HCPCS code (HC), found {qualifier[:3] or 'nothing'}")
    return {"code": rest[0].upper(), "modifiers": [m.upper() for m in rest[1:5] if m]}


def _units(service: Seg, name: str, doubts: Doubts) -> int:
    units = count(service[4], f"{name}: SV104")
    if units is None:
        raise UnusableInput(f"{name}: SV104", "expected a number of units")
    if service[3] != "UN":
        doubts.append(f"{name} counts {service[3][:2] or 'nothing'} (SV103), not units; read as units")
    return units


def _pointers(element: str, component: str) -> str:
    """`1:2` as AB; what is no number of a diagnosis becomes a question mark, for a rule to find."""
    numbers = [part.strip() for part in element.split(component) if part.strip()]
    return "".join(
        LETTERS[int(text) - 1] if text in _PLACES else "?" for text in numbers[: len(LETTERS)]
    )  # fmt: skip


_PLACES = frozenset(str(n) for n in range(1, len(LETTERS) + 1))


def _dates(own: Loop, name: str) -> tuple[Any, Any]:
    found = own.first("DTP", "472")
    if found is None:
        raise UnusableInput(name, "expected a date of service (DTP 472)")
    return span(found[2], found[3], f"{name}: DTP 472")


def _ndc(loops: list[Loop], component: str, name: str, doubts: Doubts) -> dict[str, Any] | None:
    """LIN and CTP of the line's drug (2410)."""
    drugs = [loop for loop in loops if loop.name == "2410"]
    for drug in drugs:
        lin, ctp = drug.first("LIN"), drug.first("CTP")
        if lin is None or lin[2] != "N4" or not lin[3]:
            doubts.append(f"{name}: LIN names no NDC (N4)")
            continue
        if len(drugs) > 1:
            doubts.append(f"{name} names {len(drugs)} drugs (LIN); the first is read")
        quantity = decimal(ctp[4], f"{name}: CTP04") if ctp else None
        unit = ctp[5].split(component)[0] if ctp else ""
        return {"code": lin[3], "unit": unit or None, "quantity": quantity}
    return None


def _narrative(own: Loop, service: Seg, component: str) -> str | None:
    """SV101-7 and the line's notes (NTE), as one text."""
    parts = service[1].split(component)
    said = [parts[6].strip() if len(parts) > 6 else "", *(note[2] for note in own.every("NTE"))]
    return "; ".join(text for text in said if text) or None
