"""Decides what is asked of the audit."""

from oncodesk.ui.panels.audit.state import EVERYBODY, EVERYTHING
from oncodesk.vault.values import AuditFilter


def wanted(subject: str, person: str, action: str) -> AuditFilter:
    """The filter of what is typed and chosen: `visit 7` and `visit:7` are the same."""
    kind, _, rest = subject.strip().replace(":", " ").partition(" ")
    typed = f"{kind.lower()}:{rest.strip()}" if rest.strip() else kind.lower()
    return AuditFilter(typed, "" if person == EVERYBODY else person, "" if action == EVERYTHING else action)
