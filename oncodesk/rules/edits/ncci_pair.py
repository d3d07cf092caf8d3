"""Two codes of one date that CMS's table of pairs does not pay together.

What it checks
    Every pair of codes that one practitioner bills for one date, in the procedure-to-procedure table of that date.
    With indicator 0 the second code is never paid; with 1 it is where a modifier on either line says what was apart.
    A pair answered by a modifier is shown as resolved. A pair that the table does not hold is not thereby allowed.

Why it matters
    The second code of the pair is denied, or its payment taken back, and a modifier without a reason is worse.

How to fix it
    Take the second code off where it was part of the first. Where it was not, add the modifier that says why: 25 on a
    visit, otherwise XE, XS, XP or XU, and 59 only where none of them fits.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from oncodesk.codes.edit_tables import MOST_CODES
from oncodesk.codes.edit_values import Pair, Pairs
from oncodesk.domain.report import Severity
from oncodesk.rules.edits.table_reading import codes_of, earlier, of_older_quarter, pairs, unbound
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import (
    ClaimLine,
    Edit,
    Fix,
    HistoryLine,
    Outcome,
    Rule,
    Subject,
    add_modifier,
    cite,
    remove_line,
)

Billed = ClaimLine | HistoryLine


@dataclass(frozen=True)
class Met:
    """A pair that the claim meets: its row, and the lines of either code that no modifier answers."""

    pair: Pair
    edition: str
    first: tuple[Billed, ...]
    second: tuple[Billed, ...]
    older: str = ""


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding or an answer for each pair of a date; not checked, or a warning, where the date's table is absent."""
    if reason := unbound(subject):
        yield rule.not_checked(reason)
        return
    for day in subject.days:
        found = pairs(subject, day)
        if isinstance(found, Pairs):
            yield from _judged(rule, subject, day, found)
            continue
        yield rule.not_checked(found.words)
        codes = codes_of(subject, day)
        held = of_older_quarter(subject, day, "ptp", found) if len(codes) <= MOST_CODES else None
        older = held[0].ptp_pairs(codes) if held else None
        if held and isinstance(older, Pairs):
            yield from _judged(rule, subject, day, older, held[1])


def _judged(rule: Rule, subject: Subject, day: date, found: Pairs, older: str = "") -> Iterator[Outcome]:
    for pair in found.found:
        first, second = (_billed(subject, day, code) for code in (pair.column1, pair.column2))
        if not any(isinstance(x, ClaimLine) for x in (*first, *second)):
            continue
        marks = _answers(subject, pair, first), _answers(subject, pair, second)
        open_first = [x for x, said in zip(first, marks[0], strict=True) if not (said and pair.bypass)]
        open_second = [x for x, said in zip(second, marks[1], strict=True) if not (said and pair.bypass)]
        if open_first and open_second:
            met = Met(pair, found.edition, tuple(open_first), tuple(open_second), older)
            yield _found(rule, subject, met, bool(any(marks[0]) or any(marks[1])))
        elif not older:
            lines = [x for x in (*first, *second) if isinstance(x, ClaimLine)]
            yield rule.resolved(lines, " ".join(dict.fromkeys(m for said in (*marks[0], *marks[1]) for m in said)))


def _billed(subject: Subject, day: date, code: str) -> tuple[Billed, ...]:
    held: tuple[Billed, ...] = (*subject.days.get(day, ()), *earlier(subject, day))
    return tuple(x for x in held if x.code == code)


def _answers(subject: Subject, pair: Pair, lines: tuple[Billed, ...]) -> list[tuple[str, ...]]:
    """What each line carries that may answer the pair; those of visits count on visits alone.

    59 and its forms answer on the first code only since the table's software reads them there.
    """
    policy = subject.tables.policy
    able = policy.codes("claim.ncci_modifiers")
    visits = policy.codes("evaluation.evaluation_modifiers")
    distinct = policy.codes("claim.distinct_service_modifiers")
    found = []
    for held in lines:
        visit = held.code in policy.codes("evaluation.evaluation_codes")
        here = able - distinct if visit else able - visits
        if held.code == pair.column1 and not policy.get("claim.distinct_modifier_either_column"):
            here -= distinct
        found.append(tuple(m for m in held.modifiers if m in here))
    return found


