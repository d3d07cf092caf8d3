"""A code stands in a place of service where it cannot be billed.

What it checks
    No facility code in an office, and no drug on a practitioner's claim for a facility. The place of service is one of
    CMS's; 99, which says only that no other fits, is asked about.

Why it matters
    In an office there is no facility to be paid; in a facility the drug is the facility's own cost.

How to fix it
    Correct the place of service, or take the line off.
"""

from collections.abc import Iterator

from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import ClaimLine, Outcome, Rule, Subject, cite, without


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each such line; a claim derived from a facility's own facts is not a practitioner's."""
    yield from _places(rule, subject)
    own = subject.visit is not None and not subject.visit.in_office
    for held in subject.lines:
        policy, place = subject.at(held).policy, subject.place(held)
        if place in policy.codes("claim.office_places") and _facility_only(subject, held):
            yield _finding(rule, held, f"{held.code} is a facility's code in place of service {place}")
        elif place in policy.codes("claim.drug_refusing_places") and subject.drug(held) and not own:
            yield _finding(rule, held, f"{held.code} is a drug in place of service {place}")


def _places(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    for place in dict.fromkeys(map(subject.place, subject.lines)):
        held = [one for one in subject.lines if subject.place(one) == place]
        policy = subject.at(held[0]).policy
        if place not in policy.codes("claim.places"):
            why = "CMS's list of places has no such code; an office is 11."
            yield rule.finding(f"no place of service has the code {place}", why=why, lines=held)
        elif place in policy.codes("claim.unlisted_places"):
            why = "It stands for a place that no other code describes, and payers ask which; an office is 11."
            yield rule.finding(f"place of service {place} names no place", why=why, lines=held, severity="warning")


def _facility_only(subject: Subject, held: ClaimLine) -> bool:
    policy, procedure = subject.at(held).policy, subject.procedure(held)
    named = held.code in policy.codes("claim.facility_only_codes") or bool(procedure and procedure.facility_only)
    return named or held.code.startswith(tuple(policy.codes("claim.facility_only_prefixes")))


def _finding(rule: Rule, held: ClaimLine, message: str) -> Outcome:
    fix = without(held, "the place of service is right")
    why = "Facilities bill their own services and drugs; a practitioner bills theirs in the office."
    return rule.finding(message, why=why, lines=[held], fixes=(fix,))


RULE = Rule(
    __name__,
    title="Code in the wrong place of service",
    severity="error",
    covers=("CLM-03",),
    citation=cite("place-of-service"),
    check=check,
    bad=lambda: claim(line("99214"), line("J9190", 2), dx="C18.2", place_of_service="22"),
    good=lambda: claim(line("99214"), dx="C18.2", place_of_service="22"),
    reads=("claim.facility_only_codes", "claim.facility_only_prefixes", "claim.office_places", "claim.places", "drugs"),
)
