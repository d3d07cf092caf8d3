"""What the line editor shows, and what it says of what is typed."""

from dataclasses import dataclass
from typing import Literal

from oncodesk.domain.errors import UnusableInput
from oncodesk.ui.editing.lines import Typed, is_by_hand, own_of, typed_of, understood
from oncodesk.ui.editing.outcome import Outcome
from oncodesk.ui.editing.wording import said
from oncodesk.words import say

Doing = Literal["change", "add", "remove"]
HELP = {
    "code": say("CPT or HCPCS code"),
    "modifiers": say("59 jz: up to four, with or without spaces"),
    "pointers": say("ab: letters of the diagnoses above, first one first"),
    "units": say("A whole number"),
    "charge": say("Dollars; nothing leaves it to the practice's charges"),
}


@dataclass(frozen=True, slots=True)
class EditorState:
    """A line to change, add or take off; `diagnoses` counts those it may point to, `can_withdraw` where the coder has
    changed it before."""

    doing: Doing
    line: str
    heading: str
    typed: Typed
    reason: str = ""
    diagnoses: int = 0
    can_withdraw: bool = False


def editor_state(outcome: Outcome | None, doing: Doing, line: str) -> EditorState | None:
    """The editor over a line; None where there is no claim or no such line."""
    if outcome is None or outcome.claim is None or outcome.derivation is None:
        return None
    claim, derived = outcome.claim, outcome.derivation.claim
    count = len(claim.diagnoses)
    if doing == "add":
        return EditorState(
            "add", "", say("A line that the facts do not give"), Typed(pointers="A" if count else ""), "", count
        )
    shown = claim.line(line) or derived.line(line)
    if shown is None:
        return None
    own = own_of(outcome.decided.overlays, derived, line)
    reason = own.own.reason if own and own.own else ""
    doing = "remove" if claim.line(line) is None else doing
    name = "-".join((shown.code, *shown.modifiers))
    heading = say("Take {name} off the claim", name=name) if doing == "remove" else say("Change {name}", name=name)
    if is_by_hand(line):
        heading = say("{heading}, added by hand", heading=heading)
    return EditorState(doing, line, heading, typed_of(shown), reason, count, own is not None)


def echo(typed: Typed, diagnoses: int) -> tuple[str, str]:
    """What was understood, and the problem where it cannot be used."""
    try:
        return understood(typed, diagnoses).said, ""
    except UnusableInput as problem:
        return "", said(problem)
