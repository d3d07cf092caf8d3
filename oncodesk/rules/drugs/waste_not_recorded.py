"""Discarded drug is billed and the visit records none.

What it checks
    Lines with JW against the waste documented for the drug at the visit.

Why it matters
    The chart must give amount, date and time, reason, and who saw it; without it the payment is taken back.

How to fix it
    Complete the waste record.
"""

from collections.abc import Iterator
from typing import Any

from oncodesk.domain.visit import Visit
from oncodesk.rules.drugs.containers import billed_drugs
from oncodesk.rules.examples import claim, given, line, visit
from oncodesk.rules.kit import Outcome, Rule, Subject, cite


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A warning for each drug whose waste is billed and not documented; not checked without the visit."""
    for billed in billed_drugs(subject):
        if not billed.wasted:
            continue
        if not billed.given:
            yield rule.not_checked(f"{billed.drug.code}: the record of its waste is not part of the claim")
        elif all(a.discarded is None for a in billed.given):
            yield rule.finding(
                f"{billed.drug.code}: {billed.waste} units discarded, and no waste documented",
                why="The visit says nothing of what was discarded.",
                lines=billed.wasted,
                facts=[a.id for a in billed.given],
            )


def _visit(**more: Any) -> Visit:
    opened = [{"amount": 100, "unit": "mg", "count": 1, "kind": "single_dose"}]
    drug = given("a1", "bevacizumab", at="09:00-10:00", dose={"amount": 80, "unit": "mg"}, containers=opened, **more)
    return visit(drug, dx="C18.2")


RULE = Rule(
    __name__,
    title="Waste not documented",
    severity="warning",
    covers=("JW-11",),
    citation=cite("jw-jz-faq"),
    check=check,
    bad=lambda: claim(line("96413"), line("J9035", 8), line("J9035", 2, "JW"), dx="Z51.12 C18.2", visit=_visit()),
    good=lambda: claim(
        line("96413"),
        line("J9035", 8),
        line("J9035", 2, "JW"),
        dx="Z51.12 C18.2",
        visit=_visit(discarded={"amount": 20, "unit": "mg"}),
    ),
    reads=("drugs",),
)
