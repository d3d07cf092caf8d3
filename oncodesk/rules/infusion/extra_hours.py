"""The extra hours billed are not those that ran.

What it checks
    Units of each code for further hours against the running times of the visit, drug by drug: an hour past the first
    counts once 31 minutes of it have run. Pauses do not count.

Why it matters
    Hours that did not run are not payable, and hours that ran and stay unbilled are lost.

How to fix it
    Bill the hours that the clock gives, or put the recorded times right.
"""

from collections.abc import Iterator

from oncodesk.domain.clock import overlap
from oncodesk.rules.examples import claim, given, line, visit
from oncodesk.rules.infusion.compared import Compared, administrations, compared, spans_of
from oncodesk.rules.infusion.rebilled import as_given
from oncodesk.rules.kit import Outcome, Rule, Subject, cite

HOURS = (
    "chemotherapy.infusion.hour",
    "therapeutic.infusion.hour",
    "hydration.infusion.hour",
    "chemotherapy.intra_arterial.hour",
    "therapeutic.subcutaneous_infusion.hour",
)


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each code of further hours whose units differ; not checked without times."""
    c = compared(subject)
    if c is None:
        hours = [held for held in subject.lines if subject.role(held) in HOURS]
        if hours:
            codes = ", ".join(dict.fromkeys(held.code for held in hours))
            yield rule.not_checked(f"{codes}: the claim holds no running times")
        return
    for role in HOURS:
        billed, due = c.billed(role), c.due(role)
        if billed == due or _hydration_alone(c, role, due):
            continue
        if c.unsettled:
            yield rule.not_checked(f"{c.code(role)}: the times of {c.named(c.unsettled)} are not settled")
        else:
            yield _found(rule, c, role, billed, due)


def _hydration_alone(c: Compared, role: str, due: int) -> bool:
    """Hydration that may not be billed at all is another rule's."""
    return role == "hydration.infusion.hour" and due == 0 and c.due("hydration.infusion.initial") == 0


def _beside(c: Compared) -> bool:
    """Whether a fluid ran beside an infused drug."""
    infused = list(administrations(c, "iv_infusion", "intra_arterial_infusion"))
    fluids = [a for a in infused if c.drug_class(a) == "hydration"]
    drugs = tuple(span for a in infused if a not in fluids for span in spans_of(c.visit, a))
    return any(overlap(spans_of(c.visit, a), drugs) for a in fluids)


def _another_drug(c: Compared, role: str) -> bool:
    """Whether a further drug of the family, which has its own code, is not billed and may stand among the hours."""
    sequential = f"{role.split('.')[0]}.infusion.sequential"
    return c.billed(sequential) < c.due(sequential)


def _found(rule: Rule, c: Compared, role: str, billed: int, due: int) -> Outcome:
    others = [other for other in HOURS if other != role and c.billed(other) < c.due(other)]
    rows = ["INF-05"]
    rows += ["INF-06"] if billed > due and others else []
    rows += ["INF-07"] if billed > due and _another_drug(c, role) else []
    rows += ["INF-34"] if role == "hydration.infusion.hour" else []
    rows += ["INF-35"] if role == HOURS[2] and billed > due and _beside(c) else []
    rows += ["INF-15"] if any(len(a.segments) > 1 for a in c.visit.administrations) else []
    lines = c.billed_lines(role)
    steps = c.steps(role) or "no running time of the visit goes far enough past its first hour"
    return rule.finding(
        f"{c.code(role)}: {billed} billed, {due} by the clock",
        why=steps,
        lines=lines,
        severity="error" if lines else "warning",
        covers=tuple(rows),
        fixes=as_given(c),
    )


RULE = Rule(
    __name__,
    title="Extra hours by the clock",
    severity="error",
    covers=("INF-05", "INF-06", "INF-07", "INF-15", "INF-34", "INF-35"),
    citation=cite("cpt-administration"),
    check=check,
    bad=lambda: claim(
        line("96413"), line("96415"), visit=visit(given("a1", "docetaxel", at="11:00-12:15"), dx="C18.2")
    ),
    good=lambda: claim(
        line("96413"), line("96415"), visit=visit(given("a1", "docetaxel", at="11:00-12:31"), dx="C18.2")
    ),
    reads=("procedures", "infusion.extra_hour_after_minutes", "infusion.hour_minutes"),
)
