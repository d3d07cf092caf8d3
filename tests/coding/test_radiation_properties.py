"""What holds for every pattern of fractions: visits sum up to the course, order is nothing, counts follow formulas."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from test_radiation_counts import START, derive, units

from oncodesk.coding.lines import Part

Events = list[dict[str, Any]]

TECHNIQUES = st.sampled_from(["2d", "3d", "imrt", "vmat", "electrons", "mixed"])
PATTERNS = st.lists(st.tuples(st.integers(1, 2), st.integers(1, 6)), min_size=1, max_size=24)
"""For each treatment day the sessions given on it and the days until the next."""


def sessions(pattern: list[tuple[int, int]]) -> list[tuple[date, int]]:
    """Day and session of every fraction."""
    day, found = START, []
    for count, gap in pattern:
        found += [(day, session) for session in range(1, count + 1)]
        day += timedelta(days=gap)
    return found


def course(pattern: list[tuple[int, int]], **facts: Any) -> Events:
    """The fractions, with examination and physics check on the day of every fifth and of the last."""
    given_ = sessions(pattern)
    events = [
        {
            "date": str(day), "type": "fraction", "number": n, "session": session, "isocenters": 1,
            "active_motion_management": False, **facts,
        }
        for n, (day, session) in enumerate(given_, start=1)
    ]  # fmt: skip
    due = sorted({day for n, (day, _) in enumerate(given_, start=1) if n % 5 == 0} | {given_[-1][0]})
    for kind in ("management_exam", "physics_check"):
        events += [{"date": str(day), "type": kind, "performed_by": "physician"} for day in due]
    return events


def shown(part: Part) -> list[tuple[Any, ...]]:
    return sorted((line.code, line.modifiers, line.units, str(line.date)) for line in part.lines)


def summed(parts: list[Part]) -> Counter[tuple[Any, ...]]:
    found: Counter[tuple[Any, ...]] = Counter()
    for part in parts:
        for line in part.lines:
            found[line.code, line.modifiers] += line.units
    return found


@settings(deadline=None, max_examples=60)
@given(PATTERNS, TECHNIQUES, st.booleans())
def test_counts_follow_the_formulas(pattern: list[tuple[int, int]], technique: str, complete: bool) -> None:
    done = len(sessions(pattern))
    left = done % 5
    found = units(derive(course(pattern), technique=technique, complete=complete))
    assert sum(found[code] for code in ("77402", "77407", "77412")) == done
    assert found["77427"] == done // 5 + (1 if complete and left in {3, 4} else 0)
    assert found["77431"] == (1 if complete and done <= 2 else 0)
    assert found["77336"] == done // 5 + (1 if complete and done < 5 else 0)


@settings(deadline=None, max_examples=40)
@given(PATTERNS, TECHNIQUES, st.booleans())
def test_visits_bill_together_what_the_course_bills(
    pattern: list[tuple[int, int]], technique: str, guided: bool
) -> None:
    facts = {"image_guidance": True, "guidance_reviewed_by": "physician"} if guided else {}
    events = course(pattern, **facts)
    known = {"technique": technique, "planned_fractions": len(sessions(pattern)), "complete": True}
    days = sorted({date.fromisoformat(event["date"]) for event in events})
    by_visit = [derive(events, claim="visit", on=day, **known) for day in days]
    assert summed(by_visit) == summed([derive(events, **known)])


@settings(deadline=None, max_examples=40)
@given(PATTERNS, st.sampled_from(["C1", None]))
def test_visits_that_know_only_their_day_and_what_was_billed_bill_the_same(
    pattern: list[tuple[int, int]], stated: str | None
) -> None:
    events = course(pattern)
    known = {"technique": "3d", "planned_fractions": len(sessions(pattern)), "complete": False}
    history: Events = []
    parts = []
    for day in sorted({event["date"] for event in events}):
        own = [event for event in events if event["date"] == day]
        part = derive(own, claim="visit", on=date.fromisoformat(day), history=history, **known)
        history = history + [
            {
                "date_of_service": day, "code": line.code, "units": line.units, "modifiers": list(line.modifiers),
                "course": stated,
            }
            for line in part.lines
        ]  # fmt: skip
        parts.append(part)
    assert summed(parts) == summed([derive(events, **known)])


@settings(deadline=None, max_examples=40)
@given(PATTERNS, st.randoms(use_true_random=False))
def test_the_order_of_events_does_not_matter(pattern: list[tuple[int, int]], random: Any) -> None:
    events = course(pattern)
    shuffled = random.sample(events, len(events))
    known = {"complete": True, "planned_fractions": len(sessions(pattern))}
    assert shown(derive(events, **known)) == shown(derive(shuffled, **known))


@settings(deadline=None, max_examples=40)
@given(PATTERNS, st.sampled_from(["external_beam", "proton", "superficial", "sbrt", "brachytherapy_hdr"]))
def test_no_line_is_dated_outside_the_course(pattern: list[tuple[int, int]], modality: str) -> None:
    events = course(pattern, level="intermediate", kv=70, channels=2)
    if modality == "brachytherapy_hdr":
        events = [e | ({"type": "source_application"} if e["type"] == "fraction" else {}) for e in events]
    part = derive(events, modality=modality, complete=True, technique=None if modality == "superficial" else "imrt")
    days = [date.fromisoformat(event["date"]) for event in events]
    assert part.lines
    assert all(line.date and min(days) <= line.date <= max(days) for line in part.lines)