def _found(rule: Rule, subject: Subject, met: Met, marked: bool) -> Outcome:
    pair = met.pair
    lines = [x for x in (*met.first, *met.second) if isinstance(x, ClaimLine)]
    severity: Severity = "warning" if met.older else subject.by_payer()
    apart = [x for x in (*met.first, *met.second) if isinstance(x, HistoryLine)]
    before = f" {apart[0].code} was billed before for that date." if apart else ""
    vain = " The modifier cannot answer a pair of indicator 0." if marked and not pair.bypass else ""
    elsewhere = "" if subject.medicare else " It is Medicare's table; this payer may use its own."
    return rule.finding(
        f"{pair.column2} is not paid beside {pair.column1}",
        why=f"{row_text(pair, met.edition)}.{before}{vain}{elsewhere}{' ' + met.older if met.older else ''}",
        lines=lines,
        severity=severity,
        covers=("NCI-03",) if vain else ("NCI-01",),
        fixes=_fixes(subject, met),
    )


def row_text(pair: Pair, edition: str) -> str:
    """The row that fired, in words."""
    until = f" to {pair.until}" if pair.until else ""
    way = "1, a modifier may answer it" if pair.bypass else "0, no modifier may answer it"
    return (
        f"NCCI pairs of {edition}: column 1 {pair.column1}, column 2 {pair.column2}, since {pair.since}{until}, "
        f"indicator {way}; {pair.rationale}"
    )


def _fixes(subject: Subject, met: Met) -> tuple[Fix, ...]:
    pair, first, second = met.pair, _own(met.first), _own(met.second)
    off = Fix(
        title=f"Remove {pair.column2}",
        only_if=f"{pair.column2} was part of {pair.column1}, or was not done as a service of its own",
        edits=tuple(remove_line(held) for held in second),
    )
    whole = len(second) == len(met.second) and len(subject.lines) > len(second)
    return (*((off,) if whole else ()), *(_apart(subject, met, first, second) if pair.bypass else ()))


def _own(lines: tuple[Billed, ...]) -> list[ClaimLine]:
    return [x for x in lines if isinstance(x, ClaimLine)]


def _apart(subject: Subject, met: Met, first: list[ClaimLine], second: list[ClaimLine]) -> Iterator[Fix]:
    """A modifier for every reason that may hold, each with the sentence that must be true."""
    pair, policy = met.pair, subject.tables.policy
    visits = policy.codes("evaluation.evaluation_codes")
    for code, lines, other in ((pair.column2, second, pair.column1), (pair.column1, first, pair.column2)):
        if code in visits and lines:
            condition = f"the visit was significant and separate from {other}, and its note stands on its own"
            yield Fix(title=f"Add 25 to {code}", only_if=condition, edits=_each(lines, "25"))
            return
    lines, code, other = (second, pair.column2, pair.column1) if second else (first, pair.column1, pair.column2)
    plain_first = subject.wanted.get("distinct_modifier") == "59"
    for modifier in sorted(
        policy.codes("claim.distinct_service_modifiers"), key=lambda m: ((m == "59") ^ plain_first, m)
    ):
        yield Fix(
            title=f"Add {modifier} to {code}",
            only_if=REASONS[modifier].format(code=code, other=other),
            edits=_each(lines, modifier),
        )


def _each(lines: list[ClaimLine], modifier: str) -> tuple[Edit, ...]:
    return tuple(add_modifier(held, modifier) for held in lines)


REASONS = {
    "XE": "{code} was done at another encounter of the same date than {other}, and the record gives both times",
    "XP": "{code} was done by another practitioner than {other}, and the record names both",
    "XS": "{code} was done on another organ, structure or access site than {other}, and the record names both",
    "XU": "{code} does not overlap the usual parts of {other}, and the record says why it was needed",
    "59": "{code} was distinct from {other}, the record shows it, and neither XE, XP, XS nor XU says how",
}
"""What the coder affirms by each modifier."""

RULE = Rule(
    __name__,
    title="Pair that is not paid together",
    severity="error",
    covers=("NCI-01", "NCI-03"),
    citation=cite("ncci-ptp"),
    check=check,
    bad=lambda: claim(line("38222"), line("36430"), dx="C90.00"),
    good=lambda: claim(line("38222"), line("36430", 1, "XS"), dx="C90.00"),
    reads=(
        "ptp",
        "history",
        "claim.ncci_modifiers",
        "claim.distinct_modifier_either_column",
        "claim.distinct_service_modifiers",
        "evaluation.evaluation_codes",
        "evaluation.evaluation_modifiers",
    ),
)
