"""Decides which visit or tab a key means, and which status a visit may be moved to by hand."""

from oncodesk.ui.panels.today.state import TodayRow, TodayState
from oncodesk.words import say

BY_HAND = ("uncoded", "query", "review", "hold", "sent")


def chosen(state: TodayState, place: int) -> TodayRow | None:
    """The visit in that row, or None."""
    return state.rows[place] if 0 <= place < len(state.rows) else None


def neighbour(state: TodayState, by: int) -> str:
    """Key of the tab that many further, round the end."""
    keys = [tab.key for tab in state.tabs]
    return keys[(keys.index(state.chosen) + by) % len(keys)] if state.chosen in keys else keys[0]


def refusal(row: TodayRow, status: str) -> str:
    """Why the visit may not be moved there by hand; empty where it may.

    Ready is what finalising makes of a visit, and only what is ready can have been sent.
    """
    if status not in BY_HAND:
        return say("A visit becomes ready when it is finalised (Ctrl+Enter in the visit)")
    if status == "sent" and row.status not in ("ready", "sent"):
        return say("Only a finalised visit can be marked as sent")
    if status != "sent" and row.status in ("ready", "sent"):
        return say("This visit is finalised: correct its claim instead (Ctrl+5)")
    return ""
