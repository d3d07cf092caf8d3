"""Runs every rule over a claim and puts what they say in a fixed order."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from oncodesk.codes.tables import Tables
from oncodesk.domain.claim import Claim
from oncodesk.domain.derivation import Derivation
from oncodesk.domain.payer_card import PayerCard
from oncodesk.domain.report import SEVERITIES, Finding, NotChecked, Report, Resolved
from oncodesk.rules.cards import applied, in_force, values
from oncodesk.rules.catalogue import REVISION, RULES
from oncodesk.rules.concern import concerned
from oncodesk.rules.folding import folded
from oncodesk.rules.kit import Subject


def check(
    claim: Claim,
    tables: Tables,
    derived: Derivation | None = None,
    as_of: date | None = None,
    cards: Sequence[PayerCard] = (),
) -> Report:
    """The report on a claim, the same for the same claim and tables.

    `tables` are those of the claim's date; `derived` what its own facts give, where it holds them; `as_of` the day on
    which filing limits are judged, by default the date of service; `cards` what payers' written policies change.
    """
    excepted = in_force(claim, cards)
    subject = Subject(claim, tables, derived, as_of or claim.date_of_service, values(excepted))
    outcomes, exceptions = applied([outcome for rule in concerned(subject) for outcome in rule.run(subject)], excepted)

    def answer(found: Finding) -> str:
        return _override(claim, found) or _line_override(subject, found)

    found = folded((o for o in outcomes if isinstance(o, Finding)), lambda f: bool(answer(f)))
    answers = {id(f): reason for f in found if (reason := answer(f))}
    standing = [f for f in found if id(f) not in answers]
    resolved = [o for o in outcomes if isinstance(o, Resolved)] + [
        Resolved(rule=f.rule, lines=f.lines, by=f"override: {answers[id(f)]}") for f in found if id(f) in answers
    ]
    return Report(
        findings=tuple(sorted(standing, key=lambda f: _place(claim, f))),
        resolved=tuple(sorted(dict.fromkeys(resolved), key=lambda r: (r.rule, r.lines, r.by))),
        not_checked=tuple(sorted({*_unchecked(outcomes, tables)}, key=lambda n: (n.rule, n.reason))),
        exceptions=tuple(exceptions),
        editions=tables.editions.model_copy(update={"rules": REVISION}),
        as_of=subject.as_of,
    )


def _unchecked(outcomes: Iterable[object], tables: Tables) -> Iterable[NotChecked]:
    yield from (o for o in outcomes if isinstance(o, NotChecked))
    yield from (NotChecked(rule="codes.edition", reason=reason) for reason in tables.stale)


def _override(claim: Claim, finding: Finding) -> str:
    """The coder's reason against this finding, or empty text: same rule, and the same lines and diagnoses if named."""
    for override in claim.overrides:
        lines = not override.lines or set(finding.lines) <= set(override.lines)
        diagnoses = not override.diagnoses or set(finding.diagnoses) <= set(override.diagnoses)
        if override.rule == finding.rule and lines and diagnoses:
            return override.reason
    return ""


def _line_override(subject: Subject, finding: Finding) -> str:
    """The coder's reason for billing every line of the finding other than the facts give, or empty text.

    It answers only what the facts hold against the lines: a finding that stands without them is not answered.
    """
    held = [line for line in subject.lines if line.id in finding.lines]
    reasons = [line.override.reason for line in held if line.override]
    if not held or len(reasons) < len(held) or subject.derived is None:
        return ""
    facts_aside = subject.claim.model_copy(update={"visit": None})
    bare = Subject(facts_aside, subject.tables, None, subject.as_of, subject.wanted)
    rule = next(rule for rule in RULES if rule.id == finding.rule)
    if any(isinstance(o, Finding) and set(o.lines) & set(finding.lines) for o in rule.run(bare)):
        return ""
    return "; ".join(dict.fromkeys(reasons))


def _place(claim: Claim, finding: Finding) -> tuple[int, Decimal, int, str, str]:
    """Severity, then money at stake, then the first line concerned."""
    at_stake = sum((line.charge or Decimal(0) for line in claim.lines if line.id in finding.lines), Decimal(0))
    order = [line.id for line in claim.lines]
    first = min((order.index(i) for i in finding.lines if i in order), default=len(order))
    return SEVERITIES.index(finding.severity), -at_stake, first, finding.rule, finding.message
