"""Decides what is meant by what was said at the start of a visit."""

from typing import Any

from oncodesk.domain.template import Template
from oncodesk.services.begin_visit import Known, next_facts, repeated
from oncodesk.services.regimens.planning import given_facts
from oncodesk.ui.panels.begin.state import REPEAT, own

Draft = dict[str, Any]


def new_patient(typed: str) -> dict[str, str]:
    """`smi j` and `Smith, Jo` as the names to begin with: the family name first."""
    family, comma, given = typed.strip().partition(",")
    if not comma:
        family, _, given = typed.strip().partition(" ")
    names = {"family_name": _capital(family), "given_name": _capital(given)}
    return {name: text for name, text in names.items() if text}


def _capital(text: str) -> str:
    """Names typed all in small letters with a capital each; others as typed."""
    kept = text.strip()
    return kept.title() if kept.islower() else kept


def begun(blank: Draft, day: str, known: Known | None, typed: str, last: Draft) -> Draft:
    """The visit with its patient and day, and what is known from before."""
    draft = next_facts(last, known, {**blank, "date_of_service": day})
    return draft if known else draft | {"patient": new_patient(typed)}


def filled(draft: Draft, key: str, templates: tuple[Template, ...], last: Draft) -> Draft:
    """The begun visit with what was chosen to begin with."""
    if key == own(REPEAT):
        return repeated(last, draft)
    chosen = next((one for one in templates if one.name == key), None)
    return given_facts(chosen, draft) if chosen else draft
