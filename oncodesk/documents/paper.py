"""Letter paper for documents of tables: title, foot with page numbers, headings, grids and a place to sign."""

from collections.abc import Callable, Sequence
from io import BytesIO
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import LETTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import inch
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph, Table

from oncodesk.documents.fonts import BOLD, REGULAR, register

WIDTH, HEIGHT = LETTER
MARGIN = 0.5 * inch
BODY = WIDTH - 2 * MARGIN
FOOT = 0.75 * inch
TOP = 1.0 * inch
INK, QUIET, RULE, WASH = (
    colors.black,
    colors.Color(0.32, 0.32, 0.32),
    colors.Color(0.6, 0.6, 0.6),
    colors.Color(0.93, 0.93, 0.93),
)
Foot = Callable[[Canvas, int, int], None]


def style(name: str, size: float, font: str = REGULAR, **more: object) -> ParagraphStyle:
    """A style of our typeface; long words are broken, so that nothing is clipped."""
    return ParagraphStyle(
        name, fontName=font, fontSize=size, leading=size * 1.2, textColor=INK, splitLongWords=1, **more
    )  # fmt: skip


TEXT = style("text", 8.5)
SMALL = style("small", 7.2)
STRONG = style("strong", 8.5, BOLD)
NUMBER = style("number", 8.5, alignment=TA_RIGHT)
LABEL = style("label", 7.2, BOLD)
NUMBER_LABEL = style("number-label", 7.2, BOLD, alignment=TA_RIGHT)
HEADING = style("heading", 10.5, BOLD, spaceBefore=10, spaceAfter=4)


def paragraph(text: str, how: ParagraphStyle = TEXT) -> Paragraph:
    """Text as it is, whatever signs stand in it."""
    return Paragraph(escape(text), how)


def head(text: str) -> list[Flowable]:
    """A heading that stays with what follows."""
    found = paragraph(text, HEADING)
    found.keepWithNext = 1
    return [found]


def grid(headings: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]) -> Table:
    """Rows of text under headings (none where there are none); the first column strong, numbers to the right."""
    cells = [[paragraph(cell, _style(n, cell)) for n, cell in enumerate(row)] for row in rows]
    if headings:
        cells.insert(0, [paragraph(title, NUMBER_LABEL if title == "Values" else LABEL) for title in headings])
    lines = [("LINEBELOW", (0, 0), (-1, 0), 1, INK)] if headings else []
    return Table(
        cells,
        colWidths=list(widths),
        repeatRows=1 if headings else 0,
        splitInRow=1,
        style=[
            ("FONT", (0, 0), (-1, -1), REGULAR, 8.5), ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LINEBELOW", (0, 0), (-1, -1), 0.4, RULE), *lines,
            ("LEFTPADDING", (0, 0), (-1, -1), 3), ("RIGHTPADDING", (0, 0), (-1, -1), 3),
            ("TOPPADDING", (0, 0), (-1, -1), 1.5), ("BOTTOMPADDING", (0, 0), (-1, -1), 2.2),
        ],
    )  # fmt: skip


def _style(column: int, cell: str) -> ParagraphStyle:
    if column == 0:
        return STRONG
    return NUMBER if cell.replace(",", "").isdigit() else TEXT


def signature(label: str) -> Table:
    """A line to sign on, and one for the date."""
    return Table(
        [[paragraph(label, SMALL), "", paragraph("Date", SMALL)]],
        colWidths=[BODY * 0.55, BODY * 0.1, BODY * 0.35],
        style=[
            ("FONT", (0, 0), (-1, -1), REGULAR, 8.5), ("LINEABOVE", (0, 0), (0, 0), 0.6, INK),
            ("LINEABOVE", (2, 0), (2, 0), 0.6, INK), ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ],
    )  # fmt: skip


def paper(kind: str, title: str, foot: str, story: Callable[[], list[Flowable]]) -> bytes:
    """The document; the same content gives the same bytes. `kind` is its title for readers, and names nobody.

    `story` is asked once the typeface is known.
    """
    register()
    target = BytesIO()
    document = BaseDocTemplate(
        target, pagesize=LETTER, title=kind, author="", subject="", creator="OncoDesk", invariant=1,
        initialFontName=REGULAR, leftMargin=MARGIN, rightMargin=MARGIN,
    )  # fmt: skip
    document.addPageTemplates([plain_page("plain", title)])
    document.build(story(), canvasmaker=counting(lambda canvas, page, pages: plain_foot(canvas, foot, page, pages)))
    return target.getvalue()


def plain_page(name: str, title: str) -> PageTemplate:
    """A page with a title over it."""
    frame = Frame(MARGIN, FOOT, BODY, HEIGHT - FOOT - TOP, 0, 0, 0, 0)

    def draw(canvas: Canvas, _: object) -> None:
        canvas.setFont(BOLD, 15)
        canvas.drawString(MARGIN, HEIGHT - MARGIN - 14, title)
        canvas.setStrokeColor(RULE)
        canvas.line(MARGIN, HEIGHT - MARGIN - 22, WIDTH - MARGIN, HEIGHT - MARGIN - 22)

    return PageTemplate(name, [frame], onPage=draw)


def plain_foot(canvas: Canvas, text: str, page: int, pages: int) -> None:
    """A rule, a line of text, and which page of how many."""
    canvas.setStrokeColor(RULE)
    canvas.line(MARGIN, FOOT - 8, WIDTH - MARGIN, FOOT - 8)
    canvas.setFillColor(QUIET)
    canvas.setFont(REGULAR, 7.2)
    canvas.drawString(MARGIN, FOOT - 19, text)
    canvas.drawRightString(WIDTH - MARGIN, FOOT - 19, f"Page {page} of {pages}")


def counting(foot: Foot) -> type[Canvas]:
    """A canvas that knows how many pages there are before it writes each page's foot."""

    class Counting(Canvas):  # type: ignore[misc]
        def __init__(self, *args: object, **kwargs: object) -> None:
            super().__init__(*args, **kwargs)
            self._pages: list[dict[str, object]] = []

        def showPage(self) -> None:  # noqa: N802 reportlab's own name
            self._pages.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for n, page in enumerate(self._pages, 1):
                self.__dict__.update(page)
                foot(self, n, len(self._pages))
                super().showPage()
            super().save()

    return Counting
