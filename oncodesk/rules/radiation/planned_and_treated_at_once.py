"""Simulation, plan and treatment stand on one date.

What it checks
    A simulation, a dose plan and the first treatment do not all fall on one date, superficial treatment aside. A visit
    on the day of a simulation or dose plan carries 25.

Why it matters
    Only an emergency is simulated, planned and treated in a day; otherwise one of the dates is wrong.

How to fix it
    Correct the date of service of each, or keep the note of the emergency and record the override.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import ClaimLine, Fix, Outcome, Rule, Subject, add_modifier, cite
from oncodesk.rules.radiation.course import in_lists


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each such date, and for a visit on the day of a plan that no modifier tells apart."""
    for day, held in subject.days.items():
        yield from _visits(rule, subject, held)
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


def _visits(rule: Rule, subject: Subject, held: tuple[ClaimLine, ...]) -> Iterator[Outcome]:
    plans = [x for x in held if in_lists(subject, x, "simulation_codes", "treatment_plan_codes")]
    visits = [x for x in held if x.code in subject.at(x).policy.codes("evaluation.evaluation_codes")]
    for visit in [x for x in visits if plans and not {"25", "57"} & set(x.modifiers)]:
        fix = Fix(
            title="Add 25",
            only_if="the visit was significant and separate from the planning, and its note stands alone",
            edits=(add_modifier(visit, "25"),),
        )
        yield rule.finding(
            f"{visit.code} on the day of {plans[0].code} lacks 25",
            why="a visit on the day of planning is paid only where it is marked as separate.",
            lines=[visit],
            fixes=(fix,),
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
