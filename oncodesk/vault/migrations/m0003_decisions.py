"""A draft keeps all that was decided beside its facts, not fixes alone; payers' cards with their written policies."""

import json
from typing import Any

import sqlalchemy as sa
from alembic.operations import Operations

from oncodesk.vault.columns import Document, Utc

NAME = "decisions"
TITLE = "a fix applied before"


def upgrade(op: Operations) -> None:
    """From the relational file: each fix that lay over a draft is a decision of its own."""
    op.rename_table("draft", "former_draft")
    op.create_table(
        "draft",
        sa.Column("visit_id", sa.Integer, sa.ForeignKey("visit.id"), primary_key=True, autoincrement=False),
        *(sa.Column(name, Document, nullable=False) for name in ("facts", "decisions", "refused")),
    )
    rows = [_carried(row) for row in op.get_bind().execute(_DRAFTS).mappings()]
    if rows:
        columns = (sa.Column(name, Document) for name in ("facts", "decisions", "refused"))
        op.bulk_insert(sa.Table("draft", sa.MetaData(), sa.Column("visit_id", sa.Integer), *columns), rows)
    op.drop_table("former_draft")
    op.create_table(
        "payer_card",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("document", Document, nullable=False),
        sa.Column("by", sa.Text, nullable=False),
        sa.Column("at", Utc, nullable=False),
        sa.Column("withdrawn_by", sa.Text),
        sa.Column("withdrawn_at", Utc),
    )
    card = sa.ForeignKey("payer_card.number")
    op.create_table(
        "policy_file",
        sa.Column("card_number", sa.Integer, card, primary_key=True, autoincrement=False),
        sa.Column("name", sa.Text, primary_key=True),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )


def _carried(row: Any) -> dict[str, Any]:
    overlays = [{"edits": [edit], "title": TITLE} for edit in json.loads(row["edits"])]
    kept = {name: json.loads(row[name]) for name in ("facts", "refused")}
    return {"visit_id": row["visit_id"], **kept, "decisions": {"overlays": overlays} if overlays else {}}


_DRAFTS = sa.text("SELECT * FROM former_draft ORDER BY visit_id")
