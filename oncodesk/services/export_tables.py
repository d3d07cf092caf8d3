"""Tables as files: one as CSV, several as a workbook or as CSV files in a zip, each with notes of what was counted."""

import io
import zipfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from oncodesk import private
from oncodesk.exchange.tabular import MARK, Listed, as_csv
from oncodesk.rules.catalogue import REVISION
from oncodesk.services.editions import Shelves

Note = tuple[str, str]
WORKBOOK, ZIP, CSV = ".xlsx", ".zip", ".csv"
CELLS = "Money is in US dollars. An empty cell means that nothing is known. Nothing in this file is a formula."


def export_tables(path: Path, tables: Sequence[Listed], notes: Sequence[Note], made_at: datetime) -> None:
    """Writes the tables there, as the name ends: `.xlsx`, `.zip` of CSV files, else CSV of the first one.

    The file is whole or as it was before, and only its owner may read it; OSError where the place does not take it.
    """
    ending = path.suffix.lower()
    if ending == WORKBOOK:
        from oncodesk.exchange.workbook import as_workbook  # brings xlsxwriter

        private.write(path, as_workbook(tables, notes, made_at))
    elif ending == ZIP:
        private.write(path, _zipped(tables, notes))
    else:
        private.write(path, as_csv(tables[0]))


def _zipped(tables: Sequence[Listed], notes: Sequence[Note]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in tables:
            archive.writestr(_entry(f"{table.title.lower().replace(' ', '-')}.csv"), as_csv(table))
        told = "\r\n".join(f"{what}: {words}" if words else what for what, words in notes)
        archive.writestr(_entry("notes.txt"), MARK + told.encode() + b"\r\n")
    return target.getvalue()


def _entry(name: str) -> zipfile.ZipInfo:
    """Without the time it was written, and private where it is unpacked."""
    made = zipfile.ZipInfo(name)
    made.external_attr = private.FILE << 16
    made.compress_type = zipfile.ZIP_DEFLATED
    return made


def notes_of(what: str, counted: Sequence[Note], shelves: Shelves, made_at: datetime, by: str) -> tuple[Note, ...]:
    """What a reader of the file has to know: what it is, of when, by whom, what was counted, and which editions."""
    return (
        (what, ""),
        ("Made", f"{made_at:%Y-%m-%d %H:%M} by {by}"),
        *counted,
        ("Cells", CELLS),
        ("Rules", f"revision {REVISION}"),
        *((f"Code set: {held.title}", f"{held.edition or 'no edition named'}, {held.source}") for held in shelves.held),
        *(("Code set, stale", said) for said in shelves.stale),
        *(("Code set, not loaded", said) for said in shelves.wanted),
    )
