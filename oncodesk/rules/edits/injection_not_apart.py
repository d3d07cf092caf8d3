"""An injection stands beside another administration and nothing tells it apart.

What it checks
    An injection under the skin or into muscle, or an on-body injector put on, beside a chemotherapy, infusion, push or
    instillation of its date that the facts show to be apart: one of the two carries 59 or a form of it.

Why it matters
    An edit takes the injection for part of the other administration and pays it not, unless a modifier says that it
    was given into a site of its own.

How to fix it
    Put 59, or the X modifier that fits, on the injection, where it had a site or an encounter of its own.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, given, line, visit
from oncodesk.rules.kit import ClaimLine, Fix, Outcome, Rule, Subject, add_modifier, cite

DISTINCT = "59"


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A warning for each such injection: our list is of the edits of one quarter. Without facts nothing is said."""
    if subject.derived is None:
        return
    for day, lines in subject.days.items():
        policy = subject.tables.at(day).policy
        apart, others = policy.codes("infusion.injection_apart"), policy.codes("infusion.injection_apart_from")
        beside = [held for held in lines if held.code in others and not subject.distinct(held)]
        for held in lines:
            due = held.code in apart and any(subject.distinct(one) for one in subject.due(day, held.code))
            if beside and due and not subject.distinct(held):
                yield _found(rule, held, beside[0])


def _found(rule: Rule, held: ClaimLine, other: ClaimLine) -> Outcome:
    fix = Fix(
        title=f"Add {DISTINCT}",
        only_if="it was given into a site of its own",
        edits=(add_modifier(held, DISTINCT),),
    )
    return rule.finding(
        f"{held.code} is not marked as apart from {other.code}",
        why=f"The edits of the third quarter of 2024 pay {held.code} beside {other.code} only with a modifier.",
        lines=[held],
        fixes=(fix,),
    )


_VISIT = visit(given("a1", "gemcitabine", at="09:00-09:30"), given("a2", "octreotide", "subcutaneous", at="09:40"))
RULE = Rule(
    __name__,
    title="Injection not marked as apart",
    severity="warning",
    covers=("NCI-01",),
    citation=cite("ncci-ptp"),
    check=check,
    bad=lambda: claim(line("96413"), line("96372"), dx="Z51.11 C18.2", visit=_VISIT),
    good=lambda: claim(line("96413"), line("96372", 1, "59"), dx="Z51.11 C18.2", visit=_VISIT),
    reads=("infusion.injection_apart", "infusion.injection_apart_from", "claim.distinct_service_modifiers"),
)
