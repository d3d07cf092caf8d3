"""A regimen as the practice orders it (`oncodesk.template/1`) and its favourite codes (`oncodesk.favourites/1`)."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, model_validator

from oncodesk.domain.base import Frozen
from oncodesk.domain.people import PayerKind
from oncodesk.domain.quantity import Amount, Quantity
from oncodesk.domain.visit import Container, Diagnosis, DrugClass, Pump, Purpose, Reason, Route, Service, Supplier

_BY_PATIENT = r"^(AUC \d+(\.\d+)?|\d+(\.\d+)? (mg|mcg|g|mL|units|million_units|mEq|mmol|mCi|uCi)/(kg|m2))$"


class PlannedDrug(Frozen):
    """One drug or fluid of a regimen, before any patient: its fields are named as those of an administration.

    `dose` where all patients get the same; `dose_by` where it follows the patient: `85 mg/m2`, `8 mg/kg`, `AUC 5`.
    `ordered_minutes` is how long it usually runs, `containers` what is usually opened. `sequence` is its place in the
    order of giving, from 1; drugs of the same place run beside one another.
    """

    drug: str = Field(min_length=1)
    drug_class: DrugClass | None = Field(default=None, alias="class")
    route: Route
    dose: Quantity | None = None
    dose_by: str | None = Field(default=None, pattern=_BY_PATIENT)
    ordered_minutes: int | None = Field(default=None, ge=1)
    sequence: int | None = Field(default=None, ge=1)
    purpose: Purpose | None = None
    containers: tuple[Container, ...] = ()
    pump: Pump | None = None
    supplied_by: Supplier = "practice"

    @model_validator(mode="after")
    def _one_dose(self) -> "PlannedDrug":
        if self.dose and self.dose_by:
            raise ValueError("dose_by: expected either dose or dose_by")
        return self

    @property
    def by_weight(self) -> Quantity | None:
        """What one kilogram gets where the dose follows the weight, else None."""
        amount, _, rest = (self.dose_by or "").partition(" ")
        unit, _, per = rest.partition("/")
        return Quantity.model_validate({"amount": amount, "unit": unit}) if per == "kg" else None


class Template(Frozen):
    """What a visit of a regimen usually holds; nothing of a patient.

    `cycle_days` from one to the next. In use from `since` to `until`, both included; of `payers` where it is meant for
    some kinds of payer only. A dose further off than `tolerance_percent` is told.
    """

    format: Literal["oncodesk.template/1"] = "oncodesk.template/1"
    name: str = Field(min_length=1)
    reason: Reason
    diagnoses: tuple[Diagnosis, ...] = ()
    administrations: tuple[PlannedDrug, ...] = ()
    services: tuple[Service, ...] = ()
    cycle_days: int | None = Field(default=None, ge=1, le=366)
    since: date | None = None
    until: date | None = None
    payers: tuple[PayerKind, ...] = ()
    tolerance_percent: Annotated[Amount, Field(le=100)] = Decimal(10)

    @model_validator(mode="after")
    def _in_order(self) -> "Template":
        if self.since and self.until and self.until < self.since:
            raise ValueError("until: expected a day not before since")
        return self

    def in_use(self, day: date) -> bool:
        """Whether the practice orders by it on that day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


class Templates(Frozen):
    """All the templates of a practice, each under a name of its own."""

    templates: tuple[Template, ...] = ()

    @model_validator(mode="after")
    def _named_apart(self) -> "Templates":
        names = [template.name for template in self.templates]
        if len(names) != len(set(names)):
            raise ValueError("templates: expected each under a name of its own")
        return self


class Favourite(Frozen):
    """A code the practice keeps at hand, with its own note."""

    code: str = Field(pattern=r"^[A-Za-z0-9.]{2,8}$")
    note: str = ""


class Favourites(Frozen):
    """The practice's favourite codes of any set."""

    format: Literal["oncodesk.favourites/1"] = "oncodesk.favourites/1"
    codes: tuple[Favourite, ...] = ()
