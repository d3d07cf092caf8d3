"""A visit is billed although only a nurse saw the patient.

What it checks
    The facts of the visit say who did each service; a visit above the nurse's own code was done by a physician or a
    practitioner.

Why it matters
    Every visit but 99211 needs the physician or practitioner face to face. A protocol that a nurse follows does not
    replace them.

How to fix it
    Take the visit off; the nurse's work on a treatment date is in the administration.
"""

from collections.abc import Iterator

from oncodesk.domain.visit import Visit
from oncodesk.rules.evaluation.visits import visits
from oncodesk.rules.examples import claim, line, visit
from oncodesk.rules.kit import Outcome, Rule, Subject, cite, without


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each visit done by a nurse; not checked where nobody recorded who did it."""
    done_by = {service.code: service.performed_by for service in subject.visit.services} if subject.visit else {}
    for billed in visits(subject, subject.lines):
        if billed.code in subject.at(billed).policy.codes("evaluation.nurse_visit_code"):
            continue
        who = done_by.get(billed.code)
        if who is None:
            yield rule.not_checked(f"who held the visit {billed.code} is not recorded")
        elif who == "nurse":
            only_if = "no physician or practitioner saw the patient"
            yield rule.finding(
                f"{billed.code} needs a physician or practitioner; a nurse is recorded",
                why="Only 99211 may be held by a nurse alone.",
                lines=[billed],
                fixes=(without(billed, only_if, "Remove the visit"),),
            )


def _held_by(who: str) -> Visit:
    return visit(services=[{"code": "99213", "performed_by": who}], reason="evaluation")


RULE = Rule(
    __name__,
    title="Visit held by a nurse alone",
    severity="error",
    covers=("EM-03",),
    citation=cite("cfr-410-26"),
    check=check,
    bad=lambda: claim(line("99213"), dx="C18.2", visit=_held_by("nurse")),
    good=lambda: claim(line("99213"), dx="C18.2", visit=_held_by("physician")),
    reads=("facts", "evaluation.evaluation_codes", "evaluation.nurse_visit_code"),
)
