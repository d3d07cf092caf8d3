"""The units of a drug are far from anything its containers hold.

What it checks
    Lines without facts: units that come to less than a tenth of the smallest container sold though nothing is billed
    as discarded, units that come to more than anybody opens, and JZ on an amount that no whole containers make.

Why it matters
    Such units are vials counted as units, or milligrams: the payment is many times too small or too large.

How to fix it
    Divide the dose by what one billing unit stands for; bill what was discarded on a line with JW.
"""

from collections.abc import Iterator
from decimal import Decimal

from oncodesk.domain.quantity import plain
from oncodesk.rules.drugs.containers import NONE_WASTED, Billed, billed_drugs
from oncodesk.rules.drugs.sizes import sizes_sold, smallest
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Outcome, Rule, Subject, cite


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each such drug; an amount that whole containers do not make is a reminder."""
    for billed in billed_drugs(subject):
        sizes, source = sizes_sold(billed)
        if billed.due_lines or billed.given or billed.drug.unlisted or not sizes or not billed.units:
            continue
        if billed.drug.kind or billed.drug.container_kind != "single_dose" or billed.drug.drug_class == "hydration":
            continue
        yield from _judged(rule, billed, sizes, source)


def _judged(rule: Rule, billed: Billed, sizes: list[Decimal], source: str) -> Iterator[Outcome]:
    policy = billed.subject.tables.policy
    unit, amount = billed.drug.unit.unit, billed.units * billed.drug.unit.amount
    none = all(NONE_WASTED in one.modifiers for one in billed.kept)
    part = policy.get("drugs.dose_part_asked")
    sold = f"Sold in {', '.join(plain(s) for s in sizes)} {unit}{source}"
    told = f"{billed.drug.code}: {billed.units} units are {plain(amount)} {unit}"
    if part and amount < sizes[0] * Decimal(str(part.value)) and not billed.wasted:
        yield rule.finding(
            f"{told}, of containers of {plain(sizes[0])} and more",
            why=f"{sold}; one unit is {billed.drug.unit}, and nothing is billed as discarded.",
            lines=billed.kept,
            severity="error" if none else "warning",
        )
    elif amount > sizes[-1] * policy.number("drugs.most_containers"):
        yield rule.finding(
            f"{told}, more than anybody opens", why=f"{sold}; one unit is {billed.drug.unit}.", lines=billed.kept
        )
    elif none and not _whole(amount, billed.drug.unit.amount, sizes):
        yield rule.finding(
            f"{told}, and no whole containers hold that",
            why=f"{sold}; {NONE_WASTED} says that nothing was left of them.",
            lines=billed.kept,
            severity="info",
            covers=("JW-03",),
        )


def _whole(amount: Decimal, per_unit: Decimal, sizes: list[Decimal]) -> bool:
    """Whether containers of those sizes come to the units, the last of which may have been rounded up."""
    mix = smallest(amount - per_unit + Decimal("0.001"), tuple(sizes))
    return mix is None or sum(mix) <= amount


RULE = Rule(
    __name__,
    title="Units far from any container",
    severity="error",
    covers=("DRG-01", "DRG-02", "DRG-03", "JW-03"),
    citation=cite("claims-manual-17-10"),
    check=check,
    bad=lambda: claim(line("96413"), line("J9271", 2, "JZ"), dx="Z51.12 C34.11"),
    good=lambda: claim(line("96413"), line("J9271", 200, "JZ"), dx="Z51.12 C34.11"),
    reads=("drugs", "drugs.dose_part_asked", "drugs.most_containers"),
)
