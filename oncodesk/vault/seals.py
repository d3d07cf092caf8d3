"""The seal of a finalised claim: whoever changes a word of it, or of what it was judged by, breaks it."""

from collections.abc import Mapping
from typing import Any

from oncodesk.vault.canonical import canonical
from oncodesk.vault.secret import Mac

SEALED = ("number", "visit_id", "replaces", "finalised_at", "by", "facts", "document", "report", "editions")


def seal(mac: Mac, row: Mapping[str, Any]) -> bytes:
    """HMAC over number, visit, what it replaces, moment, user, facts, claim, report and edition hashes."""
    return mac(b"oncodesk.seal/1" + canonical([row[name] for name in SEALED]).encode())
