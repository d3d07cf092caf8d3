"""Decides what may be done with the superbill, and what its file is called."""

from oncodesk.ui.panels.superbill.state import SuperbillState
from oncodesk.ui.shell.shortcuts import as_bound
from oncodesk.words import say

UNFINISHED = say("Finalise the visit (Ctrl+Enter) to give it a number; then it can be printed.")


def may_print(state: SuperbillState) -> bool:
    """Only a finalised claim goes to paper: its number is kept and never used twice."""
    return bool(state.pdf) and state.is_final


def file_name(state: SuperbillState) -> str:
    """A name that says nothing of the patient."""
    return f"superbill-{state.number}.pdf"


def hint(state: SuperbillState) -> str:
    """What to do next, in one line."""
    if state.missing:
        return say("These are required on a superbill. Choose one to go to it.")
    if state.message:
        return state.message
    if not state.pdf:
        return as_bound(say("Open a visit first: Ctrl+1."))
    return "" if state.is_final else as_bound(UNFINISHED)
