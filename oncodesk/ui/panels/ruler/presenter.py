"""Decides where things stand on the ruler: minutes to places and back."""

from oncodesk.domain.clock import clock_of
from oncodesk.ui.panels.ruler.state import RulerState
from oncodesk.words import say

TABLE_HEADINGS = (say("Drug or fluid"), say("Part"), say("Codes"), say("From"), say("To"), say("Min"), say("Beside"))


def place(minute: float, state: RulerState, left: float, width: float) -> float:
    """Where a minute stands, between `left` and `left + width`."""
    share = (minute - state.begin) / max(1, state.end - state.begin)
    return left + min(1.0, max(0.0, share)) * width


def minute_at(x: float, state: RulerState, left: float, width: float) -> float:
    """Which minute stands there."""
    return state.begin + (x - left) / max(1.0, width) * (state.end - state.begin)


def ticks(state: RulerState, width: float) -> tuple[int, ...]:
    """Minutes to mark: every quarter, half or whole hour, or more, so that labels stay apart."""
    for step in (15, 30, 60, 120, 240):
        if (state.end - state.begin) / step * 44 <= width:
            break
    first = -(-state.begin // step) * step
    return tuple(range(first, state.end + 1, step))


def table(state: RulerState) -> tuple[tuple[str, ...], ...]:
    """The ruler as rows of text, in the order of its lanes."""
    return tuple(
        (
            lane.name,
            lane.word,
            lane.codes,
            ", ".join(clock_of(a) for a, _ in lane.spans) or lane.note,
            ", ".join(clock_of(b) for _, b in lane.spans),
            "" if lane.minutes is None else str(lane.minutes),
            ", ".join(lane.beside),
        )
        for lane in state.lanes
    )
