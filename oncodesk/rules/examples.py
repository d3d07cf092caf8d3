"""Invented claims and visits, short to write, for the bad and good example of every rule."""

from datetime import date
from typing import Any

from oncodesk.domain.claim import LETTERS, Claim
from oncodesk.domain.reading import parse
from oncodesk.domain.visit import Visit

DAY = date(2026, 3, 12)
_HEADER: dict[str, Any] = {
    "date_of_service": DAY.isoformat(),
    "payer": {"kind": "medicare", "name": "Medicare Part B", "member_id": "1EG4TE5MK73"},
    "patient": {
        "account": "A-1", "family_name": "Example", "given_name": "Pat", "birth_date": "1961-04-02", "sex": "F",
    },
    "providers": {"rendering": {"name": "R. Ito", "npi": "1234567893", "credential": "MD"}},
}  # fmt: skip


def line(code: str, units: int = 1, *modifiers: str, **more: Any) -> dict[str, Any]:
    """A claim line: `line("J9263", 300, "JZ", pointers="B")`; without pointers it points to every diagnosis."""
    return {"code": code, "units": units, "modifiers": list(modifiers), **more}


def claim(*lines: dict[str, Any], dx: str = "Z51.11 C18.2", visit: Visit | None = None, **header: Any) -> Claim:
    """A claim for Medicare in an office on 2026-03-12 with those lines, numbered, and diagnoses given as one text."""
    diagnoses = dx.split()
    every = LETTERS[: min(4, len(diagnoses))]
    numbered = [{"id": str(n), "pointers": every, "charge": "10.00"} | entry for n, entry in enumerate(lines, 1)]
    data = _HEADER | {"diagnoses": diagnoses, "lines": numbered} | header
    made = parse(Claim, data)
    return made.model_copy(update={"visit": visit}) if visit else made


def given(identifier: str, drug: str, route: str = "iv_infusion", at: str = "", **more: Any) -> dict[str, Any]:
    """An administration: `given("a1", "oxaliplatin", at="09:00-11:05")`."""
    start, _, stop = at.partition("-")
    times = {name: clock for name, clock in (("start", start), ("stop", stop)) if clock}
    return {"id": identifier, "drug": drug, "route": route, **times, **more}


def visit(
    *administrations: dict[str, Any], dx: str = "C18.2", reason: str = "antineoplastic_treatment", **more: Any
) -> Visit:
    """The facts of a visit on the same day; `dx` as one text."""
    data = _HEADER | {
        "reason": reason,
        "diagnoses": [{"code": code} for code in dx.split()],
        "administrations": list(administrations),
    }
    return parse(Visit, data | more)
