"""A drug says both that some was discarded and that nothing was.

What it checks
    JW and JZ on one line, or on two lines of the same drug and date.

Why it matters
    One of the two is untrue; the claim is returned.

How to fix it
    Keep JW on the line of the discarded units and take JZ off; or keep JZ alone where nothing was discarded.
"""

from collections.abc import Iterator

from oncodesk.rules.drugs.containers import NONE_WASTED, WASTED, Billed, billed_drugs
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Fix, Outcome, Rule, Subject, cite, remove_line, remove_modifier


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each drug and date with both, unless two package codes tell the lines apart."""
    for billed in billed_drugs(subject):
        both = {one.id for one in billed.wasted if NONE_WASTED in one.modifiers}
        zero = [one for one in billed.lines if NONE_WASTED in one.modifiers]
        packages = {one.ndc.code if one.ndc else None for one in billed.wasted}
        apart = not both and not {one.ndc.code if one.ndc else None for one in zero} & packages
        if billed.wasted and zero and not apart:
            yield _found(rule, subject, billed)


def _found(rule: Rule, subject: Subject, billed: Billed) -> Outcome:
    zero = [one for one in billed.lines if NONE_WASTED in one.modifiers]
    fixes = []
    if billed.due_waste or not billed.due_lines:
        edits = tuple(remove_modifier(one, NONE_WASTED) for one in zero)
        fixes = [Fix(title=f"Take {NONE_WASTED} off", only_if="some of the drug was discarded", edits=edits)]
    if billed.kept and not billed.due_waste and all(NONE_WASTED in one.modifiers for one in billed.kept):
        edits = tuple(remove_line(one) for one in billed.wasted)
        fixes.append(Fix(title=f"Take the {WASTED} line off", only_if="nothing was discarded", edits=edits))
    return rule.finding(
        f"{billed.drug.code} carries {WASTED} and {NONE_WASTED} for the same date",
        why=f"{WASTED} says that some was discarded, {NONE_WASTED} that nothing was.",
        lines=[one for one in billed.lines if one in zero or one in billed.wasted],
        severity=subject.by_payer(),
        fixes=tuple(fixes),
    )


RULE = Rule(
    __name__,
    title="JW and JZ together",
    severity="error",
    covers=("JW-03",),
    citation=cite("claims-manual-17-40"),
    check=check,
    bad=lambda: claim(line("96413"), line("J9035", 8), line("J9035", 2, "JW", "JZ"), dx="Z51.12 C18.2"),
    good=lambda: claim(line("96413"), line("J9035", 8), line("J9035", 2, "JW"), dx="Z51.12 C18.2"),
    reads=("drugs",),
)
