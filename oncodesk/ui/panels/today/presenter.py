"""Decides which visit or tab a key means."""

from oncodesk.ui.panels.today.state import TodayState


def chosen(state: TodayState, place: int) -> int | None:
    """Id of the visit in that row, or None."""
    return state.rows[place].identifier if 0 <= place < len(state.rows) else None


def neighbour(state: TodayState, by: int) -> str:
    """Key of the tab that many further, round the end."""
    keys = [tab.key for tab in state.tabs]
    return keys[(keys.index(state.chosen) + by) % len(keys)] if state.chosen in keys else keys[0]
