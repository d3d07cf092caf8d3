"""A patient of the practice: found, looked at whole, changed, and the beginning of a next visit."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from oncodesk.codes.tables import Tables
from oncodesk.domain.base import Frozen
from oncodesk.domain.people import Patient
from oncodesk.services.begin_visit import next_facts
from oncodesk.services.journey import Journey, journey
from oncodesk.vault.values import ClaimFilter, ClaimSummary, Note, VisitFilter, VisitSummary

if TYPE_CHECKING:
    from oncodesk.vault.store import Store

_OPEN = ("uncoded", "query", "review", "hold")
_MOST, _EVERY = 60, 500
"""Patients in a list; visits and claims of one patient."""


class Person(Frozen):
    """A patient in a list."""

    account: str
    name: str
    birth_date: date | None = None


class PatientFile(Frozen):
    """Everything kept of one patient; `patient` is as typed in the newest visit where no record is kept yet."""

    account: str
    patient: Mapping[str, Any]
    payer: Mapping[str, Any]
    visits: tuple[VisitSummary, ...]
    claims: tuple[ClaimSummary, ...]
    notes: tuple[Note, ...]
    journey: Journey
    newest: Mapping[str, Any]


def find_people(store: "Store", typed: str) -> tuple[Person, ...]:
    """Patients whose name begins so or whose account it is, then those of visits that hold every word; by name."""
    known = {
        one.account: Person(account=one.account, name=one.name, birth_date=one.birth_date)
        for one in store.find_patients(typed.strip(), _MOST)
    }
    for row in store.find_visits(VisitFilter(text=typed), 4 * _MOST):
        if row.account and row.account not in known and len(known) < _MOST:
            known[row.account] = Person(account=row.account, name=row.patient_name)
    return tuple(sorted(known.values(), key=lambda one: (one.name.casefold(), one.account)))


def patient_file(store: "Store", account: str, tables: Tables) -> PatientFile:
    """All that is kept under the account number; empty parts where nothing is."""
    stored = store.visits_of_patient(account)
    newest: Mapping[str, Any] = stored[-1].draft if stored else {}
    kept = next((one for one in store.find_patients(account, 1) if one.account == account), None)
    facts = [(visit.id, visit.status, visit.draft) for visit in stored]
    standing = [final.claim for final in store.claims_of_patient(account)]
    return PatientFile(
        account=account,
        patient=kept.model_dump(mode="json", exclude_none=True) if kept else newest.get("patient") or {},
        payer=newest.get("payer") or {},
        visits=store.find_visits(VisitFilter(account=account), _EVERY),
        claims=store.find_claims(ClaimFilter(account=account), _EVERY),
        notes=store.notes(f"patient:{account}"),
        journey=journey(facts, standing, tables, store.templates()),
        newest=newest,
    )


def change_patient(store: "Store", patient: Patient) -> int:
    """Keeps the patient, also in the visits that are not finalised; says in how many. Finalised ones stay as sealed."""
    store.save_patient(patient)
    document = patient.model_dump(mode="json", exclude_none=True)
    totals = {row.id: row.charge_total for row in store.find_visits(VisitFilter(account=patient.account), _EVERY)}
    changed = 0
    for visit in store.visits_of_patient(patient.account):
        if visit.status in _OPEN and visit.draft.get("patient") != document:
            draft = {**visit.draft, "patient": document}
            total, refused = totals[visit.id], visit.refused
            store.save_draft(visit.id, draft, visit.decided, visit.status, total, refused, visit.version)
            changed += 1
    return changed


def next_visit(file: PatientFile, blank: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of a new visit of the patient: who, who pays, who treats and why; what is done is still to be typed."""
    return next_facts(file.newest, None, blank) | {"patient": dict(file.patient)}
