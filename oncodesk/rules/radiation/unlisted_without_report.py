"""An unlisted radiation code has no description.

What it checks
    A line with an unlisted code of planning, physics, management or brachytherapy carries a narrative.

Why it matters
    Payers return an unlisted code without a description and a report.

How to fix it
    Describe the service in the line's narrative and keep the report ready.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Outcome, Rule, Subject, cite
from oncodesk.rules.radiation.course import with_role


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each such line without a narrative."""
    for held in with_role(subject, "radiation.unlisted"):
        if not (held.narrative or "").strip():
            yield rule.finding(
                f"{held.code} without a description",
                why="an unlisted code says nothing of what was done.",
                lines=[held],
            )


RULE = Rule(
    __name__,
    title="Unlisted radiation code without a description",
    severity="warning",
    covers=("RAD-32",),
    citation=cite("field-practice"),
    check=check,
    bad=lambda: claim(line("77499"), dx="C61"),
    good=lambda: claim(line("77499", narrative="Management of an adaptive course, report attached"), dx="C61"),
    reads=("procedures",),
    confirm=True,
)
