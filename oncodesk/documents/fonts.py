"""The typefaces that every document embeds."""

from functools import cache

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from oncodesk import paths

REGULAR, BOLD = "OncoDesk", "OncoDesk-Bold"


@cache
def register() -> None:
    """Makes the faces known to reportlab, once."""
    folder = paths.resources() / "fonts"
    for name, style in ((REGULAR, "Regular"), (BOLD, "Bold")):
        (path,) = sorted(folder.glob(f"*-{style}.ttf"))
        pdfmetrics.registerFont(TTFont(name, str(path)))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)
