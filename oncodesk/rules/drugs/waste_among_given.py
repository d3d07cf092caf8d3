"""What was discarded is billed on the line of what was given.

What it checks
    A drug from single-dose containers with documented waste, billed on one line whose units hold both.

Why it matters
    Medicare wants two lines: units given with neither modifier, and units discarded with JW.

How to fix it
    Put the discarded units on a line of their own with JW.
"""

from collections.abc import Iterator

from oncodesk.rules.drugs.containers import WASTED, Billed, billed_drugs
from oncodesk.rules.examples import claim, given, line, visit
from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, add_line, cite, remove_modifier, set_units


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each drug whose given line holds the documented waste."""
    for billed in billed_drugs(subject):
        held = billed.kept
        mixed = billed.units == billed.due + billed.due_waste or (
            WASTED in {m for one in billed.lines for m in one.modifiers} and not held
        )
        if billed.due_waste and mixed and (not billed.wasted or not held) and billed.lines:
            yield _found(rule, subject, billed)


def _found(rule: Rule, subject: Subject, billed: Billed) -> Outcome:
    first = billed.lines[0]
    edits = [set_units(first, billed.due)]
    edits += [remove_modifier(first, m) for m in ("JW", "JZ") if m in first.modifiers]
    other = [m for m in first.modifiers if m not in {"JW", "JZ"}]
    edits.append(
        add_line(
            first.code,
            after=first,
            units=billed.due_waste,
            modifiers=[*other, WASTED],
            pointers=first.pointers,
        )
    )
    fix = Fix(
        title="Split what was discarded off",
        only_if="the recorded dose and waste are right",
        edits=tuple(edits),
    )
    return rule.finding(
        f"{first.code}: {billed.due} units given and {billed.due_waste} discarded stand on one line",
        why=billed.steps,
        lines=billed.lines,
        facts=[a.id for a in billed.given],
        severity=subject.by_payer(),
        covers=("JW-02", "DRG-04") if len(billed.given) > 1 else ("JW-02",),
        fixes=(fix,) if len(billed.lines) == 1 else (),
    )


_VISIT = visit(
    given(
        "a1",
        "infliximab",
        at="09:00-10:00",
        dose={"amount": 350, "unit": "mg"},
        containers=[{"amount": 100, "unit": "mg", "count": 4, "kind": "single_dose"}],
        discarded={"amount": 50, "unit": "mg"},
    ),
    dx="K50.90",
    reason="drug_treatment",
)
RULE = Rule(
    __name__,
    title="Given and discarded on one line",
    severity="error",
    covers=("JW-02", "DRG-04"),
    citation=cite("claims-manual-17-40"),
    check=check,
    bad=lambda: claim(line("96413"), line("J1745", 40), dx="K50.90", visit=_VISIT),
    good=lambda: claim(line("96413"), line("J1745", 35), line("J1745", 5, "JW"), dx="K50.90", visit=_VISIT),
    reads=("drugs", "drugs.waste_modifiers"),
)
