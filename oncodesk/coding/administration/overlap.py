"""Which infusions of a line count by themselves, and which ran beside another."""

from dataclasses import dataclass, replace

from oncodesk.codes.tables import Tables
from oncodesk.coding.administration.streams import Stream, is_pump, shared_minutes
from oncodesk.coding.given import Given
from oncodesk.domain.clock import DAY, Span, length, merged, overlap
from oncodesk.domain.derivation import Question


@dataclass(frozen=True, slots=True)
class Sorted:
    """`counted` bill their own time; `concurrent` ran beside one of them or a pump. `pump_codes` open a pump."""

    counted: tuple[Stream, ...]
    concurrent: tuple[Stream, ...] = ()
    pump_codes: frozenset[str] = frozenset()
    questions: tuple[Question, ...] = ()


def beside_push(counted: tuple[Stream, ...], pushes: tuple[Stream, ...]) -> tuple[Question, ...]:
    """Asks where another drug ran beside nothing but an antineoplastic's push: sources disagree (section M, C13)."""
    return tuple(
        Question(
            fact=stream.given[0].id,
            ask="whether the payer takes it as concurrent",
            why=f"{stream.name} ran while {push.name} was pushed: one source calls that concurrent, another a drug of "
            "its own; it is proposed as a drug of its own",
        )
        for stream in counted
        for push in pushes
        if stream.family == "therapeutic" and push.family == "chemotherapy" and shared_minutes(stream, push) > 0
    )


def sort_infusions(infusions: tuple[Stream, ...], given: tuple[Given, ...], tables: Tables) -> Sorted:
    """Antineoplastics count, then other drugs by the clock: each unless it ran mostly beside a counted one.

    Concurrent is what shared half or more of its own time and at least the policy's minimum, or what ran no longer by
    itself than a push; else it is one after the other, and the minutes of an overlap count for the longer of the two
    only. Antineoplastics that ran side by side have no code for it: their joint time is counted once (rule INF-11).
    """
    chemotherapy, questions = _antineoplastics([s for s in infusions if s.family == "chemotherapy"], tables)
    pumps = [_as_stream(g) for g in given if is_pump(g, tables) and g.spans]
    others = sorted((s for s in infusions if s.family != "chemotherapy"), key=_by_time)
    concurrent: list[Stream] = []
    counted: list[Stream] = []
    for stream in others:
        if _all_but_a_push(stream, counted, tables):
            concurrent.append(_beside(stream, counted))
        else:
            counted.append(stream)
    for stream in sorted(counted, key=_by_clock):
        before = [*chemotherapy, *pumps, *(s for s in counted if _by_clock(s) < _by_clock(stream))]
        if _mostly_beside(stream, before, tables):
            counted.remove(stream)
            concurrent.append(_beside(stream, before))
    for place, stream in enumerate(others):
        before = [*chemotherapy, *pumps, *others[:place]]
        questions += _overlap(stream, before, stream not in counted, _least(tables)) if before else ()
    pump = tables.role("chemotherapy.infusion.pump")
    codes = frozenset({pump.code}) if pump and pumps else frozenset()
    kept = _each_minute_once([*chemotherapy, *sorted(counted, key=_by_time)], pumps)
    return Sorted(kept, tuple(sorted(concurrent, key=_by_time)), codes, tuple(questions))


def _antineoplastics(infusions: list[Stream], tables: Tables) -> tuple[list[Stream], list[Question]]:
    """Longest first; one that ran beside another is counted with it."""
    counted: list[Stream] = []
    questions: list[Question] = []
    for stream in sorted(infusions, key=_by_time):
        place = next((n for n, other in enumerate(counted) if shared_minutes(stream, other) >= _least(tables)), None)
        if place is None:
            counted.append(stream)
        else:
            questions.append(_no_code(stream, counted[place]))
            counted[place] = _side_by_side(counted[place], stream)
    return counted, questions


def _least(tables: Tables) -> int:
    return tables.policy.number("infusion.concurrent_minimum_overlap_minutes")


def _mostly_beside(stream: Stream, others: list[Stream], tables: Tables) -> bool:
    shared = _shared_with_any(stream, others)
    most = 2 * shared >= (stream.minutes or 0)
    return (shared >= _least(tables) and most) or _all_but_a_push(stream, others, tables)


