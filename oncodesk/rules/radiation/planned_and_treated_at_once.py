"""Simulation, plan and treatment stand on one date.

What it checks
    A simulation, a dose plan and the first treatment do not all fall on one date, superficial treatment aside.

Why it matters
    Only an emergency is simulated, planned and treated in a day; otherwise one of the dates is wrong.

How to fix it
    Correct the date of service of each, or keep the note of the emergency and record the override.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Outcome, Rule, Subject, cite
from oncodesk.rules.radiation.course import in_lists


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each such date."""
    for day, held in subject.days.items():
        steps = [
            next((x for x in held if in_lists(subject, x, name)), None)
            for name in ("simulation_codes", "treatment_plan_codes", "planned_delivery_codes")
        ]
        found = [x for x in steps if x]
        if len(found) == len(steps):
            yield rule.finding(
                f"simulation, plan and treatment all on {day}",
                why=f"{', '.join(x.code for x in found)} on one date stand only for an emergency.",
                lines=found,
            )


RULE = Rule(
    __name__,
    title="Simulated, planned and treated on one date",
    severity="warning",
    covers=("RAD-57",),
    citation=cite("radiation-planning"),
    check=check,
    bad=lambda: claim(line("77280"), line("77306"), line("77402"), dx="Z51.0 C79.51 C61"),
    good=lambda: claim(line("77280"), line("77306"), dx="C79.51 C61"),
    reads=("radiation.simulation_codes", "radiation.treatment_plan_codes", "radiation.planned_delivery_codes"),
)
