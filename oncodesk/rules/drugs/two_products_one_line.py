"""A dose came from two products, and one line bills both.

What it checks
    Recorded containers with more than one NDC for a drug billed on a single line of what was given.

Why it matters
    A line names one NDC. Payers that ask for NDCs want a line for each; some Medicaid programs also KP on the first and
    KQ on the next.

How to fix it
    Split the units by product, one line with the NDC of each.
"""

from collections.abc import Iterator

from oncodesk.rules.drugs.containers import billed_drugs
from oncodesk.rules.examples import claim, given, line, visit
from oncodesk.rules.kit import Outcome, Rule, Subject, cite


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A reminder for each such drug."""
    for billed in billed_drugs(subject) if subject.visit else ():
        products = sorted({box.ndc for box in billed.containers if box.ndc})
        if len(products) > 1 and len(billed.kept) == 1:
            yield rule.finding(
                f"{billed.drug.code}: {len(products)} products on one line",
                why=f"The containers recorded are {', '.join(products)}; a line names one NDC.",
                lines=billed.kept,
                facts=[a.id for a in billed.given],
            )


def _two() -> list[dict[str, object]]:
    return [
        {"amount": 100, "unit": "mg", "kind": "single_dose", "ndc": "00000-1111-01"},
        {"amount": 50, "unit": "mg", "kind": "single_dose", "ndc": "00000-1111-02"},
    ]


_NONE = {"amount": 0, "unit": "mg"}
_GIVEN = visit(
    given("a1", "oxaliplatin", at="09:00-11:05", dose={"amount": 150, "unit": "mg"}, containers=_two(), discarded=_NONE)
)
RULE = Rule(
    __name__,
    title="Two products on one line",
    severity="info",
    covers=("NDC-06",),
    citation=cite("dra-2005-6002"),
    check=check,
    bad=lambda: claim(line("96413"), line("96415"), line("J9263", 300, "JZ"), visit=_GIVEN),
    good=lambda: claim(line("96413"), line("J9263", 300, "JZ")),
    reads=("drugs",),
    confirm=True,
)
