"""Decides where a difference leads."""

from oncodesk.ui.panels.regimen.state import RegimenState


def fact_at(state: RegimenState, place: int) -> str:
    """The fact a difference is about; empty where it is none of the visit's."""
    return state.rows[place].fact if 0 <= place < len(state.rows) else ""
