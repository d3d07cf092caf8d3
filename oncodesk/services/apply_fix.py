"""Applies a finding's fix."""

from oncodesk.domain.claim import Claim
from oncodesk.domain.edits import apply_edits
from oncodesk.domain.report import Fix


def apply_fix(claim: Claim, fix: Fix) -> Claim:
    """The claim after the fix; what it affirms (`only_if`) is for the coder to know before asking."""
    return apply_edits(claim, fix.edits)
