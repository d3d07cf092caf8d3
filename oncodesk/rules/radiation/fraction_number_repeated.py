"""A fraction of the course is recorded twice under one number.

What it checks
    Numbers of the fractions recorded, at one site and by one technique: the same number on two dates, or twice on one
    date without another session or another time.

Why it matters
    A fraction entered twice bills a treatment that was not given; a number mistyped shifts every later week of
    management and physics.

How to fix it
    Take the double entry out, or give the fraction its own number; number a boost on, or name its site.
"""

from collections.abc import Iterator
from datetime import date

from oncodesk.domain.radiation import Event
from oncodesk.rules.examples import claim, line
from oncodesk.rules.kit import Outcome, Rule, Subject, cite
from oncodesk.rules.radiation.course import among, claims_all, events, radiation
from oncodesk.rules.radiation.samples import fractions, treated

Mark = tuple[int | None, str | None, str]


def check(rule: Rule, subject: Subject) -> Iterator[Outcome]:
    """One warning for all such fractions of which one was given on a date of the claim."""
    found = [
        (one, other)
        for one, other in _pairs(subject)
        if claims_all(subject) or {one.date, other.date} & set(subject.days)
    ]
    if found:
        said = "; ".join(f"fraction {one.number} {_when(one.date, other.date)}" for one, other in found)
        lists = ("external_beam_codes", "proton_codes", "stereotactic_codes", "superficial_codes")
        given = {event.date for pair in found for event in pair}
        yield rule.finding(
            f"{said}: recorded twice",
            why="Each fraction of a course has a number of its own; nothing tells these apart.",
            lines=[held for held in among(subject, *lists) if subject.day(held) in given],
        )


def _when(first: date, second: date) -> str:
    return f"on {first}" if first == second else f"on {first} and {second}"


def _pairs(subject: Subject) -> Iterator[tuple[Event, Event]]:
    held = radiation(subject)
    if held is None:
        return
    seen: dict[Mark, list[Event]] = {}
    given = (e for e in events(subject, "fraction") if e.number)
    for event in sorted(given, key=lambda e: (e.date, e.session or 0)):
        technique, modality = event.technique or held.course.technique, event.modality or held.course.modality
        same = seen.setdefault((event.number, technique, modality), [])
        other = next((e for e in same if _one_site(e, event) and not _apart(e, event)), None)
        if other:
            yield other, event
        same.append(event)


def _one_site(one: Event, other: Event) -> bool:
    return one.site is None or other.site is None or one.site == other.site


def _apart(one: Event, other: Event) -> bool:
    return one.date == other.date and (one.session, one.start, one.site) != (other.session, other.start, other.site)


RULE = Rule(
    __name__,
    title="Each fraction under a number of its own",
    severity="warning",
    covers=("RAD-06", "RAD-20"),
    citation=cite("service-as-recorded"),
    check=check,
    bad=lambda: claim(
        line("77407", date_of_service="2026-03-12"),
        line("77407", date_of_service="2026-03-13"),
        dx="Z51.0 C61",
        visit=treated(*[event | {"number": 1} for event in fractions(2)]),
    ),
    good=lambda: claim(
        line("77407", date_of_service="2026-03-12"),
        line("77407", date_of_service="2026-03-13"),
        dx="Z51.0 C61",
        visit=treated(*fractions(2)),
    ),
    reads=("radiation.external_beam_codes", "radiation.superficial_codes"),
)
