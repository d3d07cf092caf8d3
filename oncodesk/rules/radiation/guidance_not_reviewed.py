"""Image guidance is billed without a physician's review.

What it checks
    Each billed guidance stands on a date whose fraction was guided and whose images a physician reviewed.

Why it matters
    The physician's review is all that is left of the service; without its record there is nothing to bill.

How to fix it
    Take it off the days without a review, or record who reviewed the images and when.
"""

from collections.abc import Iterator

from oncodesk.domain.radiation import Event
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import ClaimLine, Outcome, Rule, Subject, cite, without
from oncodesk.rules.radiation.course import events, with_role
from oncodesk.rules.radiation.samples import fractions, treated


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each day without; not checked where the fraction or its review is not recorded."""
    for held in with_role(subject, "radiation.guidance"):
        if subject.role(held) != "radiation.guidance":
            continue
        day = subject.day(held)
        fractions_ = [e for e in events(subject, "fraction") if e.date == day]
        known = [e for e in fractions_ if e.image_guidance is not None]
        guided = [e for e in known if e.image_guidance]
        if not known or any(e.guidance_reviewed_by is None for e in guided):
            yield rule.not_checked(f"{held.code} on {day}: whether a physician reviewed its images is not recorded")
        elif not any(e.guidance_reviewed_by == "physician" for e in guided):
            yield _unreviewed(rule, subject, held, guided)


def _unreviewed(rule: Rule, subject: Subject, held: ClaimLine, guided: list[Event]) -> Outcome:
    by = guided[0].guidance_reviewed_by if guided else None
    fix = without(held, "no physician reviewed the images", "Take it off")
    return rule.finding(
        f"{held.code} on {subject.day(held)} without a physician's review",
        why=f"the images were reviewed by a {by}." if by else "no image guidance is recorded that day.",
        lines=[held],
        fixes=(fix,) if len(subject.lines) > 1 else (),
    )


def _facts(by: str) -> list[dict[str, object]]:
    return fractions(1, image_guidance=True, guidance_reviewed_by=by)


RULE = Rule(
    __name__,
    title="Image guidance without a physician's review",
    severity="error",
    covers=("RAD-04",),
    citation=cite("radiation-delivery-2026"),
    check=check,
    bad=lambda: claim(line("77407"), line("77387", 1, "26"), dx="Z51.0 C61", visit=treated(*_facts("therapist"))),
    good=lambda: claim(line("77407"), line("77387", 1, "26"), dx="Z51.0 C61", visit=treated(*_facts("physician"))),
    reads=("procedures",),
)
