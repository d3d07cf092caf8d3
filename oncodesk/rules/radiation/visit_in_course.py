"""A visit is billed that the course's management includes.

What it checks
    No office visit stands on a date of treatment, in the course, or in the weeks after it that belong to it, unless a
    modifier says that it was for something else.

Why it matters
    Management holds the examinations of the course, its toxicity care and the follow-up after it, so such a visit is
    denied on the same date. Medicare's fee schedule states no global period, which leaves a later one an audit risk.

How to fix it
    Take the visit off where it was for the course. Where it was for an unrelated problem, say so with 24, or with 25 on
    a date of treatment. A consultation before the start is separate.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from oncodesk.rules.diagnosis.reading import antineoplastic_lines
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import ClaimLine, Fix, Outcome, Rule, Subject, add_modifier, cite, without
from oncodesk.rules.radiation.course import Billed, day_of, events, history, in_lists

_LISTS = ("management_codes", "external_beam_codes", "stereotactic_codes", "proton_codes")


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each visit within the course or its follow-up; one marked as unrelated is answered."""
    visits = [x for x in subject.lines if (p := subject.procedure(x)) and p.kind == "evaluation" and not p.addon_to]
    days = _days(subject) if visits else []
    if not days or (antineoplastic_lines(subject) and not _billed_here(subject)):
        return
    for line_ in visits:
        yield from _judged(rule, subject, line_, days)


def _days(subject: Subject) -> list[date]:
    """Dates of management and treatment, billed or recorded."""
    held: list[Billed] = [*subject.lines, *history(subject)]
    billed = [day_of(subject, x) for x in held if in_lists(subject, x, *_LISTS)]
    return sorted({*billed, *(e.date for e in events(subject, "fraction", "management_exam"))})


def _billed_here(subject: Subject) -> bool:
    return any(in_lists(subject, x, *_LISTS) for x in subject.lines)


def _judged(rule: Rule, subject: Subject, visit: ClaimLine, days: list[date]) -> Iterator[Outcome]:
    day = subject.day(visit)
    span = timedelta(days=subject.at(visit).policy.number("radiation.follow_up_days"))
    before = [d for d in days if d <= day]
    if not before or day > before[-1] + span:
        return
    same = day in days
    answer = next((m for m in visit.modifiers if m == "24" or (same and m == "25")), None)
    if answer:
        yield rule.resolved([visit], by=answer)
        return
    when = "on a date of treatment" if same else f"{(day - before[-1]).days} days after {before[-1]}"
    other = Fix(
        title=f"Add {'25' if same else '24'}",
        only_if="the visit was for a problem apart from the course and is documented by itself",
        edits=(add_modifier(visit, "25" if same else "24"),),
    )
    off = without(visit, "it was for the course", "Take the visit off")
    yield rule.finding(
        f"{visit.code} {when} of the radiation course",
        why=f"management of a course includes its visits and {span.days} days of follow-up by the same group.",
        lines=[visit],
        severity="error" if same else "warning",
        fixes=(other, off) if len(subject.lines) > 1 else (other,),
    )


_PAST = [{"date_of_service": "2026-02-02", "code": "77427"}]

RULE = Rule(
    __name__,
    title="Visit within the course or its follow-up",
    severity="error",
    covers=("RAD-25",),
    citation=cite("radiation-management"),
    check=check,
    bad=lambda: claim(line("99213"), dx="C61", history=_PAST),
    good=lambda: claim(line("99213", 1, "24"), dx="J18.9 C61", history=_PAST),
    reads=("procedures", "radiation.follow_up_days", "radiation.management_codes"),
)
