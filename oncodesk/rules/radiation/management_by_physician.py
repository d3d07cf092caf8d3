"""Treatment management lacks its physician.

What it checks
    Treatment management is billed by a physician, and each weekly unit has an examination by a physician among the
    recorded ones.

Why it matters
    Each unit needs the physician face to face with the patient at least once; an examination by a nurse practitioner
    or physician assistant neither counts nor may be billed as management.

How to fix it
    Take off the units without a physician's examination, or record the examination that was made.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import ClaimLine, Fix, Outcome, Rule, Subject, cite
from oncodesk.rules.radiation.course import (
    among,
    claims_all,
    cut,
    events,
    facts_give,
    management_earned,
    sessions,
    units,
)
from oncodesk.rules.radiation.people import is_physician
from oncodesk.rules.radiation.samples import event, fractions, treated


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for the practitioner, and for units beyond the physician's examinations; not checked without any."""
    lines = among(subject, "physician_only_codes")
    if not lines:
        return
    rendering = subject.claim.providers.rendering
    if rendering and rendering.credential and not is_physician(rendering.credential):
        yield rule.finding(
            f"{lines[0].code} rendered by {rendering.name}, {rendering.credential}",
            why="treatment management is a physician's service and no other practitioner may bill it.",
            lines=lines,
        )
    weekly = [x for x in lines if subject.role(x) == "radiation.management"]
    exams = events(subject, "management_exam")
    if weekly and not exams and claims_all(subject) and (sessions(subject, managed=True) or 0) >= units(weekly):
        yield rule.finding(
            f"{units(weekly)} units of weekly management, no examination recorded",
            why="each unit needs a physician's examination, and the record of the whole course holds none.",
            lines=weekly,
            severity="warning",
        )
    elif weekly and not exams:
        yield rule.not_checked("weekly management: the physician's examinations are not recorded")
    elif weekly and all(e.performed_by is not None for e in exams):
        seen = sum(e.performed_by == "physician" for e in exams)
        done = sessions(subject, managed=True)
        due = units(weekly) if done is None else min(units(weekly), management_earned(subject, done))
        if seen < due:
            yield _unseen(rule, subject, weekly, seen)


def _unseen(rule: Rule, subject: Subject, weekly: list[ClaimLine], seen: int) -> Outcome:
    days = [subject.day(x) for x in facts_give(subject, {weekly[0].code})]
    fix = Fix(
        title=f"Bill {seen} unit{'s' if seen != 1 else ''}",
        only_if="no other examination by a physician was made",
        edits=cut(weekly, seen, days, subject),
    )
    return rule.finding(
        f"{units(weekly)} units of weekly management, {seen} physician's examination{'s' if seen != 1 else ''}",
        why="each unit needs at least one; those by other staff do not count.",
        lines=weekly,
        fixes=(fix,) if seen or len(weekly) < len(subject.lines) else (),
    )


def _facts(by: str) -> list[dict[str, object]]:
    return [*fractions(5), event("management_exam", performed_by=by)]


RULE = Rule(
    __name__,
    title="Treatment management by a physician",
    severity="error",
    covers=("RAD-23",),
    citation=cite("radiation-management"),
    check=check,
    bad=lambda: claim(line("77407"), line("77427"), dx="Z51.0 C61", visit=treated(*_facts("npp"))),
    good=lambda: claim(line("77407"), line("77427"), dx="Z51.0 C61", visit=treated(*_facts("physician"))),
    reads=("procedures", "radiation.physician_only_codes"),
)
