"""What a superbill says, as plain text by place; naming what is missing before anything is drawn."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from oncodesk.codes.tables import Tables
from oncodesk.domain.claim import LETTERS, Claim, ClaimLine
from oncodesk.domain.errors import UnusableInput
from oncodesk.domain.people import Address, Practice, Provider
from oncodesk.domain.quantity import plain

NOT_CHARGED = "not charged"


@dataclass(frozen=True, slots=True)
class Stamp:
    """What the desk adds to a claim to make a document of it; the two moments are local clock text.

    `replaces` names the document that a corrected one stands for; `void` marks it as cancelled.
    """

    number: str
    created: str
    printed: str
    replaces: str | None = None
    void: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One printed line: nine cells, and a second line of small print for the drug's NDC, waste or narrative."""

    cells: tuple[str, ...]
    small_print: str = ""
    waste: bool = False


@dataclass(frozen=True, slots=True)
class Content:
    """Everything printed, in reading order."""

    practice: tuple[str, ...]
    practice_numbers: tuple[str, ...]
    mailing: tuple[str, ...]
    banner: str
    facts: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    diagnoses: tuple[tuple[str, str, str], ...]
    rows: tuple[Row, ...]
    totals: tuple[tuple[str, str], ...]
    stamp: Stamp
    code: str
    notices: tuple[str, ...] = field(default=())


def superbill_content(claim: Claim, practice: Practice | None, tables: Tables, stamp: Stamp) -> Content:
    """The content, or UnusableInput naming every required field that is missing."""
    missing = tuple(missing_fields(claim, practice))
    if missing:
        raise UnusableInput(missing[0], f"required on a superbill; missing: {', '.join(missing)}")
    assert practice is not None
    assert claim.patient is not None
    return Content(
        practice=(practice.name, *_address(practice.address), *_labelled("Phone", practice.phone)),
        practice_numbers=(*_labelled("Tax ID", practice.tax_id), *_labelled("Group NPI", practice.npi)),
        mailing=(f"{claim.patient.given_name} {claim.patient.family_name}", *_address(claim.patient.address)),
        banner=_banner(stamp),
        facts=tuple(_facts(claim)),
        diagnoses=tuple(_diagnoses(claim, tables)),
        rows=tuple(_row(claim, line, tables) for line in claim.lines),
        totals=tuple(_totals(claim)),
        stamp=stamp,
        code=verification_code(claim, stamp.number),
        notices=_notices(claim),
    )


def verification_code(claim: Claim, number: str) -> str:
    """Eight characters that change when anything on the claim does: `5F2A-91C7`."""
    digest = hashlib.sha256(f"{number}|{claim.model_dump_json()}".encode()).hexdigest().upper()
    return f"{digest[:4]}-{digest[4:8]}"


def missing_fields(claim: Claim, practice: Practice | None) -> Iterator[str]:
    """The fields without which no superbill is printed, by their paths."""
    required = {
        "practice.name": practice and practice.name,
        "practice.address": practice and practice.address,
        "practice.phone": practice and practice.phone,
        "practice.tax_id": practice and practice.tax_id,
        "practice.npi": practice and practice.npi,
        "providers.rendering": claim.providers.rendering,
        "providers.rendering.npi": claim.providers.rendering and claim.providers.rendering.npi,
        "patient": claim.patient,
        "patient.address": claim.patient and claim.patient.address,
        "payer": claim.payer,
        "diagnoses": claim.diagnoses,
        "lines": claim.lines,
    }
    yield from (name for name, value in required.items() if not value)
    if claim.payer and claim.payer.kind != "self_pay" and not claim.payer.member_id:
        yield "payer.member_id"


def _address(address: Address | str | None) -> tuple[str, ...]:
    if isinstance(address, Address):
        lines = (address.line1, address.line2 or "", f"{address.city}, {address.state} {address.zip}")
    else:
        lines = tuple(part.strip() for part in (address or "").split("\n"))  # type: ignore[assignment]
    return tuple(line for line in lines if line)


def _labelled(label: str, value: str | None) -> tuple[str, ...]:
    return (f"{label} {value}",) if value else ()


