"""Every table of the records, as it is exported in full."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from oncodesk.domain.people import Address, Patient
from oncodesk.domain.template import Template
from oncodesk.services.exporting.writing import Record, Sheet
from oncodesk.vault.values import SealedClaim, StoredVisit

if TYPE_CHECKING:
    from oncodesk.vault.store import Store

PATIENT = (
    "account", "family name", "given name", "birth date", "sex", "address", "address 2", "city", "state", "zip",
    "phone", "weight kg",
)  # fmt: skip
VISIT = ("visit id", "status", "date of service", "account", "family name", "given name", "birth date", "sex", "payer")
CLAIM = (
    "number", "state", "replaces", "visit id", "account", "patient", "date of service", "payer", "diagnoses", "total",
    "errors", "warnings", "finalised at", "by", "seal is whole",
)  # fmt: skip
LINE = (
    "number", "line", "code", "modifiers", "units", "pointers", "charge", "ndc", "ndc unit", "ndc quantity", "narrative"
)  # fmt: skip


def every_sheet(store: "Store") -> Iterator[Sheet]:
    """The tables in the order in which they are written."""
    out = store.crossing
    yield Sheet(
        "patients", "patients, one a line; import-people reads the CSV", PATIENT, lambda: map(_patient, out.patients())
    )
    yield Sheet(
        "providers", "everybody named in a finalised claim", ("name", "npi", "credential"),
        lambda: ((p, [[p.get("name"), p.get("npi"), p.get("credential")]]) for p in out.providers()),
    )  # fmt: skip
    yield Sheet(
        "payers", "every payer named in a finalised claim", ("kind", "name", "id"),
        lambda: ((p, [[p["kind"], p["name"], p["id"]]]) for p in out.payers()),
    )  # fmt: skip
    yield Sheet(
        "visits", "visits; `visit` is an oncodesk.visit/1, as far as typed", VISIT, lambda: map(_visit, out.visits())
    )
    yield Sheet(
        "claims", "sealed claims: oncodesk.claim/1, oncodesk.report/1", CLAIM, lambda: map(_claim, out.claims())
    )
    yield Sheet("claim_lines", "the lines of the sealed claims", LINE, lambda: map(_lines, out.claims()))
    yield from _own(store)
    yield Sheet(
        "payer_cards", "payers' cards, withdrawn ones too", ("number", "payer", "by", "at"), lambda: _cards(store)
    )
    yield Sheet("notes", "remarks", ("id", "subject", "text", "by", "at"), lambda: _notes(store))
    yield Sheet("settings", "the practice's own documents by name", ("name",), lambda: _settings(store))
    yield Sheet(
        "users", "who has an account; no key and no password", ("name", "role"),
        lambda: (({"name": u.name, "role": u.role}, [[u.name, u.role]]) for u in store.staff.everybody()),
    )  # fmt: skip
    yield Sheet(
        "audit", "the audit chain", ("sequence", "at", "by", "action", "subject", "detail"), lambda: _audit(store)
    )


def _patient(one: Patient) -> Record:
    where = one.address
    if isinstance(where, Address):
        parts: tuple[str | None, ...] = (where.line1, where.line2, where.city, where.state, where.zip)
    else:
        parts = (where, None, None, None, None)
    cells = (one.account, one.family_name, one.given_name, one.birth_date, one.sex, *parts, one.phone, one.weight_kg)
    return one.model_dump(mode="json", exclude_none=True), [cells]


def _visit(one: StoredVisit) -> Record:
    facts = one.draft
    patient, payer = _part(facts, "patient"), _part(facts, "payer")
    decided = one.decided.model_dump(mode="json", exclude_defaults=True)
    document = {
        "id": one.id, "status": one.status, "version": one.version, "visit": facts, "decisions": decided,
        "refused": dict(one.refused),
    }  # fmt: skip
    person = [patient.get(name) for name in ("account", "family_name", "given_name", "birth_date", "sex")]
    return document, [[one.id, one.status, facts.get("date_of_service"), *person, payer.get("name")]]


def _part(facts: Any, name: str) -> dict[str, Any]:
    held = facts.get(name)
    return held if isinstance(held, dict) else {}


def _claim(one: SealedClaim) -> Record:
    final = one.final
    document = {
        "number": final.number, "state": final.state, "replaces": final.replaces, "visit_id": final.visit_id,
        "finalised_at": final.finalised_at.isoformat(), "by": final.by, "seal_is_whole": one.is_whole,
        "claim": final.claim.model_dump(mode="json", exclude_none=True),
        "report": final.report.model_dump(mode="json"), "facts": one.facts, "editions": dict(one.editions),
    }  # fmt: skip
    claim, found = final.claim, [finding.severity for finding in final.report.findings]
    cells = (
        final.number, final.state, final.replaces, final.visit_id, claim.patient and claim.patient.account,
        claim.patient and claim.patient.name, claim.date_of_service, claim.payer and claim.payer.name,
        " ".join(claim.diagnoses), claim.total, found.count("error"), found.count("warning"),
        final.finalised_at.isoformat(), final.by, one.is_whole,
    )  # fmt: skip
    return document, [cells]


def _lines(one: SealedClaim) -> Record:
    number = one.final.number
    rows = [
        (
            number, line.id, line.code, " ".join(line.modifiers), line.units, line.pointers, line.charge,
            line.ndc and line.ndc.code, line.ndc and line.ndc.unit, line.ndc and line.ndc.quantity, line.narrative,
        )
        for line in one.final.claim.lines
    ]  # fmt: skip
    documents = [line.model_dump(mode="json", exclude_none=True) for line in one.final.claim.lines]
    return {"number": number, "lines": documents}, rows


def _own(store: "Store") -> Iterator[Sheet]:
    fees, favourites = store.fees(), store.favourites()
    charges = [[code, charge] for code, charge in fees.per_unit.items()] if fees else []
    held: list[Record] = [(fees.model_dump(mode="json"), charges)] if fees else []
    yield Sheet("fees", "the practice's charges, oncodesk.fees/1", ("code", "per unit"), lambda: held, single=True)
    kept = [[one.code, one.note] for one in favourites.codes]
    own: list[Record] = [(favourites.model_dump(mode="json"), kept)]
    yield Sheet("favourites", "oncodesk.favourites/1", ("code", "note"), lambda: own, single=True)
    headings = ("name", "reason", "cycle days", "diagnoses", "drugs", "services")
    yield Sheet(
        "templates", "regimens, each an oncodesk.template/1", headings, lambda: map(_template, store.templates())
    )


def _template(one: Template) -> Record:
    diagnoses = " ".join(diagnosis.code for diagnosis in one.diagnoses)
    drugs, services = "; ".join(a.drug for a in one.administrations), " ".join(s.code for s in one.services)
    cells = (one.name, one.reason, one.cycle_days, diagnoses, drugs, services)
    return one.model_dump(mode="json", exclude_none=True), [cells]


def _cards(store: "Store") -> Iterator[Record]:
    for one in store.cards():
        card = one.card.model_dump(mode="json", exclude_none=True)
        document = {"number": one.number, "by": one.by, "at": one.at.isoformat(), "card": card}
        withdrawn = (
            {"withdrawn_by": one.withdrawn_by, "withdrawn_at": str(one.withdrawn_at)} if one.withdrawn_by else {}
        )
        yield (
            {**document, **withdrawn},
            [[one.number, one.card.payer.name or one.card.payer.kind, one.by, document["at"]]],
        )


def _notes(store: "Store") -> Iterator[Record]:
    for one in store.crossing.notes():
        document = {"id": one.id, "subject": one.subject, "text": one.text, "by": one.by, "at": one.at.isoformat()}
        yield document, [list(document.values())]


def _settings(store: "Store") -> Iterator[Record]:
    for name, document in store.crossing.documents():
        yield {"name": name, "document": document}, [[name]]


def _audit(store: "Store") -> Iterator[Record]:
    for one in store.crossing.audit():
        document = {
            "sequence": one.sequence, "at": one.at.isoformat(), "by": one.by, "action": one.action,
            "subject": one.subject, "detail": dict(one.detail),
        }  # fmt: skip
        yield document, [[one.sequence, document["at"], one.by, one.action, one.subject, one.said]]
