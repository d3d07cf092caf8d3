"""One drug's injection is counted more than once.

What it checks
    Doses recorded as split over several sites, and more injections billed than different drugs were injected.

Why it matters
    Payers differ on a second unit for one drug: one published answer bills each site, another bills the drug once.

How to fix it
    Bill one unit unless the payer says otherwise in writing; then keep that answer.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, given, line, visit
from oncodesk.rules.infusion.compared import administrations, compared
from oncodesk.rules.infusion.rebilled import as_given
from oncodesk.rules.kit import Outcome, Rule, Subject, cite

ROLES = ("therapeutic.injection", "chemotherapy.injection", "chemotherapy.injection.hormonal")


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A warning for each code with more units than the facts give, and for each dose over several sites."""
    c = compared(subject)
    if c is None:
        return
    split = [a for a in administrations(c, "subcutaneous", "intramuscular") if a.injections > 1]
    told = frozenset(a.id for a in split)
    more = [role for role in ROLES if c.due(role) and c.billed(role) > c.due(role)]
    for role in more:
        yield rule.finding(
            f"{c.code(role)}: {c.billed(role)} billed, {c.due(role)} different drug injected",
            why=f"{c.steps(role)}. Payers differ on more than one unit for a drug.",
            lines=c.billed_lines(role),
            facts=sorted(told),
            fixes=as_given(c),
        )
    if split and not more:
        sites = "; ".join(f"{a.name}: {a.injections} sites" for a in split)
        yield rule.finding(
            f"{c.named(told)}: one dose over several sites, payers differ on the units",
            why=f"{sites}. One unit is what every source accepts.",
            lines=[held for held in c.billed_lines(*ROLES) if told & set(held.facts)],
            facts=sorted(told),
        )


RULE = Rule(
    __name__,
    title="Injections of one drug",
    severity="warning",
    covers=("INF-24",),
    citation=cite("payer-policy"),
    check=check,
    bad=lambda: claim(
        line("96372", 2),
        dx="D51.9",
        visit=visit(given("a1", "cyanocobalamin", "intramuscular", at="10:00"), dx="D51.9", reason="supportive_care"),
    ),
    good=lambda: claim(
        line("96372"),
        dx="D51.9",
        visit=visit(given("a1", "cyanocobalamin", "intramuscular", at="10:00"), dx="D51.9", reason="supportive_care"),
    ),
    reads=("procedures",),
)
