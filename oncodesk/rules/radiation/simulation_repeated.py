"""Several simulations are billed for one date.

What it checks
    One simulation stands for a date, whatever the number of sites, unless the second repeats a verification of
    brachytherapy and says so with 76.

Why it matters
    Simulations of several sites on one day are one service at the highest level; the others are denied.

How to fix it
    Keep the highest level once. A simulation of a boost or a changed field on another day stands by itself.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, cite, remove_line, set_units
from oncodesk.rules.radiation.course import in_lists, units


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each date with more than one unit of simulation."""
    for day, held in subject.days.items():
        lines = [x for x in held if in_lists(subject, x, "simulation_codes")]
        repeat = set(subject.tables.at(day).policy.table("claim.repeat_modifiers"))
        least = min(subject.tables.at(day).policy.codes("radiation.simulation_codes"))
        answered = [x for x in lines if repeat & set(x.modifiers) and x.code == least]
        counted = [x for x in lines if x not in answered]
        if answered and units(counted) == 1:
            yield rule.resolved(answered, by=answered[0].modifiers[0])
        if units(counted) < 2:
            continue
        highest = max(counted, key=lambda x: x.code)
        cut = [set_units(highest, 1)] if highest.units > 1 else []
        edits = (*cut, *(remove_line(x) for x in counted if x is not highest))
        yield rule.finding(
            f"{units(counted)} simulations on {day}",
            why=f"simulations of one date are one service; {highest.code} is the highest billed.",
            lines=counted,
            fixes=(Fix(title=f"Bill {highest.code} once", only_if="the sites were simulated that day", edits=edits),),
        )


RULE = Rule(
    __name__,
    title="More than one simulation on a date",
    severity="error",
    covers=("RAD-42",),
    citation=cite("radiation-planning"),
    check=check,
    bad=lambda: claim(line("77290", 2), dx="C79.51 C61"),
    good=lambda: claim(line("77290"), dx="C79.51 C61"),
    reads=("radiation.simulation_codes", "claim.repeat_modifiers"),
)
