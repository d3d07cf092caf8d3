"""Which infusions of a line count by themselves, and which ran beside another."""

from dataclasses import dataclass, replace

from oncodesk.codes.tables import Tables
from oncodesk.coding.administration.streams import Stream, is_pump, shared_minutes
from oncodesk.coding.given import Given
from oncodesk.domain.clock import length, merged
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
    """Antineoplastics first, then other drugs, longest first: each is counted unless it ran beside a counted one.

    Less shared time than the policy's minimum is taken as one after the other. Two antineoplastics that ran side by
    side have no code for it: their joint time is counted once (rule INF-11).
    """
    least = tables.policy.number("infusion.concurrent_minimum_overlap_minutes")
    pumps = tuple(_as_stream(g) for g in given if is_pump(g, tables) and g.spans)
    counted: list[Stream] = []
    concurrent: list[Stream] = []
    questions: list[Question] = []
    for stream in sorted(infusions, key=_by_time):
        others = [*counted, *(pumps if stream.family == "therapeutic" else ())]
        beside = [other for other in others if shared_minutes(stream, other) >= least]
        if not beside:
            counted.append(stream)
        elif stream.family == "therapeutic":
            concurrent.append(stream)
            questions += _which_line(stream, beside[0])
        else:
            place = counted.index(beside[0])
            counted[place] = _side_by_side(beside[0], stream)
            questions.append(_no_code(stream, beside[0]))
    pump = tables.role("chemotherapy.infusion.pump")
    codes = frozenset({pump.code}) if pump and pumps else frozenset()
    return Sorted(tuple(counted), tuple(concurrent), codes, tuple(questions))


def _by_time(stream: Stream) -> tuple[bool, int, tuple[int, int, int, int, str]]:
    return (stream.family != "chemotherapy", -(stream.minutes or 0), stream.rank)


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


def _which_line(stream: Stream, beside: Stream) -> list[Question]:
    if stream.access and beside.access:
        return []
    fact = stream.given[0] if not stream.access else beside.given[0]
    why = f"{stream.name} overlaps {beside.name}: taken as the same line; another line would be a service of its own"
    return [Question(fact=fact.id, ask="which line it ran through", field="access", why=why)]
