"""Dose calculations are billed beside a service that includes them.

What it checks
    No basic dose calculation stands on the date of an isodose plan, a brachytherapy plan or high dose-rate treatment.

Why it matters
    Those services include their dose calculations; NCCI denies the line. Beside 3D and IMRT plans it stands.

How to fix it
    Take the calculations off, unless they belong to another plan.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import ClaimLine, Outcome, Rule, Subject, cite, without
from oncodesk.rules.radiation.course import facts_give, in_lists

_ROWS = {"radiation.plan.isodose": ("RAD-48", "RAD-49"), "radiation.plan.brachytherapy": ("RAD-48", "RAD-54")}


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each date with both; a further plan in the facts, or a distinct service modifier, answers it."""
    for day, held in subject.days.items():
        calculations = [x for x in held if subject.role(x) == "radiation.dose_calculation"]
        holders = [x for x in held if in_lists(subject, x, "dose_calculation_included_with")]
        for calculation in calculations if holders else ():
            if facts_give(subject, {calculation.code}, day):
                yield rule.resolved([calculation, holders[0]], by="the facts: calculations of another plan")
            elif subject.distinct(calculation) or subject.distinct(holders[0]):
                yield rule.resolved([calculation, holders[0]], by="a distinct service modifier")
            else:
                yield _included(rule, subject, calculation, holders[0])


def _included(rule: Rule, subject: Subject, calculation: ClaimLine, holder: ClaimLine) -> Outcome:
    rows = next((rows for start, rows in _ROWS.items() if subject.role(holder).startswith(start)), ("RAD-48",))
    fix = without(calculation, f"they belong to {holder.code}", "Take the calculations off")
    return rule.finding(
        f"{calculation.code} beside {holder.code}",
        why=f"{holder.code} includes its dose calculations.",
        lines=[calculation, holder],
        severity="error" if len(rows) > 1 else "warning",
        covers=rows,
        fixes=(fix,),
    )


RULE = Rule(
    __name__,
    title="Dose calculation beside a service that includes it",
    severity="error",
    covers=("RAD-48", "RAD-49", "RAD-54"),
    citation=cite("ncci-manual-9"),
    check=check,
    bad=lambda: claim(line("77307"), line("77300", 2), dx="C79.51 C61"),
    good=lambda: claim(line("77295"), line("77300", 4), dx="C79.51 C61"),
    reads=("procedures", "radiation.dose_calculation_included_with"),
)
