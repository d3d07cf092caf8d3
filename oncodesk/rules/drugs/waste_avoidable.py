"""A smaller choice of containers would have wasted less.

What it checks
    Containers opened for each dose against the smallest total that covers it, in the single-dose sizes of the very
    product opened: by the label recorded and Medicare's NDC crosswalk, or by our table where the code is one maker's.
    Where several makers sell the drug in sizes of their own it is only a reminder, and without facts it says nothing.

Why it matters
    Contractors expect the sizes that waste least; waste beyond that may be refused.

How to fix it
    Keep a note of why the larger container was opened, such as a shortage; next time take the smaller ones.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from oncodesk.domain.quantity import plain
from oncodesk.domain.visit import Administration, Visit
from oncodesk.rules.drugs.containers import WASTED, Billed, billed_drugs, size_of
from oncodesk.rules.drugs.sizes import said, sizes_of_the_product, sizes_sold, smallest
from oncodesk.rules.examples import claim, given, line, visit
from oncodesk.rules.kit import Outcome, Rule, Severity, Subject, cite

GRADES: tuple[Severity, ...] = ("warning", "info")


@dataclass(frozen=True)
class _Avoidable:
    """What was opened for a dose, and the containers that would have done."""

    given: Administration
    dose: Decimal
    opened: Decimal
    better: tuple[Decimal, ...]
    sold: str
    known: bool


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A warning for each drug whose waste other sizes of its product would have made smaller."""
    for billed in billed_drugs(subject):
        if not billed.wasted or not billed.given or not all(a.containers for a in billed.given):
            continue
        found = [one for a in billed.given if (one := _avoidable(billed, a))]
        for severity in GRADES:
            graded = [one for one in found if one.known is (severity == "warning")]
            if graded:
                yield _finding(rule, billed, graded, severity)


def _finding(rule: Rule, billed: Billed, found: list[_Avoidable], severity: Severity) -> Outcome:
    unit = billed.drug.unit.unit
    told = [f"{plain(one.opened)} {unit} opened for {plain(one.dose)}, {said(one.better, unit)}" for one in found]
    rest = (
        "" if severity == "warning" else "; several makers sell it, and which sizes the practice can have is not known"
    )
    return rule.finding(
        f"{billed.drug.code}: {'; '.join(told)} would have done",
        why=f"Sold in {found[0].sold}{rest}.",
        lines=billed.wasted,
        facts=[one.given.id for one in found],
        severity=severity,
    )


def _avoidable(billed: Billed, a: Administration) -> _Avoidable | None:
    """None where dose or containers are not told in one measure, or nothing handier would have wasted less."""
    unit = billed.drug.unit.unit
    dose = a.dose.to(unit) if a.dose else None
    held = [(size_of(box, unit), box.count) for box in a.containers]
    opened = sum((size * count for size, count in held if size is not None), Decimal(0))
    sizes, whose = sizes_of_the_product(billed, a)
    known = bool(sizes)
    if not sizes and billed.drug.container_kind == "single_dose":
        sizes, whose = sizes_sold(billed)
    better = smallest(dose, tuple(sizes)) if dose else None
    if dose is None or better is None or any(size is None for size, _ in held):
        return None
    most = sum(count for _, count in held) + int(billed.subject.tables.policy.number("drugs.waste_more_containers"))
    if sum(better) >= opened or len(better) > most:
        return None
    sold = f"{', '.join(plain(size) for size in sizes)} {unit}{whose}"
    return _Avoidable(a, dose, opened, better, sold, known)


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
    reads=("drugs", "drugs.biologic_name_parts", "drugs.denosumab_codes", "drugs.waste_more_containers"),
)
