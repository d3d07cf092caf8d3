"""Patients, providers, practices and payers."""

from datetime import date
from typing import Literal

from pydantic import Field

from oncodesk.domain.base import Frozen

PayerKind = Literal[
    "medicare", "medicare_advantage", "railroad", "medicaid", "tricare", "commercial", "self_pay", "other"
]


class Address(Frozen):
    """A postal address in the United States."""

    line1: str
    line2: str | None = None
    city: str
    state: str
    zip: str


class Practice(Frozen):
    """The billing practice; `tax_id` and `npi` are text."""

    name: str
    address: Address | str | None = None
    phone: str | None = None
    tax_id: str | None = None
    npi: str | None = None
    taxonomy: str | None = None


class PolicyHolder(Frozen):
    """Whose policy it is, where that is not the patient."""

    name: str
    relationship: str | None = None
    birth_date: date | None = None


class Payer(Frozen):
    """Who pays, and the patient's membership there."""

    kind: PayerKind
    name: str
    id: str | None = None
    member_id: str | None = None
    group: str | None = None
    policy_holder: PolicyHolder | None = None


class Patient(Frozen):
    """The patient; `weight_kg` in kilograms."""

    account: str
    family_name: str
    given_name: str
    birth_date: date
    sex: Literal["F", "M", "X"]
    address: Address | str | None = None
    phone: str | None = None
    weight_kg: float | None = Field(default=None, gt=0, lt=1000)

    @property
    def name(self) -> str:
        """Family name, given name."""
        return f"{self.family_name}, {self.given_name}"


class Provider(Frozen):
    """A physician, practitioner or supplier; `npi` is text and judged by a rule, not here."""

    name: str
    npi: str | None = None
    credential: str | None = None


class Providers(Frozen):
    """Who did, billed, supervised, ordered or referred."""

    rendering: Provider | None = None
    billing: Provider | None = None
    supervising: Provider | None = None
    ordering: Provider | None = None
    referring: Provider | None = None
