"""What finalised claims are listed and counted by: payer, and how many and which findings their reports hold."""

import json
from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic.operations import Operations

NAME = "claim readings"
_CLAIMS = sa.text("SELECT number, document, report FROM claim ORDER BY number")
_BATCH = 500


def upgrade(op: Operations) -> None:
    """From the claims as they stand; the claims themselves are not touched."""
    op.create_index("claim_by_day", "claim", ["date_of_service", "state", "number"])
    op.create_index("claim_by_state", "claim", ["state", "number"])
    readings = op.create_table(
        "claim_reading",
        sa.Column("claim_number", sa.Integer, sa.ForeignKey("claim.number"), primary_key=True, autoincrement=False),
        sa.Column("payer", sa.Text, nullable=False),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("errors", "warnings", "overrides")),
    )
    op.create_index("claim_reading_by_payer", "claim_reading", ["payer", "claim_number"])
    findings = op.create_table(
        "claim_finding",
        sa.Column("claim_number", sa.Integer, sa.ForeignKey("claim.number"), primary_key=True, autoincrement=False),
        sa.Column("place", sa.Integer, primary_key=True, autoincrement=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("rule", "severity")),
    )
    for batch in op.get_bind().execute(_CLAIMS).partitions(_BATCH):
        held = [(row.number, json.loads(row.document), json.loads(row.report)) for row in batch]
        op.bulk_insert(readings, [_reading(*one) for one in held])
        if found := [row for number, _, report in held for row in _findings(number, report)]:
            op.bulk_insert(findings, found)


def _reading(number: int, document: dict[str, Any], report: dict[str, Any]) -> dict[str, Any]:
    graded = [finding["severity"] for finding in report["findings"]]
    lines = sum(bool(line.get("override")) for line in document["lines"])
    return {
        "claim_number": number, "payer": (document.get("payer") or {}).get("name", ""),
        "errors": graded.count("error"), "warnings": graded.count("warning"),
        "overrides": len(document.get("overrides") or ()) + lines,
    }  # fmt: skip


def _findings(number: int, report: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for place, found in enumerate(report["findings"]):
        yield {"claim_number": number, "place": place, "rule": found["rule"], "severity": found["severity"]}
