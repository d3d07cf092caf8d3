"""Draws a superbill: Letter paper, greyscale-safe, the patient's address where a window envelope shows it."""

from io import BytesIO
from xml.sax.saxutils import escape

from reportlab.lib.pagesizes import LETTER
from reportlab.lib.units import inch
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    KeepTogether,
    NextPageTemplate,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
)

from oncodesk.documents.content import Content, Row
from oncodesk.documents.fonts import BOLD, REGULAR, register
from oncodesk.documents.paper import (
    BODY,
    FOOT,
    HEIGHT,
    INK,
    LABEL,
    MARGIN,
    NUMBER,
    NUMBER_LABEL,
    RULE,
    SMALL,
    STRONG,
    TEXT,
    WASH,
    WIDTH,
    Foot,
    counting,
    paragraph,
    plain_foot,
    signature,
)

FIRST_TOP, LATER_TOP = 2.7 * inch, 1.05 * inch
COLUMNS = tuple(inch * w for w in (0.82, 0.34, 0.58, 0.6, 3.22, 0.5, 0.5, 0.94))
HEADINGS = ("Date", "POS", "Code", "Mod.", "Service or drug, one unit", "Dx", "Units", "Charge ($)")
RIGHT_ALIGNED = HEADINGS[-2:]
NO_FORM = (
    "This is not a claim form. CPT codes are the American Medical Association's; "
    "the wording of services is the practice's own."
)


def superbill_pdf(content: Content) -> bytes:
    """The document; the same content gives the same bytes. Nothing about the patient goes into its metadata."""
    register()
    target = BytesIO()
    document = BaseDocTemplate(
        target, pagesize=LETTER, title="Superbill", author="", subject="", creator="OncoDesk", invariant=1,
        initialFontName=REGULAR, leftMargin=MARGIN, rightMargin=MARGIN,
    )  # fmt: skip
    document.addPageTemplates(superbill_templates(content))
    document.build(superbill_story(content), canvasmaker=counting(superbill_foot(content)))
    return target.getvalue()


def _page(name: str, top: float, content: Content) -> PageTemplate:
    frame = Frame(MARGIN, FOOT, BODY, HEIGHT - FOOT - top, 0, 0, 0, 0)
    draw = _first_head if name == "first" else _later_head

    def begin(canvas: Canvas, _: object) -> None:
        _cancelled(canvas, content)
        draw(canvas, content)

    return PageTemplate(name, [frame], onPage=begin)


def _cancelled(canvas: Canvas, content: Content) -> None:
    """A void document says so across every page, under what is printed on it."""
    if not content.stamp.void:
        return
    canvas.saveState()
    canvas.setFillColor(WASH)
    canvas.setFont(BOLD, 170)
    canvas.translate(WIDTH / 2, HEIGHT / 2)
    canvas.rotate(52)
    canvas.drawCentredString(0, -60, "VOID")
    canvas.restoreState()


def _first_head(canvas: Canvas, content: Content) -> None:
    top = HEIGHT - MARGIN
    _lines(canvas, MARGIN, top - 10, content.practice, first=BOLD, size=10)
    canvas.setFont(BOLD, 17)
    canvas.drawRightString(WIDTH - MARGIN, top - 13, "Superbill")
    _lines(canvas, WIDTH - MARGIN, top - 30, (f"No. {content.stamp.number}", *content.practice_numbers), right=True)
    if content.banner:
        canvas.setFont(BOLD, 12)
        canvas.drawRightString(WIDTH - MARGIN, top - 84, content.banner)
    _lines(canvas, 0.85 * inch, HEIGHT - 1.95 * inch, content.mailing, size=10)


def _later_head(canvas: Canvas, content: Content) -> None:
    top = HEIGHT - MARGIN
    boxes = dict(content.facts)
    patient, visit = dict(boxes["Patient"]), dict(boxes["Visit"])
    _lines(canvas, MARGIN, top - 10, (content.practice[0],), first=BOLD)
    _lines(canvas, MARGIN, top - 24, (f"{patient['Name']} · {patient['Account']} · {visit['Date of service']}",))
    _lines(canvas, WIDTH - MARGIN, top - 10, (f"Superbill no. {content.stamp.number}", content.banner), right=True)


def _lines(
    canvas: Canvas, x: float, y: float, lines: tuple[str, ...], first: str = REGULAR, size: float = 9,
    right: bool = False,
) -> None:  # fmt: skip
    for n, line in enumerate(lines):
        canvas.setFont(first if n == 0 else REGULAR, size if n == 0 else min(size, 9.5))
        (canvas.drawRightString if right else canvas.drawString)(x, y - n * 12.5, line)


def superbill_foot(content: Content) -> Foot:
    """What stands below every page."""
    stamp = content.stamp
    text = f"No. {stamp.number} · check {content.code} · created {stamp.created} · printed {stamp.printed}"

    def draw(canvas: Canvas, page: int, pages: int) -> None:
        plain_foot(canvas, text, page, pages)
        canvas.drawString(MARGIN, FOOT - 29, NO_FORM)

    return draw


