"""Port images are billed beside image guidance of the same day.

What it checks
    Port images do not stand on a date whose session was guided by images, billed or recorded.

Why it matters
    Daily guidance already shows the position; images for the same purpose are not reported twice.

How to fix it
    Take the port images off, or keep the order that shows another purpose and record the override.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Outcome, Rule, Subject, cite, without
from oncodesk.rules.radiation.course import events, in_lists


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each such date."""
    for day, held in subject.days.items():
        guided = [x for x in held if in_lists(subject, x, "guidance_codes")]
        recorded = any(e.image_guidance for e in events(subject, "fraction") if e.date == day)
        for images in [x for x in held if subject.role(x) == "radiation.port_image"]:
            if not guided and not recorded:
                continue
            fix = without(images, "same position", "Take the port images off")
            yield rule.finding(
                f"{images.code} beside image guidance on {day}",
                why="guidance of the session includes its imaging; port images for the same purpose are not added.",
                lines=[images, *guided],
                fixes=(fix,) if len(subject.lines) > 1 else (),
            )


RULE = Rule(
    __name__,
    title="Port images beside image guidance",
    severity="warning",
    covers=("RAD-10",),
    citation=cite("radiation-planning"),
    check=check,
    bad=lambda: claim(line("77407"), line("77387", 1, "26"), line("77417"), dx="Z51.0 C61"),
    good=lambda: claim(line("77407"), line("77417"), dx="Z51.0 C61"),
    reads=("procedures", "radiation.guidance_codes"),
)
