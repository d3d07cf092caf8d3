"""The initial service is not the one that the visit was for.

What it checks
    Where what was infused and pushed agrees with the facts, that the initial service is of the right drug: in an
    office the reason for the visit, an antineoplastic before other drugs, an infusion before a push.

Why it matters
    What ran first, or pays most, does not make a service initial. The wrong choice changes what every add-on hangs on.

How to fix it
    Bill the drug that the visit was for as initial, the others as what followed; or keep your choice with its reason.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, given, line, visit
from oncodesk.rules.infusion.compared import compared
from oncodesk.rules.infusion.push_or_infusion import FAMILIES, infusions, pushes
from oncodesk.rules.infusion.rebilled import as_given
from oncodesk.rules.kit import Outcome, Rule, Subject, cite


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding where only the choice of the initial service differs."""
    c = compared(subject)
    if c is None or c.unsettled:
        return
    groups = [roles(family) for family in FAMILIES for roles in (infusions, pushes)]
    if any(c.billed(*group) != c.due(*group) for group in groups):
        return
    initial = c.tables.policy.codes("infusion.initial_codes") - {c.code("therapeutic.subcutaneous_infusion.initial")}
    billed = [held for held in c.lines if held.code in initial and not subject.distinct(held)]
    due = {held.code for held in c.wanted if held.code in initial and not subject.distinct(held)}
    if not billed or {held.code for held in billed} == due:
        return
    if kept := [held for held in billed if held.override]:
        yield rule.resolved(kept, f"override: {kept[0].override.reason if kept[0].override else ''}")
        return
    yield rule.finding(
        f"{', '.join(held.code for held in billed)} billed as initial, {', '.join(sorted(due))} by the facts",
        why=c.steps(*[role for group in groups for role in group if role.endswith(".initial")]),
        lines=billed,
        fixes=as_given(c),
    )


_VISIT = visit(
    given("a1", "cefepime", at="08:15-08:45", access="port"), given("a2", "paclitaxel", at="08:50-09:50", access="port")
)
RULE = Rule(
    __name__,
    title="Initial service by the reason for the visit",
    severity="error",
    covers=("INF-02",),
    citation=cite("claims-manual-12-30-5"),
    check=check,
    bad=lambda: claim(line("96365"), line("96417"), visit=_VISIT),
    good=lambda: claim(line("96413"), line("96367"), visit=_VISIT),
    reads=("procedures", "infusion.initial_codes"),
)
