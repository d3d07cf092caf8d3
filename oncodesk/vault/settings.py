"""The practice's own documents by name, its charges, and remarks."""

from typing import Any, TypeVar

from pydantic import BaseModel
from sqlalchemy import Connection, select, true

from oncodesk.domain.fees import Fees
from oncodesk.domain.reading import parse
from oncodesk.vault.ledger import Change
from oncodesk.vault.tables import fee, note, setting
from oncodesk.vault.values import Note

Setting = TypeVar("Setting", bound=BaseModel)


def read(connection: Connection, name: str, model: type[Setting]) -> Setting | None:
    """The document of that name, or None."""
    held = _document(connection, name)
    return None if held is None else parse(model, held)


def _document(connection: Connection, name: str) -> Any:
    row = connection.execute(select(setting.c.document).where(setting.c.name == name)).first()
    return row.document if row else None


def write(change: Change, name: str, document: BaseModel) -> None:
    """Keeps a document under its name."""
    change.put(setting, {"name": name}, document=document.model_dump(mode="json"))
    change.say("edit", f"setting:{name}")


def read_fees(connection: Connection) -> Fees | None:
    """The practice's charges, or None where it has none."""
    held = _document(connection, "fees")
    if held is None:
        return None
    per_unit = {row.code: row.per_unit for row in connection.execute(select(fee).order_by(fee.c.code))}
    return parse(Fees, {**held, "per_unit": per_unit})


def write_fees(change: Change, fees: Fees) -> None:
    """Keeps these charges in place of those before."""
    change.put(setting, {"name": "fees"}, document=fees.model_dump(mode="json", exclude={"per_unit"}))
    change.delete(fee, true())
    change.insert_all(fee, [{"code": code, "per_unit": charge} for code, charge in fees.per_unit.items()])
    change.say("edit", "setting:fees")


def add_note(change: Change, subject: str, text: str) -> int:
    """Keeps a remark on `visit:7`, `patient:A-77` or `code:96413`, and gives its id."""
    number = change.insert(note, subject=subject, text=text, by=change.by, at=change.at)
    change.say("create", f"note:{number}", about=subject)
    return number


def notes(connection: Connection, subject: str) -> tuple[Note, ...]:
    """The remarks on a subject, the oldest first."""
    query = select(note).where(note.c.subject == subject).order_by(note.c.id)
    return tuple(Note(row.id, row.text, row.by, row.at) for row in connection.execute(query))
