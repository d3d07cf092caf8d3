"""A new patient's visit is billed for somebody the group has seen within three years.

What it checks
    No visit to the group stands in the history within the three years before a new patient's visit.

Why it matters
    A patient whom the same specialty of the group has seen in that time is established, and the code is denied.

How to fix it
    Choose the established patient's level that the note supports.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Outcome, Rule, Subject, cite


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each new patient's visit that a visit in the history contradicts; not checked without history."""
    for billed in subject.lines:
        policy = subject.at(billed).policy
        if billed.code not in policy.codes("evaluation.new_patient_codes"):
            continue
        day, years = subject.day(billed), policy.number("evaluation.new_patient_years")
        since = day.replace(year=day.year - years, day=min(day.day, 28))
        seen = [h for h in subject.claim.history if h.code in policy.codes("evaluation.evaluation_codes")]
        recent = [h for h in seen if since <= h.date_of_service < day]
        if recent:
            last = max(recent, key=lambda h: h.date_of_service)
            yield rule.finding(
                f"{billed.code} for a patient seen on {last.date_of_service}",
                why=f"{last.code} was billed within {years} years, so the patient is established with that specialty.",
                lines=[billed],
            )
        elif not subject.claim.history:
            yield rule.not_checked("no history of the patient's earlier visits is given")


RULE = Rule(
    __name__,
    title="New patient's visit for an established patient",
    severity="error",
    covers=("EM-09",),
    citation=cite("cpt-evaluation"),
    check=check,
    bad=lambda: claim(line("99204"), dx="C18.2", history=[{"date_of_service": "2025-02-01", "code": "99213"}]),
    good=lambda: claim(line("99204"), dx="C18.2", history=[{"date_of_service": "2022-02-01", "code": "99213"}]),
    reads=("history", "evaluation.new_patient_codes", "evaluation.new_patient_years"),
)
