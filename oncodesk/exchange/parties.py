"""Patients, payers, providers and the practice of an 837P."""

from collections.abc import Iterator
from typing import Any

from oncodesk.exchange.elements import day
from oncodesk.exchange.lines837 import Doubts
from oncodesk.exchange.loops import Loop, Parts, Seg
from oncodesk.exchange.values import OtherPayer, Party
from oncodesk.policy.book import Policy

SEXES = {"F": "F", "M": "M", "U": "X"}
"""DMG03; U is unknown, which no rule may take for either."""
SELF = "18"


def party_name(name: Seg | None) -> str:
    """An organisation's name, or a person's as given and family name."""
    if name is None:
        return ""
    if name[2] == "2":
        return name[3]
    return " ".join(part for part in (name[4], name[5], name[3], name[7]) if part)


def npi_of(name: Seg | None) -> str | None:
    """NM109 where NM108 says that it is an NPI."""
    return name[9] or None if name and name[8] == "XX" else None


def provider(loop: Loop | None) -> dict[str, Any] | None:
    """Name and NPI, or None where the loop is not there or empty."""
    name = loop.first("NM1") if loop else None
    said, npi = party_name(name), npi_of(name)
    return {"name": said or npi, "npi": npi} if said or npi else None


def party(loop: Loop) -> Party:
    """A provider or place with its numbers and address."""
    name, speciality = loop.first("NM1"), loop.first("PRV")
    return Party(
        loop.name, party_name(name), npi_of(name), speciality[3] or None if speciality else None,
        tuple((seg[1], seg[2]) for seg in loop.every("REF")), _address_lines(loop),
    )  # fmt: skip


def practice(parts: Parts) -> dict[str, Any] | None:
    """The billing provider (2010AA) as the practice."""
    loop, level = parts.loop("2010AA"), parts.loop("2000A")
    name = loop.first("NM1") if loop else None
    if loop is None or not party_name(name):
        return None
    tax, phone = loop.first("REF", "EI") or loop.first("REF", "SY"), loop.first("PER")
    speciality = level.first("PRV") if level else None
    return {
        "name": party_name(name), "npi": npi_of(name), "address": address(loop),
        "tax_id": tax[2] or None if tax else None,
        "phone": phone[4] or None if phone and phone[3] == "TE" else None,
        "taxonomy": speciality[3] or None if speciality else None,
    }  # fmt: skip


def address(loop: Loop) -> dict[str, Any] | None:
    """N3 and N4, or None where they are not whole."""
    street, town = loop.first("N3"), loop.first("N4")
    if not (street and town and street[1] and town[1] and town[2] and town[3]):
        return None
    return {"line1": street[1], "line2": street[2] or None, "city": town[1], "state": town[2], "zip": town[3]}


def _address_lines(loop: Loop) -> tuple[str, ...]:
    street, town = loop.first("N3"), loop.first("N4")
    said = [*(street.elements[1:3] if street else ()), *(town.elements[1:4] if town else ())]
    return tuple(text for text in said if text)


def patient(parts: Parts, account: str, doubts: Doubts) -> dict[str, Any] | None:
    """The patient, who is the subscriber where there is no patient loop; None, and said, without a birth date."""
    loop = parts.loop("2010CA") or parts.loop("2010BA")
    name, person = (loop.first("NM1"), loop.first("DMG")) if loop else (None, None)
    if loop is None or name is None or person is None or person[1] != "D8" or person[3] not in SEXES:
        doubts.append("the patient's birth date or sex is missing (DMG); the patient is left out")
        return None
    if person[3] == "U":
        doubts.append("the patient's sex is unknown (DMG03 U)")
    return {
        "account": account, "family_name": name[3], "given_name": name[4], "sex": SEXES[person[3]],
        "birth_date": day(person[2], "the patient's birth date (DMG02)"), "address": address(loop),
    }  # fmt: skip


def insurance(parts: Parts, policy: Policy, doubts: Doubts) -> tuple[dict[str, Any] | None, dict[str, Any] | None]:
    """The payer that the claim goes to, and the secondary one of a claim to the primary."""
    level, held = parts.loop("2000B"), parts.loop("2010BB")
    subscriber = level.first("SBR") if level else None
    mine = _payer(subscriber, held, parts.loop("2010BA"), policy, doubts)
    if mine is not None:
        mine["policy_holder"] = _holder(parts, policy)
    second = None
    for loops in parts.others:
        turn = loops[0].first("SBR")
        if second is None and subscriber and turn and subscriber[1] == "P" and turn[1] == "S":
            second = _payer(turn, _named(loops, "2330B"), _named(loops, "2330A"), policy, doubts)
    if subscriber and subscriber[1] not in {"P", ""}:
        doubts.append("the claim goes to a payer that is not the primary one (SBR01)")
    return mine, second


def _payer(
    subscriber: Seg | None, held: Loop | None, member: Loop | None, policy: Policy, doubts: Doubts
) -> dict[str, Any] | None:
    name, who = held.first("NM1") if held else None, member.first("NM1") if member else None
    if subscriber is None and name is None:
        doubts.append("no payer is named (SBR, NM1 PR)")
        return None
    code = subscriber[9] if subscriber else ""
    kind = policy.table("exchange.payer_kinds").get(code)
    if kind is None:
        doubts.append(f"the kind of payer is {'not one that is known' if code else 'missing'} (SBR09); read as other")
    return {
        "kind": kind or "other", "name": party_name(name) or (subscriber[4] if subscriber else ""),
        "id": name[9] or None if name else None, "member_id": who[9] or None if who else None,
        "group": subscriber[3] or None if subscriber else None,
    }  # fmt: skip


def _holder(parts: Parts, policy: Policy) -> dict[str, Any] | None:
    """Whose policy it is, where the patient is not the subscriber."""
    level, holder = parts.loop("2000C"), parts.loop("2010BA")
    name = party_name(holder.first("NM1")) if holder else ""
    if level is None or holder is None or not name:
        return None
    pat, person = level.first("PAT"), holder.first("DMG")
    relation = policy.table("exchange.relationships").get(pat[1] if pat else "")
    born = day(person[2], "the subscriber's birth date (DMG02)") if person and person[1] == "D8" else None
    return {"name": name, "relationship": relation, "birth_date": born}


def _named(loops: list[Loop], name: str) -> Loop | None:
    return next((loop for loop in loops if loop.name == name), None)


def other_payers(others: list[list[Loop]]) -> Iterator[OtherPayer]:
    """Every other payer of the claim (2320, 2330), with what it paid and held back."""
    for loops in others:
        own, held, member = loops[0], _named(loops, "2330B"), _named(loops, "2330A")
        turn, name = own.first("SBR"), held.first("NM1") if held else None
        who = member.first("NM1") if member else None
        yield OtherPayer(
            turn[1] if turn else "", turn[9] if turn else "",
            party_name(name) or (turn[4] if turn else ""), name[9] or None if name else None,
            who[9] or None if who else None, tuple((seg[1], seg[2]) for seg in own.every("AMT")),
            tuple("*".join(seg.elements[1:]) for seg in own.every("CAS")),
        )  # fmt: skip
