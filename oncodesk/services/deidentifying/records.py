"""Patients and claims without what identifies: a value is let through by its own form, none by being forgotten."""

import re
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from oncodesk.domain.claim import Claim
from oncodesk.domain.people import Address, Patient
from oncodesk.policy.book import Policy

NOWHERE = "000"
OLD = "90+"
_CODE = re.compile(r"[A-Z]\d{4}|\d{4}[A-Z0-9]")
_DIAGNOSIS = re.compile(r"[A-Z]\d[A-Z0-9](\.[A-Z0-9]{1,4})?")
_MODIFIER = re.compile(r"[A-Z]\d|\d[A-Z0-9]|[A-Z]{2}")
_POINTERS = re.compile(r"[A-L]{1,4}")
PATIENT = ("patient", "birth_year", "age_group", "sex", "state", "zip3")
CLAIM = ("claim", "patient", "year", "place_of_service", "payer_kind", "lines", "total")
LINE = ("claim", "line", "year", "code", "modifiers", "units", "pointers", "charge")
DIAGNOSIS = ("claim", "place", "code")
FINDING = ("claim", "rule", "severity")
Cells = Sequence[Any]


@dataclass(frozen=True, slots=True)
class Limits:
    """The published numbers that de-identifying goes by, as of one day."""

    today: date
    oldest: int
    hidden_zip3: frozenset[str]
    states: frozenset[str]

    @classmethod
    def on(cls, today: date) -> "Limits":
        """As they are in force."""
        policy = Policy(today)
        hidden = policy.union("exchange.zip3_of_few", "exchange.zip3_of_nobody")
        return cls(today, policy.number("exchange.oldest_age_shown"), hidden, policy.codes("exchange.state_codes"))


def random_keys(letter: str, names: Iterable[Any]) -> dict[Any, str]:
    """A key for each, in an order that says nothing of them and is kept nowhere."""
    held = sorted(set(names), key=str)
    secrets.SystemRandom().shuffle(held)
    return {name: f"{letter}{number:06}" for number, name in enumerate(held, 1)}


def patient_cells(one: Patient, key: str, limits: Limits) -> Cells:
    """Year of birth or 90+, sex, state and three digits of the ZIP code."""
    is_old = limits.today.year - one.birth_date.year > limits.oldest
    born, group = ("", OLD) if is_old else (one.birth_date.year, "")
    return key, born, group, one.sex, *_where(one.address, limits)


def _where(address: Address | str | None, limits: Limits) -> tuple[str, str]:
    if not isinstance(address, Address):
        return "", ""
    state = address.state if address.state in limits.states else ""
    beginning = address.zip[:3]
    known = re.fullmatch(r"[0-9]{3}", beginning) and beginning not in limits.hidden_zip3
    return state, beginning if known else NOWHERE


def claim_cells(claim: Claim, key: str, patient: str) -> Cells:
    """Year, place, kind of payer and money."""
    kind = claim.payer.kind if claim.payer else ""
    return key, patient, claim.date_of_service.year, claim.place_of_service, kind, len(claim.lines), claim.total


def line_cells(claim: Claim, key: str) -> Iterator[Cells]:
    """The lines by place; a code, modifier or pointer that has not its form is left out."""
    for place, line in enumerate(claim.lines, 1):
        modifiers = " ".join(one for one in line.modifiers if _MODIFIER.fullmatch(one))
        pointers = line.pointers if _POINTERS.fullmatch(line.pointers) else ""
        year = claim.date_of(line).year
        yield key, place, year, procedure(line.code), modifiers, line.units, pointers, line.charge


def procedure(code: str) -> str:
    """The code, or nothing where it has not the form of one."""
    return code if _CODE.fullmatch(code) else ""


def diagnosis_cells(claim: Claim, key: str) -> Iterator[Cells]:
    """The diagnoses by place."""
    for place, code in enumerate(claim.diagnoses, 1):
        if _DIAGNOSIS.fullmatch(code):
            yield key, place, code


def finding_cells(report: Mapping[str, Any], key: str, rules: frozenset[str]) -> Iterator[Cells]:
    """Which rules found what; nothing of their words."""
    for finding in report["findings"]:
        if finding["rule"] in rules:
            yield key, finding["rule"], finding["severity"]
