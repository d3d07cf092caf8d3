"""A superbill as PDF, from a claim and the desk's stamp."""

from oncodesk.codes.tables import Tables
from oncodesk.documents.content import Stamp, superbill_content
from oncodesk.domain.claim import Claim
from oncodesk.domain.people import Practice

__all__ = ["Stamp", "print_superbill"]


def print_superbill(claim: Claim, practice: Practice | None, tables: Tables, stamp: Stamp) -> bytes:
    """The PDF; UnusableInput names what is missing. The claim's own practice goes before the configured one."""
    from oncodesk.documents.superbill import superbill_pdf  # reportlab takes a quarter of a second to import

    return superbill_pdf(superbill_content(claim, claim.practice or practice, tables, stamp))
