"""Every action of the window: its name, its keys, where help lists it; and what the coder has chosen instead."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

Own = Mapping[str, tuple[str, ...]]
"""Keys by the id of an action, where they are others than it ships with."""


@dataclass(frozen=True, slots=True)
class Command:
    """An action by its id; `keys` in Qt's portable words, the first one shown."""

    id: str
    text: str
    keys: tuple[str, ...] = ()
    group: str = "Anywhere"
    icon: str = ""


COMMANDS: tuple[Command, ...] = (
    Command("palette", "Command palette", ("Ctrl+K",), icon="command"),
    Command("look_up", "Look up a code", ("Ctrl+L",), icon="search"),
    Command("screen.today", "Today", ("Ctrl+1",), "Screens", "today"),
    Command("screen.visit", "Visit", ("Ctrl+2",), "Screens", "visit"),
    Command("screen.codes", "Codes", ("Ctrl+3",), "Screens", "codes"),
    Command("screen.patient", "Patient", ("Ctrl+4",), "Screens", "person"),
    Command("screen.claims", "Claims", ("Ctrl+5",), "Screens", "claims"),
    Command("screen.reports", "Reports", ("Ctrl+6",), "Screens", "reports"),
    Command("screen.library", "Library", ("Ctrl+7",), "Screens", "library"),
    Command("screen.settings", "Settings", ("Ctrl+8", "Ctrl+,"), "Screens", "settings"),
    Command("screen.superbill", "Superbill of the open visit", ("Ctrl+9",), "Screens", "superbill"),
    Command("today.uncoded", "Mark the visit as uncoded", ("Ctrl+Shift+K",), "Today"),
    Command("today.query", "Mark the visit as in query", ("Ctrl+Shift+Q",), "Today"),
    Command("today.review", "Mark the visit for review", ("Ctrl+Shift+R",), "Today"),
    Command("today.hold", "Put the visit on hold", ("Ctrl+Shift+H",), "Today"),
    Command("today.sent", "Mark the visit as sent", ("Ctrl+Shift+S",), "Today"),
    Command("today.discard", "Remove the draft that is chosen", ("Ctrl+Shift+Del",), "Today", "remove"),
    Command("patient.visit", "New visit for this patient", ("Ctrl+Shift+N",), "Patient", "add"),
    Command("patient.of_visit", "The patient of the open visit", ("Ctrl+Shift+P",), "Patient", "person"),
    Command("patient.table", "Treatment journey as a table", ("Ctrl+Shift+T",), "Patient", "table"),
    Command("claims.correct", "Correct the claim that is chosen", ("Ctrl+Shift+C",), "Claims", "undo"),
    Command("claims.check", "Check a verification code", ("Ctrl+Shift+V",), "Claims", "finalise"),
    Command("claims.day", "Superbills of a day in one document", ("Ctrl+Shift+B",), "Claims", "print"),
    Command("claims.scrub", "Check all claims at once", ("Ctrl+Shift+A",), "Claims", "finalise"),
    Command("visit.new", "New visit", ("Ctrl+N",), "Visit", "add"),
    Command("visit.recheck", "Derive and check again", ("F5",), "Visit", "finalise"),
    Command("visit.undo", "Undo", ("Ctrl+Z",), "Visit", "undo"),
    Command("visit.redo", "Redo", ("Ctrl+Y", "Ctrl+Shift+Z"), "Visit", "redo"),
    Command("visit.details", "Patient, payer and providers", ("Ctrl+E",), "Visit", "person"),
    Command("visit.remove_row", "Remove the drug in this row", ("Ctrl+Backspace",), "Visit", "remove"),
    Command("visit.copy_above", "Copy the cell above", ("Ctrl+D",), "Visit"),
    Command("visit.repeat", "Repeat the patient's last visit", ("Ctrl+Shift+D",), "Visit", "add"),
    Command("visit.as_regimen", "Save the visit as a regimen", ("Ctrl+Shift+G",), "Visit", "save"),
    Command("visit.ruler_table", "Time ruler as a table", ("Ctrl+T",), "Visit", "table"),
    Command("visit.finalise", "Finalise the claim", ("Ctrl+Return", "Ctrl+Enter"), "Visit", "finalise"),
    Command("finding.next", "Next finding", ("F8",), "Findings"),
    Command("finding.previous", "Previous finding", ("Shift+F8",), "Findings"),
    Command("finding.fix1", "Apply the first fix", ("Alt+1",), "Findings"),
    Command("finding.fix2", "Apply the second fix", ("Alt+2",), "Findings"),
    Command("finding.fix3", "Apply the third fix", ("Alt+3",), "Findings"),
    Command("finding.go", "Go to what the finding is about", ("Alt+G",), "Findings"),
    Command("finding.keep", "Keep the finding as it is, with a reason", ("Alt+O",), "Findings"),
    Command("finding.ask", "Ask the nurse or the physician", ("Alt+Q",), "Findings"),
    Command("why", "Why this line", ("Alt+W",), "Claim lines"),
    Command("line.edit", "Change the claim line, or the cell that has the focus", ("F2",), "Claim lines"),
    Command("line.add", "Add a line that the facts do not give", ("Alt+A",), "Claim lines"),
    Command("line.remove", "Take the line off the claim", ("Alt+R",), "Claim lines"),
    Command("line.withdraw", "Let the line stand as it is derived", ("Alt+U",), "Claim lines"),
    Command("superbill.preview", "Preview and print the superbill", ("Ctrl+P",), "Superbill", "print"),
    Command("superbill.beside", "Superbill beside the visit as it changes", ("F9",), "Superbill", "superbill"),
    Command("superbill.save", "Save the superbill as PDF", ("Ctrl+S",), "Superbill", "save"),
    Command("codes.favourite", "Keep the code as a favourite, or no longer", ("Ctrl+B",), "Codes", "star"),
    Command("pane.next", "Next pane", ("F6",), icon=""),
    Command("pane.previous", "Previous pane", ("Shift+F6",), icon=""),
    Command("mask", "Privacy mask", ("F11",), icon="mask"),
    Command("theme", "Light, dark, high contrast", ("F12",), icon="theme"),
    Command("lock", "Lock the window", ("Ctrl+Shift+L",), icon="lock"),
    Command("exchange", "Records in and out: import, export, audit pack", ("Ctrl+Shift+E",), icon="table"),
    Command("practice", "Open or start a practice of your own", ("Ctrl+Shift+O",), icon="person"),
    Command("help", "Help on what has focus", ("F1",), icon="help"),
    Command("tour", "Show what is where, step by step", ("Shift+F1",), icon="help"),
    Command("keys", "Change the keys of an action", ("Ctrl+Shift+Y",), icon="command"),
)


