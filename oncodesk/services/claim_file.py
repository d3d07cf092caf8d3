"""A finalised claim looked at whole: its lines, its report, what it replaced, its seal, and what was done with it."""

from typing import TYPE_CHECKING

from oncodesk.documents.content import verification_code
from oncodesk.domain.base import Frozen
from oncodesk.vault.values import AuditRow, FinalClaim

if TYPE_CHECKING:
    from oncodesk.vault.store import Store


class ClaimFile(Frozen):
    """`lineage` is every claim of the visit, the oldest first; `done` what the audit holds of this one."""

    final: FinalClaim
    lineage: tuple[FinalClaim, ...]
    is_whole: bool
    code: str
    done: tuple[AuditRow, ...]


def claim_file(store: "Store", number: int) -> ClaimFile:
    """The claim of that number, its view noted; KeyError where there is none."""
    final = store.claim(number)
    return ClaimFile(
        final=final,
        lineage=store.claims_of_visit(final.visit_id),
        is_whole=store.sealed_claim(number).is_whole,
        code=verification_code(final.claim, str(number)),
        done=store.audit(f"claim:{number}"),
    )
