"""Denosumab is billed in a dose that its diagnoses do not go with, or too soon.

What it checks
    The dose for bone metastases or myeloma without such a diagnosis, the dose for bone loss without one, and the
    claim's history for a dose inside the interval.

Why it matters
    Two products of one drug differ in dose, interval and reason; payers deny one billed for the other's.

How to fix it
    Check which product was given, and code the bone disease.
"""

from collections.abc import Iterator

from oncodesk.rules.drugs.containers import WASTED
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import ClaimLine, Outcome, Rule, Subject, cite
from oncodesk.rules.support.anemia import has_diagnosis

SUPPORTS = {"osteoporosis": "support.bone_loss_prefixes", "metastasis": "support.bone_metastasis_codes"}


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A warning for each dose without its diagnosis, and for each inside the interval of its product."""
    for held in subject.lines:
        policy = subject.at(held).policy
        if held.code not in policy.codes("drugs.denosumab_codes") or WASTED in held.modifiers:
            continue
        doses = {amount: name for name, amount in policy.table("drugs.denosumab_dose_mg").items()}
        name = doses.get(held.units)
        if name is None:
            told = " or ".join(str(amount) for amount in sorted(doses))
            yield _said(rule, held, f"{held.units} mg is neither product's dose", f"Usual doses: {told} mg.")
            continue
        codes = policy.codes(SUPPORTS[name])
        if not has_diagnosis(subject, *codes):
            message = f"{held.units} mg without {', '.join(sorted(codes))}"
            yield _said(rule, held, message, f"{held.units} mg is the dose for {name}.")
        yield from _too_soon(rule, subject, held, name)


def _said(rule: Rule, held: ClaimLine, message: str, why: str) -> Outcome:
    return rule.finding(f"{held.code}: {message}", why=why, lines=[held])


def _too_soon(rule: Rule, subject: Subject, held: ClaimLine, name: str) -> Iterator[Outcome]:
    policy = subject.at(held).policy
    days = int(policy.table("support.denosumab_interval_days").get(name, 0))
    for before in subject.claim.history:
        passed = (subject.day(held) - before.date_of_service).days
        same = before.code in policy.codes("drugs.denosumab_codes") and WASTED not in before.modifiers
        if same and 0 < passed < days:
            yield _said(rule, held, f"{passed} days after the dose before", f"Its interval is about {days} days.")


RULE = Rule(
    __name__,
    title="Dose of denosumab",
    severity="warning",
    covers=("SUP-10", "DRG-10"),
    citation=cite("fda-label"),
    check=check,
    bad=lambda: claim(line("96372"), line("J0897", 120, "JZ"), dx="M81.0"),
    good=lambda: claim(line("96372"), line("J0897", 60, "JZ"), dx="M81.0"),
    reads=(
        "drugs.denosumab_codes", "drugs.denosumab_dose_mg", "support.bone_loss_prefixes",
        "support.bone_metastasis_codes", "support.denosumab_interval_days",
    ),
)  # fmt: skip
