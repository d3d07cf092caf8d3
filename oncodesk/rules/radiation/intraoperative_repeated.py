"""Intraoperative treatment is billed more than once.

What it checks
    Delivery and management of intraoperative radiation stand once each.

Why it matters
    It is one treatment, given and managed at one operation.

How to fix it
    Bill delivery and management once each.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Outcome, Rule, Subject, cite
from oncodesk.rules.radiation.course import with_role
from oncodesk.rules.radiation.repeats import once_a_course

_KINDS = {
    "radiation.delivery.intraoperative.xray": "intraoperative delivery",
    "radiation.delivery.intraoperative.electron": "intraoperative delivery",
    "radiation.management.intraoperative": "intraoperative management",
}


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each that stands more than once."""
    for role, name in _KINDS.items():
        yield from once_a_course(rule, subject, with_role(subject, role), frozenset({role}), name)


RULE = Rule(
    __name__,
    title="Intraoperative radiation more than once",
    severity="warning",
    covers=("RAD-29",),
    citation=cite("field-practice"),
    check=check,
    bad=lambda: claim(line("77425"), line("77469", 2), dx="C50.411"),
    good=lambda: claim(line("77425"), line("77469"), dx="C50.411"),
    reads=("procedures",),
    confirm=True,
)
