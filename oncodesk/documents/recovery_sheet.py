"""Draws the page with the recovery key, to be locked away: it opens the records when a password is forgotten."""

from datetime import date
from io import BytesIO

from reportlab.lib.pagesizes import LETTER
from reportlab.lib.units import inch
from reportlab.pdfgen.canvas import Canvas

from oncodesk.documents.fonts import BOLD, REGULAR, register

LEFT, TOP = inch, LETTER[1] - 1.1 * inch
_IN_A_ROW = 4
_WORDS = (
    "Whoever holds this page can read every record of the practice. Keep it where you keep the lease and the",
    "insurance policy: in a safe, not beside the computer, and not as a photograph.",
    "",
    "To use it: choose “Forgotten password” when OncoDesk asks for the password, and type the eight groups.",
    "The fifth sign of each group is a check. O is read as 0, and I and L as 1.",
    "A key made later replaces this one. Then destroy this page.",
)


def recovery_sheet(key: str, practice: str, manager: str, made: date) -> bytes:
    """The page as PDF; `key` as eight groups joined by dashes. The metadata do not hold it."""
    register()
    target = BytesIO()
    page = Canvas(target, pagesize=LETTER, invariant=1, initialFontName=REGULAR)
    page.setTitle("Recovery key")
    page.setCreator("OncoDesk")
    page.setFont(BOLD, 20)
    page.drawString(LEFT, TOP, "OncoDesk recovery key")
    page.setFont(REGULAR, 11)
    page.drawString(LEFT, TOP - 24, f"{practice} · made by {manager} on {made:%Y-%m-%d}"[:100])
    _groups(page, key.split("-"))
    page.setFont(REGULAR, 10.5)
    for number, line in enumerate(_WORDS):
        page.drawString(LEFT, TOP - 190 - 16 * number, line)
    page.drawString(LEFT, TOP - 310, "Where it is kept: ____________________________    Seen by: ___________________")
    page.save()
    return target.getvalue()


def _groups(page: Canvas, groups: list[str]) -> None:
    for number, group in enumerate(groups):
        across, down = number % _IN_A_ROW, number // _IN_A_ROW
        x, y = LEFT + across * 1.6 * inch, TOP - 84 - down * 56
        page.setFont(REGULAR, 9)
        page.drawString(x, y + 24, str(number + 1))
        page.setFont(BOLD, 22)
        page.drawString(x, y, group)
