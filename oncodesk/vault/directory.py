"""Patients, providers and payers, as the finalised claims name them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, func, select

from oncodesk import words
from oncodesk.domain.claim import Claim
from oncodesk.domain.people import Patient, Payer, Provider
from oncodesk.domain.reading import parse
from oncodesk.vault.errors import Conflict
from oncodesk.vault.ledger import Change
from oncodesk.vault.tables import patient, payer, provider
from oncodesk.vault.words import sort_name

_LAST_SIGN = "\U0010ffff"


def note_people(change: Change, final: Claim) -> int | None:
    """Keeps who is named in a claim, and gives the patient's id."""
    for person in (getattr(final.providers, name) for name in type(final.providers).model_fields):
        if person is not None:
            _note_provider(change, person)
    for pays in (final.payer, final.secondary_payer):
        if pays is not None:
            _note_payer(change, pays)
    return note_patient(change, final.patient) if final.patient else None


def note_patient(change: Change, person: Patient) -> int:
    """Keeps a patient under the account number, and gives the id."""
    where = patient.c.account == person.account
    held = change.connection.execute(select(patient.c.id, patient.c.document).where(where)).first()
    values = _values(change, person)
    if held is None:
        return change.insert(patient, account=person.account, **values)
    if held.document != values["document"]:
        change.update(patient, where, **values)
    return int(held.id)


def note_patients(change: Change, people: Sequence[Patient]) -> None:
    """Keeps patients, each account once."""
    accounts = [person.account for person in people]
    query = select(patient.c.account, patient.c.document).where(patient.c.account.in_(accounts))
    held = {row.account: row.document for row in change.connection.execute(query)}
    last = change.connection.execute(select(func.max(patient.c.id))).scalar() or 0
    rows = [{"account": person.account, **_values(change, person)} for person in people]
    fresh = [row for row in rows if row["account"] not in held]
    change.insert_all(patient, [{"id": last + n, **row} for n, row in enumerate(fresh, 1)])
    known = (row for row in rows if row["account"] in held)
    change.update_all(patient, "account", [row for row in known if held[row["account"]] != row["document"]])


def _values(change: Change, person: Patient) -> dict[str, Any]:
    return {
        "family_name": person.family_name,
        "given_name": person.given_name,
        "birth_date": person.birth_date,
        "sex": person.sex,
        "sort_name": sort_name(person.family_name, person.given_name),
        "document": person.model_dump(mode="json"),
        "changed_at": change.at,
    }


def _note_provider(change: Change, person: Provider) -> None:
    change.put(provider, _key(person), document=person.model_dump(mode="json"))


def _key(person: Provider) -> dict[str, str]:
    return {"npi": person.npi or "", "name": person.name}


def keep_provider(change: Change, person: Provider, instead_of: Provider | None) -> None:
    """Keeps a provider, in place of another where one is named; Conflict where that one is gone."""
    if instead_of is not None:
        _forget(change, instead_of)
    _note_provider(change, person)
    change.say("edit", f"provider:{person.npi or person.name}")


def drop_provider(change: Change, person: Provider) -> None:
    """Takes a provider off the list; Conflict where it is gone already."""
    _forget(change, person)
    change.say("remove", f"provider:{person.npi or person.name}")


def _forget(change: Change, person: Provider) -> None:
    key = _key(person)
    if not change.delete(provider, provider.c.npi == key["npi"], provider.c.name == key["name"]):
        raise Conflict(words.say("This provider is no longer on the list."))


def _note_payer(change: Change, pays: Payer) -> None:
    change.put(payer, {"kind": pays.kind, "name": pays.name, "payer_id": pays.id or ""})


def find_patients(connection: Connection, beginning: str, limit: int) -> tuple[Patient, ...]:
    """Patients whose family name begins so, or whose account number it is; by name."""
    folded = sort_name(beginning, "").removesuffix(", ")
    named = (patient.c.sort_name >= folded) & (patient.c.sort_name < folded + _LAST_SIGN)
    query = select(patient.c.document).where(named | (patient.c.account == beginning))
    rows = connection.execute(query.order_by(patient.c.sort_name, patient.c.id).limit(limit)).scalars()
    return tuple(parse(Patient, held) for held in rows)


def providers(connection: Connection) -> tuple[Provider, ...]:
    """Every provider named in a claim or kept in the settings, by name."""
    query = select(provider.c.document).order_by(provider.c.name, provider.c.npi)
    return tuple(parse(Provider, held) for held in connection.execute(query).scalars())
