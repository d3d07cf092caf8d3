"""One drug's injection is counted more than once.

What it checks
    Doses recorded as split over several sites, and more injections billed than different drugs were injected. Where
    the drug's own label splits the dose, such as fulvestrant into both buttocks, one unit is only a reminder.

Why it matters
    Payers differ on a second unit for one drug: one published answer bills each site, another bills the drug once.

How to fix it
    Bill one unit unless the payer says otherwise in writing; then keep that answer.
"""

from collections.abc import Iterator

from oncodesk.domain.visit import Administration
from oncodesk.rules.examples import claim, given, line, visit
from oncodesk.rules.infusion.compared import Compared, administrations, compared
from oncodesk.rules.infusion.rebilled import as_given
from oncodesk.rules.kit import ClaimLine, Outcome, Rule, Subject, cite

INJECTED = frozenset({"subcutaneous", "intramuscular"})
ROLES = ("therapeutic.injection", "chemotherapy.injection", "chemotherapy.injection.hormonal")

BY_LABEL = " The label gives one dose as that many injections; some payers take a unit for each site."


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each code with more units than the facts give, and for each dose over several sites."""
    c = compared(subject)
    if c is None:
        yield from _by_drugs_billed(rule, subject)
        return
    split = [a for a in administrations(c, "subcutaneous", "intramuscular") if a.injections > 1]
    told = frozenset(a.id for a in split)
    more = [role for role in ROLES if c.due(role) and c.billed(role) > c.due(role)]
    for role in more:
        yield _more(rule, c, role, told)
    if split and not more:
        sites = "; ".join(f"{a.name}: {a.injections} sites" for a in split)
        labeled = all(_by_label(c, a) for a in split)
        own = BY_LABEL if labeled else ""
        yield rule.finding(
            f"{c.named(told)}: one dose over several sites, payers differ on the units",
            why=f"{sites}. One unit is what every source accepts.{own}",
            lines=[held for held in c.billed_lines(*ROLES) if told & set(held.facts)],
            facts=sorted(told),
            severity="info" if labeled else "warning",
            citation=cite("fda-label") if labeled else None,
        )


def _by_label(c: Compared, a: Administration) -> bool:
    """Whether the drug's label gives one dose as that many injections."""
    usual = c.tables.policy.table("infusion.label_injections")
    drug = c.drug(a)
    return drug is not None and a.injections <= int(usual.get(drug.code, 1))


def _more(rule: Rule, c: Compared, role: str, told: frozenset[str]) -> Outcome:
    mixed = [a.bag for a in administrations(c, "subcutaneous", "intramuscular") if a.bag]
    syringe = c.billed(role) - c.due(role) <= len(mixed) - len(set(mixed)) and not told
    reason = "What shares a syringe is one injection" if syringe else "Payers differ on more than one unit for a drug"
    return rule.finding(
        f"{c.code(role)}: {c.billed(role)} billed, {c.due(role)} {'syringe' if syringe else 'different drug'} injected",
        why=f"{c.steps(role)}. {reason}.",
        lines=c.billed_lines(role),
        facts=sorted(told),
        severity="error" if syringe else "warning",
        covers=("INF-12",) if syringe else ("INF-24",),
        fixes=as_given(c),
    )


def _by_drugs_billed(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """Without facts: more injections of a date than drugs that may have been injected, all of them known."""
    for lines in subject.days.values():
        injections = [held for held in lines if subject.role(held) in ROLES]
        drugs = {drug.generic for held in lines if (drug := subject.drug(held)) and set(drug.routes) & INJECTED}
        unknown = any(_unknown(subject, held) for held in lines)
        units = sum(held.units for held in injections)
        if drugs and not unknown and units > len(drugs) and not any(held.narrative for held in injections):
            yield rule.finding(
                f"{', '.join(dict.fromkeys(held.code for held in injections))}: {units} billed, {len(drugs)} drug",
                why=f"Injected drugs billed: {', '.join(sorted(drugs))}. Payers differ on a second unit for one.",
                lines=injections,
            )


def _unknown(subject: Subject, held: ClaimLine) -> bool:
    """Whether a line bills a drug that no table names."""
    drug = subject.drug(held)
    return drug.unlisted if drug else held.code.startswith(("J", "Q"))


RULE = Rule(
    __name__,
    title="Injections of one drug",
    severity="warning",
    covers=("INF-24", "INF-12"),
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
    reads=("procedures", "drugs", "infusion.label_injections"),
)