def _all_but_a_push(stream: Stream, others: list[Stream], tables: Tables) -> bool:
    """Whether what ran alone of it would be no infusion."""
    shared = _shared_with_any(stream, others)
    limit = tables.policy.number("infusion.push_limit_minutes")
    return shared > 0 and (stream.minutes or 0) - shared <= limit


def _shared_with_any(stream: Stream, others: list[Stream]) -> int:
    """Minutes beside one or more of the others, each minute once."""
    near = tuple(span for other in others for span in other.spans if _meets(stream, span))
    clocked = overlap(stream.spans, near) if near else 0
    stated = (shared_minutes(stream, other) for other in others if not (stream.spans and other.spans))
    return max(clocked, *stated, 0)


def _meets(stream: Stream, span: Span) -> bool:
    return bool(stream.spans) and span[0] < stream.spans[-1][1] and stream.spans[0][0] < span[1]


def _longest_shared(stream: Stream, others: list[Stream]) -> Stream:
    near = [other for other in others if not other.spans or any(_meets(stream, span) for span in other.spans)]
    return max(near or others, key=lambda other: shared_minutes(stream, other))


def _beside(stream: Stream, others: list[Stream]) -> Stream:
    """The stream, with how long it ran beside what."""
    with_whom = _longest_shared(stream, others).name
    said = f"{_shared_with_any(stream, others)} of its {stream.minutes} min beside {with_whom}"
    return replace(stream, steps=(*stream.steps, said))


def _each_minute_once(counted: list[Stream], pumps: list[Stream]) -> tuple[Stream, ...]:
    """The same streams, an overlap taken off the later in the list."""
    kept: list[Stream] = []
    for stream in counted:
        others = [*kept, *(pumps if stream.family == "therapeutic" else ())]
        shared = _shared_with_any(stream, others)
        if shared:
            left = (stream.minutes or 0) - shared
            beside = _longest_shared(stream, others).name
            said = f"less {shared} min in which {beside} ran too = {left} min"
            stream = replace(stream, minutes=left, steps=(*stream.steps, said))
        kept.append(stream)
    return tuple(kept)


def _by_time(stream: Stream) -> tuple[bool, int, tuple[int, int, int, int, str]]:
    return (stream.family != "chemotherapy", -(stream.minutes or 0), stream.rank)


def _by_clock(stream: Stream) -> tuple[int, int, tuple[int, int, int, int, str]]:
    return (stream.spans[0][0] if stream.spans else 9 * DAY, -(stream.minutes or 0), stream.rank)


def _as_stream(given: Given) -> Stream:
    return Stream((given.name.lower(),), "chemotherapy", "infusion", (given,), given.spans, given.minutes)


def _side_by_side(one: Stream, other: Stream) -> Stream:
    spans = merged(one.spans + other.spans) if one.spans and other.spans else ()
    minutes = length(spans) if spans else max(one.minutes or 0, other.minutes or 0)
    said = f"{one.name} and {other.name} ran side by side: no code for that, their time counted once = {minutes} min"
    return replace(
        one,
        drugs=tuple(sorted({*one.drugs, *other.drugs})),
        given=one.given + other.given,
        spans=spans,
        minutes=minutes,
        steps=(*one.steps, *other.steps, said),
    )


def _no_code(stream: Stream, beside: Stream) -> Question:
    why = f"it overlapped {beside.name}; no code exists for antineoplastics side by side, so the time is billed once"
    return Question(fact=stream.given[0].id, ask="whether the times are right, or a second line ran", why=why)


def _overlap(stream: Stream, others: list[Stream], concurrent: bool, least: int) -> list[Question]:
    shared, beside = _shared_with_any(stream, others), _longest_shared(stream, others)
    asked = []
    if shared and concurrent != (shared >= least):
        told = f"{stream.name} ran {shared} of its {stream.minutes} min beside {beside.name}"
        why = (
            f"{told} and hardly by itself: a published answer takes that as concurrent, another wants {least} shared "
            "minutes; it is proposed as concurrent"
            if concurrent
            else f"{told}, not most of them: published answers take that as one after the other, some payers as "
            "concurrent; it is proposed as a drug of its own"
        )
        asked.append(Question(fact=stream.given[0].id, ask="whether the payer takes it as concurrent", why=why))
    if shared >= least and not (stream.access and beside.access):
        fact = stream.given[0] if not stream.access else beside.given[0]
        why = f"{stream.name} overlaps {beside.name}: taken as one line; another line would be a service of its own"
        asked.append(Question(fact=fact.id, ask="which line it ran through", field="access", why=why))
    return asked
