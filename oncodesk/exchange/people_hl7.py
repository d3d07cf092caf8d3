"""Patients out of ADT messages and appointments out of SIU messages (HL7 version 2)."""

from collections.abc import Callable
from datetime import date
from typing import Any

from oncodesk.exchange import said
from oncodesk.exchange.hl7_text import Message, NotUnderstood, messages
from oncodesk.exchange.payers import kind_of_name
from oncodesk.exchange.people import Doing, Reading, Refused, Told, refuse

PATIENT_EVENTS = ("A01", "A04", "A08", "A28", "A31")
APPOINTMENT_EVENTS: dict[str, Doing] = {
    "S12": "book", "S13": "book", "S14": "book", "S15": "call_off", "S17": "call_off", "S26": "call_off",
}  # fmt: skip
OWN_NUMBERS = ("MR", "PI", "PN", "")
"""Kinds of identifier in PID-3 that may be the practice's own account number, the likeliest first."""


def read_people_hl7(content: bytes, today: date) -> Reading:
    """Every message of the file; UnusableInput where it is none. One that is not understood is refused."""
    told: list[Told] = []
    refused: list[Refused] = []
    for number, text in enumerate(messages(content), 1):
        place = f"message {number}"
        try:
            told.append(_message(place, Message(text), today))
        except NotUnderstood as problem:
            refuse(refused, place, problem.field, problem.expected)
    return Reading(kind="HL7", told=tuple(told), refused=tuple(refused))


def _message(place: str, message: Message, today: date) -> Told:
    kind, event = message.part("MSH", 9), message.part("MSH", 9, 2)
    if message.part("MSH", 11) in ("T", "D"):
        raise NotUnderstood("MSH-11", "expected a message of production (P), found one of a test")
    if message.count("PID") > 1:
        raise NotUnderstood("PID", "expected one patient in a message")
    if (kind, event) == ("ADT", "A40"):
        raise NotUnderstood("MSH-9", "two records of a patient are to be merged (A40); merge them by hand")
    if kind == "ADT" and event in PATIENT_EVENTS:
        return _patient(place, message, today)
    if kind == "SIU" and event in APPOINTMENT_EVENTS:
        return _appointment(place, message, today, APPOINTMENT_EVENTS[event])
    known = f"ADT {', '.join(PATIENT_EVENTS)} or SIU {', '.join(APPOINTMENT_EVENTS)}"
    raise NotUnderstood("MSH-9", f"expected {known}")


def _patient(place: str, message: Message, today: date) -> Told:
    return Told(place=place, account=_account(message), patient=_person(message, today), payer=_payer(message))


def _appointment(place: str, message: Message, today: date, doing: Doing) -> Told:
    return Told(
        place=place,
        account=_account(message),
        patient=_person(message, today),
        doing=doing,
        served=_served(message, today),
        appointment=message.part("SCH", 2) or message.part("SCH", 1),
        rendering=_rendering(message),
        payer=_payer(message),
    )


def _read(field: str, text: str, reader: Callable[[str], Any]) -> Any:
    try:
        return reader(said.plain_text(text))
    except ValueError as problem:
        raise NotUnderstood(field, str(problem)) from None


def _account(message: Message) -> str:
    """The medical record number, or what else of PID-3 may be the practice's own."""
    numbers = {(one[4] if len(one) > 4 else ""): one[0] for one in reversed(message.repeats("PID", 3)) if one[0]}
    found = next((numbers[kind] for kind in OWN_NUMBERS if kind in numbers), "")
    if not found:
        raise NotUnderstood("PID-3", "expected the patient's number (MR)")
    return str(_read("PID-3", found, said.account))


def _person(message: Message, today: date) -> dict[str, Any]:
    fields: tuple[tuple[str, int, int, Callable[[str], Any]], ...] = (
        ("family_name", 5, 1, said.name),
        ("given_name", 5, 2, said.name),
        ("birth_date", 7, 1, lambda text: said.day(text, today, born=True)),
        ("sex", 8, 1, said.sex),
        ("phone", 13, 1, said.phone),
    )
    found = {
        name: _read(f"PID-{number}", text, reader)
        for name, number, part, reader in fields
        if (text := message.part("PID", number, part)) and not (name == "sex" and text == "U")
    }
    if address := _address(message):
        found["address"] = address
    return found


def _address(message: Message) -> dict[str, str]:
    parts: tuple[tuple[str, int, Callable[[str], Any]], ...] = (
        ("line1", 1, said.identifier),
        ("line2", 2, said.identifier),
        ("city", 3, said.name),
        ("state", 4, said.state),
        ("zip", 5, said.zip_code),
    )
    stated = ((name, message.part("PID", 11, part), reader) for name, part, reader in parts)
    return {name: _read("PID-11", text, reader) for name, text, reader in stated if text}


def _payer(message: Message) -> dict[str, str]:
    stated = {
        "name": ("IN1-4", message.part("IN1", 4), said.name),
        "member_id": ("IN1-36", message.part("IN1", 36) or message.part("IN1", 49), said.identifier),
        "group": ("IN1-8", message.part("IN1", 8), said.identifier),
    }
    found = {name: str(_read(field, text, reader)) for name, (field, text, reader) in stated.items() if text}
    kind = kind_of_name(found.get("name", ""))
    return {**found, "kind": kind} if kind else found


def _served(message: Message, today: date) -> date:
    """The start by SCH-11, else by the resources booked."""
    for segment, number, part in (("SCH", 11, 4), ("AIS", 4, 1), ("AIP", 6, 1), ("AIL", 6, 1), ("AIG", 8, 1)):
        if text := message.part(segment, number, part):
            found: date = _read(f"{segment}-{number}", text, lambda stated: said.day(stated, today))
            return found
    raise NotUnderstood("SCH-11", "expected when the appointment starts")


def _rendering(message: Message) -> dict[str, str]:
    """Whom the appointment is with: AIP-3, else PV1-7; an NPI only where it has its ten digits."""
    for segment, number in (("AIP", 3), ("PV1", 7)):
        family, given = message.part(segment, number, 2), message.part(segment, number, 3)
        if family:
            name = f"{given} {family}".strip()
            found = {"name": str(_read(f"{segment}-{number}", name, said.name))}
            identifier = message.part(segment, number, 1)
            return {**found, "npi": identifier} if identifier.isdigit() and len(identifier) == 10 else found
    return {}
