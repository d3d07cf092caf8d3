"""A stereotactic course has more fractions than its codes allow.

What it checks
    The stereotactic fractions of a course, every site and treatment day counted, planned, recorded or billed, are at
    most five.

Why it matters
    Beyond that the whole course is no stereotactic treatment: it is delivered and managed as external beam treatment.

How to fix it
    Bill the delivery by its level and weekly management, from the first fraction.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Outcome, Rule, Subject, cite
from oncodesk.rules.radiation.course import history, over_limit, radiation, role_of, same_course, units, with_role

_ROLES = ("radiation.delivery.sbrt",)


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding where the count is above the limit."""
    lines = with_role(subject, *_ROLES)
    if not lines:
        return
    most = subject.tables.policy.number("radiation.sbrt_fraction_limit")
    before = [h for h in history(subject) if role_of(subject, h) in _ROLES]
    billed = units(lines) + units(before)
    if billed <= most and not over_limit(subject):
        return
    sure = over_limit(subject) or units(lines) > most or all(same_course(subject, h) for h in before)
    held = radiation(subject)
    planned = held.course.planned_fractions if held and over_limit(subject) else None
    count = max(billed, planned or 0)
    yield rule.finding(
        f"{count} stereotactic fractions in a course",
        why=f"at most {most} in all are stereotactic treatment; a longer course is external beam treatment throughout.",
        lines=lines,
        severity="error" if sure else "warning",
    )


RULE = Rule(
    __name__,
    title="More than five stereotactic fractions",
    severity="error",
    covers=("RAD-27", "CLM-11"),
    citation=cite("radiation-stereotactic"),
    check=check,
    bad=lambda: claim(*(line("77373", date_of_service=f"2026-03-{12 + n}") for n in range(6)), dx="Z51.0 C34.11"),
    good=lambda: claim(*(line("77373", date_of_service=f"2026-03-{12 + n}") for n in range(5)), dx="Z51.0 C34.11"),
    reads=("procedures", "radiation.sbrt_fraction_limit"),
)
