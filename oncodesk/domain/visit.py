"""What happened at a visit: facts only, no billing decisions (`oncodesk.visit/1`)."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from oncodesk.domain.base import Frozen
from oncodesk.domain.clock import DAY, Clock, Span, minute_of
from oncodesk.domain.encounter import Code, Encounter, Modifier
from oncodesk.domain.quantity import Amount, Quantity
from oncodesk.domain.radiation import Radiation

Reason = Literal[
    "antineoplastic_treatment",
    "drug_treatment",
    "radiation_treatment",
    "radiation_planning",
    "complication",
    "supportive_care",
    "hydration",
    "evaluation",
    "procedure",
    "access_care",
]
Route = Literal[
    "iv_infusion",
    "iv_push",
    "subcutaneous",
    "intramuscular",
    "implant",
    "on_body_injector",
    "intrathecal",
    "intra_arterial_infusion",
    "intra_arterial_push",
    "intravesical",
    "intraperitoneal",
    "pleural",
    "intralesional",
    "oral",
    "pump_prolonged",
    "pump_refill_portable",
    "pump_refill_implantable",
    "catheter_declot",
    "access_flush",
]
DrugClass = Literal["antineoplastic", "complex_biologic", "hormonal_antineoplastic", "therapeutic", "hydration"]
EncounterFor = Literal["chemotherapy", "immunotherapy", "both", "none"]
ContainerKind = Literal["single_dose", "multi_dose"]
Supplier = Literal["practice", "patient", "pharmacy", "study", "sample"]
Purpose = Literal["hydration", "prehydration", "keep_open", "diluent"]
TrialItem = Literal["routine", "investigational"]


class Diagnosis(Frozen):
    """A documented diagnosis; `code` is ICD-10-CM with or without its dot."""

    code: str = Field(pattern=r"^[A-Za-z]\d[A-Za-z0-9](\.?[A-Za-z0-9]{1,4})?$")
    status: Literal["active", "history", "in_remission", "in_relapse", "suspected"] = "active"
    intent: Literal["treatment", "prophylaxis"] | None = None
    treated: bool = False
    due_to: Literal["neoplasm", "antineoplastic_drug", "immunotherapy", "radiation"] | None = None


class Container(Frozen):
    """Containers of one size that were opened: `amount` of drug in each, `volume` of liquid in each."""

    amount: Amount
    unit: Annotated[str, Field(pattern=r"^(mg|mcg|g|mL|units|million_units|mEq|mmol|mCi|uCi|vial)$")]
    count: int = Field(default=1, ge=1, le=1000)
    kind: ContainerKind | None = None
    volume: Quantity | None = None
    ndc: str | None = None


class Segment(Frozen):
    """An uninterrupted stretch of an infusion."""

    start: Clock
    stop: Clock


class EndedEarly(Frozen):
    """Why an infusion was stopped before its ordered time (minutes)."""

    reason: Literal["adverse_reaction", "patient_declined", "other"]
    ordered_minutes: int | None = Field(default=None, ge=1)


class Pump(Frozen):
    """Whose pump runs a prolonged infusion."""

    owned_by: Literal["practice", "supplier", "unknown"] = "unknown"


class Rate(Frozen):
    """An infusion rate as the nurse recorded it."""

    amount: Amount
    unit: Literal["mL/h"]


class Administration(Frozen):
    """One drug or fluid given one way; times, dose and containers as documented."""

    id: str = Field(min_length=1)
    drug: str | None = None
    drug_class: DrugClass | None = Field(default=None, alias="class")
    route: Route
    dose: Quantity | None = None
    start: Clock | None = None
    stop: Clock | None = None
    stop_next_day: bool = False
    segments: tuple[Segment, ...] = ()
    minutes: int | None = Field(default=None, ge=0, le=60 * 24 * 60)
    rate: Rate | None = None
    volume: Quantity | None = None
    purpose: Purpose | None = None
    pump: Pump | None = None
    encounter_for: EncounterFor | None = None
    puncture_by: Literal["self", "other", "none"] | None = None
    trial: TrialItem | None = None
    sequence: int | None = None
    concurrent_with: tuple[str, ...] = ()
    access: str | None = None
    encounter: int = Field(default=1, ge=1)
    bag: str | None = None
    containers: tuple[Container, ...] = ()
    discarded: Quantity | None = None
    supplied_by: Supplier = "practice"
    ordered_minutes: int | None = Field(default=None, ge=1)
    ended_early: EndedEarly | None = None
    injections: int = Field(default=1, ge=1, le=50)

    @model_validator(mode="after")
    def _named(self) -> "Administration":
        if not (self.drug and self.drug.strip()) and self.drug_class is None:
            raise ValueError(f"administrations.{self.id}.drug: expected a drug's name or code, or its class")
        if self.segments and (self.start or self.stop):
            raise ValueError(f"administrations.{self.id}.segments: expected either segments or start and stop")
        return self

    @property
    def name(self) -> str:
        """The drug as typed, or its class."""
        return (self.drug or self.drug_class or "").strip()


class Service(Frozen):
    """Anything else done, by its code."""

    code: Code
    units: int = Field(default=1, ge=1)
    modifiers: tuple[Modifier, ...] = ()
    performed_by: Literal["physician", "npp", "nurse", "physicist"] | None = None
    significant_separate: bool | None = None
    minutes: int | None = Field(default=None, ge=0)
    level_by: Literal["time", "mdm"] | None = None
    site: str | None = None
    encounter: int = Field(default=1, ge=1)
    note: str | None = None


class Visit(Encounter):
    """The facts of one date of service."""

    format: Literal["oncodesk.visit/1"] = "oncodesk.visit/1"
    reason: Reason
    diagnoses: tuple[Diagnosis, ...] = ()
    administrations: tuple[Administration, ...] = ()
    services: tuple[Service, ...] = ()
    radiation: Radiation | None = None

    @model_validator(mode="after")
    def _consistent(self) -> "Visit":
        ids = [a.id for a in self.administrations]
        for given in self.administrations:
            if ids.count(given.id) > 1:
                raise ValueError(f"administrations.{given.id}.id: expected an id that no other administration has")
            for other in given.concurrent_with:
                if other not in ids:
                    raise ValueError(f"administrations.{given.id}.concurrent_with: no administration {other!r}")
            running_spans(self, given)
        return self

    def administration(self, identifier: str) -> Administration | None:
        """The administration of that id, or None."""
        return next((a for a in self.administrations if a.id == identifier), None)


def running_spans(visit: Visit, given: Administration) -> tuple[Span, ...] | None:
    """The spans during which the drug ran, in order, or None where start or stop is not recorded.

    A stop before its start is impossible unless the next day is stated; ValueError names the field.
    """
    if given.segments:
        pairs = [(f"segments.{n}", part.start, part.stop) for n, part in enumerate(given.segments)]
    elif given.start and given.stop:
        pairs = [("stop", given.start, given.stop)]
    else:
        return None
    spans: list[Span] = []
    for n, (field, begin, end) in enumerate(pairs):
        start, stop = minute_of(begin, visit.date_of_service), minute_of(end, visit.date_of_service)
        last = n == len(pairs) - 1
        if given.stop_next_day and last and stop <= start:
            stop += DAY
        if stop < start or (stop == start and given.route in {"iv_infusion", "pump_prolonged"}):
            raise ValueError(
                f"administrations.{given.id}.{field}: stop {end} is not after start {begin}; "
                "expected a later time, or stop_next_day if it ran past midnight"
            )
        if spans and start < spans[-1][1]:
            raise ValueError(f"administrations.{given.id}.{field}: expected to start after the segment before it")
        spans.append((start, stop))
    return tuple(spans)
