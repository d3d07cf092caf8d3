"""A drug that somebody else supplied is billed.

What it checks
    Drug lines against who supplied the drug at the visit: patient, pharmacy, study or sample.

Why it matters
    The practice bought nothing; only the administration may be billed.

How to fix it
    Take the drug off and name it, with its supplier, on the line of its administration.
"""

from collections.abc import Iterator

from oncodesk.domain.visit import Administration
from oncodesk.rules.drugs.containers import billed_drugs
from oncodesk.rules.examples import claim, given, line, visit
from oncodesk.rules.kit import Drug, Fix, Outcome, Rule, Subject, cite, remove_line


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each drug all of which somebody else supplied."""
    others = subject.tables.policy.codes("drugs.nothing_billed_suppliers")
    if subject.visit is None or all(a.supplied_by not in others for a in subject.visit.administrations):
        return
    for billed in billed_drugs(subject):
        mine = [a for a in _given(subject, billed.drug) if subject.visit.date_of_service == billed.day]
        charged = [one for one in billed.lines if one.charge is None or one.charge > 1]
        if mine and charged and all(a.supplied_by in others for a in mine):
            condition = "the practice bought none of it"
            yield rule.finding(
                f"{billed.drug.code} was supplied by {mine[0].supplied_by}",
                why="A drug that cost the practice nothing is not billed.",
                lines=charged,
                facts=[a.id for a in mine],
                fixes=(
                    Fix(
                        title="Take the drug off",
                        only_if=condition,
                        edits=tuple(remove_line(one) for one in charged),
                    ),
                ),
            )


def _given(subject: Subject, drug: Drug) -> list[Administration]:
    every = subject.visit.administrations if subject.visit else ()
    return [a for a in every if drug in subject.tables.drugs_named(a.name)]


_VISIT = visit(given("a1", "pembrolizumab", at="09:00-09:30", supplied_by="pharmacy"), dx="C34.11")
RULE = Rule(
    __name__,
    title="Drug supplied by somebody else",
    severity="error",
    covers=("DRG-15",),
    citation=cite("benefit-manual-15-50"),
    check=check,
    bad=lambda: claim(line("96413"), line("J9271", 200, "JZ"), dx="Z51.12 C34.11", visit=_VISIT),
    good=lambda: claim(line("96413", narrative="pembrolizumab supplied by pharmacy"), dx="Z51.12 C34.11", visit=_VISIT),
    reads=("drugs", "drugs.nothing_billed_suppliers"),
)
