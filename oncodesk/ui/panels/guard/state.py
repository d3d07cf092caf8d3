"""What the panel on guarding shows."""

from dataclasses import dataclass

from oncodesk.words import say

MINUTES = (1, 2, 5, 10, 15, 20, 30, 45, 60)
LOCK_WORDS = say(
    "After this long without a key or the mouse, and when the computer slept, the window locks: keys are wiped from "
    "memory, what is shown is cleared, and an open visit waits as an encrypted draft. Ctrl+Shift+L locks at once."
)
SECOND_WORDS = say(
    "A reviewer or a manager gives name and password before such a claim is finalised; both stand in the audit."
)
ONLY_MANAGERS = say("Only a manager changes this.")
SAMPLE = say("The sample practice holds invented patients and does not lock by itself.")


@dataclass(frozen=True, slots=True)
class GuardState:
    """`minutes` until the lock, `second_person` for overrides; `note` says who may change it."""

    minutes: int = 10
    second_person: bool = False
    may_change: bool = False
    note: str = ""


def choices(minutes: int) -> tuple[int, ...]:
    """The minutes to choose from, the kept ones among them."""
    return tuple(sorted({*MINUTES, minutes}))
