"""The diagnoses of a claim: which, in what order, and which of them support a line."""

from dataclasses import dataclass

from oncodesk.codes.tables import Tables
from oncodesk.coding.diagnoses.codes import settle
from oncodesk.coding.diagnoses.companions import add_companions
from oncodesk.coding.diagnoses.encounter import encounter_codes
from oncodesk.coding.diagnoses.order import in_order
from oncodesk.coding.diagnoses.pointers import pointers
from oncodesk.coding.given import Given
from oncodesk.domain.claim import MAX_DIAGNOSES
from oncodesk.domain.derivation import Question
from oncodesk.domain.visit import Visit

__all__ = ["Ordered", "order_diagnoses", "pointers"]


@dataclass(frozen=True, slots=True)
class Ordered:
    """ICD-10-CM codes with their dots, at most 12, first-listed first; what must be asked; why that order."""

    codes: tuple[str, ...]
    questions: tuple[Question, ...] = ()
    steps: tuple[str, ...] = ()


def order_diagnoses(visit: Visit, given: tuple[Given, ...], tables: Tables) -> Ordered:
    """The claim's diagnoses in order, by what was really given and the ICD-10-CM guidelines (I.C.2, I.C.19, IV).

    Diagnoses of equal standing keep the order of the document: it is the physician's ranking.
    """
    found = settle(visit, tables)
    encounters = encounter_codes(visit, given, found, tables)
    add_companions(visit, given, found, tables)
    codes = in_order(visit, given, encounters, found, tables)
    if not codes:
        found.ask("diagnoses", "which diagnosis was the visit for?", answer="code", why="every line needs one")
    if len(codes) > MAX_DIAGNOSES:
        left = ", ".join(codes[MAX_DIAGNOSES:])
        found.ask("diagnoses", f"a claim holds {MAX_DIAGNOSES} diagnoses: may {left} be left out?")
    return Ordered(tuple(codes[:MAX_DIAGNOSES]), tuple(dict.fromkeys(found.questions)), tuple(found.steps))
