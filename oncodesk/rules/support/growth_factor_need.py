"""A white-cell growth factor has no diagnosis that supports it, or a long-acting one is given twice in a cycle.

What it checks
    A low white count, or another condition of the label, or a neoplasm under chemotherapy; and the claim's history for
    another long-acting one within a cycle.

Why it matters
    Contractors pay it for the risk that chemotherapy brings, one long-acting dose a cycle.

How to fix it
    Code the low count or the cancer under treatment; check the date of the dose before.
"""

from collections.abc import Iterator

from oncodesk.rules.drugs.containers import WASTED
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Outcome, Rule, Subject, cite
from oncodesk.rules.support.anemia import has_cancer, has_diagnosis


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A warning for each growth factor without support, and for each long-acting one too soon."""
    for held in subject.lines:
        policy = subject.at(held).policy
        long, short = policy.codes("drugs.gcsf_long_codes"), policy.codes("drugs.gcsf_short_codes")
        if held.code not in long | short or WASTED in held.modifiers:
            continue
        if not has_diagnosis(subject, *policy.codes("support.gcsf_diagnoses")) and not has_cancer(subject):
            yield rule.finding(
                f"{held.code}: no diagnosis of the claim supports a growth factor",
                why="Neither a low white count nor a neoplasm is coded.",
                lines=[held],
                diagnoses=subject.claim.pointed(held),
            )
        days = policy.number("drugs.gcsf_days_before_chemotherapy")
        for before in subject.claim.history if held.code in long else ():
            passed = (subject.day(held) - before.date_of_service).days
            if before.code in long and WASTED not in before.modifiers and 0 < passed < days:
                yield rule.finding(
                    f"{held.code} {passed} days after {before.code}",
                    why="A long-acting growth factor is given once a cycle.",
                    lines=[held],
                )


RULE = Rule(
    __name__,
    title="Need of a growth factor",
    severity="warning",
    covers=("SUP-09",),
    citation=cite("fda-label"),
    check=check,
    bad=lambda: claim(line("96372"), line("J2506", 12, "JZ"), dx="R50.9"),
    good=lambda: claim(line("96372"), line("J2506", 12, "JZ"), dx="D70.1 C50.411 T45.1X5A"),
    reads=("drugs.gcsf_long_codes", "drugs.gcsf_short_codes", "support.gcsf_diagnoses"),
)
