"""The recovery key as it is shown, and the proof that it was kept: two of its groups typed back."""

from collections.abc import Callable

from oncodesk.words import say

ASKED = 2


def groups_of(key: str) -> tuple[str, ...]:
    """Its groups in order."""
    return tuple(key.split("-"))


def asked_back(key: str, draw: Callable[[range, int], list[int]]) -> tuple[int, ...]:
    """Which groups are to be typed back, by place; `draw` chooses."""
    return tuple(sorted(draw(range(len(groups_of(key))), ASKED)))


def is_same(typed: str, group: str) -> bool:
    """Whether it is the group as printed: O is read as 0, I and L as 1."""
    return typed.strip().upper().translate(str.maketrans("OIL", "011", " -")) == group


def typed_so_far(text: str) -> str:
    """What is wrong with a key while it is typed; empty while nothing is."""
    from oncodesk.domain.errors import UnusableInput
    from oncodesk.ui.editing.wording import plain
    from oncodesk.vault.recovery import GROUPS, LENGTH, understood

    signs = "".join(sign for sign in text if sign.isalnum())
    if len(signs) < GROUPS * (LENGTH + 1):
        whole = len(signs) // (LENGTH + 1)
        return (
            say("{whole} of {groups} groups", whole=whole, groups=GROUPS)
            if signs
            else say("{groups} groups of {length} signs, as printed", groups=GROUPS, length=LENGTH + 1)
        )
    try:
        understood(text)
    except UnusableInput as problem:
        return plain(problem.expected)
    return ""
