"""Ultrasound guidance of superficial treatment is billed again in a course.

What it checks
    The add-on for ultrasound guidance of superficial treatment stands once for the course, and so does its plan.

Why it matters
    Since 2026 the add-on is reported once in a course, not at every fraction. A second plan is asked about.

How to fix it
    Keep it on the first fraction that was guided.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Outcome, Rule, Subject, cite
from oncodesk.rules.radiation.course import with_role
from oncodesk.rules.radiation.repeats import once_a_course

ROLE = "radiation.guidance.ultrasound"


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding where more than one stands."""
    yield from once_a_course(rule, subject, with_role(subject, ROLE), frozenset({ROLE}), "ultrasound guidance")
    plan = frozenset({"radiation.plan.superficial"})
    yield from once_a_course(rule, subject, with_role(subject, *plan), plan, "superficial plan", "warning")


RULE = Rule(
    __name__,
    title="Ultrasound guidance more than once in a course",
    severity="error",
    covers=("RAD-09", "CLM-11"),
    citation=cite("radiation-surface-2026"),
    check=check,
    bad=lambda: claim(line("77437"), line("77439", 3), dx="Z51.0 C44.311"),
    good=lambda: claim(line("77437"), line("77439"), dx="Z51.0 C44.311"),
    reads=("procedures",),
)
