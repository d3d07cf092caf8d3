"""The tables as they were under earlier schemas: an older file is verified as what it is, before it is touched."""

from sqlalchemy import Column, Connection, Integer, MetaData, Table, inspect

from oncodesk.vault.columns import Document
from oncodesk.vault.tables import audit, metadata

_NOW: tuple[Table, ...] = tuple(table for table in metadata.sorted_tables if table is not audit)
_FORMER: tuple[Table, ...] = (
    Table(
        "draft",
        MetaData(),
        Column("visit_id", Integer, primary_key=True),
        Column("facts", Document),
        Column("edits", Document),
        Column("refused", Document),
    ),
)


def kept(connection: Connection) -> tuple[Table, ...]:
    """Every table of the file's own schema that the audit vouches for; one that is not there yet is left out."""
    looked = inspect(connection)
    held = {name: {column["name"] for column in looked.get_columns(name)} for name in looked.get_table_names()}
    return tuple(_as_it_is(table, held[table.name]) for table in _NOW if table.name in held)


def _as_it_is(table: Table, columns: set[str]) -> Table:
    """The table with the columns that the file has; one that no schema ever had is read as it should be, and fails."""
    fitting = (one for one in (table, *_FORMER) if one.name == table.name and set(one.columns.keys()) == columns)
    return next(fitting, table)
