"""The clinical plan is dated after the first treatment.

What it checks
    The physician's clinical plan, and the first dose plan known, are not dated after the first delivery of the course.

Why it matters
    A plan carries the day on which it was completed, before treatment; a later date is asked about.

How to fix it
    Correct the date. A boost is part of the course's one clinical plan.
"""

from collections.abc import Iterator
from datetime import timedelta

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import ClaimLine, Outcome, Rule, Subject, cite
from oncodesk.rules.radiation.course import Billed, among, day_of, events, history, in_lists, same_course


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each plan after a delivery of the claim, of its stated course, or recorded."""
    window = timedelta(days=subject.tables.policy.number("radiation.follow_up_days"))
    near = subject.claim.date_of_service - window
    own = [h for h in history(subject) if same_course(subject, h) or (not h.course and h.date_of_service >= near)]
    held: list[Billed] = [*subject.lines, *own]
    days = [day_of(subject, x) for x in held if in_lists(subject, x, "planned_delivery_codes")]
    days += [e.date for e in events(subject, "fraction")]
    plans = among(subject, "clinical_plan_codes")
    if not any(in_lists(subject, h, "treatment_plan_codes") for h in history(subject)) and history(subject):
        plans += _first_plans(subject)
    for plan in plans if days else ():
        if subject.day(plan) > min(days):
            yield rule.finding(
                f"{plan.code} on {subject.day(plan)}, after treatment began",
                why=f"the first treatment was on {min(days)}; the first plan is completed before it.",
                lines=[plan],
            )


def _first_plans(subject: Subject) -> list[ClaimLine]:
    """Dose plans of the earliest day, where none is in the history and the facts hold none of an earlier day."""
    plans = among(subject, "treatment_plan_codes")
    first = min((subject.day(x) for x in plans), default=None)
    earlier = any(first and e.date < first for e in events(subject, "plan"))
    return [] if earlier else [x for x in plans if subject.day(x) == first]


RULE = Rule(
    __name__,
    title="Clinical plan dated after treatment began",
    severity="warning",
    covers=("RAD-58",),
    citation=cite("field-practice"),
    check=check,
    bad=lambda: claim(line("77407"), line("77263", date_of_service="2026-03-16"), dx="Z51.0 C61"),
    good=lambda: claim(line("77407"), line("77263", date_of_service="2026-03-02"), dx="Z51.0 C61"),
    reads=("radiation.clinical_plan_codes", "radiation.planned_delivery_codes"),
    confirm=True,
)
