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
from oncodesk.rules.radiation.course import among, with_role
from oncodesk.rules.radiation.repeats import once_a_course

_DELIVERY = "radiation.delivery.intraoperative"
_KINDS = {
    frozenset({f"{_DELIVERY}.xray", f"{_DELIVERY}.electron"}): "intraoperative delivery",
    frozenset({"radiation.management.intraoperative"}): "intraoperative management",
}


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each that stands more than once."""
    for roles, name in _KINDS.items():
        yield from once_a_course(rule, subject, with_role(subject, *roles), roles, name)
    once = with_role(subject, "radiation.management.intraoperative")
    weekly = [x for x in subject.lines if subject.role(x) == "radiation.management"]
    if once and weekly and not among(subject, "external_beam_codes", "proton_codes"):
        yield rule.finding(
            f"{weekly[0].code} beside intraoperative management",
            why="the one session has its own management, and no external fraction is billed.",
            lines=[*weekly, *once],
            covers=("RAD-29",),
        )


RULE = Rule(
    __name__,
    title="Intraoperative radiation more than once",
    severity="warning",
    covers=("RAD-29", "CLM-11"),
    citation=cite("field-practice"),
    check=check,
    bad=lambda: claim(line("77425"), line("77469", 2), dx="C50.411"),
    good=lambda: claim(line("77425"), line("77469"), dx="C50.411"),
    reads=("procedures",),
    confirm=True,
)
