"""A drug from a multi-dose container says something about waste.

What it checks
    JW or JZ on a drug whose containers the facts, or the drug's table, say are multi-dose, or whose size is that of a
    pharmacy bulk package.

Why it matters
    Both modifiers are for single-dose containers only; waste of a multi-dose one is never paid.

How to fix it
    Take the modifier off and bill what was given.
"""

from collections.abc import Iterator
from decimal import Decimal

from oncodesk.domain.quantity import plain
from oncodesk.rules.drugs.containers import NONE_WASTED, WASTED, Billed, billed_drugs, single_dose, size_of
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, cite, remove_line, remove_modifier


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each such drug; fluids and unlisted drugs are left to the payer."""
    for billed in billed_drugs(subject):
        marked = [one for one in billed.lines if {WASTED, NONE_WASTED} & set(one.modifiers)]
        if not marked or billed.drug.unlisted or billed.drug.drug_class == "hydration":
            continue
        single = single_dose(subject, marked[0])
        kinds = {box.kind for box in billed.containers if box.kind}
        if bulk := _bulk(billed):
            yield rule.finding(
                f"{billed.drug.code}: JW or JZ on a pharmacy bulk package",
                why=f"{plain(bulk)} mg of {billed.drug.generic} is sold as one; see that its label says single-dose.",
                lines=marked,
                facts=[a.id for a in billed.given],
                severity="warning",
            )
        elif single is None:
            yield rule.not_checked(f"{billed.drug.code}: whether its container is single-dose is not recorded")
        elif not single and kinds != {"single_dose", "multi_dose"}:
            modifiers = [m for one in marked for m in one.modifiers if m in {WASTED, NONE_WASTED}]
            edits = [remove_line(one) for one in billed.wasted]
            edits += [remove_modifier(one, NONE_WASTED) for one in marked if one not in billed.wasted]
            yield rule.finding(
                f"{billed.drug.code}: {', '.join(dict.fromkeys(modifiers))} on a multi-dose container",
                why="JW and JZ are for single-dose containers only.",
                lines=marked,
                facts=[a.id for a in billed.given],
                severity=subject.by_payer(),
                fixes=(Fix(title="Take it off", only_if="the container was multi-dose", edits=tuple(edits)),),
            )


def _bulk(billed: Billed) -> Decimal | None:
    """The size in mg of a container recorded as single-dose that is sold as a pharmacy bulk package."""
    sizes = billed.subject.tables.at(billed.day).policy.table("drugs.bulk_packages").get(billed.drug.code, ())
    held = (size_of(box, "mg") for box in billed.containers if box.kind == "single_dose")
    return next((size for size in held if size in {Decimal(text) for text in sizes}), None)


RULE = Rule(
    __name__,
    title="JW or JZ on a multi-dose container",
    severity="error",
    covers=("JW-06",),
    citation=cite("claims-manual-17-40"),
    check=check,
    bad=lambda: claim(line("96402"), line("J9218", 1, "JZ"), dx="C61"),
    good=lambda: claim(line("96402"), line("J9217", 1, "JZ"), dx="C61"),
    reads=("drugs", "drugs.bulk_packages"),
)
