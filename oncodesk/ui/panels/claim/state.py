"""What the derived claim shows."""

from dataclasses import dataclass
from decimal import Decimal

from oncodesk.domain.claim import LETTERS, Claim, ClaimLine
from oncodesk.domain.report import SEVERITIES, Report
from oncodesk.ui.editing.outcome import Outcome, Wording

HEADINGS = ("", "Code", "Modifiers", "Service or drug", "Dx", "Units", "Charge")


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One line as text; `mark` is the gravest severity found on it, `is_laid` whether a fix lies over it."""

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

    @property
    def said(self) -> str:
        """The line in one sentence."""
        parts = (self.code, self.modifiers, self.text, f"diagnoses {self.pointers}", f"{self.units} units", self.charge)
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class ClaimState:
    """The claim; `is_stale` while what is typed cannot be used, so that this answers an earlier state."""

    diagnoses: tuple[tuple[str, str, str], ...] = ()
    rows: tuple[ClaimRow, ...] = ()
    total: str = ""
    is_stale: bool = False
    lost: tuple[str, ...] = ()


def claim_state(outcome: Outcome | None, is_stale: bool) -> ClaimState:
    """The claim of the last outcome that had one."""
    if outcome is None or outcome.claim is None:
        return ClaimState(is_stale=is_stale)
    claim, laid = outcome.claim, _laid(outcome)
    rows = tuple(_row(line, claim, outcome.report, outcome.wordings, line.id in laid) for line in claim.lines)
    return ClaimState(_diagnoses(claim, outcome.wordings), rows, _total(claim), is_stale, outcome.lost)


def _laid(outcome: Outcome) -> set[str]:
    before = {line.id: line for line in outcome.derivation.claim.lines} if outcome.derivation else {}
    return {line.id for line in outcome.claim.lines if before.get(line.id) != line} if outcome.claim else set()


def _diagnoses(claim: Claim, wordings: dict[str, Wording]) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (letter, code, wordings[code].text if code in wordings else "")
        for letter, code in zip(LETTERS, claim.diagnoses, strict=False)
    )


def _row(line: ClaimLine, claim: Claim, report: Report | None, wordings: dict[str, Wording], is_laid: bool) -> ClaimRow:
    text = wordings[line.code].text if line.code in wordings else line.narrative or ""
    served = claim.date_of(line)
    if served != claim.date_of_service:
        text = f"{served:%m/%d} · {text}"
    if "JW" in line.modifiers:
        text = f"Waste · {text}"
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
        is_laid,
    )


def _total(claim: Claim) -> str:
    known = sum((line.charge for line in claim.lines if line.charge is not None), Decimal(0))
    without = sum(line.charge is None for line in claim.lines)
    lines = f"{len(claim.lines)} line{'s' if len(claim.lines) != 1 else ''}"
    if without == len(claim.lines):
        return f"{lines} · no charges on file"
    return f"{lines} · ${known:,.2f}" + (f" · {without} without a charge" if without else "")
