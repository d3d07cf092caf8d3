"""An infusion was stopped early and part of its drug is billed as discarded.

What it checks
    Waste billed for a drug whose infusion ended before its ordered time.

Why it matters
    Advice differs on a prepared dose that was not all given: one bills the whole dose as given, another the remainder
    as discarded. Either way both amounts must stand in the note.

How to fix it
    Record what ran and what was discarded, and keep the payer's answer with the claim.
"""

from collections.abc import Iterator

from oncodesk.rules.drugs.containers import billed_drugs
from oncodesk.rules.examples import claim, given, line, visit
from oncodesk.rules.kit import Outcome, Rule, Subject, cite


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A reminder for each such drug."""
    if subject.visit is None or not any(a.ended_early for a in subject.visit.administrations):
        return
    for billed in billed_drugs(subject):
        stopped = [a for a in billed.given if a.ended_early]
        if stopped and billed.wasted:
            yield rule.finding(
                f"{billed.drug.code}: discarded after the infusion was stopped",
                why="Advice differs on whether the part that was prepared and not given is discarded drug.",
                lines=billed.wasted,
                facts=[a.id for a in stopped],
            )


_STOPPED = visit(
    given(
        "a1",
        "oxaliplatin",
        at="09:00-09:30",
        dose={"amount": 60, "unit": "mg"},
        containers=[{"amount": 100, "unit": "mg", "kind": "single_dose"}],
        discarded={"amount": 40, "unit": "mg"},
        ended_early={"reason": "adverse_reaction", "ordered_minutes": 120},
    )
)
RULE = Rule(
    __name__,
    title="Discarded after an infusion was stopped",
    severity="info",
    covers=("JW-13",),
    citation=cite("jw-jz-faq"),
    check=check,
    bad=lambda: claim(line("96413"), line("J9263", 120), line("J9263", 80, "JW"), visit=_STOPPED),
    good=lambda: claim(line("96413"), line("J9263", 120, "JZ")),
    reads=("drugs",),
)
