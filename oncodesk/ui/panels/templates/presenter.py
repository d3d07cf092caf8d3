"""Decides what a typed field or cell does to a regimen."""

import re
from datetime import date
from typing import Any

from oncodesk.domain.errors import UnusableInput
from oncodesk.ui.editing import coded_text, shorthand
from oncodesk.ui.editing.choices import PAYERS
from oncodesk.ui.editing.routes import route
from oncodesk.words import say

Draft = dict[str, Any]
_RULE = re.compile(r"(?:auc\s*([\d.]+))|(?:([\d.]+)\s*([a-z_ ]+?)\s*/\s*(kg|m2|m²))", re.IGNORECASE)
_NUMBERS = {"cycle_days": say("days"), "ordered_minutes": say("minutes"), "sequence": say("a place")}


def blank(name: str) -> Draft:
    """A regimen with nothing in it yet."""
    return {"format": "oncodesk.template/1", "name": name, "reason": "antineoplastic_treatment", "administrations": []}


def entered(draft: Draft, path: str, text: str, today: date) -> Draft:
    """The regimen after the field was typed; UnusableInput says what was expected. Empty text takes the value away."""
    typed = text.strip()
    if path in ("diagnoses", "services"):
        read = coded_text.diagnoses if path == "diagnoses" else coded_text.services
        return _put(draft, path, read(typed, draft.get(path, [])))
    if path in ("since", "until") and typed:
        return _put(draft, path, shorthand.day(typed, today).isoformat())
    if path == "payers":
        return _put(draft, path, [_payer(word) for word in typed.replace(",", " ").split()])
    if path == "tolerance_percent" and typed:
        return _put(draft, path, shorthand.dose(typed.rstrip("% "), "mg")["amount"])
    if path == "name" and not typed:
        raise UnusableInput("name", say("expected a name"))
    return _put(draft, path, _number(path, typed) if path in _NUMBERS else typed)


def drug_entered(draft: Draft, place: int, column: str, text: str, unit: str | None) -> Draft:
    """The regimen after a cell of its drugs was typed; `unit` is that of the drug's billing unit, where it is known."""
    rows = list(draft.get("administrations", ()))
    typed = text.strip()
    if place >= len(rows):
        if column != "drug":
            raise UnusableInput("administrations", say("expected the drug first"))
        fresh = {"drug": typed, "route": "iv_infusion", "sequence": len(rows) + 1}
        return {**draft, "administrations": [*rows, fresh]} if typed else draft
    if column == "drug" and not typed:
        return {**draft, "administrations": [row for n, row in enumerate(rows) if n != place]}
    rows[place] = _cell(rows[place], column, typed, unit)
    return {**draft, "administrations": rows}


def _cell(row: Draft, column: str, typed: str, unit: str | None) -> Draft:
    match column:
        case "route":
            return {**row, "route": route(typed)}
        case "dose":
            return _dosed(row, typed, unit)
        case "containers":
            held = (row.get("dose") or {}).get("unit") or unit
            opened = shorthand.containers(typed, held, row.get("containers", [])) if typed else []
            return _put(row, "containers", opened)
    return _put(row, column, _number(column, typed) if column in _NUMBERS else typed)


def _dosed(row: Draft, typed: str, unit: str | None) -> Draft:
    """`0.25 mg` for all patients alike; `85 mg/m2`, `8 mg/kg` and `AUC 5` by the patient."""
    bare = {name: value for name, value in row.items() if name not in ("dose", "dose_by")}
    if not typed:
        return bare
    rule = _RULE.fullmatch(typed)
    if rule is None:
        return bare | {"dose": _fixed(typed, unit)}
    if rule[1]:
        return bare | {"dose_by": say("AUC {rule}", rule=rule[1])}
    each = shorthand.dose(f"{rule[2]} {rule[3]}", unit)
    return bare | {"dose_by": f"{each['amount']} {each['unit']}/{rule[4].replace('²', '2')}"}


def _fixed(typed: str, unit: str | None) -> Draft:
    try:
        return shorthand.dose(typed, unit)
    except UnusableInput as problem:
        raise UnusableInput(
            "dose", say("{expected}, or a rule such as 85 mg/m2, 8 mg/kg, AUC 5", expected=problem.expected)
        ) from None


def _number(path: str, typed: str) -> int | None:
    if typed and not typed.isdigit():
        raise UnusableInput(path, say("expected {what} as a whole number", what=_NUMBERS[path]))
    return int(typed) if typed else None


def _payer(word: str) -> str:
    if word.lower() not in PAYERS:
        raise UnusableInput("payers", say("expected kinds of payer: {payers}", payers=", ".join(PAYERS)))
    return word.lower()


def _put(held: Draft, name: str, value: Any) -> Draft:
    kept = {key: one for key, one in held.items() if key != name}
    return kept | {name: value} if value not in (None, "", []) else kept
