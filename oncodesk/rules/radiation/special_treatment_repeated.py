"""The special treatment procedure is billed again in a course.

What it checks
    The special treatment procedure stands once for the course, however many circumstances call for it.

Why it matters
    It pays for the extra work of a course as a whole; payers deny or recover a second one.

How to fix it
    Bill it once, on the day of the first documented circumstance.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Outcome, Rule, Subject, cite
from oncodesk.rules.radiation.course import with_role
from oncodesk.rules.radiation.repeats import once_a_course

ROLE = "radiation.special_treatment"


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding where more than one stands."""
    yield from once_a_course(rule, subject, with_role(subject, ROLE), frozenset({ROLE}), "special treatment procedure")


RULE = Rule(
    __name__,
    title="Special treatment procedure more than once in a course",
    severity="warning",
    covers=("RAD-52", "CLM-11"),
    citation=cite("radiation-special-treatment"),
    check=check,
    bad=lambda: claim(line("77470", 2), dx="C20"),
    good=lambda: claim(line("77470"), dx="C20"),
    reads=("procedures",),
)
