"""Two visits to the group stand on one date.

What it checks
    No more than one office visit a date, with those billed before.

Why it matters
    Visits to the same specialty of a group on one day are combined into one, whose level carries the whole work.

How to fix it
    Keep the visit of the higher level and let it carry both.
"""

from collections.abc import Iterator

from oncodesk.rules.edits.table_reading import earlier
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, cite, set_units, without


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each unit above one, and for the second and later visits of a date."""
    for day, lines in subject.days.items():
        office = subject.tables.at(day).policy.codes("evaluation.office_visit_codes")
        for more in (billed for billed in lines if billed.code in office and billed.units > 1):
            yield rule.finding(
                f"{more.units} units of {more.code} on {day}",
                why="One specialty of a group bills one office visit a day.",
                lines=[more],
                fixes=(Fix(title="Bill one unit", only_if="there was one visit", edits=(set_units(more, 1),)),),
            )
        held = sorted((billed for billed in lines if billed.code in office), key=lambda billed: billed.code)
        before = next((past for past in earlier(subject, day) if past.code in office), None)
        for less in held if before else held[:-1]:
            most = before.code if before else held[-1].code
            billed_before = ", which was billed before," if before else ""
            yield rule.finding(
                f"{less.code} and {most}{billed_before} on {day}",
                why="One specialty of a group bills one office visit a day.",
                lines=[less],
                fixes=(without(less, f"{most} carries the work of both visits"),),
            )


RULE = Rule(
    __name__,
    title="Two office visits on one date",
    severity="error",
    covers=("EM-11",),
    citation=cite("claims-manual-12-30-6-5"),
    check=check,
    bad=lambda: claim(line("99213"), line("99214"), dx="C18.2"),
    good=lambda: claim(line("99214"), dx="C18.2"),
    reads=("evaluation.office_visit_codes", "history"),
)
