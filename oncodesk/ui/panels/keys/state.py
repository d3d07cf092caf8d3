"""What the panel on keys shows."""

from dataclasses import dataclass

from oncodesk.ui.shell.shortcuts import COMMANDS, Own, bound
from oncodesk.words import say

HEADINGS = (say("Action"), say("Keys"), say("Where"))
WORDS = say(
    "Choose an action, go to the field and press the keys you want. One key means one action: where another has it, "
    "you are asked first. Remembered on this computer."
)
NONE = say("none")


@dataclass(frozen=True, slots=True)
class KeyRow:
    """One action; `is_own` where its keys are others than it ships with."""

    identifier: str
    text: str
    keys: str
    group: str
    is_own: bool

    @property
    def cells(self) -> tuple[str, ...]:
        """As the table shows it; a changed one is marked, not by colour alone."""
        return (
            self.text,
            say("{keys} ✎ changed", keys=self.keys or NONE) if self.is_own else self.keys or NONE,
            self.group,
        )


@dataclass(frozen=True, slots=True)
class KeysState:
    """The actions whose words begin with what is typed; `has_own` where any of all has keys of its own."""

    rows: tuple[KeyRow, ...] = ()
    has_own: bool = False


def keys_state(own: Own, typed: str = "") -> KeysState:
    """The actions to show; what is typed is looked for in names, keys and groups."""
    wanted = typed.lower().split()
    shipped = {entry.id: entry.keys for entry in COMMANDS}
    rows = tuple(
        KeyRow(entry.id, entry.text, say(" or ").join(entry.keys), entry.group, entry.keys != shipped[entry.id])
        for entry in bound(own)
        if all(word in f"{entry.text} {entry.group} {' '.join(entry.keys)}".lower() for word in wanted)
    )
    return KeysState(rows, any(entry.keys != shipped[entry.id] for entry in bound(own)))
