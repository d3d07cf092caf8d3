"""Claims and visits in short, as an auditor notes them: one line of text for each drug, one for the billed lines.

`lines` are `code-modifiers*units@day/place`, pointing to every diagnosis unless `pointers` says otherwise; `ndc` are
`code unit quantity` by line. `given` are `drug dose route clock facts`, the route an infusion where none is said;
`vials` are single-dose containers, `multi` those of several doses. A row with `given`, `services`, `radiation` or
`reason` holds facts. Where nothing else is said: Medicare, an office, a woman of 75 unless the diagnosis is a man's.
"""

import json
import re
from pathlib import Path
from typing import Any, get_args

from courses import radiation

from oncodesk.domain.claim import LETTERS
from oncodesk.domain.visit import Route

Row = dict[str, Any]
FOLDER = Path(__file__).with_name("audited")
ROUTES = get_args(Route)
_LINE = re.compile(r"(?P<code>\w+)(?P<marks>(-\w\w)*)(\*(?P<units>\d+))?(@(?P<day>[\d-]+))?(/(?P<place>\d\d))?")
_AMOUNT = re.compile(r"(?P<amount>[\d.]+)(?P<unit>mg|mcg|g|mL|units|million_units|mEq|vial)")
_CLOCK = re.compile(r"(?P<start>\d\d:\d\d)(-(?P<stop>\d\d:\d\d))?")
_MALE = ("C60", "C61", "C62", "C63")


def header(row: Row) -> Row:
    male = any(str(code).startswith(_MALE) for code in _codes(row))
    person = {"account": "A-7", "family_name": "Example", "given_name": "Sam", "birth_date": "1951-02-03"}
    kept = ("place_of_service", "facts", "history", "providers", "secondary_payer", "authorization")
    return {
        "date_of_service": row["day"],
        "payer": {"kind": row.get("payer", "medicare"), "name": "Example payer", "member_id": "1EG4TE5MK73"},
        "patient": person | {"sex": "M" if male else "F"} | row.get("patient", {}),
        "providers": {"rendering": {"name": "R. Ito", "npi": "1234567893", "credential": "MD"}},
    } | {name: row[name] for name in kept if name in row}


def visit(row: Row) -> Row:
    """The facts: its own `told` diagnoses, else those of the claim that are not encounters for treatment."""
    own = row.get("told") or [code for code in _codes(row) if not str(code).startswith("Z51")]
    held = header(row) | {
        "reason": row.get("reason", "antineoplastic_treatment"),
        "diagnoses": [{"code": one} if isinstance(one, str) else one for one in own],
        "administrations": [_given(f"a{n}", text) for n, text in enumerate(row.get("given", ()), start=1)],
        "services": row.get("services", []),
    }
    return held | ({"radiation": radiation(row["radiation"])} if "radiation" in row else {})


def claim(row: Row) -> Row:
    codes = _codes(row)
    lines = [_line(str(n), text, codes) for n, text in enumerate(row["lines"].split(), start=1)]
    for number, pointers in row.get("pointers", {}).items():
        lines[int(number) - 1]["pointers"] = pointers
    for number, text in row.get("narratives", {}).items():
        lines[int(number) - 1]["narrative"] = text
    for number, text in row.get("ndc", {}).items():
        code, unit, quantity = text.split()
        lines[int(number) - 1]["ndc"] = {"code": code, "unit": unit, "quantity": quantity}
    told = any(name in row for name in ("given", "services", "radiation", "reason", "told"))
    return header(row) | {"diagnoses": codes, "lines": lines, "visit": visit(row) if told else None}


def _codes(row: Row) -> list[str]:
    return row["dx"].split() if "dx" in row else [one if isinstance(one, str) else one["code"] for one in row["told"]]


def _line(number: str, text: str, codes: list[str]) -> Row:
    found = _LINE.fullmatch(text)
    assert found, text
    made: Row = {"id": number, "code": found["code"], "units": int(found["units"] or 1), "charge": "100.00"}
    made |= {"modifiers": found["marks"].split("-")[1:], "pointers": LETTERS[: min(4, len(codes))]}
    dated = {"date_of_service": found["day"], "place_of_service": found["place"]}
    return made | {name: value for name, value in dated.items() if value}


def _given(identifier: str, text: str) -> Row:
    drug, *words = text.split()
    made: Row = {"id": identifier, "drug": drug.replace("_", " "), "route": "iv_infusion"}
    for word in words:
        made |= _word(word)
    ndc = made.pop("ndc", None)
    if ndc:
        made["containers"] = [one | {"ndc": ndc} for one in made["containers"]]
    return made


def _word(word: str) -> Row:
    name, equals, value = word.partition("=")
    if not equals:
        clock, amount = _CLOCK.fullmatch(word), _AMOUNT.fullmatch(word)
        if clock:
            return {name: at for name, at in clock.groupdict().items() if at}
        if amount:
            return {"dose": _amount(word)}
        assert word in ROUTES, word
        return {"route": word}
    if name in {"vials", "multi"}:
        kind = "single_dose" if name == "vials" else "multi_dose"
        return {"containers": [_container(one, kind) for one in value.split("+")]}
    if name in {"waste", "volume"}:
        return {"discarded" if name == "waste" else name: _amount(value)}
    if name == "pauses":
        return {"segments": [dict(zip(("start", "stop"), one.split("-"), strict=True)) for one in value.split("+")]}
    if name in {"ndc", "access", "bag", "purpose", "supplied_by", "class", "puncture_by", "encounter_for"}:
        return {name: value}
    return {name: json.loads(value)}


def _container(text: str, kind: str) -> Row:
    size, _, count = text.partition("*")
    return _amount(size) | {"count": int(count or 1), "kind": kind}


def _amount(text: str) -> Row:
    found = _AMOUNT.fullmatch(text)
    assert found, text
    return {"amount": float(found["amount"]), "unit": found["unit"]}
