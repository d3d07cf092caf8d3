"""Pushes by vein: one for each drug, the same drug again only in a facility."""

from oncodesk.codes.tables import Tables
from oncodesk.coding.administration.streams import Stream
from oncodesk.coding.given import Given
from oncodesk.coding.lines import Part
from oncodesk.coding.proposing import propose
from oncodesk.coding.timeline import start_of
from oncodesk.domain.clock import clock_of
from oncodesk.domain.derivation import Question
from oncodesk.domain.visit import Visit


def pushed(
    visit: Visit,
    pushes: tuple[Stream, ...],
    initial: Stream,
    infusions: tuple[Stream, ...],
    modifiers: tuple[str, ...],
    because: tuple[str, ...],
    tables: Tables,
) -> Part:
    """A line for each pushed drug, the initial first; a repeat in an office is told, not billed (rule INF-09).

    `infusions` are those of the same line: a push of a drug among them is a repeat from the first. `because` says why
    the initial one is, where it is a push.
    """
    part, repeats = Part(), Part()
    for stream in sorted(pushes, key=lambda s: (s is not initial, s.rank)):
        infused = tuple(s for s in infusions if s.drugs == stream.drugs)
        first = stream is initial
        role = f"{stream.family}.push.{'initial' if first else 'additional'}"
        steps = (*stream.steps, *(because if first else ("a further drug by push → {code}",)))
        if len(_times(stream)) > 1 and visit.in_office:
            steps += (f"{stream.name} pushed again: no code for that in an office",)
        if not infused:
            part += propose(tables, role, stream.given, steps, modifiers=modifiers if first else ())
        if not visit.in_office:
            repeats += _repeated(visit, stream, infused, tables)
    return part + repeats


def _times(stream: Stream) -> tuple[tuple[Given, ...], ...]:
    """The administrations of each time it was pushed: what shares a syringe is one time."""
    times: dict[str, list[Given]] = {}
    for g in stream.given:
        times.setdefault(f"bag {g.administration.bag}" if g.administration.bag else g.id, []).append(g)
    return tuple(tuple(held) for held in times.values())


def _repeated(visit: Visit, stream: Stream, infused: tuple[Stream, ...], tables: Tables) -> Part:
    """In a facility the same drug again counts when more than half an hour apart from what was given of it before."""
    gap = tables.policy.number("infusion.repeat_push_gap_minutes")
    times = [(start_of(held[0], visit), held) for held in _times(stream)]
    unknown = tuple(
        Question(fact=held[0].id, ask="start time", field="start", why="a repeated push counts by the time between")
        for start, held in times
        if start is None and (len(times) > 1 or infused)
    )
    known = sorted(((start, held) for start, held in times if start is not None), key=lambda t: (t[0], t[1][0].id))
    part = Part(questions=unknown)
    spans = tuple(span for s in infused for span in s.spans)
    before = None
    for place, (start, held) in enumerate(known):
        if place or infused:
            apart = [start - before] if before is not None else []
            apart += [max(begin - start, start - stop) for begin, stop in spans]
            part += _again(stream, held, start, min(apart, default=0), gap, tables)
        before = start
    return part


def _again(stream: Stream, held: tuple[Given, ...], start: int, apart: int, gap: int, tables: Tables) -> Part:
    said = f"{stream.name} again at {clock_of(start)}, {apart} min from what was given of it before"
    if apart > gap:
        step = f"{said}, more than {gap} → {{code}}"
        return propose(tables, "therapeutic.push.repeat", held, (step,))
    ids = ", ".join(g.id for g in held)
    return Part(notes=(f"{stream.name} ({ids}) by push not billed: {said}, at most {gap}",))
