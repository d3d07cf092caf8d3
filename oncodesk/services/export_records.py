"""Everything the practice has, in files anybody can read: CSV and JSON lines, with a manifest."""

from collections.abc import Iterable
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from oncodesk.domain.base import Frozen
from oncodesk.services.exporting.place import Place, Written, new_place
from oncodesk.services.exporting.sheets import every_sheet
from oncodesk.services.exporting.writing import Sheet, json_line, write_bytes, write_sheet

if TYPE_CHECKING:
    from oncodesk.vault.store import Store

MANIFEST = "manifest.json"
NOTE = (
    "Each table stands here twice. The .jsonl file is whole: one document a line (.json: one document) in the formats "
    "it names. The .csv file (UTF-8) is for spreadsheets: a cell that would be taken for a formula has an apostrophe "
    "before it. Money is decimal text in dollars, moments are UTC, dates year-month-day."
)


class Exported(Frozen):
    """What was written where; `manifest` is the SHA-256 of the manifest, which holds those of all files."""

    place: str
    files: tuple[Written, ...]
    manifest: str

    def as_text(self) -> str:
        """A line for each file."""
        lines = [f"{one.records:>9,}  {one.name}" for one in self.files]
        return "\n".join((*lines, f"{len(self.files)} files in {self.place}, manifest {self.manifest[:16]}"))


def export_records(store: "Store", path: Path, now: datetime) -> Exported:
    """Writes all records into a new folder, or a zip file by its ending, and says so in the audit.

    NotAllowed for anybody but a manager. UnusableInput where the place is taken or cannot be written; nothing is left.
    """
    store.staff.must_manage()
    with new_place(path) as place:
        done = write_all(place, every_sheet(store), now, store.user.name, "oncodesk.export/1", NOTE)
        store.note("export", "records", files=str(len(done.files)), manifest=done.manifest)
    return done.model_copy(update={"place": str(path)})


def write_all(
    place: Place, sheets: Iterable[Sheet], now: datetime, by: str, kind: str, note: str, *more: Written
) -> Exported:
    """Every sheet and the manifest of them; `more` are files that were written already."""
    files, tables = list(more), {}
    for sheet in sheets:
        tables[sheet.name] = sheet.what
        files += write_sheet(place, sheet)
    manifest = {
        "format": kind,
        "made_at": now.isoformat(timespec="seconds"),
        "by": by,
        "program": f"OncoDesk {version('oncodesk')}",
        "note": note,
        "tables": tables,
        "files": [one.model_dump() for one in files],
    }
    written = write_bytes(place, MANIFEST, json_line(manifest))
    return Exported(place="", files=tuple(files), manifest=written.sha256)
