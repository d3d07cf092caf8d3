"""What checking gives back (`oncodesk.report/1`)."""

from datetime import date
from typing import Any, Literal

from oncodesk.domain.base import Frozen
from oncodesk.domain.payer_card import Applied

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
EditOp = Literal[
    "add_modifier",
    "remove_modifier",
    "set_units",
    "set_code",
    "add_line",
    "remove_line",
    "add_diagnosis",
    "remove_diagnosis",
    "move_diagnosis",
    "set_pointers",
    "set_charge",
    "set_fact",
]


class Citation(Frozen):
    """By whose authority: a title, the section, since when, and where it was read."""

    title: str
    section: str | None = None
    effective: date | None = None
    source: str | None = None


class Edit(Frozen):
    """One step of a fix.

    `line` is a line id; `value` a modifier, code, count, pointers, dollars, a whole line (`add_line`), or a fact's new
    value.
    Diagnosis edits name the code in `diagnosis` and its new place, from 0, in `value`.
    `set_fact` names a path in the visit such as `administrations.a2.stop` in `fact`.
    """

    op: EditOp
    line: str | None = None
    diagnosis: str | None = None
    fact: str | None = None
    value: Any = None


class Fix(Frozen):
    """A correction as data; `only_if` is the sentence the coder affirms by applying it."""

    title: str
    only_if: str
    edits: tuple[Edit, ...]


class Finding(Frozen):
    """One thing wrong, with the reason and what would make it right."""

    rule: str
    covers: tuple[str, ...]
    severity: Severity
    lines: tuple[str, ...] = ()
    diagnoses: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    message: str
    why: str = ""
    citation: Citation
    fixes: tuple[Fix, ...] = ()


class Resolved(Frozen):
    """A finding that does not stand, and what answers it: a modifier or an override's reason."""

    rule: str
    lines: tuple[str, ...] = ()
    by: str


class NotChecked(Frozen):
    """A rule that could not be checked, and why."""

    rule: str
    reason: str


class Editions(Frozen):
    """Which edition of each table was consulted; None = none loaded."""

    icd10cm: str | None = None
    hcpcs: str | None = None
    procedures: str | None = None
    ptp: str | None = None
    mue: str | None = None
    addon: str | None = None
    rules: str | None = None


class Report(Frozen):
    """The outcome of checking one claim, in a fixed order; `exceptions` are those of payers' cards that counted."""

    format: Literal["oncodesk.report/1"] = "oncodesk.report/1"
    findings: tuple[Finding, ...] = ()
    resolved: tuple[Resolved, ...] = ()
    not_checked: tuple[NotChecked, ...] = ()
    exceptions: tuple[Applied, ...] = ()
    editions: Editions = Editions()
    as_of: date

    def worst(self) -> Severity | None:
        """The gravest severity found, or None where nothing was."""
        found = {finding.severity for finding in self.findings}
        return next((severity for severity in SEVERITIES if severity in found), None)
