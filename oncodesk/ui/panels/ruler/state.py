"""What the time ruler shows: one lane per administration, in minutes after midnight of the date of service."""

from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from typing import Protocol

from oncodesk.domain.clock import Span, clock_of, length, merged, minute_of, overlap
from oncodesk.domain.visit import Administration, Visit, running_spans
from oncodesk.ui.editing.outcome import Outcome
from oncodesk.words import say

KINDS = {
    "initial": say("Initial"),
    "sequential": say("Sequential"),
    "concurrent": say("Concurrent"),
    "push": say("Push"),
    "hydration": say("Hydration"),
    "pump": say("Pump"),
    "injection": say("Injection"),
    "ask": say("To ask"),
    "other": say("Not billed"),
}
_HALF_HOUR = 30
_MARGIN = 20


@dataclass(frozen=True, slots=True)
class Lane:
    """One administration; `runs_on` where it goes past the end of the ruler; `note` where its time is not known."""

    fact: str
    name: str
    kind: str
    codes: str
    spans: tuple[Span, ...] = ()
    runs_on: bool = False
    note: str = ""
    beside: tuple[str, ...] = ()

    @property
    def word(self) -> str:
        """The part it plays, as a word."""
        return KINDS[self.kind]

    @property
    def minutes(self) -> int | None:
        """Minutes it ran, or None where that is not known."""
        return length(self.spans) if self.spans else None

    @property
    def said(self) -> str:
        """The lane in one sentence, for a screen reader and the tool tip."""
        times = (
            ", ".join(say("{start} to {stop}", start=clock_of(a), stop=clock_of(b)) for a, b in self.spans) or self.note
        )
        beside = ", " + say("beside {names}", names=say(" and ").join(self.beside)) if self.beside else ""
        return f"{self.name}: {self.word}{f' ({self.codes})' if self.codes else ''}, {times}{beside}"


@dataclass(frozen=True, slots=True)
class Trial:
    """Other times of one administration that are only tried out, and in words what they would change."""

    fact: str
    span: Span
    says: str = ""


@dataclass(frozen=True, slots=True)
class RulerState:
    """The lanes and the stretch of day they cover; `gaps` and `shared` are minutes with none or several running."""

    lanes: tuple[Lane, ...] = ()
    begin: int = 8 * 60
    end: int = 17 * 60
    gaps: tuple[Span, ...] = ()
    shared: tuple[Span, ...] = field(default=())


class Change(Protocol):
    """Units of a code with its modifiers, before and after."""

    @property
    def code(self) -> str: ...
    @property
    def modifiers(self) -> tuple[str, ...]: ...
    @property
    def before(self) -> int: ...
    @property
    def after(self) -> int: ...


class Difference(Protocol):
    """How the claim would differ; `money` in dollars, None where a charge is not known."""

    @property
    def lines(self) -> tuple[Change, ...]: ...
    @property
    def diagnoses(self) -> tuple[str, ...]: ...
    @property
    def money(self) -> Decimal | None: ...


def trial_says(lane: Lane, span: Span, found: Difference | str) -> str:
    """What other times would change, in one line; a text says why they cannot be."""
    start, stop = clock_of(span[0]), clock_of(span[1])
    head = say("If {name} ran {start} to {stop}:", name=lane.name, start=start, stop=stop) + " "
    if isinstance(found, str):
        return head + found
    parts = ["-".join((c.code, *c.modifiers)) + f" × {c.before} → {c.after}" for c in found.lines]
    parts += [say("diagnoses {diagnoses}", diagnoses=", ".join(found.diagnoses))] if found.diagnoses else []
    if not parts:
        return head + say("the same claim")
    money = "" if found.money is None else f", {'−' if found.money < 0 else '+'}${abs(found.money):,.2f}"
    return head + ", ".join(parts) + money


def ruler_state(outcome: Outcome | None) -> RulerState:
    """The ruler of the last visit that could be read."""
    if outcome is None or outcome.visit is None or not outcome.visit.administrations:
        return RulerState()
    visit = outcome.visit
    spans = {given.id: _spans(visit, given) for given in visit.administrations}
    short = [span for given in visit.administrations if not _is_long(given) for span in spans[given.id]]
    every = short or [span for held in spans.values() for span in held]
    if not every:
        return RulerState(tuple(_lane(given, outcome, spans, 0) for given in visit.administrations))
    begin = min(start for held in spans.values() for start, _ in held)
    end = max(max(stop for _, stop in every), *(start + 2 * _HALF_HOUR for held in spans.values() for start, _ in held))
    begin = (begin - _MARGIN) // _HALF_HOUR * _HALF_HOUR
    end = -(-(end + _MARGIN) // _HALF_HOUR) * _HALF_HOUR
    lanes = tuple(_lane(given, outcome, spans, end) for given in visit.administrations)
    return RulerState(lanes, begin, end, _gaps(short), _shared(short))


def _is_long(given: Administration) -> bool:
    return given.route == "pump_prolonged"


def _spans(visit: Visit, given: Administration) -> tuple[Span, ...]:
    known = running_spans(visit, given)
    if known is not None:
        return tuple((a, max(b, a + 1)) for a, b in known)
    if given.start is None:
        return ()
    start = minute_of(given.start, visit.date_of_service)
    if given.minutes:
        return ((start, start + given.minutes),)
    return ((start, start + 1),) if given.route != "iv_infusion" else ()


def _lane(given: Administration, outcome: Outcome, spans: dict[str, tuple[Span, ...]], end: int) -> Lane:
    own = spans[given.id]
    lines = [line for line in outcome.claim.lines if given.id in line.facts] if outcome.claim else []
    roles = {line.code: outcome.wordings[line.code].role for line in lines if line.code in outcome.wordings}
    served = {code: role for code, role in roles.items() if role != "drug"}
    units = {line.code: line.units for line in lines}
    codes = " + ".join(f"{code} × {units[code]}" if units[code] != 1 else code for code in served)
    name = f"{given.name} {given.dose}" if given.dose else given.name
    note = "" if own else (say("stop time not recorded") if given.start else say("time not recorded"))
    beside = tuple(
        other.name
        for other in (outcome.visit.administrations if outcome.visit else ())
        if other.id != given.id and overlap(own, spans[other.id]) > 1
    )
    kind = kind_of(tuple(served.values()))
    asked = {question.fact for question in outcome.derivation.questions} if outcome.derivation else set()
    kind = "ask" if kind == "other" and given.id in asked else kind
    return Lane(given.id, name, kind, codes, own, any(b > end for _, b in own), note, beside)


def kind_of(roles: tuple[str, ...]) -> str:
    """The part an administration plays, from the roles of the procedures it led to."""
    for kind, word in (
        ("hydration", "hydration"),
        ("pump", "pump"),
        ("concurrent", "concurrent"),
        ("sequential", "sequential"),
        ("push", "push"),
        ("initial", "initial"),
        ("injection", "injection"),
        ("injection", "subcutaneous"),
    ):
        if any(word in role for role in roles):
            return kind
    return "other"


def _gaps(spans: list[Span]) -> tuple[Span, ...]:
    whole = merged(tuple(spans))
    return tuple((a[1], b[0]) for a, b in pairwise(whole) if b[0] - a[1] > 1)


def _shared(spans: list[Span]) -> tuple[Span, ...]:
    both = [
        (max(a[0], b[0]), min(a[1], b[1]))
        for n, a in enumerate(spans)
        for b in spans[n + 1 :]
        if min(a[1], b[1]) - max(a[0], b[0]) > 1
    ]
    return merged(tuple(both))
