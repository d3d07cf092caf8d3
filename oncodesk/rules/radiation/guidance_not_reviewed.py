"""Image guidance is billed without a physician's review.

What it checks
    Each billed guidance stands on a date whose fraction was guided and whose images a physician reviewed.

Why it matters
    The physician's review is all that is left of the service; without its record there is nothing to bill.

How to fix it
    Take it off the days without a review, or record who reviewed the images and when.
"""

from collections.abc import Iterator
from datetime import date

from oncodesk.domain.radiation import Event
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import ClaimLine, Fix, Outcome, Rule, Subject, cite, without
from oncodesk.rules.radiation.course import cut, events, in_lists, units, with_role
from oncodesk.rules.radiation.samples import fractions, treated


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """A finding for each day without, a warning where the fraction says nothing of it; also for too many a day."""
    yield from _several(rule, subject)
    for held in with_role(subject, "radiation.guidance"):
        if subject.role(held) != "radiation.guidance":
            continue
        day = subject.day(held)
        fractions_ = [e for e in events(subject, "fraction") if e.date == day]
        known = [e for e in fractions_ if e.image_guidance is not None]
        guided = [e for e in known if e.image_guidance]
        if not fractions_:
            yield rule.not_checked(f"{held.code} on {day}: whether a physician reviewed its images is not recorded")
        elif not known or any(e.guidance_reviewed_by is None for e in guided):
            yield _unsaid(rule, held, day, bool(guided))
        elif not any(e.guidance_reviewed_by == "physician" for e in guided):
            yield _unreviewed(rule, subject, held, guided)


def _several(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """More reviews on a date than sessions: guidance is reviewed once a session."""
    for day, lines in subject.days.items():
        repeat = set(subject.tables.at(day).policy.table("claim.repeat_modifiers"))
        reviews = [x for x in lines if subject.role(x) == "radiation.guidance"]
        held = [x for x in reviews if not repeat & set(x.modifiers)]
        given = units(x for x in lines if in_lists(subject, x, "external_beam_codes", "proton_codes"))
        given = max(given, len({(e.session, e.start) for e in events(subject, "fraction") if e.date == day}))
        if units(held) > max(given, 1):
            edits = cut(held, max(given, 1), (), subject)
            fix = Fix(title=f"Bill {max(given, 1)}", only_if="the sessions billed are all of that day", edits=edits)
            yield rule.finding(
                f"{units(held)} reviews of guidance on {day}",
                why="guidance is reviewed once a session, however many images were taken.",
                lines=held,
                fixes=(fix,),
            )


def _unsaid(rule: Rule, held: ClaimLine, day: date, guided: bool) -> Outcome:
    what = "who reviewed its images" if guided else "image guidance"
    return rule.finding(
        f"{held.code} on {day}: the fraction does not say {'who reviewed it' if guided else 'it was guided'}",
        why=f"the record of the day holds a fraction, and nothing of {what}; the review must be on record.",
        lines=[held],
        severity="warning",
    )


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
