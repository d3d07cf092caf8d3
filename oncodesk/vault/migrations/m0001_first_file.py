"""The first released file: settings, visits with their drafts, and finalised claims as documents."""

import sqlalchemy as sa
from alembic.operations import Operations

NAME = "first file"


def upgrade(op: Operations) -> None:
    """From nothing."""
    op.create_table(
        "setting", sa.Column("name", sa.Text, primary_key=True), sa.Column("document", sa.Text, nullable=False)
    )
    op.create_table(
        "visit",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("date_of_service", sa.Text),
        *(
            sa.Column(name, sa.Text, nullable=False)
            for name in ("family_name", "given_name", "account", "payer", "status")
        ),
        sa.Column("charge_cents", sa.Integer),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("created_at", "changed_at", "draft", "edits")),
    )
    op.create_index("visit_by_date", "visit", ["date_of_service", "id"])
    op.create_table(
        "claim",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("visit_id", sa.Integer, sa.ForeignKey("visit.id"), nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("finalised_at", "document", "report")),
        sqlite_autoincrement=True,
    )
    op.create_index("claim_by_visit", "claim", ["visit_id", "number"])
