"""Discarded drug is billed although none of it was given.

What it checks
    A line with JW without a line of the same drug and date for what was given, which it may hold itself.

Why it matters
    Waste is payable only beside a dose: a drug mixed for a patient who did not come is not.

How to fix it
    Bill what was given beside it, or take the line off.
"""

from collections.abc import Iterator

from oncodesk.rules.drugs.containers import NONE_WASTED, WASTED, Billed, billed_drugs
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import (
    ClaimLine,
    Edit,
    Fix,
    Outcome,
    Rule,
    Subject,
    add_modifier,
    cite,
    remove_line,
    remove_modifier,
)

GIVING = ("chemotherapy.", "therapeutic.")


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each drug billed as discarded only."""
    for billed in billed_drugs(subject):
        if not billed.wasted or billed.kept or billed.due_waste:
            continue
        beside = any(subject.role(one).startswith(GIVING) for one in subject.days[billed.day])
        yield rule.finding(
            f"{billed.drug.code}: discarded, and nothing given",
            why="No line of the date bills a dose of it.",
            lines=billed.wasted,
            severity=subject.by_payer(),
            covers=("JW-09", "JW-02") if beside else ("JW-09",),
            fixes=(_taken_off(billed), _given_after_all(billed)) if beside else (_taken_off(billed),),
        )


def _taken_off(billed: Billed) -> Fix:
    edits = tuple(remove_line(one) for one in billed.wasted)
    return Fix(title="Take the waste off", only_if="none of the drug was given", edits=edits)


def _given_after_all(billed: Billed) -> Fix:
    """What stands with JW beside an administration may be what was given."""
    edits = tuple(edit for one in billed.wasted for edit in _as_given(one))
    only_if = "these are the units given, and nothing was discarded"
    return Fix(title=f"Change {WASTED} to {NONE_WASTED}", only_if=only_if, edits=edits)


def _as_given(line: ClaimLine) -> tuple[Edit, Edit]:
    return remove_modifier(line, WASTED), add_modifier(line, NONE_WASTED)


RULE = Rule(
    __name__,
    title="Waste without a dose",
    severity="error",
    covers=("JW-09", "JW-02"),
    citation=cite("claims-manual-17-40"),
    check=check,
    bad=lambda: claim(line("96413"), line("J9271", 200, "JZ"), line("J9035", 10, "JW"), dx="Z51.12 C18.2"),
    good=lambda: claim(line("96413"), line("J9035", 8), line("J9035", 2, "JW"), dx="Z51.12 C18.2"),
    reads=("drugs",),
)
