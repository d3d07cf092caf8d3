"""A practitioner saw a new patient, and the visit is billed under a physician.

What it checks
    Where the facts say that a nurse practitioner or physician assistant held a new patient's visit, the rendering
    provider is no physician.

Why it matters
    Incident-to billing needs a plan that the physician made before: a new patient has none. Billed under the physician
    the visit is paid in full where 85 percent were due, and has to be paid back.

How to fix it
    Bill the visit under the practitioner's own number, or under the physician where the physician held it.
"""

from collections.abc import Iterator

from oncodesk.domain.visit import Visit
from oncodesk.rules.examples import claim, line, visit
from oncodesk.rules.kit import Outcome, Rule, Subject, cite


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each such visit in an office; not checked where the provider's credential is not recorded."""
    done_by = {service.code: service.performed_by for service in subject.visit.services} if subject.visit else {}
    for billed in subject.lines:
        policy = subject.at(billed).policy
        new = billed.code in policy.codes("evaluation.new_patient_codes")
        if not new or done_by.get(billed.code) != "npp" or not subject.in_office(billed):
            continue
        person = subject.claim.providers.rendering
        if person is None or person.credential is None:
            yield rule.not_checked("the credential of the rendering provider is not recorded")
        elif person.credential.upper() in policy.codes("evaluation.physician_credentials"):
            yield rule.finding(
                f"{billed.code} by a practitioner is billed under {person.name}, {person.credential}",
                why="A new patient has no plan of the physician's yet that a practitioner could carry on.",
                lines=[billed],
                facts=["providers.rendering"],
                severity=subject.by_payer(),
            )


def _by(who: str) -> Visit:
    return visit(services=[{"code": "99204", "performed_by": who}], reason="evaluation")


RULE = Rule(
    __name__,
    title="New patient billed as incident to",
    severity="error",
    covers=("EM-12",),
    citation=cite("cfr-410-26"),
    check=check,
    bad=lambda: claim(line("99204"), dx="C18.2", visit=_by("npp")),
    good=lambda: claim(line("99204"), dx="C18.2", visit=_by("physician")),
    reads=("facts", "evaluation.new_patient_codes", "evaluation.physician_credentials"),
)
