"""Words that several panels use: complaints as a coder says them, what fields are called, and names that are hidden."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType

from oncodesk.domain.errors import UnusableInput
from oncodesk.words import say

NAMES = {
    "date_of_service": say("the date of service"),
    "place_of_service": say("the place of service"),
    "reason": say("the reason for the visit"),
    "practice": say("the practice's particulars"),
    "practice.name": say("the practice's name"),
    "practice.address": say("the practice's address"),
    "practice.phone": say("the practice's phone"),
    "practice.tax_id": say("the practice's tax ID"),
    "practice.npi": say("the practice's group NPI"),
    "providers.rendering": say("the rendering provider"),
    "providers.rendering.name": say("the rendering provider's name"),
    "providers.rendering.npi": say("the rendering provider's NPI"),
    "providers.referring.name": say("the referring provider's name"),
    "providers.ordering.name": say("the ordering provider's name"),
    "providers.supervising.name": say("the supervising provider's name"),
    "providers.billing.name": say("the billing provider's name"),
    "patient": say("the patient"),
    "patient.account": say("the patient's account"),
    "patient.family_name": say("the patient's family name"),
    "patient.given_name": say("the patient's given name"),
    "patient.birth_date": say("the patient's birth date"),
    "patient.sex": say("the patient's sex"),
    "patient.address": say("the patient's address"),
    "patient.address.line1": say("the street of the patient's address"),
    "patient.address.city": say("the city of the patient's address"),
    "patient.address.state": say("the state of the patient's address"),
    "patient.address.zip": say("the ZIP code of the patient's address"),
    "payer": say("the payer"),
    "payer.kind": say("the kind of payer"),
    "payer.name": say("the payer's name"),
    "payer.member_id": say("the payer's member ID"),
    "secondary_payer.kind": say("the kind of the second payer"),
    "secondary_payer.name": say("the second payer's name"),
    "authorization.number": say("the number of the authorization"),
    "diagnoses": say("a diagnosis"),
    "lines": say("a line to bill: type a drug or a service"),
    "radiation.course.id": say("the name of the course"),
    "radiation.course.modality": say("the modality of the course"),
    "radiation.course.planned_fractions": say("the planned fractions"),
    "radiation.course.areas": say("the areas"),
}  # fmt: skip
"""Fields by their path, as a coder calls them within a sentence."""
_LABELS = {
    "npi": say("NPI"), "ndc": say("NDC"), "tax_id": say("Tax ID"), "codes": say("Code sets"), "document": say("File"),
    "format": say("File"), "PATH": say("File"), "DIR": say("Place"), "FOLDER": say("Folder"),
    "date_of_service": say("Date of service"), "user": say("Log-in name"),
}  # fmt: skip
_TYPED = {
    "stop_next_day": say("the next day"), "set_fact": say("a fact"),
    "oncodesk.template/1": say("a regimen of OncoDesk"),
    "oncodesk.payer-card/1": say("a payer's card"), "expected of a new patient": say("needed of a new patient"),
}  # fmt: skip
_FILES = {
    "file", "document", "format", "backup", "folder", "key file", "practice file", "practice folder", "code sets",
    "codes", "card", "DIR", "FOLDER", "PATH", "message", "claim", "export",
}  # fmt: skip
_KINDS = {"Address", "str"}
STATUSES = {
    "uncoded": say("Uncoded"), "query": say("Query"), "review": say("Review"), "hold": say("Hold"),
    "ready": say("Ready"), "sent": say("Sent"),
}  # fmt: skip
SEVERITIES = {"error": say("Error"), "question": say("Question"), "warning": say("Warning"), "info": say("Info")}
_MONTHS = (
    say("Jan"), say("Feb"), say("Mar"), say("Apr"), say("May"), say("Jun"), say("Jul"), say("Aug"), say("Sep"),
    say("Oct"), say("Nov"), say("Dec"),
)  # fmt: skip
_DAYS = (say("Mon"), say("Tue"), say("Wed"), say("Thu"), say("Fri"), say("Sat"), say("Sun"))
_WHOLE_DAYS = (
    say("Monday"), say("Tuesday"), say("Wednesday"), say("Thursday"), say("Friday"), say("Saturday"), say("Sunday"),
)  # fmt: skip
_MORE = re.compile(r" \(and (\d+) more\)$")
_DAY = re.compile(r"expected a day as 2026-03-12 \(year, month, day\), found \S.*")


def plain(expected: str, verb: str = say("type")) -> str:
    """What to do about it: `expected an amount, found "x"` becomes `type an amount, not "x"`."""
    more = _MORE.search(expected)
    told = _MORE.sub("", expected)
    if is_missing(told):
        told = say("still to be filled in")
    for name, words in _TYPED.items():
        told = told.replace(name, words)
    told = _DAY.sub(say("expected a day such as 11/21/2026"), told)
    if told.startswith("expected one of"):
        told = re.sub(r"(?<=\w)_(?=\w)", " ", told)
    told = re.sub(r"[,;]? found (none|nothing|null)$", "", told)
    told = re.sub(r"([,;]) found ", ", not ", told)
    told = re.sub(r"\bexpected\b", verb, told)
    return say("{told} ({number} more to do after it)", told=told, number=more[1]) if more else told


def is_missing(expected: str) -> bool:
    """Whether nothing is wrong but that something is still to be filled in."""
    return expected.startswith("expected a value, found none")


def said(problem: UnusableInput, labels: Mapping[str, str] = MappingProxyType({})) -> str:
    """The complaint in one line: of which file, the field (`labels`: what its screen calls it), and what to do."""
    path = path_of(problem.field)
    name = labels.get(path) or label_of(path)
    verb = say("needs") if path.split(" ")[0] in _FILES or path in _FILES or problem.source else say("type")
    return ": ".join(part for part in (problem.source, name, plain(problem.expected, verb)) if part)


def label_of(path: str) -> str:
    """The field as a heading."""
    last = path.rpartition(".")[2]
    named = named_in(path) if path in NAMES else ""
    told = _LABELS.get(path) or named.removeprefix("the ").removeprefix("a ").partition(":")[0]
    told = told or _LABELS.get(last) or path.replace(".", " ").replace("_", " ").strip()
    return f"{told[:1].upper()}{told[1:]}"


def named_in(path: str) -> str:
    """The field as it is called within a sentence."""
    return NAMES.get(path) or path.replace(".", ", ").replace("_", " ")


def path_of(field: str) -> str:
    """The field's path without the names of the kinds it might have been: `address.Address.city` is `address.city`."""
    return ".".join(part for part in field.split(".") if part not in _KINDS)


def month(day: date) -> str:
    """`Nov`."""
    return _MONTHS[day.month - 1]


def weekday(day: date) -> str:
    """`Thu`."""
    return _DAYS[day.weekday()]


def whole_weekday(day: date) -> str:
    """`Thursday`."""
    return _WHOLE_DAYS[day.weekday()]


def mask(text: str) -> str:
    """Dots in place of who somebody is."""
    return "•" * min(len(text), 8)


def age(made: datetime, now: datetime) -> str:
    """How long ago in words."""
    days = (now.astimezone().date() - made.astimezone().date()).days
    if days <= 0:
        return say("today")
    return say("yesterday") if days == 1 else say("{days} days ago", days=days)
