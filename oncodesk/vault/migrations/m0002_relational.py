"""Tables with typed columns for what is searched, the audit chain, and sealed claims beside their lines."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from alembic.operations import Operations

from oncodesk.vault.columns import Cents, Document, Utc, sorted_text
from oncodesk.vault.seals import seal
from oncodesk.vault.secret import Mac
from oncodesk.vault.words import sort_name, words

NAME = "relational"
UNDATED = date(1, 1, 1)
OWNER = "owner"
Rows = list[dict[str, Any]]


def upgrade(op: Operations, mac: Mac) -> None:
    """From the first file; what stands there is carried over and sealed as it is found."""
    for table, index in (("visit", "visit_by_date"), ("claim", "claim_by_visit"), ("setting", "")):
        if index:
            op.drop_index(index)
        op.rename_table(table, f"first_{table}")
    _make(op)
    _carry_settings(op)
    _carry_visits(op)
    _carry_claims(op, mac)
    for table in ("claim", "visit", "setting"):
        op.drop_table(f"first_{table}")


def _make(op: Operations) -> None:
    _make_ledger(op)
    _make_people(op)
    _make_visits(op)
    _make_claims(op)
    op.create_table(
        "note",
        sa.Column("id", sa.Integer, primary_key=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("subject", "text", "by")),
        sa.Column("at", Utc, nullable=False),
    )
    op.create_index("note_by_subject", "note", ["subject", "id"])


def _make_ledger(op: Operations) -> None:
    op.create_table(
        "migration",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("at", Utc, nullable=False),
    )
    op.create_table(
        "audit",
        sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("at", Utc, nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("by", "action", "subject")),
        sa.Column("detail", Document, nullable=False),
        sa.Column("state", sa.LargeBinary, nullable=False),
        sa.Column("mac", sa.LargeBinary, nullable=False),
    )
    op.create_index("audit_by_subject", "audit", ["subject", "sequence"])
    op.create_table(
        "setting", sa.Column("name", sa.Text, primary_key=True), sa.Column("document", Document, nullable=False)
    )
    op.create_table(
        "counter", sa.Column("name", sa.Text, primary_key=True), sa.Column("last", sa.Integer, nullable=False)
    )
    op.create_table("fee", sa.Column("code", sa.Text, primary_key=True), sa.Column("per_unit", Cents, nullable=False))


def _make_people(op: Operations) -> None:
    op.create_table(
        "user_account",
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("role", sa.Text, nullable=False),
        sa.Column("public_key", sa.LargeBinary, nullable=False),
        sa.Column("created_at", Utc, nullable=False),
        sa.Column("removed_at", Utc),
    )
    op.create_table(
        "patient",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("account", sa.Text, nullable=False, unique=True),
        sa.Column("family_name", sa.Text, nullable=False),
        sa.Column("given_name", sa.Text, nullable=False),
        sa.Column("birth_date", sa.Date, nullable=False),
        sa.Column("sex", sa.Text, nullable=False),
        sa.Column("sort_name", sorted_text(), nullable=False),
        sa.Column("document", Document, nullable=False),
        sa.Column("changed_at", Utc, nullable=False),
    )
    op.create_index("patient_by_name", "patient", ["sort_name", "id"])
    op.create_table(
        "provider",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("npi", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("document", Document, nullable=False),
    )
    op.create_index("provider_by_npi", "provider", ["npi", "name"], unique=True)
    op.create_table(
        "payer",
        sa.Column("id", sa.Integer, primary_key=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("kind", "name", "payer_id")),
    )
    op.create_index("payer_by_name", "payer", ["kind", "name", "payer_id"], unique=True)


def _make_visits(op: Operations) -> None:
    op.create_table(
        "visit",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("date_of_service", sa.Date),
        sa.Column("listed_on", sa.Date, nullable=False),
        *(
            sa.Column(name, sa.Text, nullable=False)
            for name in ("family_name", "given_name", "account", "payer", "status")
        ),
        sa.Column("charge", Cents),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created_at", Utc, nullable=False),
        sa.Column("changed_at", Utc, nullable=False),
    )
    op.create_index("visit_by_day", "visit", ["listed_on", "id"])
    op.create_index("visit_by_status", "visit", ["status", "listed_on", "id", "charge"])
    op.create_index("visit_by_account", "visit", ["account", "listed_on", "id"])
    op.create_table(
        "draft",
        sa.Column("visit_id", sa.Integer, sa.ForeignKey("visit.id"), primary_key=True, autoincrement=False),
        *(sa.Column(name, Document, nullable=False) for name in ("facts", "edits", "refused")),
    )
    op.create_table(
        "visit_word",
        sa.Column("visit_id", sa.Integer, sa.ForeignKey("visit.id"), primary_key=True, autoincrement=False),
        sa.Column("word", sorted_text(), primary_key=True),
    )
    op.create_index("visit_word_by_word", "visit_word", ["word", "visit_id"])


def _make_claims(op: Operations) -> None:
    op.create_table(
        "claim",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("visit_id", sa.Integer, sa.ForeignKey("visit.id"), nullable=False),
        sa.Column("replaces", sa.Integer, sa.ForeignKey("claim.number")),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("patient_id", sa.Integer, sa.ForeignKey("patient.id")),
        sa.Column("account", sa.Text, nullable=False),
        sa.Column("date_of_service", sa.Date, nullable=False),
        sa.Column("total", Cents),
        sa.Column("finalised_at", Utc, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        *(sa.Column(name, Document, nullable=False) for name in ("facts", "document", "report", "editions")),
        sa.Column("seal", sa.LargeBinary, nullable=False),
    )
    op.create_index("claim_by_visit", "claim", ["visit_id", "number"])
    op.create_index("claim_by_account", "claim", ["account", "date_of_service", "number"])
    op.create_table(
        "claim_line",
        *_place_in_claim(),
        sa.Column("code", sa.Text, nullable=False),
        sa.Column("modifiers", sa.Text, nullable=False),
        sa.Column("units", sa.Integer, nullable=False),
        sa.Column("charge", Cents),
        sa.Column("date_of_service", sa.Date, nullable=False),
    )
    op.create_index("claim_line_by_code", "claim_line", ["code", "date_of_service"])
    op.create_table("claim_diagnosis", *_place_in_claim(), sa.Column("code", sa.Text, nullable=False))
    op.create_index("claim_diagnosis_by_code", "claim_diagnosis", ["code"])


def _place_in_claim() -> Iterator[sa.Column[Any]]:
    number = sa.ForeignKey("claim.number")
    yield sa.Column("claim_number", sa.Integer, number, primary_key=True, autoincrement=False)
    yield sa.Column("place", sa.Integer, primary_key=True, autoincrement=False)


def _carry_settings(op: Operations) -> None:
    settings = {name: json.loads(text) for name, text in op.get_bind().execute(_SETTINGS)}
    per_unit = settings.get("fees", {}).pop("per_unit", {})
    _fill(op, "setting", [{"name": name, "document": held} for name, held in settings.items()])
    _fill(op, "fee", [{"code": code, "per_unit": Decimal(charge)} for code, charge in per_unit.items()])


def _carry_visits(op: Operations) -> None:
    visits, drafts, found_by = [], [], []
    for row in op.get_bind().execute(_VISITS).mappings():
        day = _day(row["date_of_service"])
        texts = ("family_name", "given_name", "account", "payer", "status")
        held = {name: row[name] for name in ("id", *texts)}
        moments = {name: _moment(row[name]) for name in ("created_at", "changed_at")}
        charge = None if row["charge_cents"] is None else Decimal(row["charge_cents"]) / 100
        more = {"date_of_service": day, "listed_on": day or UNDATED, "charge": charge, "version": 1}
        visits.append({**held, **moments, **more})
        drafts.append(
            {
                "visit_id": row["id"],
                "facts": json.loads(row["draft"]),
                "edits": json.loads(row["edits"]),
                "refused": {},
            }
        )
        found_by += [{"visit_id": row["id"], "word": word} for word in sorted(words(row[name] for name in texts[:4]))]
    _fill(op, "counter", [{"name": "visit", "last": max((row["id"] for row in visits), default=0)}])
    _fill(op, "visit", visits)
    _fill(op, "draft", drafts)
    _fill(op, "visit_word", found_by)


def _carry_claims(op: Operations, mac: Mac) -> None:
    newest: dict[int, dict[str, Any]] = {}
    claims: Rows = []
    patients: dict[str, dict[str, Any]] = {}
    for row in op.get_bind().execute(_CLAIMS).mappings():
        document, at = json.loads(row["document"]), _moment(row["finalised_at"])
        before = newest.get(row["visit_id"])
        if before:
            before["state"] = "replaced"
        made: dict[str, Any] = {
            "number": row["number"], "visit_id": row["visit_id"], "replaces": before and before["number"],
            "state": "current", "finalised_at": at, "by": OWNER, "facts": None, "document": document,
            "report": json.loads(row["report"]), "editions": {}, **_searched(document, patients, at),
        }  # fmt: skip
        made["seal"] = seal(mac, made)
        newest[row["visit_id"]] = made
        claims.append(made)
    _fill(op, "counter", [{"name": "claim", "last": max((row["number"] for row in claims), default=0)}])
    _fill(op, "patient", list(patients.values()))
    _fill(op, "claim", claims)
    _fill(op, "claim_line", [line for made in claims for line in _lines(made)])
    _fill(op, "claim_diagnosis", [entry for made in claims for entry in _diagnoses(made)])


def _searched(document: dict[str, Any], patients: dict[str, dict[str, Any]], at: datetime) -> dict[str, Any]:
    person = document.get("patient")
    charges = [line.get("charge") for line in document["lines"]]
    total = None if None in charges else sum(map(Decimal, charges), Decimal(0))
    found = {"patient_id": None, "account": "", "date_of_service": _day(document["date_of_service"]), "total": total}
    if not person:
        return found
    known = patients.get(person["account"], {"id": len(patients) + 1})
    names = {name: person[name] for name in ("account", "family_name", "given_name", "sex")}
    patients[person["account"]] = {
        **known, **names, "birth_date": _day(person["birth_date"]), "document": person, "changed_at": at,
        "sort_name": sort_name(person["family_name"], person["given_name"]),
    }  # fmt: skip
    return {**found, "patient_id": known["id"], "account": person["account"]}


def _lines(made: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for place, line in enumerate(made["document"]["lines"]):
        charge = line.get("charge")
        yield {
            "claim_number": made["number"], "place": place, "code": line["code"],
            "modifiers": " ".join(line.get("modifiers", ())), "units": line.get("units", 1),
            "charge": None if charge is None else Decimal(charge),
            "date_of_service": _day(line.get("date_of_service")) or made["date_of_service"],
        }  # fmt: skip


def _diagnoses(made: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for place, code in enumerate(made["document"]["diagnoses"]):
        yield {"claim_number": made["number"], "place": place, "code": code}


def _fill(op: Operations, table: str, rows: Rows) -> None:
    if rows:
        op.bulk_insert(sa.Table(table, sa.MetaData(), *(sa.Column(n, _TYPES.get(n)) for n in rows[0])), rows)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _moment(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


_SETTINGS = sa.text("SELECT name, document FROM first_setting")
_VISITS = sa.text("SELECT * FROM first_visit ORDER BY id")
_CLAIMS = sa.text("SELECT * FROM first_claim ORDER BY number")
_TYPES: dict[str, Any] = {
    **dict.fromkeys(("document", "facts", "edits", "refused", "report", "editions"), Document),
    **dict.fromkeys(("charge", "total", "per_unit"), Cents),
    **dict.fromkeys(("created_at", "changed_at", "finalised_at"), Utc),
    **dict.fromkeys(("date_of_service", "listed_on", "birth_date"), sa.Date),
    "seal": sa.LargeBinary,
}
