"""Two antineoplastics ran at the same time on one line.

What it checks
    Infusions of different antineoplastics that share 16 minutes or more and are not recorded on different lines.

Why it matters
    No code exists for antineoplastics side by side, and the code for a concurrent infusion is for other drugs. What
    two codes bill for one stretch of time is taken back; some payers take the unlisted code with a narrative.

How to fix it
    Put the times right, record the second line where there was one, or bill the joint time as one infusion.
"""

from collections.abc import Iterator
from itertools import combinations

from oncodesk.domain.clock import overlap
from oncodesk.domain.visit import Administration
from oncodesk.rules.examples import claim, given, line, visit
from oncodesk.rules.infusion.compared import Compared, administrations, compared, spans_of
from oncodesk.rules.kit import Outcome, Rule, Subject, cite

INFUSED = ("chemotherapy.infusion.initial", "chemotherapy.infusion.sequential", "chemotherapy.unlisted")


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A warning for each pair."""
    c = compared(subject)
    for one, other in side_by_side(c) if c else ():
        assert c
        shared = overlap(spans_of(c.visit, one), spans_of(c.visit, other))
        yield rule.finding(
            f"{one.name} and {other.name} ran at the same time: no code for antineoplastics side by side",
            why=f"{shared} minutes together on one line; their joint time is one infusion.",
            lines=c.billed_lines(*INFUSED),
            facts=[one.id, other.id],
        )


def side_by_side(c: Compared) -> list[tuple[Administration, Administration]]:
    """Pairs of different antineoplastics that overlap on one line, or on lines that nobody recorded."""
    least = c.tables.policy.number("infusion.concurrent_minimum_overlap_minutes")
    drugs = [a for a in administrations(c, "iv_infusion") if c.chemotherapy(a)]
    return [
        (one, other)
        for one, other in combinations(drugs, 2)
        if c.title(one) != c.title(other)
        and one.encounter == other.encounter
        and not (one.bag and one.bag == other.bag)
        and (one.access == other.access or not (one.access and other.access))
        and overlap(spans_of(c.visit, one), spans_of(c.visit, other)) >= least
    ]


RULE = Rule(
    __name__,
    title="Antineoplastics side by side",
    severity="warning",
    covers=("INF-11",),
    citation=cite("cpt-administration"),
    check=check,
    bad=lambda: claim(
        line("96413"),
        line("96417"),
        visit=visit(given("a1", "docetaxel", at="09:00-10:00"), given("a2", "carboplatin", at="09:20-10:20")),
    ),
    good=lambda: claim(
        line("96413"),
        line("96417"),
        visit=visit(given("a1", "docetaxel", at="09:00-10:00"), given("a2", "carboplatin", at="10:05-11:05")),
    ),
    reads=("procedures", "infusion.concurrent_minimum_overlap_minutes"),
    confirm=True,
)
