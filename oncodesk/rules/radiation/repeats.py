"""What is billed again within a course that takes it once."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from oncodesk.domain.report import Severity
from oncodesk.rules.kit import ClaimLine, Fix, HistoryLine, Outcome, Rule, Subject
from oncodesk.rules.radiation.course import Billed, cut, day_of, history, role_of, same_course, units


def once_a_course(
    rule: Rule,
    subject: Subject,
    lines: list[ClaimLine],
    roles: frozenset[str],
    name: str,
    severity: Severity | None = None,
    covers: tuple[str, ...] = (),
) -> Iterator[Outcome]:
    """A finding where the claim, or its history of the same course, holds the service more than once.

    A line of the history whose course is not known gives a warning, as it may belong to another course.
    """
    before = [past for past in history(subject) if role_of(subject, past) in roles] if lines else []
    if not lines or units(lines) + units(before) < 2:
        return
    own = units(lines) > 1
    sure = own or any(same_course(subject, past) for past in before)
    yield rule.finding(
        f"{lines[0].code}: the {name} is billed {units(lines) + units(before)} times for the course",
        why=f"it is reported once in a course{_earlier(before)}.",
        lines=lines,
        severity=severity or (rule.severity if sure else "warning"),
        covers=covers,
        fixes=_fixes(subject, lines, before, name),
    )


def _earlier(before: list[HistoryLine]) -> str:
    return f"; billed before on {before[0].date_of_service}" if before else ""


def _fixes(subject: Subject, lines: list[ClaimLine], before: list[HistoryLine], name: str) -> tuple[Fix, ...]:
    allowed = 0 if before else 1
    if not allowed and len(lines) == len(subject.lines):
        return ()
    title = f"Bill the {name} once" if allowed else f"Take the {name} off this claim"
    edits = cut(lines, allowed, (), subject)
    return (Fix(title=title, only_if="all of it belongs to one course", edits=edits),)


def too_close(
    rule: Rule, subject: Subject, lines: list[ClaimLine], before: Sequence[HistoryLine], name: str
) -> Iterator[Outcome]:
    """A warning where a unit for five fractions follows the one before it by fewer weekdays than hold as many.

    Nothing where a repeated session stands on the claim or in its history: two a day hold five in fewer.
    """
    fewest = subject.tables.policy.number("radiation.fewest_days_between_units")
    repeat = set(subject.tables.policy.table("claim.repeat_modifiers"))
    known: list[Billed] = [*subject.lines, *history(subject)]
    if any(repeat & set(x.modifiers) for x in known):
        return
    held: list[Billed] = sorted([*before, *lines], key=lambda x: day_of(subject, x))
    for first, second in pairwise(held):
        days = weekdays(day_of(subject, first), day_of(subject, second))
        if isinstance(second, ClaimLine) and 0 < days < fewest:
            yield rule.finding(
                f"{name} on {day_of(subject, first)} and again on {day_of(subject, second)}",
                why=f"weekdays from the one to the other: {days}; each unit stands for five fractions.",
                lines=[second],
                severity="warning",
            )


def weekdays(first: date, last: date) -> int:
    """Weekdays after the first day up to the last."""
    days = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
    return sum(day.weekday() < 5 for day in days)
