"""Decides how the reasons read aloud."""

from oncodesk.ui.panels.why.state import WhyState
from oncodesk.words import say


def said(state: WhyState) -> str:
    """Everything the pane shows, as one text."""
    if not state.heading:
        return say("Choose a line to see why it is there.")
    return ". ".join(part for part in (state.heading, *state.steps, *state.laid, state.citation) if part)
