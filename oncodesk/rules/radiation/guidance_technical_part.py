"""Image guidance is billed with its technical part.

What it checks
    From 2026 on, image guidance is billed as the physician's part alone, and once a session.

Why it matters
    The technical work is in every level of delivery and has no payment of its own.

How to fix it
    Bill the professional part with 26 where a physician reviewed the images; take a technical line off.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import (
    ClaimLine,
    Fix,
    Outcome,
    Rule,
    Subject,
    add_modifier,
    cite,
    set_units,
    without,
)
from oncodesk.rules.radiation.course import among


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for a technical line and for several units; a reminder of 26, which some payers do not want."""
    for held in among(subject, "technical_part_bundled"):
        if "TC" in held.modifiers:
            yield _technical(rule, subject, held)
        elif "26" not in held.modifiers:
            fix = Fix(
                title="Add 26",
                only_if="a physician reviewed the images of the session",
                edits=(add_modifier(held, "26"),),
            )
            yield rule.finding(
                f"{held.code} claims the whole service",
                why="its technical work is in the delivery; only the physician's part is left to bill.",
                lines=[held],
                severity="info",
                fixes=(fix,),
            )
        if held.units > 1:
            fix = Fix(title="Bill one unit", only_if="there was one session", edits=(set_units(held, 1),))
            yield rule.finding(
                f"{held.units} units of image guidance on {subject.day(held)}",
                why="guidance is reported once a session, however many images were taken.",
                lines=[held],
                fixes=(fix,),
            )


def _technical(rule: Rule, subject: Subject, held: ClaimLine) -> Outcome:
    fix = without(held, "it is the technical work only", "Take it off")
    return rule.finding(
        f"{held.code} with TC",
        why="the technical work of image guidance is in the delivery and is not paid by itself.",
        lines=[held],
        fixes=(fix,) if len(subject.lines) > 1 else (),
    )


RULE = Rule(
    __name__,
    title="Image guidance: the physician's part only",
    severity="error",
    covers=("RAD-04",),
    citation=cite("radiation-delivery-2026"),
    check=check,
    bad=lambda: claim(line("77407"), line("77387", 1, "TC"), dx="Z51.0 C61"),
    good=lambda: claim(line("77407"), line("77387", 1, "26"), dx="Z51.0 C61"),
    reads=("radiation.technical_part_bundled",),
)
