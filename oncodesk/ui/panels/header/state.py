"""What stands above the drugs: the fields of the visit, each with its path in the draft."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from oncodesk.domain.errors import UnusableInput
from oncodesk.ui.editing.choices import PAYERS, REASONS
from oncodesk.ui.editing.coded_text import DIAGNOSES_HELP, SERVICES_HELP, diagnoses_text, services_text
from oncodesk.ui.editing.draft import get
from oncodesk.ui.editing.fields import Field, Shown, choices
from oncodesk.ui.editing.wording import is_missing, mask, path_of, plain
from oncodesk.words import say

PLACES = {
    "11": say("11 Office"),
    "19": say("19 Off-campus outpatient hospital"),
    "22": say("22 Outpatient hospital"),
    "12": say("12 Home"),
}
SEXES = {"F": say("Female"), "M": say("Male"), "X": say("Not stated")}


VISIT = (
    Field("date_of_service", say("Date of service"), 11, help=say("t today, y yesterday, -3, 1121, 11/21/2026")),
    Field("reason", say("Reason"), 24, choices(REASONS), say("Why the patient came: decides the initial service")),
    Field("place_of_service", say("Place"), 12, choices(PLACES), say("Where the services were given")),
    Field("diagnoses", say("Diagnoses"), 20, help=DIAGNOSES_HELP),
    Field("services", say("Services"), 16, help=SERVICES_HELP),
)
DETAILS = (
    Field("patient.family_name", say("Family name"), 16),
    Field("patient.given_name", say("Given name"), 14),
    Field("patient.birth_date", say("Birth date"), 11, help=say("1121, 11/21/1957 or 1957-11-21")),
    Field("patient.sex", say("Sex"), 10, choices(SEXES)),
    Field("patient.account", say("Account"), 10),
    Field("patient.address.line1", say("Street"), 20),
    Field("patient.address.city", say("City"), 14),
    Field("patient.address.state", say("State"), 4),
    Field("patient.address.zip", say("ZIP"), 9),
    Field("patient.phone", say("Phone"), 12),
    Field("payer.kind", say("Payer kind"), 14, choices(PAYERS)),
    Field("payer.name", say("Payer"), 18),
    Field("payer.member_id", say("Member ID"), 14),
    Field("payer.group", say("Group"), 10),
    Field("authorization.number", say("Authorization"), 12),
    Field("providers.rendering.name", say("Rendering provider"), 16),
    Field("providers.rendering.npi", say("Rendering NPI"), 11, help=say("Ten digits")),
    Field("providers.rendering.credential", say("Credential"), 6),
    Field("providers.referring.name", say("Referring provider"), 16),
    Field("providers.referring.npi", say("Referring NPI"), 11),
)


@dataclass(frozen=True, slots=True)
class HeaderState:
    """The patient in one line, the visit in another, and every field by its path."""

    title: str = ""
    subtitle: str = ""
    fields: tuple[tuple[str, Shown], ...] = ()

    def shown(self, path: str) -> Shown:
        """What the field of that path shows."""
        return next((shown for held, shown in self.fields if held == path), Shown(""))


def header_state(
    draft: dict[str, Any], problem: UnusableInput | None, rejected: dict[str, tuple[str, str]], masked: bool
) -> HeaderState:
    """`rejected` holds, by path, text that could not be understood and what was expected; `masked` hides who it is."""
    shown = tuple((field.path, _shown(draft, field.path, problem, rejected, masked)) for field in (*VISIT, *DETAILS))
    return HeaderState(_title(draft, masked), _subtitle(draft, masked), shown)


def _shown(
    draft: dict[str, Any], path: str, problem: UnusableInput | None, rejected: dict[str, tuple[str, str]], masked: bool
) -> Shown:
    if path in rejected:
        return Shown(*rejected[path])
    is_here = problem is not None and f"{path_of(problem.field)}.".startswith(f"{path}.")
    wrong = plain(problem.expected) if problem and is_here and not is_missing(problem.expected) else ""
    text = _text(draft, path)
    return Shown(mask(text) if masked and path.startswith(("patient.", "payer.member")) else text, wrong)


def _text(draft: dict[str, Any], path: str) -> str:
    if path == "diagnoses":
        return diagnoses_text(draft.get("diagnoses", []))
    if path == "services":
        return services_text(draft.get("services", []))
    whole = get(draft, "patient.address")
    value = whole if path == "patient.address.line1" and isinstance(whole, str) else get(draft, path)
    return "" if value is None else str(value)


def _title(draft: dict[str, Any], masked: bool) -> str:
    patient = draft.get("patient") or {}
    name = ", ".join(part for part in (patient.get("family_name"), patient.get("given_name")) if part)
    return (mask(name) if masked else name) or say("New visit")


def _subtitle(draft: dict[str, Any], masked: bool) -> str:
    patient, payer = draft.get("patient") or {}, draft.get("payer") or {}
    account = patient.get("account") or ""
    parts = (
        mask(account) if masked else account,
        SEXES.get(patient.get("sex", ""), ""),
        "" if masked else _age(patient.get("birth_date"), draft.get("date_of_service")),
        payer.get("name") or PAYERS.get(payer.get("kind", ""), ""),
        (get(draft, "providers.rendering.name") or "") if not masked else "",
    )
    return " · ".join(part for part in parts if part)


def _age(born: object, served: object) -> str:
    try:
        birth, day = date.fromisoformat(str(born)), date.fromisoformat(str(served))
    except ValueError:
        return ""
    return say("{years} y", years=day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day)))
