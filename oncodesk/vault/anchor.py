"""A small file beside the backups that remembers how far the chain had come: a whole older file no longer fits it."""

import json
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, select

from oncodesk.vault.canonical import canonical
from oncodesk.vault.files import replace_file
from oncodesk.vault.ledger import head
from oncodesk.vault.secret import Mac
from oncodesk.vault.tables import audit

NAME = "anchor.json"
RESTORING = "restoring"
"""The audit entry of a backup about to be put back; `instead_of` is the mac of the anchor that it does not fit."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """The number and mac of the audit row that was newest when the anchor was dropped."""

    sequence: int
    mac: str


def drop(connection: Connection, mac: Mac, folder: Path) -> None:
    """Remembers the chain as it is on the disk; only what is committed, so that the file is never behind it."""
    sequence, _, newest = head(connection)
    body = {"sequence": sequence, "mac": newest.hex()}
    replace_file(folder / NAME, canonical({**body, "signed": _signature(mac, body)}).encode())


def alarm(connection: Connection, mac: Mac, folder: Path) -> str:
    """What does not fit between anchor and chain, in a sentence; empty where all is well or no anchor is there."""
    path = folder / NAME
    if not path.is_file():
        return ""
    held = read(path, mac)
    if held is None:
        return "The anchor file is not as it was written."
    if _stood_for(connection, held):
        return ""
    query = select(audit.c.mac).where(audit.c.sequence == held.sequence)
    found = connection.execute(query).scalar()
    if found is None:
        return f"The records end before entry {held.sequence}, which was there already: an older file was put back."
    if found.hex() != held.mac:
        return f"Entry {held.sequence} of the audit is not the one that was there: another file was put in its place."
    return ""


def _stood_for(connection: Connection, held: Anchor) -> bool:
    """Whether a backup was put back knowing of this anchor, and nobody came to drop the next one."""
    restored = connection.execute(select(audit.c.detail).where(audit.c.action == RESTORING)).scalars()
    return any(detail.get("instead_of") == held.mac for detail in restored)


def read(path: Path, mac: Mac) -> Anchor | None:
    """The anchor, or None where the file is not as it was written."""
    try:
        data = json.loads(path.read_bytes())
        body = {"sequence": data["sequence"], "mac": data["mac"]}
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return Anchor(**body) if data.get("signed") == _signature(mac, body) else None


def _signature(mac: Mac, body: dict[str, object]) -> str:
    return mac(b"oncodesk anchor" + canonical(body).encode()).hex()
