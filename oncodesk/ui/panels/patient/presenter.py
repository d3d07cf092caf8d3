"""Decides what typed particulars of a patient mean."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from oncodesk.domain.errors import UnusableInput
from oncodesk.domain.people import Patient
from oncodesk.domain.reading import parse
from oncodesk.ui.editing import shorthand
from oncodesk.ui.editing.wording import said
from oncodesk.ui.panels.patient.state import FIELDS
from oncodesk.words import say

_NAMES = {field.path: field.label for field in FIELDS}


def patient_of(account: str, typed: Mapping[str, str], today: date) -> Patient:
    """The patient of the fields typed; UnusableInput names the field and what was expected."""
    held: dict[str, Any] = {"account": account}
    address: dict[str, str] = {}
    for path, text in typed.items():
        value = text.strip()
        if value and path.startswith("address."):
            address[path.partition(".")[2]] = value.upper() if path.endswith("state") else value
        elif value:
            held[path] = value
    if held.get("birth_date"):
        held["birth_date"] = shorthand.day(held["birth_date"], today, "birth_date").isoformat()
    if held.get("weight_kg"):
        held["weight_kg"] = _number(held["weight_kg"])
    if address:
        held["address"] = address
    return parse(Patient, held)


def complaint(problem: UnusableInput) -> str:
    """The complaint in the words of the form."""
    return said(problem, _NAMES | {f"patient.{path}": name for path, name in _NAMES.items()})


def _number(text: str) -> float:
    found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*(kg)?", text.lower())
    if found is None:
        raise UnusableInput("weight_kg", say("expected kilograms such as 70 or 70.5"))
    return float(found[1])
