"""What the practice's records look like from outside the vault."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from pydantic import Field

from oncodesk.domain.base import Frozen
from oncodesk.domain.claim import Claim
from oncodesk.domain.decisions import Decisions
from oncodesk.domain.payer_card import PayerCard
from oncodesk.domain.report import Report

Status = Literal["uncoded", "query", "review", "hold", "ready", "sent"]
Role = Literal["coder", "reviewer", "manager"]
ClaimState = Literal["current", "replaced", "void"]


@dataclass(frozen=True, slots=True)
class VisitSummary:
    """One row of the worklist; `charge_total` in dollars, `age_days` since the date of service."""

    id: int
    date_of_service: date | None
    patient_name: str
    account: str
    payer: str
    status: Status
    charge_total: Decimal | None
    age_days: int | None


@dataclass(frozen=True, slots=True)
class VisitFilter:
    """Which visits: of one status or account, having every word of `text` (beginnings count), in a span of days.

    `soonest_first` lists them from the first day on, otherwise the newest stands first.
    """

    status: Status | None = None
    text: str = ""
    since: date | None = None
    until: date | None = None
    account: str = ""
    soonest_first: bool = False


@dataclass(frozen=True, slots=True)
class Tally:
    """How much waits in one status; `charge_total` in dollars of what is priced, `oldest` date of service."""

    status: Status
    visits: int
    charge_total: Decimal
    oldest: date | None


@dataclass(frozen=True, slots=True)
class StoredVisit:
    """A visit as it is being worked on.

    `draft` holds its facts, `decided` what lies over the claim derived from them, `refused` keeps the text of cells
    that could not be understood by their path, `version` counts its saves.
    """

    id: int
    draft: dict[str, Any]
    decided: Decisions
    status: Status
    refused: Mapping[str, str] = field(default_factory=dict)
    version: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class FinalClaim:
    """A finalised claim; `number` is the document number, never used twice; `replaces` the number it corrects."""

    number: int
    visit_id: int
    finalised_at: datetime
    claim: Claim
    report: Report
    replaces: int | None = None
    state: ClaimState = "current"
    by: str = ""


@dataclass(frozen=True, slots=True)
class ClaimFilter:
    """Which finalised claims: of one payer, state, account or number, having every word of `text`, in a span of days.

    `finalised_on` is the local day of finalising; `since` and `until` are dates of service.
    """

    state: ClaimState | None = None
    payer: str = ""
    text: str = ""
    number: int | None = None
    account: str = ""
    since: date | None = None
    until: date | None = None
    finalised_on: date | None = None


@dataclass(frozen=True, slots=True)
class ClaimSummary:
    """One row of the list of finalised claims; `total` in dollars, None where a line has no charge."""

    number: int
    visit_id: int
    date_of_service: date
    patient_name: str
    account: str
    payer: str
    state: ClaimState
    total: Decimal | None
    replaces: int | None
    replaced_by: int | None
    errors: int
    warnings: int
    overrides: int
    finalised_at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Figures:
    """What reports are made of, each row counted by the practice file itself; `total` and `charge` in dollars, None
    where none is known.

    `visits`: (date of service, status, visits, total) · `finalised`: (moment, coder, errors, overrides, total, is no
    correction) · `findings`: (rule, severity, payer, claims, findings) · `lines`: (code, is waste, units, charge,
    claims) · `charges`: (payer, date of service, claims, total).
    """

    visits: tuple[tuple[date | None, str, int, Decimal | None], ...] = ()
    finalised: tuple[tuple[datetime, str, int, int, Decimal | None, bool], ...] = ()
    findings: tuple[tuple[str, str, str, int, int], ...] = ()
    lines: tuple[tuple[str, bool, int, Decimal | None, int], ...] = ()
    charges: tuple[tuple[str, date, int, Decimal | None], ...] = ()


@dataclass(frozen=True, slots=True)
class SealedClaim:
    """A finalised claim with what it was judged by: facts, hashes of the editions, and whether its seal is whole."""

    final: FinalClaim
    facts: Mapping[str, Any] | None
    editions: Mapping[str, str]
    is_whole: bool


@dataclass(frozen=True, slots=True)
class StandingFilter:
    """Which claims that stand: whose visit is not marked as sent, in a span of dates of service, both included."""

    is_unsent: bool = False
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True)
class KeptClaim:
    """A claim that stands as it is kept: `document` and `report` are plain values, `is_whole` says the seal fits."""

    number: int
    visit_id: int
    date_of_service: date
    document: Mapping[str, Any]
    report: Mapping[str, Any]
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Note:
    """A remark on a visit, patient or code."""

    id: int
    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class HeldCard:
    """A payer's card of the practice; a withdrawn one is kept for the claims that were judged with it.

    `files` names the written policies that are kept with it.
    """

    number: int
    card: PayerCard
    by: str
    at: datetime
    withdrawn_by: str | None = None
    withdrawn_at: datetime | None = None
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredNote:
    """A remark with what it is on: `visit:7`, `patient:A-77` or `code:96413`."""

    id: int
    subject: str
    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class User:
    """Somebody with a password of their own."""

    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class Agreement:
    """A second person, by their own password, stands by the overridden findings of a visit."""

    by: str
    visit_id: int


class Security(Frozen):
    """How records are guarded: minutes of rest before the window locks, and whether overriding takes two."""

    idle_minutes: int = Field(default=10, ge=1, le=60)
    second_person: bool = False


class ImportColumns(Frozen):
    """Which field each folded heading of imported tables was taken for."""

    headings: dict[str, str] = Field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which audit entries: about subjects that begin so (`visit:7`, `user:`), by one person, of one action."""

    subject: str = ""
    by: str = ""
    action: str = ""


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One link of the chain: who did what to which record, and when."""

    sequence: int
    at: datetime
    by: str
    action: str
    subject: str
    detail: Mapping[str, Any]

    @property
    def said(self) -> str:
        """The detail in one line."""
        return "; ".join(f"{name}: {_listed(value)}" for name, value in self.detail.items())


def _listed(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
