"""The patient's own copy: large print, plain words, what was done and what was charged."""

from decimal import Decimal
from io import BytesIO
from xml.sax.saxutils import escape

from reportlab.lib import colors
from reportlab.lib.enums import TA_RIGHT
from reportlab.lib.pagesizes import LETTER
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import inch
from reportlab.platypus import Flowable, KeepTogether, Paragraph, SimpleDocTemplate, Spacer, Table

from oncodesk.codes.tables import Tables
from oncodesk.documents.content import Stamp, describe, verification_code
from oncodesk.documents.fonts import BOLD, REGULAR, register
from oncodesk.domain.claim import Claim, ClaimLine
from oncodesk.domain.errors import UnusableInput
from oncodesk.domain.people import Practice

SIZE = 16
_MARGIN = 0.8 * inch
_WIDE = LETTER[0] - 2 * _MARGIN


def _style(name: str, size: float = SIZE, font: str = REGULAR, **more: object) -> ParagraphStyle:
    return ParagraphStyle(name, fontName=font, fontSize=size, leading=size * 1.35, **more)


_TEXT, _STRONG = _style("text"), _style("strong", font=BOLD)
_TITLE = _style("title", 24, BOLD, spaceAfter=8)
_HEADING = _style("heading", 18, BOLD, spaceBefore=12, spaceAfter=4)
_AMOUNT = _style("amount", alignment=TA_RIGHT)


def patient_copy_pdf(claim: Claim, practice: Practice | None, tables: Tables, stamp: Stamp) -> bytes:
    """The document; UnusableInput where there is no patient, practice or line to tell of."""
    for name, value in (("patient", claim.patient), ("practice", practice), ("lines", claim.lines)):
        if not value:
            raise UnusableInput(name, f"required on a patient's copy; missing: {name}")
    assert practice is not None
    register()
    target = BytesIO()
    document = SimpleDocTemplate(
        target, pagesize=LETTER, title="Your visit", author="", subject="", creator="OncoDesk", invariant=1,
        initialFontName=REGULAR, leftMargin=_MARGIN, rightMargin=_MARGIN, topMargin=_MARGIN, bottomMargin=_MARGIN,
    )  # fmt: skip
    document.build(_story(claim, practice, tables, stamp))
    return target.getvalue()


def _said(text: str, style: ParagraphStyle = _TEXT) -> Paragraph:
    return Paragraph(escape(text), style)


def _story(claim: Claim, practice: Practice, tables: Tables, stamp: Stamp) -> list[Flowable]:
    patient = claim.patient
    assert patient is not None
    banner = "This visit was cancelled (VOID)." if stamp.void else ""
    if stamp.replaces and not stamp.void:
        banner = f"This is corrected. It takes the place of no. {stamp.replaces}."
    seen = claim.providers.rendering.name if claim.providers.rendering else practice.name
    story: list[Flowable] = [
        _said(practice.name, _STRONG),
        _said("Your visit", _TITLE),
        *([_said(banner, _STRONG), Spacer(0, 6)] if banner else []),
        _said(f"{patient.given_name} {patient.family_name}"),
        _said(f"Date: {claim.date_of_service:%B} {claim.date_of_service.day}, {claim.date_of_service.year}"),
        _said(f"You were seen by: {seen}"),
        *([_said(f"We bill: {claim.payer.name}")] if claim.payer else []),
        _said("Why you came", _HEADING),
        *(_said(f"•  {entry.text if (entry := tables.diagnosis(code)) else code}") for code in claim.diagnoses),
        _said("What was done, and what it is charged at", _HEADING),
        _done(claim, tables),
        Spacer(0, 10),
        KeepTogether([_sums(claim), Spacer(0, 12), *_closing(claim, practice, stamp)]),
    ]
    return story


def _done(claim: Claim, tables: Tables) -> Table:
    rows = [[_said(words), _said(_money(amount), _AMOUNT)] for words, amount in _summed(claim, tables)]
    return Table(
        rows,
        colWidths=[_WIDE - 1.5 * inch, 1.5 * inch],
        style=[
            ("FONT", (0, 0), (-1, -1), REGULAR, SIZE), ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("LINEBELOW", (0, 0), (-1, -1), 0.6, colors.Color(0.6, 0.6, 0.6)),
            ("TOPPADDING", (0, 0), (-1, -1), 4), ("BOTTOMPADDING", (0, 0), (-1, -1), 5),
        ],
    )  # fmt: skip


def _summed(claim: Claim, tables: Tables) -> list[tuple[str, Decimal | None]]:
    """What was done several times stands once, with how often; its charge is known where each is."""
    held: dict[str, list[Decimal | None]] = {}
    for line in claim.lines:
        held.setdefault(_words(line, tables), []).append(line.charge)
    return [
        (f"{words}, {len(charges)} times" if len(charges) > 1 else words, _total(charges))
        for words, charges in held.items()
    ]


def _total(charges: list[Decimal | None]) -> Decimal | None:
    known = [charge for charge in charges if charge is not None]
    return sum(known, Decimal(0)) if len(known) == len(charges) else None


def _words(line: ClaimLine, tables: Tables) -> str:
    drug = tables.drug(line.code)
    if drug is None:
        return f"{describe(line.code, tables) or line.narrative or 'A service'} (code {line.code})"
    if "JW" in line.modifiers:
        return f"{drug.generic}: medicine left in an opened vial, which had to be thrown away (code {line.code})"
    return f"{drug.generic} (medicine, code {line.code})"


def _money(amount: Decimal | None) -> str:
    return "not priced" if amount is None else f"${amount:,.2f}"


def _sums(claim: Claim) -> Table:
    charges = sum((line.charge for line in claim.lines if line.charge is not None), Decimal(0))
    paid = sum((payment.amount for payment in claim.payments), Decimal(0))
    rows = [("All charges", charges), *([("You paid", paid)] if paid else [])]
    return Table(
        [[_said(name, _STRONG), _said(_money(amount), _AMOUNT)] for name, amount in rows],
        colWidths=[_WIDE - 1.8 * inch, 1.8 * inch],
        style=[("FONT", (0, 0), (-1, -1), REGULAR, SIZE)],
    )


def _closing(claim: Claim, practice: Practice, stamp: Stamp) -> list[Flowable]:
    call = f" Call us at {practice.phone} with any question." if practice.phone else ""
    return [
        _said(f"This is not a bill. Your insurance may pay part or all of it.{call}", _STRONG),
        Spacer(0, 6),
        _said(f"No. {stamp.number} · check {verification_code(claim, stamp.number)} · printed {stamp.printed}",
              _style("foot", 11)),
    ]  # fmt: skip
