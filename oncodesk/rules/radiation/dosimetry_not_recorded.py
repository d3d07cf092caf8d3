"""Dosimetry on the patient is billed and not recorded.

What it checks
    In-vivo dosimetry stands on the claim only where the recorded course holds a measurement of that date.

Why it matters
    It is billed for each ordered measurement, never as a routine.

How to fix it
    Record the order and the measurement, or take the line off.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Outcome, Rule, Subject, cite, without
from oncodesk.rules.radiation.course import events, radiation, with_role
from oncodesk.rules.radiation.samples import event, treated


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A reminder for each date without a recorded measurement; not checked without a recorded course."""
    for held in with_role(subject, "radiation.in_vivo_dosimetry"):
        if radiation(subject) is None:
            yield rule.not_checked("in-vivo dosimetry: its order and measurements are not recorded")
        elif not any(e.date == subject.day(held) for e in events(subject, "in_vivo_dosimetry")):
            fix = without(held, "no measurement was ordered and made", "Take it off")
            yield rule.finding(
                f"{held.code} on {subject.day(held)} without a measurement",
                why="it is reported only where ordered, for each measurement.",
                lines=[held],
                fixes=(fix,) if len(subject.lines) > 1 else (),
            )


_MEASURED = event("in_vivo_dosimetry")

RULE = Rule(
    __name__,
    title="In-vivo dosimetry without its measurement",
    severity="info",
    covers=("RAD-53",),
    citation=cite("field-practice"),
    check=check,
    bad=lambda: claim(line("77295"), line("77331"), dx="C61", visit=treated(event("plan"))),
    good=lambda: claim(line("77295"), line("77331"), dx="C61", visit=treated(event("plan"), _MEASURED)),
    reads=("procedures",),
    confirm=True,
)
