"""What is found out about the product given."""

from dataclasses import dataclass

from oncodesk.codes.values import Drug
from oncodesk.domain.derivation import Question
from oncodesk.domain.visit import DrugClass, EncounterFor


@dataclass(frozen=True, slots=True)
class Product:
    """What was found: the drug and its class, the narrative of an unlisted one, how it was found, what to ask.

    `label` are the steps that only the drug's own lines tell: what the National Drug Code says.
    """

    drug: Drug | None
    drug_class: DrugClass | None
    narrative: str | None = None
    steps: tuple[str, ...] = ()
    questions: tuple[Question, ...] = ()
    encounter: EncounterFor | None = None
    label: tuple[str, ...] = ()
