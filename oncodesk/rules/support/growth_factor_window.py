"""A long-acting white-cell growth factor is given too near to chemotherapy.

What it checks
    By syringe: within 24 hours after chemotherapy, on the same date included, and within 14 days before the next cycle.
    The injector worn on the body, which waits, may be applied on the day of chemotherapy.

Why it matters
    The label forbids it and payers deny it.

How to fix it
    Check route and dates. Where the injector was applied, record and bill it as such.
"""

from collections.abc import Iterator
from datetime import date

from oncodesk.rules.drugs.containers import WASTED
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import ClaimLine, Outcome, Rule, Subject, cite
from oncodesk.rules.support.anemia import first_of

NEOPLASTIC = frozenset({"antineoplastic"})


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A warning for each long-acting growth factor inside either window."""
    for held in subject.lines:
        if held.code not in subject.at(held).policy.codes("drugs.gcsf_long_codes") or WASTED in held.modifiers:
            continue
        day = subject.day(held)
        if near := _same_day(subject, held) if not _worn(subject, held) else None:
            yield rule.finding(
                f"{held.code} by syringe on the day of {near}",
                why="The label asks for 24 hours after chemotherapy; the injector worn on the body keeps to it.",
                lines=[held],
            )
        following = first_of(subject, "next_chemotherapy_on")
        days = subject.at(held).policy.number("drugs.gcsf_days_before_chemotherapy")
        if isinstance(following, date) and 0 < (following - day).days < days:
            yield rule.finding(
                f"{held.code} {(following - day).days} days before the next chemotherapy",
                why=f"The label asks for {days} days.",
                lines=[held],
                facts=["next_chemotherapy_on"],
            )


def _worn(subject: Subject, held: ClaimLine) -> bool:
    if any(subject.role(one) == "therapeutic.on_body_injector" for one in subject.days[subject.day(held)]):
        return True
    given = subject.visit.administrations if subject.visit else ()
    return any(a.route == "on_body_injector" for a in given)


def _same_day(subject: Subject, held: ClaimLine) -> str | None:
    """The antineoplastic of the same date, or the day of the last chemotherapy where it is the same."""
    for one in subject.days[subject.day(held)]:
        drug = subject.drug(one)
        by_vein = drug and drug.drug_class in NEOPLASTIC and drug.encounter in {"chemotherapy", "both"}
        if drug and by_vein:
            return drug.generic
    if first_of(subject, "last_chemotherapy_on") == subject.day(held):
        return "chemotherapy"
    return None


RULE = Rule(
    __name__,
    title="Growth factor too near to chemotherapy",
    severity="warning",
    covers=("SUP-07",),
    citation=cite("fda-label"),
    check=check,
    bad=lambda: claim(
        line("96413"), line("J9201", 8, "JZ"), line("96372", 1, "59"), line("J2506", 12, "JZ"), dx="Z51.11 C25.0"
    ),
    good=lambda: claim(
        line("96413"), line("J9201", 8, "JZ"), line("96377", 1, "59"), line("J2506", 12, "JZ"), dx="Z51.11 C25.0"
    ),
    reads=("drugs", "drugs.gcsf_long_codes", "drugs.gcsf_days_before_chemotherapy"),
)
