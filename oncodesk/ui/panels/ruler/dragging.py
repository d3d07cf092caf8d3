"""Decides what dragging on the ruler means: which end of which bar, where it goes, what would stand in the facts."""

from typing import Literal

from oncodesk.domain.clock import DAY, Span
from oncodesk.ui.editing.draft import Draft, get, put
from oncodesk.ui.panels.ruler.state import Lane

Grip = Literal["start", "stop", "whole"]


def can_move(lane: Lane) -> bool:
    """Whether its times can be tried out: one stretch that ends within the ruler."""
    return len(lane.spans) == 1 and not lane.runs_on


def grip(span: Span, minute: float, reach: float) -> Grip | None:
    """What the pointer has hold of at that minute; `reach` is how near an edge counts, in minutes."""
    start, stop = span
    if abs(minute - stop) <= reach and minute >= (start + stop) / 2:
        return "stop"
    if abs(minute - start) <= reach:
        return "start"
    return "whole" if start < minute < stop else None


def moved(span: Span, hold: Grip, by: int) -> Span:
    """The span with that part moved by minutes; it keeps at least one minute and begins on its own day."""
    start, stop = span
    if hold == "start":
        return min(max(0, start + by), stop - 1), stop
    if hold == "stop":
        return start, max(start + 1, stop + by)
    by = max(by, -start)
    return start + by, stop + by


def with_times(draft: Draft, fact: str, span: Span) -> Draft:
    """The draft with those times at the administration; what it did not record is not invented."""
    path = f"administrations.{fact}"
    start, stop = span
    new = put(draft, f"{path}.start", _clock(start))
    if get(draft, f"{path}.stop") is not None:
        new = put(new, f"{path}.stop", _clock(stop))
        new = put(new, f"{path}.stop_next_day", True if stop >= DAY else None)
    elif get(draft, f"{path}.minutes") is not None:
        new = put(new, f"{path}.minutes", stop - start)
    return new


def _clock(minute: int) -> str:
    rest = minute % DAY
    return f"{rest // 60:02}:{rest % 60:02}"
