"""Decides what a chosen key would do, and what becomes of the keys when it is taken."""

import re

from oncodesk.ui.shell.shortcuts import COMMANDS, Command, Own, bound
from oncodesk.words import say

Keys = dict[str, tuple[str, ...]]
_RESERVED = {
    "F4": say("lists what may be typed in a cell"), "Alt+F4": say("closes the window"), "Ctrl+C": say("copies text"),
    "Ctrl+V": say("pastes text"), "Ctrl+X": say("cuts text"), "Ctrl+A": say("selects all text"),
    "Ctrl+Left": say("moves in text"),
    "Ctrl+Right": say("moves in text"), "Ctrl+Home": say("goes to the start"), "Ctrl+End": say("goes to the end"),
    "Ctrl+Tab": say("moves on"), "Ctrl+Shift+Tab": say("moves back"), "Alt+Tab": say("changes the window"),
}  # fmt: skip
_FUNCTION = re.compile(r"(Shift\+)?F\d+")


def unusable(key: str) -> str:
    """Why that key cannot be given to an action; empty where it can."""
    if key in _RESERVED:
        return say("{key} {does} and stays so. Press another.", key=key, does=_RESERVED[key])
    if key.startswith("Ctrl+Alt+"):
        return say("Ctrl+Alt types characters on many keyboards. Press Ctrl or Alt with a key.")
    if not (_FUNCTION.fullmatch(key) or key.startswith(("Ctrl+", "Alt+", "Meta+"))):
        return say("{key} is typed as text. Press it with Ctrl or Alt, or a function key.", key=key)
    return ""


def holder(own: Own, identifier: str, key: str) -> Command | None:
    """The other action that has that key now."""
    return next((entry for entry in bound(own) if key in entry.keys and entry.id != identifier), None)


def given(own: Own, identifier: str, key: str, beside: bool = False) -> Keys:
    """The keys when an action gets this one, in place of its own or `beside` them; whoever had it loses it."""
    held = {entry.id: entry.keys for entry in bound(own)}
    other = holder(own, identifier, key)
    if other is not None:
        held[other.id] = tuple(kept for kept in other.keys if kept != key)
    held[identifier] = (*(kept for kept in held[identifier] if kept != key), key) if beside else (key,)
    return _changed(held)


def without(own: Own, identifier: str) -> Keys:
    """The keys when an action has none."""
    return _changed({entry.id: entry.keys for entry in bound(own)} | {identifier: ()})


def reset(own: Own, identifier: str) -> Keys:
    """The keys when an action has those it ships with; whoever has one of them loses it."""
    shipped = next(entry.keys for entry in COMMANDS if entry.id == identifier)
    held = {entry.id: tuple(key for key in entry.keys if key not in shipped) for entry in bound(own)}
    return _changed(held | {identifier: shipped})


def _changed(held: Keys) -> Keys:
    return {entry.id: held[entry.id] for entry in COMMANDS if held[entry.id] != entry.keys}
