"""The charges of a claim to Medicare come to more than it can hold.

What it checks
    The total of all charges on a professional claim to Medicare.

Why it matters
    Its amounts hold seven digits; above $99,999.99 the claim is rejected before anybody reads it.

How to fix it
    Split it: dates of service onto claims of their own, or the units and charges of one date, each claim saying in its
    narrative which part of how many it is, no two of them alike. JW and JZ stay with the units they speak of.
"""

from collections.abc import Iterator
from decimal import Decimal

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Outcome, Rule, Subject, cite


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding where the total is above the limit; charges that are not known count nothing."""
    payer, policy = subject.claim.payer, subject.tables.policy
    if payer is None or payer.kind not in policy.codes("claim.total_charge_payers"):
        return
    total = sum((held.charge for held in subject.lines if held.charge is not None), Decimal(0))
    most = policy.decimal("claim.max_total_charge")
    if total > most:
        days = len(subject.days)
        how = f"{days} dates of service can be split" if days > 1 else "units and charges of the date can be split"
        yield rule.finding(
            f"the claim comes to ${total:,.2f}",
            why=f"A professional claim to Medicare holds ${most:,.2f}; its {how}.",
            lines=[held for held in subject.lines if held.charge],
        )


RULE = Rule(
    __name__,
    title="Total above what a Medicare claim holds",
    severity="error",
    covers=("CLM-09",),
    citation=cite("medicare-claim-total"),
    check=check,
    bad=lambda: claim(line("99214", 1, "25", charge="250.00"), line("96401", charge="100000.00"), dx="C90.00"),
    good=lambda: claim(line("99214", 1, "25", charge="250.00"), line("96401", charge="99000.00"), dx="C90.00"),
    reads=("claim.max_total_charge", "claim.total_charge_payers"),
)
