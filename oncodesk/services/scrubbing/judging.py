"""Judges one claim of a bulk run: a line of the result, and what it adds to the summary."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from oncodesk.codes.library import CodeSets
from oncodesk.domain.claim import Claim
from oncodesk.domain.errors import UnusableInput
from oncodesk.domain.payer_card import PayerCard
from oncodesk.domain.reading import read_claim
from oncodesk.domain.report import Finding, Report
from oncodesk.exchange.read837 import read_837
from oncodesk.exchange.values import Held, RawClaim
from oncodesk.services.check_claim import check_claim
from oncodesk.services.scrubbing.inputs import Entry

FORMAT = "oncodesk.scrubbed/1"
MOST_LINES, MOST_DIAGNOSES = 500, 100
"""Of a claim; an 837P holds 50 and 12, and a rule says where more stand on it."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A line of the result as JSON without its number, and the same as plain values for the summary."""

    text: str
    counted: dict[str, Any]


def judge(entry: Entry, code_sets: CodeSets, as_of: date | None = None, cards: Sequence[PayerCard] = ()) -> Judged:
    """The entry's line; a claim that cannot be read or checked says so in it, and nothing is raised."""
    head: dict[str, Any] = {"format": FORMAT, "source": entry.source, "place": entry.place, "kind": entry.kind}
    if entry.kind != "claim":
        return _written(head | {"said": entry.said}, None)
    try:
        held, claim = _claim(entry)
        head |= _of_837(held) if held else {}
        if claim is None:
            return _unreadable(head, held.problem if held else entry.said)
        _of_a_size(claim)
        head |= {"account": head.get("account") or (claim.patient.account if claim.patient else "")}
        report = check_claim(claim, code_sets.at(claim.date_of_service), entry.as_of or as_of, cards)
    except UnusableInput as problem:
        return _unreadable(head, str(problem))
    except Exception as problem:
        return _unreadable(head, f"could not be checked: {type(problem).__name__} in {_where(problem)}")
    return _written(head | _particulars(claim, report), report)


def _claim(entry: Entry) -> tuple[Held | None, Claim | None]:
    if isinstance(entry.held, RawClaim):
        held = read_837(entry.held)
        return held, held.claim
    if entry.said or entry.held is None:
        raise UnusableInput("document", entry.said)
    return None, read_claim(entry.held)


def _of_a_size(claim: Claim) -> None:
    """Refuses what no form holds, before rules compare everything with everything."""
    for name, held, most in (("lines", claim.lines, MOST_LINES), ("diagnoses", claim.diagnoses, MOST_DIAGNOSES)):
        if len(held) > most:
            raise UnusableInput(name, f"expected at most {most}, found {len(held):,}")


def _of_837(held: Held) -> dict[str, Any]:
    found = {"account": held.account, "frequency": held.frequency}
    return found | {"not_understood": list(held.not_understood), "remarks": list(held.remarks)}


def _particulars(claim: Claim, report: Report) -> dict[str, Any]:
    """What the summary counts beside the findings; money in dollars as text."""
    return {
        "date_of_service": claim.date_of_service.isoformat(),
        "payer": claim.payer.kind if claim.payer else "unknown",
        "charges": f"{_charges(claim, [line.id for line in claim.lines]):.2f}",
        **_at_stake(claim, report.findings),
    }


def _at_stake(claim: Claim, findings: Sequence[Finding]) -> dict[str, dict[str, str]]:
    """Charges of the lines that errors and warnings stand on, of the whole claim where a finding names no line.

    `at_stake` gives those of each rule's lines, which several rules may share; `counted_once` each line's only under
    the rule found first, the gravest, and apart from that under `error` or `warning` by the gravest found on it.
    """
    every = {line.id for line in claim.lines}
    left = set(every)
    shared: dict[str, set[str]] = {}
    once: dict[str, set[str]] = {}
    for finding in findings:
        if finding.severity == "info":
            continue
        on = set(finding.lines) & every or every
        shared.setdefault(finding.rule, set()).update(on)
        for name in (finding.rule, finding.severity) if on & left else ():
            once.setdefault(name, set()).update(on & left)
        left -= on
    return {
        name: {rule: f"{_charges(claim, on):.2f}" for rule, on in sorted(held.items())}
        for name, held in (("at_stake", shared), ("counted_once", once))
    }


def _charges(claim: Claim, ids: Iterable[str]) -> Decimal:
    wanted = set(ids)
    return sum((line.charge for line in claim.lines if line.charge and line.id in wanted), Decimal(0))


def _unreadable(head: dict[str, Any], problem: str) -> Judged:
    return _written(head | {"kind": "unreadable", "said": problem}, None)


def _written(head: dict[str, Any], report: Report | None) -> Judged:
    text = json.dumps(head, ensure_ascii=False)
    if report is None:
        return Judged(text, head)
    counted = head | {
        "findings": [(f.rule, f.severity) for f in report.findings],
        "not_checked": sorted({n.rule for n in report.not_checked}),
        "resolved": len(report.resolved),
    }
    return Judged(f'{text[:-1]}, "report": {report.model_dump_json()}}}', counted)


def counted_again(line: dict[str, Any]) -> dict[str, Any]:
    """What a written line adds to the summary: the same as when it was judged."""
    report = line.pop("report", None)
    line.pop("number", None)
    if report is None:
        return line
    return line | {
        "findings": [(f["rule"], f["severity"]) for f in report["findings"]],
        "not_checked": sorted({n["rule"] for n in report["not_checked"]}),
        "resolved": len(report["resolved"]),
    }


def _where(problem: Exception) -> str:
    """The innermost place of ours in the program, for a report of the mishap; it holds nothing of the claim."""
    at, found = problem.__traceback__, "the program"
    while at:
        name = at.tb_frame.f_globals.get("__name__", "")
        if name.startswith("oncodesk."):
            found = f"{name}:{at.tb_lineno}"
        at = at.tb_next
    return found
