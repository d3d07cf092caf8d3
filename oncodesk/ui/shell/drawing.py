"""The superbill of the open visit, drawn away from the window."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from oncodesk.domain.errors import UnusableInput
from oncodesk.ui.editing.workbench import Workbench
from oncodesk.ui.panels.superbill.state import SuperbillState, refused
from oncodesk.ui.shell.shortcuts import as_bound
from oncodesk.words import say

if TYPE_CHECKING:
    from oncodesk.domain.claim import Claim
    from oncodesk.services.desk import Desk

_UNUSABLE = say("Something typed cannot be used; see the findings (Ctrl+2).")


def drawn(desk: "Desk", bench: Workbench) -> Callable[[], SuperbillState] | None:
    """The work that draws it; None while the claim is still being worked out."""
    outcome, final, identifier = bench.outcome, bench.final, bench.identifier
    if bench.session is None:
        return SuperbillState
    if final is not None:
        return lambda: _made(lambda: SuperbillState(desk.final_superbill(final), str(final.number), True))
    if not bench.is_current or outcome is None:
        return None
    claim = outcome.claim
    if claim is None:
        return lambda: SuperbillState(message=as_bound(_UNUSABLE))
    return lambda: _made(lambda: SuperbillState(_draft(desk, claim, identifier), "DRAFT"))


def _draft(desk: "Desk", claim: "Claim", identifier: int | None) -> bytes:
    """A draft of a visit whose claim stands already says which one it would replace."""
    earlier = desk.store.last_claim(identifier) if identifier is not None else None
    replaces = str(earlier.number) if earlier is not None and earlier.state == "current" else None
    return desk.superbill(claim, "DRAFT", replaces=replaces)


def _made(make: Callable[[], SuperbillState]) -> SuperbillState:
    try:
        return make()
    except UnusableInput as problem:
        return refused(problem)
