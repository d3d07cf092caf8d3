"""Stereotactic management is billed by the fraction.

What it checks
    The management of a stereotactic course, cranial or of the body, stands once for the course.

Why it matters
    One unit holds the whole course of up to five fractions at any number of sites; a unit for each fraction is denied.

How to fix it
    Bill it once, at the end of the course.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Outcome, Rule, Subject, cite
from oncodesk.rules.radiation.course import with_role
from oncodesk.rules.radiation.repeats import once_a_course

ROLES = ("radiation.management.srs", "radiation.management.sbrt")


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each kind that stands more than once."""
    for role in ROLES:
        yield from once_a_course(rule, subject, with_role(subject, role), frozenset({role}), "stereotactic management")


RULE = Rule(
    __name__,
    title="Stereotactic management more than once in a course",
    severity="error",
    covers=("RAD-26", "CLM-11"),
    citation=cite("radiation-stereotactic"),
    check=check,
    bad=lambda: claim(line("77435", 3), dx="Z51.0 C34.11"),
    good=lambda: claim(line("77435"), dx="Z51.0 C34.11"),
    reads=("procedures",),
)
