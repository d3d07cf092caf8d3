"""Hydration ran only in pieces under 31 minutes that add up to more.

What it checks
    Plain fluids of the visit that ran alone in several pieces, none of 31 minutes, whose sum is 31 minutes or more.

Why it matters
    Sources disagree: one published answer adds the pieces, payers have refused them. No line is proposed by itself.

How to fix it
    Ask the payer in writing how it counts hydration in short pieces, and bill as it says.
"""

from collections.abc import Iterator

from oncodesk.domain.clock import without
from oncodesk.rules.examples import claim, given, line, visit
from oncodesk.rules.infusion.compared import administrations, compared, spans_of
from oncodesk.rules.infusion.hydration_not_reportable import ROLES
from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, cite, remove_line

OTHER_ROUTES = ("iv_infusion", "pump_prolonged", "intra_arterial_infusion")


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A warning for each encounter whose hydration depends on adding short pieces."""
    c = compared(subject)
    if c is None:
        return
    excluded = c.tables.policy.codes("infusion.hydration_purposes_excluded")
    least = c.tables.policy.number("infusion.hydration_minimum_minutes")
    for number in sorted({a.encounter for a in c.visit.administrations}):
        here = [a for a in administrations(c, *OTHER_ROUTES) if a.encounter == number]
        fluids = [a for a in here if c.drug_class(a) == "hydration" and a.purpose not in excluded]
        taken = tuple(span for a in here if a not in fluids for span in spans_of(c.visit, a))
        runs = [stop - start for start, stop in without(tuple(s for a in fluids for s in spans_of(c.visit, a)), taken)]
        if len(runs) < 2 or max(runs) >= least or sum(runs) < least:
            continue
        lines = c.billed_lines(*ROLES)
        refused = Fix(
            title="Take the hydration off",
            only_if="the payer does not add short pieces",
            edits=tuple(remove_line(held) for held in lines),
        )
        yield rule.finding(
            f"hydration ran in pieces of {', '.join(map(str, runs))} min",
            why=f"Together {sum(runs)} min, but no piece of {least}: sources disagree on adding them.",
            lines=lines,
            facts=[a.id for a in fluids],
            fixes=(refused,) if lines and not c.due(*ROLES) else (),
        )


_PIECES = visit(
    given("a1", "ceftriaxone", at="08:00-08:30"),
    given("a2", "normal saline", segments=[{"start": "08:30", "stop": "09:00"}, {"start": "09:30", "stop": "10:00"}]),
    given("a3", "ondansetron", at="09:00-09:30"),
    dx="N39.0 E86.0",
    reason="drug_treatment",
)
_WHOLE = visit(
    given("a1", "ceftriaxone", at="08:00-08:30"),
    given("a2", "normal saline", at="08:30-09:05"),
    dx="N39.0 E86.0",
    reason="drug_treatment",
)
RULE = Rule(
    __name__,
    title="Hydration in short pieces",
    severity="warning",
    covers=("INF-37",),
    citation=cite("cpt-assistant-2007-06"),
    check=check,
    bad=lambda: claim(line("96365"), line("96367"), dx="N39.0 E86.0", visit=_PIECES),
    good=lambda: claim(line("96365"), line("96361"), dx="N39.0 E86.0", visit=_WHOLE),
    reads=("infusion.hydration_minimum_minutes", "infusion.hydration_purposes_excluded"),
)
