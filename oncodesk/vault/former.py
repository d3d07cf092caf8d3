"""The tables as they were under earlier schemas: an older file is verified as what it is, before it is touched."""

from sqlalchemy import Column, Connection, Integer, MetaData, Table, select

from oncodesk.vault.columns import Document
from oncodesk.vault.tables import audit, metadata, migration

_NOW: tuple[Table, ...] = tuple(table for table in metadata.sorted_tables if table is not audit)
_SINCE_3 = {"draft", "payer_card", "policy_file"}
_DRAFT_2 = Table(
    "draft",
    MetaData(),
    Column("visit_id", Integer, primary_key=True),
    Column("facts", Document),
    Column("edits", Document),
    Column("refused", Document),
)


def kept(connection: Connection) -> tuple[Table, ...]:
    """Every table of the file's own schema that the audit's state vouches for."""
    number = connection.execute(select(migration.c.number).order_by(migration.c.number.desc()).limit(1)).scalar()
    if number == 2:
        return (_DRAFT_2, *(table for table in _NOW if table.name not in _SINCE_3))
    return _NOW
