"""Planning work is billed that the IMRT plan includes.

What it checks
    No simulation and no other dose plan stands with, or before, the IMRT plan of the same volume, on the claim or in
    its history.

Why it matters
    NCCI and the society's guidance count them as part of the IMRT plan, even on an earlier date, and auditors look
    for them.

How to fix it
    Take them off, unless they were for another volume or technique, such as a boost planned apart.
"""

from collections.abc import Iterator
from datetime import timedelta

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import ClaimLine, Fix, HistoryLine, Outcome, Rule, Subject, cite, without
from oncodesk.rules.radiation.course import among, events, facts_give, history, in_lists, role_of, same_course

PLAN = "radiation.plan.imrt"


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each such line on or before the plan's date; other included work on its date only."""
    plans = [subject.day(x) for x in subject.lines if subject.role(x) == PLAN]
    past = [h for h in history(subject) if role_of(subject, h) == PLAN]
    for held in subject.lines:
        if not in_lists(subject, held, "imrt_plan_includes"):
            continue
        early = in_lists(subject, held, "simulation_codes", "treatment_plan_codes")
        day = subject.day(held)
        if any(p == day or (early and p > day) for p in plans):
            yield _included(rule, subject, held, sure=early)
        elif any(h.date_of_service == day for h in past):
            sure = early and any(same_course(subject, h) for h in past)
            yield _included(rule, subject, held, sure=sure)
    yield from _billed_before(rule, subject)
    yield from _verifications(rule, subject)


def _billed_before(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A simulation of this very course that was billed before its IMRT plan."""
    plans = [x for x in subject.lines if subject.role(x) == PLAN]
    own = [h for h in history(subject) if in_lists(subject, h, "simulation_codes") and _near(subject, h, plans)]
    for past in [h for h in own if plans and h.date_of_service <= subject.day(plans[0])]:
        yield rule.finding(
            f"{past.code} of {past.date_of_service} was billed before the IMRT plan",
            why="the IMRT plan includes the simulation it was made from, also on an earlier date.",
            lines=plans[:1],
            severity="warning",
        )


def _near(subject: Subject, past: HistoryLine, plans: list[ClaimLine]) -> bool:
    """Whether it is of this very course, or of none stated and of the weeks before the plan."""
    if not plans or same_course(subject, past):
        return bool(plans)
    window = timedelta(days=subject.tables.policy.number("radiation.follow_up_days"))
    return past.course is None and past.date_of_service >= subject.day(plans[0]) - window


def _verifications(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A simulation between the IMRT plan and the first fraction, by the facts of a course: it verifies the plan."""
    plans = [e for e in events(subject, "plan") if e.technique in {None, "imrt", "vmat"}]
    given = [e.date for e in events(subject, "fraction")]
    billed = [subject.day(x) for x in subject.lines if subject.role(x) == PLAN] if plans else []
    for held in among(subject, "simulation_codes") if billed else ():
        day = subject.day(held)
        if min(billed) < day and not any(d < day for d in given) and not facts_give(subject, {held.code}, day):
            yield rule.finding(
                f"{held.code} on {day} verifies the IMRT plan",
                why="nothing was treated by the plan yet, and verification is part of it.",
                lines=[held],
                severity="warning",
                fixes=_off(subject, held, "it verified the IMRT plan"),
            )


def _included(rule: Rule, subject: Subject, held: ClaimLine, sure: bool) -> Outcome:
    if facts_give(subject, {held.code}, subject.day(held)):
        return rule.resolved([held], by="the facts: another volume or technique")
    if subject.distinct(held):
        return rule.resolved([held], by="a distinct service modifier")
    return rule.finding(
        f"{held.code} beside the IMRT plan",
        why="the IMRT plan includes it when it was done for the same volume, on its day or before.",
        lines=[held],
        severity="error" if sure else "warning",
        fixes=_off(subject, held, "it was for the volume of the IMRT plan"),
    )


def _off(subject: Subject, held: ClaimLine, only_if: str) -> tuple[Fix, ...]:
    return (without(held, only_if, "Take it off"),) if len(subject.lines) > 1 else ()


RULE = Rule(
    __name__,
    title="Planning work included in the IMRT plan",
    severity="error",
    covers=("RAD-41", "RAD-44"),
    citation=cite("radiation-planning"),
    check=check,
    bad=lambda: claim(line("77290"), line("77301"), dx="C61"),
    good=lambda: claim(line("77301"), line("77338"), dx="C61"),
    reads=("procedures", "radiation.imrt_plan_includes", "radiation.simulation_codes"),
)
