"""A depot is given again before the one before it has run out.

What it checks
    The claim's history for the same drug, against the days that its earlier depot lasts by its units.

Why it matters
    Payers deny a depot inside the interval of the one before.

How to fix it
    Check dates and units; keep the reason where an earlier dose was meant.
"""

from collections.abc import Iterator
from datetime import timedelta

from oncodesk.rules.drugs.containers import WASTED
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import ClaimLine, Outcome, Rule, Subject, cite


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A warning for each depot inside the interval; not checked without any history."""
    for held in subject.lines:
        days = subject.at(held).policy.table("drugs.depot_days").get(held.code)
        if days and WASTED not in held.modifiers:
            yield from _repeated(rule, subject, held, days)


def _repeated(rule: Rule, subject: Subject, held: ClaimLine, days: dict[str, int]) -> Iterator[Outcome]:
    if not subject.claim.history:
        yield rule.not_checked(f"{held.code}: no earlier claims are given")
        return
    day = subject.day(held)
    for before in subject.claim.history:
        lasts = days.get(str(before.units))
        if before.code != held.code or WASTED in before.modifiers or lasts is None or before.date_of_service >= day:
            continue
        due = before.date_of_service + timedelta(days=lasts)
        if day < due:
            passed = (day - before.date_of_service).days
            yield rule.finding(
                f"{held.code} after {passed} days; the depot before it lasts {lasts}",
                why=f"{before.units} units on {before.date_of_service} last until {due}.",
                lines=[held],
            )


RULE = Rule(
    __name__,
    title="Depot too soon",
    severity="warning",
    covers=("DRG-10",),
    citation=cite("fda-label"),
    check=check,
    bad=lambda: claim(
        line("96402"),
        line("J9217", 3, "JZ"),
        dx="C61",
        history=[{"date_of_service": "2026-02-05", "code": "J9217", "units": 3}],
    ),
    good=lambda: claim(
        line("96402"),
        line("J9217", 3, "JZ"),
        dx="C61",
        history=[{"date_of_service": "2025-12-18", "code": "J9217", "units": 3}],
    ),
    reads=("drugs.depot_days",),
)
