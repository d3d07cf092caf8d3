"""What comes in and goes out of the records in bulk: many patients and visits in one change, every record in order."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from pydantic import BaseModel
from sqlalchemy import Connection, Engine, Select, select

from oncodesk.domain.people import Patient
from oncodesk.domain.reading import parse
from oncodesk.vault import directory, settings, visits
from oncodesk.vault.claims import every_sealed
from oncodesk.vault.ledger import change
from oncodesk.vault.progress import Progress, quietly
from oncodesk.vault.proof import audit_rows
from oncodesk.vault.secret import Secret
from oncodesk.vault.sqlcipher import told
from oncodesk.vault.tables import draft, note, patient, payer, provider, setting, visit
from oncodesk.vault.values import AuditRow, SealedClaim, StoredNote, StoredVisit, User

Part = TypeVar("Part")
Served = tuple[str, date]
"""An account and a date of service."""
AUDIT_PAGE = 1000
_PART, _MOST = 500, 0.9
"""Records written between two words on how far it is, and where in the whole the last of them stands."""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What an import did: patients kept, visits made, and visits that were there already."""

    patients: int
    visits: int
    there: int


class Crossing:
    """The bulk of an open practice file; it reads and writes as the store does."""

    def __init__(self, engine: Engine, secret: Secret, user: User, now: Callable[[], datetime]) -> None:
        self._engine, self._secret, self._user, self._now = engine, secret, user, now

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        self._secret.content()
        with told(), self._engine.connect() as connection:
            yield connection

    def _rows(self, query: Select[Any]) -> Iterator[Any]:
        with self._reading() as connection:
            yield from connection.execute(query.execution_options(yield_per=500))

    # --- in -----------------------------------------------------------------------------------------------------

    def patients_of(self, accounts: Sequence[str]) -> dict[str, Patient]:
        """Those of the accounts that are known."""
        wanted = set(accounts)
        rows = self._rows(select(patient.c.account, patient.c.document))
        return {row.account: parse(Patient, row.document) for row in rows if row.account in wanted}

    def served(self, accounts: Sequence[str]) -> frozenset[Served]:
        """Which of the accounts have a visit on which dates."""
        wanted = set(accounts)
        with self._reading() as connection:
            return _served(connection, wanted)

    def take_in(
        self,
        kind: str,
        patients: Sequence[Patient],
        drafts: Sequence[Mapping[str, Any]],
        remembered: Mapping[str, BaseModel],
        say: Progress = quietly,
    ) -> TakenIn:
        """Keeps the patients, makes the visits that are not there yet, and remembers documents by name: all or none.

        Nothing is kept where `say` raises.
        """
        self._secret.content()
        done, total = 0, max(1, len(patients) + len(drafts))
        with change(self._engine, self._secret.mac, self._user.name, self._now) as under_way:
            for people in _parts(patients):
                say(_MOST * done / total, f"{done:,} of {len(patients):,} patients")
                directory.note_patients(under_way, people)
                for person in people:
                    under_way.say("edit", f"patient:{person.account}")
                done += len(people)
            there = _served(under_way.connection, {_key(facts)[0] for facts in drafts})
            fresh = tuple({_key(facts): facts for facts in reversed(drafts) if _key(facts) not in there}.values())[::-1]
            made = 0
            for some in _parts(fresh):
                say(_MOST * (done + made) / total, f"{made:,} of {len(fresh):,} visits")
                visits.make(under_way, some)
                made += len(some)
            for name, document in remembered.items():
                settings.write(under_way, name, document)
            under_way.say("import", kind, patients=len(patients), visits=made)
            say(_MOST, "writing it down; it can no longer be stopped")
        return TakenIn(len(patients), made, len(drafts) - made)

    # --- out ----------------------------------------------------------------------------------------------------

    def patients(self) -> Iterator[Patient]:
        """Every patient, by account."""
        for row in self._rows(select(patient.c.document).order_by(patient.c.account)):
            yield parse(Patient, row.document)

    def payers(self) -> Iterator[Mapping[str, str]]:
        """Every payer named in a finalised claim: kind, name, id."""
        query = select(payer.c.kind, payer.c.name, payer.c.payer_id).order_by(payer.c.kind, payer.c.name)
        for row in self._rows(query):
            yield {"kind": row.kind, "name": row.name, "id": row.payer_id}

    def providers(self) -> Iterator[Mapping[str, Any]]:
        """Every provider named in a finalised claim, as documents."""
        for row in self._rows(select(provider.c.document).order_by(provider.c.name, provider.c.npi)):
            yield row.document

    def visits(self) -> Iterator[StoredVisit]:
        """Every visit with its draft, by id."""
        wanted = (visit.c.id, *visits.STORED)
        for row in self._rows(select(*wanted).join_from(visit, draft).order_by(visit.c.id)):
            yield visits.stored(row.id, row)

    def claims(self) -> Iterator[SealedClaim]:
        """Every finalised claim with what it was judged by, by number."""
        with self._reading() as connection:
            yield from every_sealed(connection, self._secret.mac)

    def notes(self) -> Iterator[StoredNote]:
        """Every remark, the oldest first."""
        for row in self._rows(select(note).order_by(note.c.id)):
            yield StoredNote(row.id, row.subject, row.text, row.by, row.at)

    def documents(self) -> Iterator[tuple[str, Any]]:
        """The practice's own documents by name: particulars, favourites, templates, settings."""
        for row in self._rows(select(setting).order_by(setting.c.name)):
            yield row.name, row.document

    def audit(self) -> Iterator[AuditRow]:
        """Every audit entry in order."""
        last = 0
        while True:
            with self._reading() as connection:
                page = audit_rows(connection, None, last, AUDIT_PAGE)
            yield from page
            if len(page) < AUDIT_PAGE:
                return
            last = page[-1].sequence


def _parts(held: Sequence[Part]) -> Iterator[Sequence[Part]]:
    return (held[first : first + _PART] for first in range(0, len(held), _PART))


def _key(facts: Mapping[str, Any]) -> Served:
    return facts["patient"]["account"], date.fromisoformat(facts["date_of_service"])


def _served(connection: Connection, accounts: set[str]) -> frozenset[Served]:
    query = select(visit.c.account, visit.c.date_of_service).where(visit.c.date_of_service.is_not(None))
    return frozenset((row.account, row.date_of_service) for row in connection.execute(query) if row.account in accounts)
