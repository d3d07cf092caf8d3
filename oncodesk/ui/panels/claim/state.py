"""What the derived claim shows."""

from dataclasses import dataclass, replace
from decimal import Decimal

from oncodesk.domain.claim import LETTERS, Claim, ClaimLine
from oncodesk.domain.report import SEVERITIES
from oncodesk.ui.editing.outcome import Outcome, Wording
from oncodesk.ui.editing.overlay import lines_of
from oncodesk.words import many, say

HEADINGS = ("", say("Code"), say("Modifiers"), say("Service or drug"), say("Dx"), say("Units"), say("Charge"))


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One line as text.

    `mark` is the gravest severity found on it, `is_laid` whether something lies over it; `own` says what the coder did
    to it, `derived` what the facts give, `reason` why; `is_off` where the coder took it off.
    """

    line: str
    code: str
    modifiers: str
    text: str
    pointers: str
    units: str
    charge: str
    facts: tuple[str, ...]
    mark: str = ""
    is_laid: bool = False
    own: str = ""
    derived: str = ""
    reason: str = ""
    is_off: bool = False

    @property
    def shown(self) -> str:
        """What stands beside the code: what the coder did goes before what it is."""
        parts = (
            self.own,
            self.derived and say("derived {line}", line=self.derived),
            self.reason if self.is_off else self.text,
        )
        return " · ".join(part for part in parts if part)

    @property
    def said(self) -> str:
        """The line in one sentence."""
        decided = (
            self.own,
            self.derived and say("derived {line}", line=self.derived),
            self.reason and say("because {reason}", reason=self.reason),
        )
        billed = (
            self.code,
            self.modifiers,
            self.text,
            say("diagnoses {pointers}", pointers=self.pointers),
            say("{units} units", units=self.units),
            self.charge,
        )
        parts = (*decided, *billed)
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class ClaimState:
    """The claim; `off` are derived lines that the coder took off it, `is_stale` says that this answers an earlier state
    because what is typed cannot be used."""

    diagnoses: tuple[tuple[str, str, str], ...] = ()
    rows: tuple[ClaimRow, ...] = ()
    off: tuple[ClaimRow, ...] = ()
    total: str = ""
    is_stale: bool = False
    lost: tuple[str, ...] = ()


def claim_state(outcome: Outcome | None, is_stale: bool) -> ClaimState:
    """The claim of the last outcome that had one."""
    if outcome is None or outcome.claim is None:
        return ClaimState(is_stale=is_stale)
    claim = outcome.claim
    before = {line.id: line for line in outcome.derivation.claim.lines} if outcome.derivation else {}
    rows = tuple(_laid(_row(line, claim, outcome), line, before.get(line.id)) for line in claim.lines)
    lost = tuple(overlay.title for overlay in outcome.lost)
    return ClaimState(_diagnoses(claim, outcome.wordings), rows, _off(outcome, before), _total(claim), is_stale, lost)


def _laid(row: ClaimRow, line: ClaimLine, before: ClaimLine | None) -> ClaimRow:
    """The row with what lies over it, and what the facts give."""
    if line == before:
        return row
    if line.override is None:
        return replace(row, is_laid=True)
    own = say("changed by you") if before else say("added by you")
    return replace(row, is_laid=True, own=own, derived=_derived(before, line), reason=line.override.reason)


def _derived(before: ClaimLine | None, line: ClaimLine) -> str:
    if before is None:
        return ""
    code = "-".join((before.code, *before.modifiers))
    charge = f" ${before.charge:,.2f}" if before.charge not in (None, line.charge) else ""
    if before.pointers == line.pointers:
        return f"{code} × {before.units}{charge}"
    return say("{line} × {units} to {pointers}", line=code, units=before.units, pointers=before.pointers) + charge


def _off(outcome: Outcome, before: dict[str, ClaimLine]) -> tuple[ClaimRow, ...]:
    """Derived lines that the coder took off, in their order."""
    if outcome.derivation is None or outcome.claim is None:
        return ()
    derived, reasons = outcome.derivation.claim, dict[str, str]()
    for overlay in outcome.decided.overlays:
        if overlay.own and any(edit.op == "remove_line" for edit in overlay.edits):
            reasons |= dict.fromkeys(lines_of(overlay, derived), overlay.own.reason)
    gone = (line for number, line in before.items() if number in reasons and outcome.claim.line(number) is None)
    rows = ((line, _row(line, derived, outcome)) for line in gone)
    return tuple(
        replace(row, mark="", is_off=True, own=say("taken off by you"), reason=reasons[line.id]) for line, row in rows
    )


def _diagnoses(claim: Claim, wordings: dict[str, Wording]) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (letter, code, wordings[code].text if code in wordings else "")
        for letter, code in zip(LETTERS, claim.diagnoses, strict=False)
    )


def _row(line: ClaimLine, claim: Claim, outcome: Outcome) -> ClaimRow:
    wordings, report = outcome.wordings, outcome.report
    text = wordings[line.code].text if line.code in wordings else line.narrative or ""
    served = claim.date_of(line)
    if served != claim.date_of_service:
        text = f"{served:%m/%d} · {text}"
    if "JW" in line.modifiers:
        text = say("Waste · {text}", text=text)
    found = {finding.severity for finding in report.findings if line.id in finding.lines} if report else set()
    return ClaimRow(
        line.id,
        line.code,
        " ".join(line.modifiers),
        text,
        line.pointers,
        str(line.units),
        "" if line.charge is None else f"{line.charge:,.2f}",
        line.facts,
        next((severity for severity in SEVERITIES if severity in found), ""),
    )


def _total(claim: Claim) -> str:
    known = sum((line.charge for line in claim.lines if line.charge is not None), Decimal(0))
    without = sum(line.charge is None for line in claim.lines)
    lines = many("{count} line", "{count} lines", len(claim.lines))
    if without == len(claim.lines):
        return say("{lines} · no charges on file", lines=lines)
    return f"{lines} · ${known:,.2f}" + (" · " + say("{number} without a charge", number=without) if without else "")
