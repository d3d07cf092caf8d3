"""The units of a drug are not those of the dose.

What it checks
    Units billed as given, drug by drug and date by date, against the recorded dose divided by what one billing unit
    stands for, rounded up once.

Why it matters
    A vial is rarely a unit: counting vials, milligrams or milliliters instead of billing units gives a payment that is
    many times too small or too large.

How to fix it
    Bill the units that the dose gives, or put the recorded dose right.
"""

from collections.abc import Iterator

from oncodesk.domain.quantity import billing_units
from oncodesk.rules.drugs.containers import Billed, billed_drugs, size_of
from oncodesk.rules.examples import claim, given, line, visit
from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, cite, remove_line, set_units


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each drug whose units differ from its dose; not checked where the dose is not recorded."""
    for billed in billed_drugs(subject):
        if billed.drug.unlisted or not billed.kept:
            continue
        code = billed.drug.code
        if subject.visit is None or not billed.due_lines:
            if subject.visit is None or billed.given or _named(billed):
                yield rule.not_checked(f"{code}: no recorded dose gives its units")
        elif billed.asked("dose"):
            yield rule.not_checked(f"{code}: its dose is not settled")
        elif billed.units != billed.due and not _waste_among_them(billed):
            yield _found(rule, billed)


def _named(billed: Billed) -> bool:
    visit = billed.subject.visit
    tables = billed.subject.tables.at(billed.day)
    return any(billed.drug in tables.drugs_named(a.name) for a in visit.administrations) if visit else False


def _waste_among_them(billed: Billed) -> bool:
    """Given and discarded on one line is another rule's."""
    return not billed.wasted and billed.due_waste > 0 and billed.units == billed.due + billed.due_waste


def _found(rule: Rule, billed: Billed) -> Outcome:
    kept = billed.kept
    edits = (set_units(kept[0], billed.due), *(remove_line(line) for line in kept[1:]))
    return rule.finding(
        f"{billed.drug.code}: {billed.units} units billed, {billed.due} by the dose",
        why=billed.steps,
        lines=kept,
        facts=[a.id for a in billed.given],
        covers=_rows(billed),
        fixes=(Fix(title=f"Bill {billed.due} units", only_if="the recorded dose is right", edits=edits),),
    )


def _rows(billed: Billed) -> tuple[str, ...]:
    unit, per_unit = billed.drug.unit.unit, billed.drug.unit.amount
    sizes = [(size, box.count) for box in billed.containers if (size := size_of(box, unit)) is not None]
    rows = ["DRG-01"]
    doses = [dose for a in billed.given if a.dose and (dose := a.dose.to(unit)) is not None]
    if per_unit != 1 or billed.units * 10 <= billed.due:
        rows.append("DRG-02")
    if billed.units == sum(count for _, count in sizes) and any(size > per_unit for size, _ in sizes):
        rows.append("DRG-03")
    if len(doses) > 1 and billed.units == sum(billing_units(dose, per_unit) for dose in doses):
        rows.append("DRG-04")
    if sizes and billed.units == sum(billing_units(size, per_unit) * count for size, count in sizes):
        rows.append("DRG-04")
    return tuple(dict.fromkeys(rows))


_VISIT = visit(
    given(
        "a1",
        "pembrolizumab",
        at="09:00-09:30",
        dose={"amount": 200, "unit": "mg"},
        containers=[{"amount": 100, "unit": "mg", "count": 2, "kind": "single_dose"}],
        discarded={"amount": 0, "unit": "mg"},
    ),
    dx="C34.11",
)
RULE = Rule(
    __name__,
    title="Units by the dose",
    severity="error",
    covers=("DRG-01", "DRG-02", "DRG-03", "DRG-04"),
    citation=cite("claims-manual-17-10"),
    check=check,
    bad=lambda: claim(line("96413"), line("J9271", 2, "JZ"), dx="Z51.12 C34.11", visit=_VISIT),
    good=lambda: claim(line("96413"), line("J9271", 200, "JZ"), dx="Z51.12 C34.11", visit=_VISIT),
    reads=("drugs",),
)
