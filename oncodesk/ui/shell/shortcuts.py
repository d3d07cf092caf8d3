"""Every action of the window: its name, its keys, where help lists it; and what the coder has chosen instead."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from oncodesk.words import say

Own = Mapping[str, tuple[str, ...]]
"""Keys by the id of an action, where they are others than it ships with."""


@dataclass(frozen=True, slots=True)
class Command:
    """An action by its id; `keys` in Qt's portable words, the first one shown."""

    id: str
    text: str
    keys: tuple[str, ...] = ()
    group: str = say("Anywhere")
    icon: str = ""


COMMANDS: tuple[Command, ...] = (
    Command("palette", say("Command palette"), ("Ctrl+K",), icon="command"),
    Command("look_up", say("Look up a code"), ("Ctrl+L",), icon="search"),
    Command("screen.today", say("Today"), ("Ctrl+1",), say("Screens"), "today"),
    Command("screen.visit", say("Visit"), ("Ctrl+2",), say("Screens"), "visit"),
    Command("screen.codes", say("Codes"), ("Ctrl+3",), say("Screens"), "codes"),
    Command("screen.patient", say("Patient"), ("Ctrl+4",), say("Screens"), "person"),
    Command("screen.claims", say("Claims"), ("Ctrl+5",), say("Screens"), "claims"),
    Command("screen.reports", say("Reports"), ("Ctrl+6",), say("Screens"), "reports"),
    Command("screen.library", say("Library"), ("Ctrl+7",), say("Screens"), "library"),
    Command("screen.settings", say("Settings"), ("Ctrl+8", "Ctrl+,"), say("Screens"), "settings"),
    Command("screen.superbill", say("Superbill of the open visit"), ("Ctrl+9",), say("Screens"), "superbill"),
    Command("today.uncoded", say("Mark the visit as uncoded"), ("Ctrl+Shift+K",), say("Today")),
    Command("today.query", say("Mark the visit as in query"), ("Ctrl+Shift+Q",), say("Today")),
    Command("today.review", say("Mark the visit for review"), ("Ctrl+Shift+R",), say("Today")),
    Command("today.hold", say("Put the visit on hold"), ("Ctrl+Shift+H",), say("Today")),
    Command("today.sent", say("Mark the visit as sent"), ("Ctrl+Shift+S",), say("Today")),
    Command("today.discard", say("Remove the draft that is chosen"), ("Ctrl+Shift+Del",), say("Today"), "remove"),
    Command("patient.visit", say("New visit for this patient"), ("Ctrl+Shift+N",), say("Patient"), "add"),
    Command("patient.of_visit", say("The patient of the open visit"), ("Ctrl+Shift+P",), say("Patient"), "person"),
    Command("patient.table", say("Treatment journey as a table"), ("Ctrl+Shift+T",), say("Patient"), "table"),
    Command("claims.correct", say("Correct the claim that is chosen"), ("Ctrl+Shift+C",), say("Claims"), "undo"),
    Command("claims.check", say("Check a verification code"), ("Ctrl+Shift+V",), say("Claims"), "finalise"),
    Command("claims.day", say("Superbills of a day in one document"), ("Ctrl+Shift+B",), say("Claims"), "print"),
    Command("claims.scrub", say("Check all claims at once"), ("Ctrl+Shift+A",), say("Claims"), "finalise"),
    Command("visit.new", say("New visit"), ("Ctrl+N",), say("Visit"), "add"),
    Command("visit.recheck", say("Derive and check again"), ("F5",), say("Visit"), "finalise"),
    Command("visit.undo", say("Undo"), ("Ctrl+Z",), say("Visit"), "undo"),
    Command("visit.redo", say("Redo"), ("Ctrl+Y", "Ctrl+Shift+Z"), say("Visit"), "redo"),
    Command("visit.details", say("Patient, payer and providers"), ("Ctrl+E",), say("Visit"), "person"),
    Command("visit.remove_row", say("Remove the drug in this row"), ("Ctrl+Backspace",), say("Visit"), "remove"),
    Command("visit.copy_above", say("Copy the cell above"), ("Ctrl+D",), say("Visit")),
    Command("visit.repeat", say("Repeat the patient's last visit"), ("Ctrl+Shift+D",), say("Visit"), "add"),
    Command("visit.as_regimen", say("Save the visit as a regimen"), ("Ctrl+Shift+G",), say("Visit"), "save"),
    Command("visit.ruler_table", say("Time ruler as a table"), ("Ctrl+T",), say("Visit"), "table"),
    Command("visit.finalise", say("Finalise the claim"), ("Ctrl+Return", "Ctrl+Enter"), say("Visit"), "finalise"),
    Command("finding.next", say("Next finding"), ("F8",), say("Findings")),
    Command("finding.previous", say("Previous finding"), ("Shift+F8",), say("Findings")),
    Command("finding.fix1", say("Apply the first fix"), ("Alt+1",), say("Findings")),
    Command("finding.fix2", say("Apply the second fix"), ("Alt+2",), say("Findings")),
    Command("finding.fix3", say("Apply the third fix"), ("Alt+3",), say("Findings")),
    Command("finding.go", say("Go to what the finding is about"), ("Alt+G",), say("Findings")),
    Command("finding.keep", say("Keep the finding as it is, with a reason"), ("Alt+O",), say("Findings")),
    Command("finding.ask", say("Ask the nurse or the physician"), ("Alt+Q",), say("Findings")),
    Command("why", say("Why this line"), ("Alt+W",), say("Claim lines")),
    Command("line.edit", say("Change the claim line, or the cell that has the focus"), ("F2",), say("Claim lines")),
    Command("line.add", say("Add a line that the facts do not give"), ("Alt+A",), say("Claim lines")),
    Command("line.remove", say("Take the line off the claim"), ("Alt+R",), say("Claim lines")),
    Command("line.withdraw", say("Let the line stand as it is derived"), ("Alt+U",), say("Claim lines")),
    Command("superbill.preview", say("Preview and print the superbill"), ("Ctrl+P",), say("Superbill"), "print"),
    Command(
        "superbill.beside", say("Superbill beside the visit as it changes"), ("F9",), say("Superbill"), "superbill"
    ),
    Command("superbill.save", say("Save the superbill as PDF"), ("Ctrl+S",), say("Superbill"), "save"),
    Command("codes.favourite", say("Keep the code as a favourite, or no longer"), ("Ctrl+B",), say("Codes"), "star"),
    Command("pane.next", say("Next pane"), ("F6",), icon=""),
    Command("pane.previous", say("Previous pane"), ("Shift+F6",), icon=""),
    Command("mask", say("Privacy mask"), ("F11",), icon="mask"),
    Command("theme", say("Light, dark, high contrast"), ("F12",), icon="theme"),
    Command("lock", say("Lock the window"), ("Ctrl+Shift+L",), icon="lock"),
    Command("exchange", say("Records in and out: import, export, audit pack"), ("Ctrl+Shift+E",), icon="table"),
    Command("practice", say("Open or start a practice of your own"), ("Ctrl+Shift+O",), icon="person"),
    Command("help", say("Help on what has focus"), ("F1",), icon="help"),
    Command("tour", say("Show what is where, step by step"), ("Shift+F1",), icon="help"),
    Command("keys", say("Change the keys of an action"), ("Ctrl+Shift+Y",), icon="command"),
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
    return entry.keys[0] if entry.keys else say("“{text}” in the palette", text=entry.text)


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
