"""A regimen as the practice orders it (`oncodesk.template/1`) and its favourite codes (`oncodesk.favourites/1`)."""

from typing import Literal

from pydantic import Field, model_validator

from oncodesk.domain.base import Frozen
from oncodesk.domain.quantity import Quantity
from oncodesk.domain.visit import Diagnosis, DrugClass, Purpose, Reason, Route, Service

_BY_PATIENT = r"^(AUC \d+(\.\d+)?|\d+(\.\d+)? (mg|mcg|g|mL|units|million_units|mEq|mmol|mCi|uCi)/(kg|m2))$"


class PlannedDrug(Frozen):
    """One drug or fluid of a regimen, before any patient: its fields are named as those of an administration.

    `dose` where all patients get the same; `dose_by` where it follows the patient: `85 mg/m2`, `8 mg/kg`, `AUC 5`.
    `sequence` is its place in the order of giving, from 1.
    """

    drug: str = Field(min_length=1)
    drug_class: DrugClass | None = Field(default=None, alias="class")
    route: Route
    dose: Quantity | None = None
    dose_by: str | None = Field(default=None, pattern=_BY_PATIENT)
    ordered_minutes: int | None = Field(default=None, ge=1)
    sequence: int | None = Field(default=None, ge=1)
    purpose: Purpose | None = None

    @model_validator(mode="after")
    def _one_dose(self) -> "PlannedDrug":
        if self.dose and self.dose_by:
            raise ValueError("dose_by: expected either dose or dose_by")
        return self


class Template(Frozen):
    """What a visit of a regimen usually holds; nothing of a patient or payer. `cycle_days` from one to the next."""

    format: Literal["oncodesk.template/1"] = "oncodesk.template/1"
    name: str = Field(min_length=1)
    reason: Reason
    diagnoses: tuple[Diagnosis, ...] = ()
    administrations: tuple[PlannedDrug, ...] = ()
    services: tuple[Service, ...] = ()
    cycle_days: int | None = Field(default=None, ge=1, le=366)


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
