"""An infusion beside another is billed more than once, or nothing ran beside another.

What it checks
    The code for a concurrent infusion: one unit a date in an encounter, and, where the visit is known, a drug that is
    no antineoplastic, in a bag of its own, running on the same line beside another infusion.

Why it matters
    It is not counted by time or by drug. No code exists for antineoplastics side by side, and a short overlap does not
    support it.

How to fix it
    Bill it once, or bill what the times really show.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.infusion.compared import Compared, compared
from oncodesk.rules.infusion.rebilled import as_given
from oncodesk.rules.kit import ClaimLine, Fix, Outcome, Rule, Subject, cite, remove_line
from oncodesk.rules.kit import set_units as units_edit

ROLE = "therapeutic.infusion.concurrent"


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each date with more than one unit, and where the facts give none."""
    c = compared(subject)
    for day, lines in subject.days.items():
        held = [line for line in lines if subject.role(line) == ROLE]
        allowed = len({a.encounter for a in c.visit.administrations}) if c else 1
        apart = sum(1 for line in held if subject.distinct(line))
        if held and sum(line.units for line in held) > max(1, min(allowed, 1 + apart)):
            yield _often(rule, held)
        elif held and c and day == c.visit.date_of_service and c.due(ROLE) == 0:
            yield _none(rule, c, held)


def _often(rule: Rule, held: list[ClaimLine]) -> Outcome:
    first, *rest = held
    edits = ((units_edit(first, 1),) if first.units != 1 else ()) + tuple(remove_line(line) for line in rest)
    fix = Fix(title="Bill it once", only_if="it was one encounter", edits=edits)
    return rule.finding(
        f"{first.code} billed {sum(line.units for line in held)} times",
        why="An infusion beside another counts once an encounter, whatever its time and however many drugs.",
        lines=held,
        covers=("INF-10",),
        fixes=(fix,),
    )


def _none(rule: Rule, c: Compared, held: list[ClaimLine]) -> Outcome:
    if c.unsettled:
        return rule.not_checked(f"how {c.named(c.unsettled)} was given is not settled")
    drugs = [a for a in c.visit.administrations if a.route == "iv_infusion" and c.drug_class(a) != "hydration"]
    only = len({c.title(a) for a in drugs}) > 1 and all(c.chemotherapy(a) for a in drugs)
    mixed = [a.bag for a in drugs if a.bag]
    told = "no drug but antineoplastics was infused, and no code exists for those side by side"
    return rule.finding(
        f"{held[0].code}: nothing ran beside another infusion that it could stand for",
        why=f"By the visit's times, {told if only else 'no other drug ran long enough beside an infusion'}.",
        lines=held,
        severity="warning" if only else "error",
        covers=("INF-11",) if only else ("INF-10", "INF-12") if len(set(mixed)) < len(mixed) else ("INF-10",),
        fixes=as_given(c),
    )


RULE = Rule(
    __name__,
    title="Concurrent infusion once",
    severity="error",
    covers=("INF-10", "INF-11", "INF-12"),
    citation=cite("cpt-administration"),
    check=check,
    bad=lambda: claim(line("96413"), line("96415", 2), line("96368", 3)),
    good=lambda: claim(line("96413"), line("96415", 2), line("96368")),
    reads=("procedures", "infusion.concurrent_minimum_overlap_minutes"),
)
