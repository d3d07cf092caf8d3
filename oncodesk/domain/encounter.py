"""What a visit and a claim have in common: when, where, who, who pays, and what came before."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, PlainSerializer, field_validator, model_validator

from oncodesk.domain.base import Frozen
from oncodesk.domain.people import Patient, Payer, Practice, Providers

Money = Annotated[
    Decimal,
    Field(max_digits=12, decimal_places=2),
    PlainSerializer(lambda amount: f"{amount:.2f}", return_type=str, when_used="json"),
]
Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9]{5}$")]
Modifier = Annotated[str, Field(pattern=r"^[A-Za-z0-9]{2}$")]


class Payment(Frozen):
    """Money received; `amount` in dollars."""

    date: date
    method: str
    amount: Money


class Authorization(Frozen):
    """A payer's prior authorisation and what it covers."""

    number: str
    since: date | None = Field(default=None, alias="from")
    to: date | None = None
    units: int | None = None


class HistoryLine(Frozen):
    """A line already billed; a line of no stated `course` is of an unknown course."""

    date_of_service: date
    code: Code
    units: int = 1
    modifiers: tuple[Modifier, ...] = ()
    course: str | None = None
    provider: str | None = None
    specialty: str | None = None
    diagnoses: tuple[str, ...] = ()


CliaCertificate = Literal["waiver", "microscopy", "registration", "compliance", "accreditation"]


class ClinicalTrial(Frozen):
    """A trial the patient is in; a missing `nct` is for a rule to say."""

    nct: str | None = None
    phase_item: Literal["routine", "investigational"] | None = None


class Abn(Frozen):
    """An Advance Beneficiary Notice."""

    signed_on: date | None = None


class Facts(Frozen):
    """Documented facts that a rule may ask for; absent means not known.

    `clia_certificate` is what the office's laboratory may do (42 CFR 493): waived tests, microscopy by the provider, or
    all (registration, compliance, accreditation).
    """

    hemoglobin_g_dl: float | None = None
    hematocrit_pct: float | None = None
    measured_on: date | None = None
    clinical_trial: ClinicalTrial | None = None
    prior_authorization: str | None = None
    signed_order: bool | None = None
    last_chemotherapy_on: date | None = None
    next_chemotherapy_on: date | None = None
    abn: Abn | None = None
    stay: Literal["hospice", "snf", "inpatient"] | None = None
    other_coverage_asked: bool | None = None
    clia_certificate: CliaCertificate | None = None


class Encounter(Frozen):
    """The header shared by a visit and a claim. Place of service is CMS's two-digit code, 11 = office."""

    date_of_service: date
    place_of_service: str = Field(default="11", pattern=r"^\d\d$")
    practice: Practice | None = None
    payer: Payer | None = None
    secondary_payer: Payer | None = None
    patient: Patient | None = None
    providers: Providers = Providers()
    payments: tuple[Payment, ...] = ()
    authorization: Authorization | None = None
    history: tuple[HistoryLine, ...] = ()
    facts: Facts = Facts()

    @field_validator("date_of_service")
    @classmethod
    def _plausible(cls, day: date) -> date:
        if not 1990 <= day.year <= 2100:
            raise ValueError("expected a date between 1990 and 2100")
        return day

    @model_validator(mode="after")
    def _born_before(self) -> "Encounter":
        if self.patient and self.patient.birth_date > self.date_of_service:
            raise ValueError("patient.birth_date: expected a date on or before the date of service")
        return self

    @property
    def in_office(self) -> bool:
        """Whether the services were in an office (POS 11), where the reason for the visit picks the initial."""
        return self.place_of_service not in {"19", "22"}
