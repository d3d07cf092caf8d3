"""The physician's clinical plan is billed again in a course.

What it checks
    One clinical treatment plan, of whatever level, stands for the course on the claim and in its history.

Why it matters
    All sites and modalities planned together are one course with one plan; a second one is denied.

How to fix it
    Keep the highest level once. A plan for a new primary belongs to another course, which the history should name.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Outcome, Rule, Subject, cite
from oncodesk.rules.radiation.course import among
from oncodesk.rules.radiation.repeats import once_a_course

ROLES = frozenset(f"radiation.plan.clinical.{level}" for level in ("simple", "intermediate", "complex"))


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding where more than one stands."""
    yield from once_a_course(rule, subject, among(subject, "clinical_plan_codes"), ROLES, "clinical plan")


RULE = Rule(
    __name__,
    title="Clinical plan more than once in a course",
    severity="error",
    covers=("RAD-40", "CLM-11"),
    citation=cite("radiation-planning"),
    check=check,
    bad=lambda: claim(line("77263"), line("77263", date_of_service="2026-03-20"), dx="C53.9"),
    good=lambda: claim(line("77263"), dx="C53.9"),
    reads=("procedures", "radiation.clinical_plan_codes"),
)
