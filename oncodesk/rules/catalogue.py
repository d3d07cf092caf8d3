"""Every rule, in reading order: written down, so that none is lost silently in a packed program."""

from oncodesk.rules.drugs import wastage_modifier_missing
from oncodesk.rules.kit import Rule

REVISION = "2026-11-24"
"""The day on which the rules were last changed."""

RULES: tuple[Rule, ...] = (
    # drugs
    wastage_modifier_missing.RULE,
)

FOLDED: dict[str, tuple[str, ...]] = {}
"""Symptom to causes: a finding of the first is left out where one of the others stands on the same line."""
