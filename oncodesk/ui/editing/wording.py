"""Words that several panels use: complaints as a coder says them, what fields are called, and names that are hidden."""

import re
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from oncodesk.domain.errors import UnusableInput

NAMES = {
    "date_of_service": "the date of service",
    "place_of_service": "the place of service",
    "reason": "the reason for the visit",
    "practice": "the practice's particulars",
    "practice.name": "the practice's name",
    "practice.address": "the practice's address",
    "practice.phone": "the practice's phone",
    "practice.tax_id": "the practice's tax ID",
    "practice.npi": "the practice's group NPI",
    "providers.rendering": "the rendering provider",
    "providers.rendering.name": "the rendering provider's name",
    "providers.rendering.npi": "the rendering provider's NPI",
    "providers.referring.name": "the referring provider's name",
    "providers.ordering.name": "the ordering provider's name",
    "providers.supervising.name": "the supervising provider's name",
    "providers.billing.name": "the billing provider's name",
    "patient": "the patient",
    "patient.account": "the patient's account",
    "patient.family_name": "the patient's family name",
    "patient.given_name": "the patient's given name",
    "patient.birth_date": "the patient's birth date",
    "patient.sex": "the patient's sex",
    "patient.address": "the patient's address",
    "patient.address.line1": "the street of the patient's address",
    "patient.address.city": "the city of the patient's address",
    "patient.address.state": "the state of the patient's address",
    "patient.address.zip": "the ZIP code of the patient's address",
    "payer": "the payer",
    "payer.kind": "the kind of payer",
    "payer.name": "the payer's name",
    "payer.member_id": "the payer's member ID",
    "secondary_payer.kind": "the kind of the second payer",
    "secondary_payer.name": "the second payer's name",
    "authorization.number": "the number of the authorization",
    "diagnoses": "a diagnosis",
    "lines": "a line to bill: type a drug or a service",
    "radiation.course.id": "the name of the course",
    "radiation.course.modality": "the modality of the course",
    "radiation.course.planned_fractions": "the planned fractions",
    "radiation.course.areas": "the areas",
}  # fmt: skip
"""Fields by their path, as a coder calls them within a sentence."""
_LABELS = {
    "npi": "NPI", "ndc": "NDC", "tax_id": "Tax ID", "codes": "Code sets", "document": "File", "format": "File",
    "PATH": "File", "DIR": "Place", "FOLDER": "Folder", "date_of_service": "Date of service", "user": "Log-in name",
}  # fmt: skip
_TYPED = {
    "stop_next_day": "the next day", "set_fact": "a fact", "oncodesk.template/1": "a regimen of OncoDesk",
    "oncodesk.payer-card/1": "a payer's card", "expected of a new patient": "needed of a new patient",
}  # fmt: skip
_FILES = {
    "file", "document", "format", "backup", "folder", "key file", "practice file", "practice folder", "code sets",
    "codes", "card", "DIR", "FOLDER", "PATH", "message", "claim", "export",
}  # fmt: skip
_KINDS = {"Address", "str"}
_MORE = re.compile(r" \(and (\d+) more\)$")
_DAY = re.compile(r"expected a day as 2026-03-12 \(year, month, day\), found \S.*")


def plain(expected: str, verb: str = "type") -> str:
    """What to do about it: `expected an amount, found "x"` becomes `type an amount, not "x"`."""
    more = _MORE.search(expected)
    told = _MORE.sub("", expected)
    if is_missing(told):
        told = "still to be filled in"
    for name, words in _TYPED.items():
        told = told.replace(name, words)
    told = _DAY.sub("expected a day such as 11/21/2026", told)
    if told.startswith("expected one of"):
        told = re.sub(r"(?<=\w)_(?=\w)", " ", told)
    told = re.sub(r"[,;]? found (none|nothing|null)$", "", told)
    told = re.sub(r"([,;]) found ", ", not ", told)
    told = re.sub(r"\bexpected\b", verb, told)
    return f"{told} ({more[1]} more to do after it)" if more else told


def is_missing(expected: str) -> bool:
    """Whether nothing is wrong but that something is still to be filled in."""
    return expected.startswith("expected a value, found none")


def said(problem: UnusableInput, labels: Mapping[str, str] = MappingProxyType({})) -> str:
    """The complaint in one line: of which file, the field (`labels`: what its screen calls it), and what to do."""
    path = path_of(problem.field)
    name = labels.get(path) or label_of(path)
    verb = "needs" if path.split(" ")[0] in _FILES or path in _FILES or problem.source else "type"
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


def mask(text: str) -> str:
    """Dots in place of who somebody is."""
    return "•" * min(len(text), 8)


def age(made: datetime, now: datetime) -> str:
    """How long ago in words."""
    days = (now.astimezone().date() - made.astimezone().date()).days
    if days <= 0:
        return "today"
    return "yesterday" if days == 1 else f"{days} days ago"