def _banner(stamp: Stamp) -> str:
    if stamp.void:
        return "VOID"
    return f"CORRECTED – replaces {stamp.replaces}" if stamp.replaces else ""


def _day(day: date | None) -> str:
    return day.strftime("%m/%d/%Y") if day else ""


def _person(person: Provider | None) -> str:
    if person is None:
        return ""
    name = f"{person.name}, {person.credential}" if person.credential else person.name
    return f"{name} · NPI {person.npi}" if person.npi else name


def _facts(claim: Claim) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:
    """Three boxes of label and value; a label without a value is left out."""
    patient, payer, who = claim.patient, claim.payer, claim.providers
    assert patient is not None
    assert payer is not None
    holder = payer.policy_holder
    boxes: dict[str, dict[str, str | None]] = {
        "Patient": {
            "Name": patient.name,
            "Birth date": _day(patient.birth_date),
            "Sex": patient.sex,
            "Account": patient.account,
            "Phone": patient.phone,
        },
        "Coverage": {
            "Payer": payer.name,
            "Member ID": payer.member_id,
            "Group": payer.group,
            "Policy holder": holder.name if holder else None,
            "Relationship": holder.relationship if holder else None,
            "Secondary": claim.secondary_payer.name if claim.secondary_payer else None,
            "Authorization": claim.authorization.number if claim.authorization else claim.facts.prior_authorization,
        },
        "Visit": {
            "Date of service": _day(claim.date_of_service),
            "Place of service": claim.place_of_service,
            "Rendering": _person(who.rendering),
            "Supervising": _person(who.supervising),
            "Ordering": _person(who.ordering),
            "Referring": _person(who.referring),
        },
    }
    for title, values in boxes.items():
        yield title, tuple((label, value) for label, value in values.items() if value)


def _diagnoses(claim: Claim, tables: Tables) -> Iterator[tuple[str, str, str]]:
    for letter, code in zip(LETTERS, claim.diagnoses, strict=False):
        entry = tables.diagnosis(code)
        yield letter, code, entry.text if entry else "(not in the ICD-10-CM tables)"


def describe(code: str, tables: Tables) -> str:
    """The code's service in our own words, or its drug and billing unit."""
    if drug := tables.drug(code):
        return f"{drug.generic}, {drug.unit}"
    procedure = tables.procedure(code) or tables.known_procedure(code)
    return procedure.wording if procedure else ""


def _row(claim: Claim, line: ClaimLine, tables: Tables) -> Row:
    waste = "JW" in line.modifiers
    day = claim.date_of(line)
    dates = f"{_day(day)}–{_day(line.date_to)[:5]}" if line.date_to and line.date_to != day else _day(day)
    cells = (
        dates,
        line.place_of_service or claim.place_of_service,
        line.code,
        " ".join(line.modifiers),
        describe(line.code, tables) or line.narrative or "",
        line.pointers,
        str(line.units),
        "" if line.charge is None else f"{line.charge:,.2f}",
    )
    return Row(cells, " · ".join(_small_print(line, waste)), waste)


def _small_print(line: ClaimLine, waste: bool) -> Iterator[str]:
    if waste:
        yield "Discarded drug"
    if line.ndc:
        quantity = f" {line.ndc.unit or ''} {plain(line.ndc.quantity)}" if line.ndc.quantity is not None else ""
        yield f"NDC {line.ndc.code}{quantity}"
    if line.narrative:
        yield line.narrative


def _totals(claim: Claim) -> Iterator[tuple[str, str]]:
    """Charges and balance are left open where no line has a charge: nobody owes nothing for want of a fee schedule."""
    charged = [line.charge for line in claim.lines if line.charge is not None]
    charges, paid = sum(charged, Decimal(0)), sum((payment.amount for payment in claim.payments), Decimal(0))
    yield "Total charges", f"${charges:,.2f}" if charged else NOT_CHARGED
    yield "Payments", f"${paid:,.2f}"
    yield "Balance", f"${charges - paid:,.2f}" if charged else NOT_CHARGED


def _notices(claim: Claim) -> tuple[str, ...]:
    unpriced = [line.code for line in claim.lines if line.charge is None]
    if not unpriced:
        return ()
    return (f"No charge recorded for {', '.join(dict.fromkeys(unpriced))}: not in the total.",)
