"""The claim is past, or near, the payer's filing limit, or dated ahead.

What it checks
    The day of checking against the date of service: Medicare takes a claim within one calendar year, another payer
    within the days that its card says, and nobody before the day has come.

Why it matters
    After that day nothing is paid, and nobody else may be charged.

How to fix it
    File at once; past the limit, only the few exceptions of the regulation help.
"""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Outcome, Rule, Subject, cite


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """An error past the limit and a warning near it, by the earliest line; not checked for payers of unknown limits."""
    payer, policy = subject.claim.payer, subject.tables.policy
    if payer is None or payer.kind == "self_pay":
        return
    days = subject.wanted.get("timely_filing_days")
    if days is None and payer.kind not in policy.codes("claim.timely_filing_payers"):
        yield rule.not_checked(f"the filing limit of {payer.name} is not recorded; a payer card may say it")
        return
    served = min(subject.days, default=subject.claim.date_of_service)
    if subject.claim.date_of_service > subject.as_of:
        day = subject.claim.date_of_service
        why = f"Judged on {subject.as_of}. What has not been done cannot be billed."
        yield rule.finding(f"{day} has not come yet", why=why)
        return
    last = _months_later(served, policy.number("claim.timely_filing_months"))
    if days is not None:
        last = served + timedelta(days=int(days))
    left = (last - subject.as_of).days
    if left < 0:
        why = f"Served {served}, the last day was {last}; judged on {subject.as_of}."
        yield rule.finding(f"the filing limit passed {-left} days ago", why=why)
    elif left <= policy.number("claim.timely_filing_warning_days"):
        why = f"Served {served}, the last day is {last}; judged on {subject.as_of}."
        yield rule.finding(f"{left} days are left to file", why=why, severity="warning")


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


RULE = Rule(
    __name__,
    title="Filing limit passed or near",
    severity="error",
    covers=("CLM-02",),
    citation=cite("cfr-424-44"),
    check=check,
    bad=lambda: claim(line("96413", date_of_service="2025-01-10")),
    good=lambda: claim(line("96413")),
    reads=("claim.timely_filing_months", "claim.timely_filing_payers", "claim.timely_filing_warning_days"),
)
