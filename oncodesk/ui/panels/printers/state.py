"""What the printers' panel shows."""

from dataclasses import dataclass

from oncodesk.words import say

MOST_COPIES = 5
NONE_WORDS = say(
    "No printer is set up on this computer. Set one up in the system's own settings and come back; until then a "
    "superbill can be saved as PDF (Ctrl+S on the Superbill screen)."
)
WORDS = say(
    "Offered first when a superbill is printed; the print dialog can choose another. Remembered on this computer."
)
SYSTEM = say("The system's own choice")


@dataclass(frozen=True, slots=True)
class PrintersState:
    """`printers` by name; `printer` the remembered one, empty for the system's own; `trays` by key and words."""

    printers: tuple[str, ...] = ()
    printer: str = ""
    copies: int = 1
    trays: tuple[tuple[str, str], ...] = ()
    tray: str = ""

    @property
    def lost(self) -> str:
        """That the remembered printer is gone; empty where it is not."""
        if self.printer and self.printer not in self.printers:
            return say("{printer} is not there now; the system's own choice is used.", printer=self.printer)
        return ""
