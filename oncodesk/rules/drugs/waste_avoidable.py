"""A smaller choice of containers would have wasted less.

What it checks
    Containers opened at the visit against the sizes in which the drug is sold, by Medicare's NDC crosswalk where one
    is loaded: the smallest total that covers the dose.

Why it matters
    Contractors expect the sizes that waste least; waste beyond that may be refused.

How to fix it
    Keep a note of why the larger container was opened, such as a shortage; next time take the smaller ones.
"""

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from oncodesk.domain.quantity import plain
from oncodesk.domain.visit import Visit
from oncodesk.rules.drugs.containers import WASTED, Billed, billed_drugs, sizes_sold
from oncodesk.rules.examples import claim, given, line, visit
from oncodesk.rules.kit import Outcome, Rule, Subject, cite

MOST_CONTAINERS = 60


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A warning for each drug whose waste another choice of sizes would have made smaller; a reminder without facts."""
    for billed in (one for one in billed_drugs(subject) if one.wasted):
        unit = billed.drug.unit.unit
        sizes, source = sizes_sold(billed)
        dose, opened = _dose(billed), _opened(billed)
        if dose is None or opened is None or not sizes:
            continue
        best = smallest(dose, tuple(sizes))
        if best is not None and best < opened:
            sold = ", ".join(plain(s) for s in sizes)
            yield rule.finding(
                f"{billed.drug.code}: {plain(opened)} {unit} opened for {plain(dose)}, {plain(best)} would have done",
                why=f"Sold in {sold} {unit}{source}: {plain(best - dose)} of waste would do.",
                lines=billed.wasted,
                facts=[a.id for a in billed.given],
                severity="warning" if billed.given else "info",
            )


def _dose(billed: Billed) -> Decimal | None:
    """The dose recorded; without facts the units billed as given, which hold it."""
    if not billed.given and not billed.due_lines:
        return billed.units * billed.drug.unit.amount if billed.kept else None
    doses = [dose for a in billed.given if a.dose and (dose := a.dose.to(billed.drug.unit.unit)) is not None]
    return sum(doses, Decimal(0)) if len(doses) == len(billed.given) else None


def _opened(billed: Billed) -> Decimal | None:
    """What was opened; without facts what the units billed as given and discarded come to."""
    if not billed.given and not billed.due_lines:
        return (billed.units + billed.waste) * billed.drug.unit.amount
    return billed.opened


@lru_cache(maxsize=4096)
def smallest(dose: Decimal, sizes: tuple[Decimal, ...]) -> Decimal | None:
    """The smallest total of containers of those sizes that covers the dose; None where too many would be needed."""
    if dose > sizes[-1] * MOST_CONTAINERS:
        return None
    reached, best = {Decimal(0)}, None
    while reached:
        totals = {total + size for total in reached for size in sizes}
        covering = [total for total in totals if total >= dose]
        best = min([*covering, *([best] if best is not None else [])], default=None)
        reached = {total for total in totals if total < dose}
    return best


def _visit(size: int, discarded: int) -> Visit:
    return visit(
        given(
            "a1",
            "bevacizumab",
            at="09:00-10:00",
            dose={"amount": 300, "unit": "mg"},
            containers=[{"amount": size, "unit": "mg", "count": 1 if size > 300 else 3, "kind": "single_dose"}],
            discarded={"amount": discarded, "unit": "mg"},
        ),
        dx="C18.2",
    )


RULE = Rule(
    __name__,
    title="Avoidable waste",
    severity="warning",
    covers=("JW-07",),
    citation=cite("jw-jz-faq"),
    check=check,
    bad=lambda: claim(
        line("96413"), line("J9035", 30), line("J9035", 10, WASTED), dx="Z51.12 C18.2", visit=_visit(400, 100)
    ),
    good=lambda: claim(line("96413"), line("J9035", 30, "JZ"), dx="Z51.12 C18.2", visit=_visit(100, 0)),
    reads=("drugs",),
)