def superbill_templates(content: Content) -> list[PageTemplate]:
    """The first page, with the address for a window envelope, and those after it."""
    return [_page("first", FIRST_TOP, content), _page("later", LATER_TOP, content)]


def superbill_story(content: Content) -> list[Flowable]:
    """What stands on the pages, in reading order."""
    return [
        NextPageTemplate("later"),
        _boxes(content),
        Spacer(0, 8),
        _diagnoses(content),
        Spacer(0, 8),
        _services(content),
        Spacer(0, 6),
        KeepTogether([_totals(content), Spacer(0, 22), signature("Provider signature")]),
    ]


def _boxes(content: Content) -> Table:
    def box(values: tuple[tuple[str, str], ...]) -> list[Paragraph]:
        return [
            Paragraph(f'<font size="7.2" color="#525252">{escape(label)}</font> {escape(value)}', TEXT)
            for label, value in values
        ]

    titles = [paragraph(title, STRONG) for title, _ in content.facts]
    bodies = [box(values) for _, values in content.facts]
    return Table(
        [titles, bodies],
        colWidths=[BODY * 0.3, BODY * 0.32, BODY * 0.38],
        style=[
            ("FONT", (0, 0), (-1, -1), REGULAR, 8.5), ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("BACKGROUND", (0, 0), (-1, 0), WASH), ("BOX", (0, 0), (-1, -1), 0.6, RULE),
            ("LINEAFTER", (0, 0), (1, -1), 0.6, RULE), ("LEFTPADDING", (0, 0), (-1, -1), 5),
            ("TOPPADDING", (0, 0), (-1, -1), 2), ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
        ],
    )  # fmt: skip


def _diagnoses(content: Content) -> Table:
    entries = [(paragraph(f"{letter}  {code}", STRONG), paragraph(text)) for letter, code, text in content.diagnoses]
    half = (len(entries) + 1) // 2
    right = [*entries[half:], ("", "")]
    rows = [(*entry, *right[n]) for n, entry in enumerate(entries[:half])]
    return Table(
        [[paragraph("Diagnoses", STRONG), "", "", ""], *rows],
        colWidths=[0.95 * inch, BODY / 2 - 0.95 * inch] * 2,
        style=[
            ("FONT", (0, 0), (-1, -1), REGULAR, 8.5), ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("BACKGROUND", (0, 0), (-1, 0), WASH), ("BOX", (0, 0), (-1, -1), 0.6, RULE),
            ("LEFTPADDING", (0, 0), (-1, -1), 5), ("TOPPADDING", (0, 0), (-1, -1), 1.5),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
        ],
    )  # fmt: skip


def _services(content: Content) -> Table:
    headings = [paragraph(title, NUMBER_LABEL if title in RIGHT_ALIGNED else LABEL) for title in HEADINGS]
    rows = [headings, *(_cells(row) for row in content.rows)]
    washes = [("BACKGROUND", (0, n), (-1, n), WASH) for n, row in enumerate(content.rows, 1) if row.waste]
    return Table(
        rows,
        colWidths=COLUMNS,
        repeatRows=1,
        style=[
            ("FONT", (0, 0), (-1, -1), REGULAR, 8.5), ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LINEBELOW", (0, 0), (-1, 0), 1, INK), ("LINEBELOW", (0, 1), (-1, -1), 0.4, RULE),
            ("LEFTPADDING", (0, 0), (-1, -1), 3), ("RIGHTPADDING", (0, 0), (-1, -1), 3),
            ("TOPPADDING", (0, 0), (-1, -1), 1.5), ("BOTTOMPADDING", (0, 0), (-1, -1), 2.2), *washes,
        ],
    )  # fmt: skip


def _cells(row: Row) -> list[object]:
    date, pos, code, modifiers, text, pointers, units, charge = row.cells
    service: list[Paragraph] = [paragraph(text)]
    if row.small_print:
        service.append(paragraph(row.small_print, SMALL))
    return [
        paragraph(date), paragraph(pos), paragraph(code, STRONG), paragraph(modifiers), service,
        paragraph(pointers), paragraph(units, NUMBER), paragraph(charge, NUMBER),
    ]  # fmt: skip


def _totals(content: Content) -> Table:
    notices = [paragraph(text, SMALL) for text in content.notices]
    sums = [[paragraph(label), paragraph(amount, NUMBER)] for label, amount in content.totals]
    inner = Table(
        sums,
        colWidths=[1.2 * inch, 1.2 * inch],
        style=[
            ("FONT", (0, 0), (-1, -1), REGULAR, 8.5), ("LINEABOVE", (0, -1), (-1, -1), 1, INK),
            ("TOPPADDING", (0, 0), (-1, -1), 1.5), ("BOTTOMPADDING", (0, 0), (-1, -1), 1.5),
            ("RIGHTPADDING", (0, 0), (-1, -1), 3),
        ],
    )  # fmt: skip
    return Table(
        [[notices, inner]],
        colWidths=[BODY - 2.4 * inch, 2.4 * inch],
        style=[
            ("FONT", (0, 0), (-1, -1), REGULAR, 8.5), ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LEFTPADDING", (0, 0), (-1, -1), 0), ("RIGHTPADDING", (0, 0), (-1, -1), 0),
        ],
    )  # fmt: skip