_worn: list[tuple[Command, ...]] = [COMMANDS]


def commands() -> tuple[Command, ...]:
    """Every action with the keys it has on this workstation."""
    return _worn[0]


def wear_keys(own: Own) -> None:
    """Gives the actions the keys that the coder has chosen."""
    _worn[0] = bound(own) if own else COMMANDS


def bound(own: Own) -> tuple[Command, ...]:
    """Every action with its keys; one key never means two actions.

    What the coder chose goes before what ships; of two actions chosen for one key the first in the list has it.
    """
    taken: dict[str, str] = {}
    for entry in COMMANDS:
        for key in own.get(entry.id, ()):
            taken.setdefault(key, entry.id)
    return tuple(
        replace(entry, keys=tuple(key for key in own.get(entry.id, entry.keys) if taken.get(key, entry.id) == entry.id))
        for entry in COMMANDS
    )


_KEY = re.compile(r"(?:(?:Ctrl|Alt|Shift)\+)+(?:F\d+|[A-Z][a-z]+|[A-Z0-9,])|\bF\d+\b")
_SHIPPED = {key: entry.id for entry in COMMANDS for key in entry.keys}


def as_bound(text: str) -> str:
    """A text that names actions by the keys they ship with, naming the keys of this workstation instead."""
    if commands() is COMMANDS:
        return text
    return _KEY.sub(lambda found: _now(found.group()), text)


def _now(shipped: str) -> str:
    if shipped not in _SHIPPED:
        return shipped
    entry = command(_SHIPPED[shipped])
    if shipped in entry.keys:
        return shipped
    return entry.keys[0] if entry.keys else f"“{entry.text}” in the palette"


def command(identifier: str) -> Command:
    """The action of that id, with its keys of this workstation."""
    return next(entry for entry in commands() if entry.id == identifier)


def matching(typed: str) -> tuple[Command, ...]:
    """Actions whose words start with every word typed, in their order."""
    words = typed.lower().split()
    return tuple(
        entry
        for entry in commands()
        if entry.id != "palette"
        and all(any(part.startswith(word) for part in entry.text.lower().split()) for word in words)
    )
