"""Draws an audit pack: the superbill of a finalised claim, and on what ground everything on it stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

from reportlab.lib.pagesizes import LETTER
from reportlab.lib.units import inch
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, NextPageTemplate, PageBreak

from oncodesk.documents.content import Content
from oncodesk.documents.fonts import REGULAR, register
from oncodesk.documents.paper import BODY, MARGIN, Foot, counting, grid, head, paragraph, plain_foot, plain_page
from oncodesk.documents.superbill import superbill_foot, superbill_story, superbill_templates

TITLE = "Audit pack"
NONE = "None."


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a line is there: the line, the facts it came from, the steps, and by whose authority."""

    line: str
    facts: str
    steps: tuple[str, ...]
    citation: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A finding or what answers it: its severity, rule, place, words, authority, and what became of it."""

    severity: str
    rule: str
    where: str
    message: str
    citation: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Pack:
    """Everything printed behind the superbill, in reading order; pairs are of a label and its value."""

    number: int
    code: str
    printed: str
    summary: tuple[tuple[str, str], ...]
    reasons: tuple[Reason, ...]
    findings: tuple[Judged, ...]
    overrides: tuple[tuple[str, str, str], ...]
    not_checked: tuple[tuple[str, str], ...]
    citations: tuple[tuple[str, str, str], ...]
    editions: tuple[tuple[str, str], ...]
    history: tuple[tuple[str, str, str, str], ...]
    proof: tuple[tuple[str, str], ...]


def audit_pack_pdf(pack: Pack, superbill: Content | None) -> bytes:
    """The document; the same content gives the same bytes. Nothing about the patient goes into its metadata."""
    register()
    target = BytesIO()
    document = BaseDocTemplate(
        target, pagesize=LETTER, title=TITLE, author="", subject="", creator="OncoDesk", invariant=1,
        initialFontName=REGULAR, leftMargin=MARGIN, rightMargin=MARGIN,
    )  # fmt: skip
    own = plain_page("pack", f"{TITLE} · claim {pack.number}")
    document.addPageTemplates([*(superbill_templates(superbill) if superbill else []), own])
    first = [*superbill_story(superbill), NextPageTemplate("pack"), PageBreak()] if superbill else []
    foot = superbill_foot(superbill) if superbill else _foot(pack)
    document.build([*first, *_story(pack)], canvasmaker=counting(foot))
    return target.getvalue()


def _foot(pack: Pack) -> Foot:
    text = f"No. {pack.number} · check {pack.code} · printed {pack.printed}"

    def draw(canvas: Canvas, page: int, pages: int) -> None:
        plain_foot(canvas, text, page, pages)

    return draw


def _story(pack: Pack) -> Iterator[Flowable]:
    yield from _table("What was finalised", (), pack.summary, (1.4, 0))
    reasons = [(one.line, _steps(one), one.citation) for one in pack.reasons]
    yield from _table("Why each line is there", ("Line", "Facts and steps", "Authority"), reasons, (1.15, 0, 2.2))
    judged = [(one.severity, f"{one.rule} ({one.where})" if one.where else one.rule, one.message, one.outcome)
              for one in pack.findings]  # fmt: skip
    yield from _table("What the rules found", ("Severity", "Rule", "Finding", "Outcome"), judged, (0.65, 1.75, 0, 1.75))
    yield from _table("What was overridden", ("On", "Reason", "By, when"), pack.overrides, (1.9, 0, 1.9))
    yield from _table("What could not be checked", ("Rule", "Why"), pack.not_checked, (2.6, 0))
    yield from _table("Authorities", ("Title", "Section, in force", "Read at"), pack.citations, (2.6, 1.9, 0))
    yield from _table("Editions that it was judged by", ("Table", "Edition and hash"), pack.editions, (1.9, 0))
    yield from _table("What was done with it", ("Entry", "When", "Who", "What"), pack.history, (0.6, 1.5, 1.2, 0))
    yield from _table("Proof", (), pack.proof, (1.7, 0))


def _steps(one: Reason) -> str:
    return "; ".join(filter(None, (f"from {one.facts}" if one.facts else "", *one.steps)))


def _table(
    title: str, headings: tuple[str, ...], rows: Sequence[tuple[str, ...]],
    inches: tuple[float, ...],
) -> Iterator[Flowable]:  # fmt: skip
    """A heading and its rows; the one width that is 0 takes what is left."""
    yield from head(title)
    if not rows:
        yield paragraph(NONE)
        return
    left = BODY - sum(inches) * inch
    yield grid(headings, rows, [width * inch or left for width in inches])
