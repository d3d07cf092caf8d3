"""Decides what a typed field does to the visit."""

from datetime import date

from oncodesk.domain.errors import UnusableInput
from oncodesk.ui.editing import coded_text, shorthand
from oncodesk.ui.editing.draft import Draft, get, put
from oncodesk.ui.editing.fields import Field
from oncodesk.ui.panels.header.state import DETAILS, VISIT
from oncodesk.words import say

_UPPER = {"patient.address.state", "providers.rendering.credential"}


def field_of(path: str) -> Field | None:
    """The field that shows that path, the first one inside it, or the one it is inside of."""
    every = (*VISIT, *DETAILS)
    exact = next((field for field in every if field.path == path), None)
    inside = next((field for field in every if field.path.startswith(f"{path}.")), None)
    return exact or inside or next((field for field in every if path.startswith(f"{field.path}.")), None)


def entered(draft: Draft, path: str, text: str, today: date) -> Draft:
    """The draft after the field was typed; UnusableInput says what was expected. Empty text takes the fact away."""
    typed = text.strip()
    if path == "diagnoses":
        return put(draft, path, coded_text.diagnoses(typed, draft.get("diagnoses", [])))
    if path == "services":
        return put(draft, path, coded_text.services(typed, draft.get("services", [])))
    if path == "date_of_service":
        return put(draft, path, shorthand.day(typed, today).isoformat())
    if path == "patient.birth_date" and typed:
        return put(draft, path, _born(typed, today))
    whole = get(draft, "patient.address")
    if path.startswith("patient.address.") and isinstance(whole, str):
        draft = put(draft, "patient.address", {"line1": whole})
    return put(draft, path, (typed.upper() if path in _UPPER else typed) or None)


def _born(typed: str, today: date) -> str:
    born = shorthand.day(typed, today)
    if born > today:
        born = born.replace(year=born.year - 100)
    if born > today:
        raise UnusableInput("birth_date", say("expected a day that is past"))
    return born.isoformat()
