"""The units billed as discarded are not those that the record gives.

What it checks
    Units with JW against the containers opened, the dose and the documented waste: what was given is rounded up first,
    and only whole units beyond it can be discarded.

Why it matters
    Waste that was already within the last unit given, or more than the containers held, is not payable; JZ beside
    documented waste contradicts the record.

How to fix it
    Bill the discarded units that the record gives, or none and JZ.
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from oncodesk.domain.quantity import plain
from oncodesk.rules.drugs.containers import NONE_WASTED, Billed, billed_drugs
from oncodesk.rules.examples import claim, given, line, visit
from oncodesk.rules.kit import (
    Edit,
    Fix,
    Outcome,
    Rule,
    Subject,
    add_line,
    add_modifier,
    cite,
    remove_line,
    remove_modifier,
    set_units,
)


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each drug whose discarded units differ from the record."""
    for billed in billed_drugs(subject):
        none = any(NONE_WASTED in one.modifiers for one in billed.kept)
        if not billed.wasted and not (none and billed.due_waste):
            continue
        if billed.wasted and billed.kept and _beyond(billed):
            yield _more_than_opened(rule, subject, billed)
        elif not billed.due_lines or billed.asked("dose", "containers", "discarded"):
            yield rule.not_checked(f"{billed.drug.code}: what was opened and discarded is not recorded in full")
        elif billed.waste != billed.due_waste and billed.kept:
            yield _found(rule, subject, billed, none)


def _beyond(billed: Billed) -> bool:
    """Whether dose and waste as recorded come to more than the containers held, and as much is billed."""
    opened, unit = billed.opened, billed.drug.unit
    if opened is None:
        return False
    amounts = [q.to(unit.unit) for a in billed.given for q in (a.dose, a.discarded) if q]
    told = sum((x for x in amounts if x is not None), Decimal(0))
    return told > opened and (billed.units + billed.waste - 1) * unit.amount >= opened


def _more_than_opened(rule: Rule, subject: Subject, billed: Billed) -> Outcome:
    opened, unit = billed.opened or Decimal(0), billed.drug.unit
    return rule.finding(
        f"{billed.drug.code}: {billed.units + billed.waste} units billed, and the containers held fewer",
        why=f"{plain(opened)} {unit.unit} opened, by the label, at {unit} a unit. What a vial holds beyond its label "
        "is never billed, neither as given nor as discarded.",
        lines=(*billed.kept, *billed.wasted),
        facts=[a.id for a in billed.given],
        severity=subject.by_payer(),
        covers=("JW-10", "JW-05"),
    )


def _found(rule: Rule, subject: Subject, billed: Billed, none: bool) -> Outcome:
    code = billed.drug.code
    told = f"{billed.waste} units billed as discarded" if billed.wasted else "nothing billed as discarded"
    return rule.finding(
        f"{code}: {told}, {billed.due_waste} by the record",
        why=billed.steps,
        lines=billed.wasted or billed.kept,
        facts=[a.id for a in billed.given],
        severity=subject.by_payer(),
        covers=_rows(billed, none),
        fixes=_fix(billed),
    )


def _rows(billed: Billed, none: bool) -> tuple[str, ...]:
    if none and billed.due_waste:
        return ("JW-03", "JW-02")
    opened = billed.opened
    over = opened is not None and (billed.units + billed.waste) * billed.drug.unit.amount > opened
    beyond = ("JW-10",) if over else ()
    if billed.due_waste:
        return ("JW-05", *beyond)
    within = any(a.discarded and a.discarded.amount > 0 for a in billed.given)
    return ("JW-04", *beyond) if within else ("JW-03", "JW-05", *beyond)


def _fix(billed: Billed) -> tuple[Fix, ...]:
    first = billed.kept[0]
    edits: list[Edit] = [remove_line(one) for one in billed.wasted[1 if billed.due_waste else 0 :]]
    if billed.due_waste:
        edits += [remove_modifier(one, NONE_WASTED) for one in billed.kept if NONE_WASTED in one.modifiers]
        if billed.wasted:
            edits.append(set_units(billed.wasted[0], billed.due_waste))
        else:
            fields: dict[str, Any] = {"units": billed.due_waste, "modifiers": ["JW"], "pointers": first.pointers}
            edits.append(add_line(first.code, after=first, **fields))
    else:
        edits += [add_modifier(one, NONE_WASTED) for one in billed.kept]
    opened = billed.opened
    told = f" of {plain(opened)} {billed.drug.unit.unit} opened" if opened else ""
    only_if = f"the recorded dose and waste{told} are right"
    return (Fix(title="Bill the waste as recorded", only_if=only_if, edits=tuple(edits)),)


_VISIT = visit(
    given(
        "a1",
        "bevacizumab",
        at="09:00-10:00",
        dose={"amount": 75, "unit": "mg"},
        containers=[{"amount": 100, "unit": "mg", "count": 1, "kind": "single_dose"}],
        discarded={"amount": 25, "unit": "mg"},
    ),
    dx="C18.2",
)
RULE = Rule(
    __name__,
    title="Discarded units by the record",
    severity="error",
    covers=("JW-02", "JW-03", "JW-04", "JW-05", "JW-10"),
    citation=cite("claims-manual-17-40"),
    check=check,
    bad=lambda: claim(line("96413"), line("J9035", 8), line("J9035", 3, "JW"), dx="Z51.12 C18.2", visit=_VISIT),
    good=lambda: claim(line("96413"), line("J9035", 8), line("J9035", 2, "JW"), dx="Z51.12 C18.2", visit=_VISIT),
    reads=("drugs", "drugs.waste_modifiers"),
)
