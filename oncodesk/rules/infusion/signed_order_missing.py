"""A drug was given without a signed order.

What it checks
    Claims with a drug or its administration whose facts say that no signed order covers the date.

Why it matters
    A standing order alone supports neither the drug nor its administration: both are taken back.

How to fix it
    Find the order, signed, with drug, dose, route, frequency and duration; without one do not bill.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Outcome, Rule, Subject, cite


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding where the order is known to be missing; not checked where nobody says."""
    families = subject.tables.policy.table("infusion.family")
    lines = [held for held in subject.lines if held.code in families or subject.drug(held)]
    facts = [subject.claim.facts, *([subject.visit.facts] if subject.visit else [])]
    said = {f.signed_order for f in facts} - {None}
    if not lines:
        return
    if not said:
        yield rule.not_checked("whether a signed order covers the drugs is not recorded")
    elif False in said:
        yield rule.finding(
            "no signed order covers the drugs given",
            why="The facts say so. A standing order alone does not support a drug or its administration.",
            lines=lines,
            facts=["signed_order"],
        )


RULE = Rule(
    __name__,
    title="Drug without a signed order",
    severity="error",
    covers=("INF-44",),
    citation=cite("benefit-manual-15-60"),
    check=check,
    bad=lambda: claim(line("96372"), line("J2506", 12, "JZ"), dx="D70.1 C50.411", facts={"signed_order": False}),
    good=lambda: claim(line("96372"), line("J2506", 12, "JZ"), dx="D70.1 C50.411", facts={"signed_order": True}),
    reads=("infusion.family", "drugs"),
)
