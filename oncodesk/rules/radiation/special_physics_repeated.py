"""The special physics consultation is billed again in a course.

What it checks
    The special physics consultation stands once for the course.

Why it matters
    It answers one written request for one patient's problem; a second needs a request of its own, such as for a second
    modality.

How to fix it
    Bill it once, or keep the second request and its signed report ready and record the override.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Outcome, Rule, Subject, cite
from oncodesk.rules.radiation.course import with_role
from oncodesk.rules.radiation.repeats import once_a_course

ROLE = "radiation.physics.special"


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding where more than one stands."""
    yield from once_a_course(rule, subject, with_role(subject, ROLE), frozenset({ROLE}), "special physics consultation")


RULE = Rule(
    __name__,
    title="Special physics consultation more than once in a course",
    severity="warning",
    covers=("RAD-51", "CLM-11"),
    citation=cite("radiation-planning"),
    check=check,
    bad=lambda: claim(line("77370", 2), dx="C20"),
    good=lambda: claim(line("77370"), dx="C20"),
    reads=("procedures",),
)
