"""The printer that was chosen in the settings, and the way to it."""

from typing import TYPE_CHECKING

from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QWidget

from oncodesk.ui.shell.pages import print_pages
from oncodesk.words import many, say

if TYPE_CHECKING:
    from oncodesk.services.preferences import Preferences

AUTOMATIC = "Auto"
TRAYS = {
    AUTOMATIC: say("Chosen by the printer"), "Upper": say("Upper tray"), "Middle": say("Middle tray"),
    "Lower": say("Lower tray"),
    "Manual": say("Manual feed"), "LargeCapacity": say("Large capacity tray"),
}  # fmt: skip


def printer_names() -> tuple[str, ...]:
    """The printers that the system offers now."""
    return tuple(QPrinterInfo.availablePrinterNames())


def printer_of(chosen: "Preferences") -> QPrinter:
    """The remembered printer with its copies and tray; the system's own where it is gone."""
    made = QPrinter(QPrinter.PrinterMode.HighResolution)
    if chosen.printer in printer_names():
        made.setPrinterName(chosen.printer or "")
    made.setCopyCount(chosen.copies)
    if chosen.tray in TRAYS and chosen.tray != AUTOMATIC:
        made.setPaperSource(QPrinter.PaperSource[chosen.tray])
    return made


def asked_for(asking: QWidget, chosen: "Preferences") -> QPrinter | None:
    """The printer of the system's dialog, which begins with the remembered one; None where it was put away."""
    printer = printer_of(chosen)
    return printer if QPrintDialog(printer, asking).exec() else None


def print_pdf(asking: QWidget, pdf: bytes, chosen: "Preferences") -> str:
    """The dialog, then paper; says what became of it, or nothing where it was put away."""
    printer = asked_for(asking, chosen)
    return told_of(print_pages(pdf, printer)) if printer else ""


def told_of(pages: int) -> str:
    """How many pages went to the printer."""
    return many("Printed {count} page", "Printed {count} pages", pages)
