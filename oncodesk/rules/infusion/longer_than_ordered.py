"""An infusion ran longer than ordered, long enough for another unit.

What it checks
    Recorded running times against the ordered ones, where the difference changes the hours billed.

Why it matters
    The time that ran is billed, if the record says why. Slowing an infusion to gain a unit is not allowed.

How to fix it
    See that the reason is in the note.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, given, line, visit
from oncodesk.rules.infusion.compared import administrations, compared, minutes_of
from oncodesk.rules.kit import Outcome, Rule, Subject, cite


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A reminder for each such infusion."""
    c = compared(subject)
    for a in administrations(c, "iv_infusion") if c else ():
        assert c
        after = c.tables.policy.number("infusion.extra_hour_after_minutes")
        hour = c.tables.policy.number("infusion.hour_minutes")
        minutes, ordered = minutes_of(c.visit, a), a.ordered_minutes
        if minutes is None or ordered is None or a.ended_early:
            continue
        ran, meant = (max(0, (time - after) // hour) for time in (minutes, ordered))
        if ran > meant:
            yield rule.finding(
                f"{a.name} ran {minutes} min, {ordered} ordered: {ran - meant} more unit",
                why="Billable as it ran, if the note gives the reason.",
                facts=[a.id],
            )


RULE = Rule(
    __name__,
    title="Longer than ordered",
    severity="info",
    covers=("INF-16",),
    citation=cite("cpt-administration"),
    check=check,
    bad=lambda: claim(
        line("96413"), line("96415"), visit=visit(given("a1", "docetaxel", at="10:00-11:33", ordered_minutes=90))
    ),
    good=lambda: claim(line("96413"), visit=visit(given("a1", "docetaxel", at="10:00-11:10", ordered_minutes=60))),
    reads=("infusion.extra_hour_after_minutes", "infusion.hour_minutes"),
)
