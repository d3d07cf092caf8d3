"""What the printers' panel shows."""

from dataclasses import dataclass

MOST_COPIES = 5
NONE_WORDS = (
    "No printer is set up on this computer. Set one up in the system's own settings and come back; until then a "
    "superbill can be saved as PDF (Ctrl+S on the Superbill screen)."
)
WORDS = "Offered first when a superbill is printed; the print dialog can choose another. Remembered on this computer."
SYSTEM = "The system's own choice"


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
            return f"{self.printer} is not there now; the system's own choice is used."
        return ""
