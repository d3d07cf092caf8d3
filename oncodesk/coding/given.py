"""An administration with its drug, class and running time resolved: what every part of the engine counts with."""

from dataclasses import dataclass

from oncodesk.codes.values import Drug
from oncodesk.domain.clock import Span, length
from oncodesk.domain.visit import Administration, DrugClass, EncounterFor


@dataclass(frozen=True, slots=True)
class Given:
    """One administration, resolved.

    `drug` is None where the name is unknown or several products remain; `drug_class` None where even the class is.
    `spans` are the running times in minutes after midnight of the date of service, empty where there is no clock;
    `minutes` the running time, None where unknown. `calculated` marks a stop reckoned from rate and volume.
    `encounter_for` is never None: what the encounter is for by this drug (`none` where it is not an antineoplastic).
    `narrative` names a drug that goes on an unlisted code. `label` are steps that only the drug's own lines tell.
    """

    administration: Administration
    drug: Drug | None
    drug_class: DrugClass | None
    encounter_for: EncounterFor
    spans: tuple[Span, ...] = ()
    minutes: int | None = None
    calculated: bool = False
    narrative: str | None = None
    steps: tuple[str, ...] = ()
    label: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The administration's id."""
        return self.administration.id

    @property
    def name(self) -> str:
        """The drug's generic name, else as typed."""
        return self.drug.generic if self.drug and not self.drug.unlisted else self.administration.name

    @property
    def antineoplastic(self) -> bool:
        """Whether its administration belongs to the chemotherapy family of codes."""
        return self.drug_class in {"antineoplastic", "complex_biologic", "hormonal_antineoplastic"}

    @property
    def running(self) -> int | None:
        """Minutes by the clock, else as stated; None where unknown."""
        return length(self.spans) if self.spans else self.minutes
