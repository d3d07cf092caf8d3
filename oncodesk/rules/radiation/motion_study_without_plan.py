"""A breathing motion study has no plan of its date.

What it checks
    The motion study is billed on the date of a 3D or an IMRT plan, once for each plan.

Why it matters
    It is an add-on to that plan: alone, with a simulation only, or on another date, it is denied.

How to fix it
    Put it on the date on which the plan was finished, or take it off where no such plan was made.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import ClaimLine, Edit, Fix, Outcome, Rule, Subject, cite, remove_line, set_units
from oncodesk.rules.radiation.course import in_lists, units


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each date with more motion studies than plans that take one."""
    for day, held in subject.days.items():
        studies = [x for x in held if subject.role(x) == "radiation.simulation.motion"]
        plans = [x for x in held if in_lists(subject, x, "motion_study_plans")]
        if not studies or units(studies) <= units(plans):
            continue
        reason = "no 3D or IMRT plan is billed that day" if not plans else f"{units(plans)} such plan is billed"
        yield rule.finding(
            f"{studies[0].code} on {day} without its plan" if not plans else f"{studies[0].code} more often than plans",
            why=f"{reason}; the motion study is an add-on to such a plan and takes its date.",
            lines=studies,
            fixes=_fixes(subject, studies, units(plans)),
        )


def _fixes(subject: Subject, studies: list[ClaimLine], plans: int) -> tuple[Fix, ...]:
    if not plans and len(studies) == len(subject.lines):
        return ()
    edits: tuple[Edit, ...] = tuple(remove_line(x) for x in studies[1 if plans else 0 :])
    if plans and studies[0].units > plans:
        edits = (set_units(studies[0], plans), *edits)
    title = "Take the motion study off this claim" if not plans else "Bill it once for each plan"
    return (Fix(title=title, only_if="no further plan of that day included motion", edits=edits),)


RULE = Rule(
    __name__,
    title="Motion study without the plan it is added to",
    severity="error",
    covers=("RAD-43", "NCI-09"),
    citation=cite("radiation-planning"),
    check=check,
    bad=lambda: claim(line("77290"), line("77293"), dx="C34.11"),
    good=lambda: claim(line("77301"), line("77293"), dx="C34.11"),
    reads=("procedures", "radiation.motion_study_plans"),
)
