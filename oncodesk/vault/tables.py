"""The tables as they are now; the migrations lead here, and a test compares the two."""

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, LargeBinary, MetaData, Table, Text

from oncodesk.vault.columns import Cents, Document, Utc, sorted_text

metadata = MetaData()

migration = Table(
    "migration",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
    Column("at", Utc, nullable=False),
)
audit = Table(
    "audit",
    metadata,
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("at", Utc, nullable=False),
    Column("by", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("detail", Document, nullable=False),
    Column("state", LargeBinary, nullable=False),
    Column("mac", LargeBinary, nullable=False),
    Index("audit_by_subject", "subject", "sequence"),
)
user = Table(
    "user_account",
    metadata,
    Column("name", Text, primary_key=True),
    Column("role", Text, nullable=False),
    Column("public_key", LargeBinary, nullable=False),
    Column("created_at", Utc, nullable=False),
    Column("removed_at", Utc),
)
setting = Table(
    "setting",
    metadata,
    Column("name", Text, primary_key=True),
    Column("document", Document, nullable=False),
)
fee = Table(
    "fee",
    metadata,
    Column("code", Text, primary_key=True),
    Column("per_unit", Cents, nullable=False),
)
counter = Table(
    "counter",
    metadata,
    Column("name", Text, primary_key=True),
    Column("last", Integer, nullable=False),
)
patient = Table(
    "patient",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("account", Text, nullable=False, unique=True),
    Column("family_name", Text, nullable=False),
    Column("given_name", Text, nullable=False),
    Column("birth_date", Date, nullable=False),
    Column("sex", Text, nullable=False),
    Column("sort_name", sorted_text(), nullable=False),
    Column("document", Document, nullable=False),
    Column("changed_at", Utc, nullable=False),
    Index("patient_by_name", "sort_name", "id"),
)
provider = Table(
    "provider",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("npi", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("document", Document, nullable=False),
    Index("provider_by_npi", "npi", "name", unique=True),
)
payer = Table(
    "payer",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("payer_id", Text, nullable=False),
    Index("payer_by_name", "kind", "name", "payer_id", unique=True),
)
visit = Table(
    "visit",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("date_of_service", Date),
    Column("listed_on", Date, nullable=False),
    Column("family_name", Text, nullable=False),
    Column("given_name", Text, nullable=False),
    Column("account", Text, nullable=False),
    Column("payer", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("charge", Cents),
    Column("version", Integer, nullable=False),
    Column("created_at", Utc, nullable=False),
    Column("changed_at", Utc, nullable=False),
    Index("visit_by_day", "listed_on", "id"),
    Index("visit_by_status", "status", "listed_on", "id", "charge"),
    Index("visit_by_account", "account", "listed_on", "id"),
)
draft = Table(
    "draft",
    metadata,
    Column("visit_id", ForeignKey("visit.id"), primary_key=True, autoincrement=False),
    Column("facts", Document, nullable=False),
    Column("decisions", Document, nullable=False),
    Column("refused", Document, nullable=False),
)
visit_word = Table(
    "visit_word",
    metadata,
    Column("visit_id", ForeignKey("visit.id"), primary_key=True, autoincrement=False),
    Column("word", sorted_text(), primary_key=True),
    Index("visit_word_by_word", "word", "visit_id"),
)
claim = Table(
    "claim",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("visit_id", ForeignKey("visit.id"), nullable=False),
    Column("replaces", ForeignKey("claim.number")),
    Column("state", Text, nullable=False),
    Column("patient_id", ForeignKey("patient.id")),
    Column("account", Text, nullable=False),
    Column("date_of_service", Date, nullable=False),
    Column("total", Cents),
    Column("finalised_at", Utc, nullable=False),
    Column("by", Text, nullable=False),
    Column("facts", Document, nullable=False),
    Column("document", Document, nullable=False),
    Column("report", Document, nullable=False),
    Column("editions", Document, nullable=False),
    Column("seal", LargeBinary, nullable=False),
    Index("claim_by_visit", "visit_id", "number"),
    Index("claim_by_account", "account", "date_of_service", "number"),
    Index("claim_by_day", "date_of_service", "state", "number"),
    Index("claim_by_state", "state", "number"),
)
claim_reading = Table(
    "claim_reading",
    metadata,
    Column("claim_number", ForeignKey("claim.number"), primary_key=True, autoincrement=False),
    Column("payer", Text, nullable=False),
    Column("errors", Integer, nullable=False),
    Column("warnings", Integer, nullable=False),
    Column("overrides", Integer, nullable=False),
    Index("claim_reading_by_payer", "payer", "claim_number"),
)
claim_finding = Table(
    "claim_finding",
    metadata,
    Column("claim_number", ForeignKey("claim.number"), primary_key=True, autoincrement=False),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("rule", Text, nullable=False),
    Column("severity", Text, nullable=False),
)
claim_line = Table(
    "claim_line",
    metadata,
    Column("claim_number", ForeignKey("claim.number"), primary_key=True, autoincrement=False),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("code", Text, nullable=False),
    Column("modifiers", Text, nullable=False),
    Column("units", Integer, nullable=False),
    Column("charge", Cents),
    Column("date_of_service", Date, nullable=False),
    Index("claim_line_by_code", "code", "date_of_service"),
)
claim_diagnosis = Table(
    "claim_diagnosis",
    metadata,
    Column("claim_number", ForeignKey("claim.number"), primary_key=True, autoincrement=False),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("code", Text, nullable=False),
    Index("claim_diagnosis_by_code", "code"),
)
payer_card = Table(
    "payer_card",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("document", Document, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Utc, nullable=False),
    Column("withdrawn_by", Text),
    Column("withdrawn_at", Utc),
)
policy_file = Table(
    "policy_file",
    metadata,
    Column("card_number", ForeignKey("payer_card.number"), primary_key=True, autoincrement=False),
    Column("name", Text, primary_key=True),
    Column("content", LargeBinary, nullable=False),
)
note = Table(
    "note",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("subject", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", Utc, nullable=False),
    Index("note_by_subject", "subject", "id"),
)
