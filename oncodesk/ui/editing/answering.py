"""Findings that the coder keeps as they are, matched again with what is found now."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from oncodesk.domain.claim import Claim, Override
from oncodesk.domain.decisions import Answer, anchor, found
from oncodesk.domain.report import Finding, Report


@dataclass(frozen=True, slots=True)
class Settled:
    """The claim with the overrides that count, its report, and the answers that found nothing to answer."""

    claim: Claim
    report: Report
    used: tuple[Answer, ...] = ()
    unused: tuple[Answer, ...] = ()


def answer_to(finding: Finding, claim: Claim, reason: str, by: str, at: str) -> Answer:
    """The coder's reason for keeping a finding as it is."""
    lines = (claim.line(identifier) for identifier in finding.lines)
    return Answer(
        rule=finding.rule, lines=tuple(anchor(line, claim) for line in lines if line), diagnoses=finding.diagnoses,
        facts=finding.facts, message=finding.message, reason=reason, by=by, at=at,
    )  # fmt: skip


def settled(check: Callable[[Claim], Report], claim: Claim, report: Report, answers: tuple[Answer, ...]) -> Settled:
    """Each answer that still fits a finding becomes an override; one that would silence another finding does not.

    `report` is what is found without any. A finding that comes to light when another is answered may be answered too.
    """
    used: tuple[Answer, ...] = ()
    left, found_now = answers, report
    while fresh := tuple(answer for answer in left if any(fits(answer, claim, f) for f in found_now.findings)):
        for batch in (fresh, *((one,) for one in fresh)):
            tried = check(_with(claim, (*used, *batch)))
            if not _silenced(found_now, tried, batch, claim):
                break
        else:
            break
        used, found_now = (*used, *batch), tried
        left = tuple(answer for answer in left if answer not in batch)
    return Settled(_with(claim, used), found_now, used, left)


def fits(answer: Answer, claim: Claim, finding: Finding) -> bool:
    """Whether the answer is to that finding: the same rule on the same lines, diagnoses and facts."""
    lines = [found(held, claim) for held in answer.lines]
    return (
        answer.rule == finding.rule
        and {line.id if line else None for line in lines} == set(finding.lines)
        and set(answer.diagnoses) == set(finding.diagnoses)
        and set(answer.facts) == set(finding.facts)
    )


def _silenced(before: Report, after: Report, batch: Iterable[Answer], claim: Claim) -> bool:
    gone = [finding for finding in before.findings if finding not in after.findings]
    return any(not any(fits(answer, claim, finding) for answer in batch) for finding in gone)


def _with(claim: Claim, answers: tuple[Answer, ...]) -> Claim:
    return claim.model_copy(update={"overrides": tuple(_override(answer, claim) for answer in answers)})


def _override(answer: Answer, claim: Claim) -> Override:
    lines = (found(held, claim) for held in answer.lines)
    return Override(
        rule=answer.rule, lines=tuple(line.id for line in lines if line), diagnoses=answer.diagnoses,
        reason=answer.reason, by=answer.by, at=answer.at,
    )  # fmt: skip
