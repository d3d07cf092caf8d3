"""An audit pack holds every ground a finalised claim stands on, clipped nowhere, and names nobody where it must not."""

import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pypdf
import pypdfium2
import pytest
from click.testing import CliRunner
from practice_to_leave import PASSWORD, fill

from oncodesk import app
from oncodesk.cli import main
from oncodesk.codes.library import CodeSets
from oncodesk.documents.content import verification_code
from oncodesk.domain.claim import Override
from oncodesk.domain.errors import UnusableInput
from oncodesk.domain.reading import parse
from oncodesk.domain.visit import Visit
from oncodesk.services.audit_pack import audit_pack
from oncodesk.services.desk import Desk
from oncodesk.services.entrance import Entrance
from oncodesk.services.sample_practice import PASSWORD as SAMPLE
from oncodesk.vault import door, keys

NOW = datetime(2026, 9, 20, 9, 0, tzinfo=UTC)
MARGIN = 36.0
HEADINGS = (
    "What was finalised", "Why each line is there", "What the rules found", "What was overridden",
    "What could not be checked", "Authorities", "Editions that it was judged by", "What was done with it", "Proof",
)  # fmt: skip


@pytest.fixture
def desk(code_sets: CodeSets, tmp_path: Path) -> Iterator[Desk]:
    desk = Entrance(code_sets, tmp_path / "home", lambda: NOW).sample()
    yield desk
    desk.store.close()


def finalised(desk: Desk, place: int, reason: str = "") -> int:
    """A sample visit's claim, its first finding overridden where there is a reason."""
    row = desk.store.list_visits()[place]
    claim = desk.derive_claim(parse(Visit, desk.store.load_visit(row.id).draft)).claim
    if reason:
        found = desk.check_claim(claim).findings[0]
        own = Override(rule=found.rule, lines=found.lines, reason=reason, by="owner", at="2026-09-20T09:00")
        claim = claim.model_copy(update={"overrides": (own,)})
    return desk.finalise(row.id, claim, desk.check_claim(claim))


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in pypdf.PdfReader(BytesIO(pdf)).pages)


def test_every_ground_is_there(desk: Desk, code_sets: CodeSets) -> None:
    number = finalised(desk, 0, 'The record shows it: page 4 <b> & "quoted"')
    kept = desk.store.sealed_claim(number)
    text = text_of(audit_pack(desk.store, code_sets, number, NOW))
    for heading in HEADINGS:
        assert heading in text, heading
    derived = desk.derive_claim(parse(Visit, (kept.facts or {})["draft"]))
    for wanted in (
        "Superbill", *(step for trace in derived.trace for step in trace.steps),
        *(line.code for line in kept.final.claim.lines), *(one.message for one in kept.final.report.findings),
        *(one.citation.title for one in kept.final.report.findings),
        *(one.rule for one in kept.final.report.not_checked), *kept.editions.values(),
        'The record shows it: page 4 <b> & "quoted"', "owner, 2026-09-20T09:00",
        verification_code(kept.final.claim, str(number)), desk.store.verify().head, "whole: nothing of it was changed",
        "judged again under the same editions, the same result", "finalise", "override", "Page 1 of",
    ):  # fmt: skip
        assert " ".join(wanted.split()) in text, wanted
    assert [row.action for row in desk.store.audit(f"claim:{number}")][-1] == "export"


def test_nothing_is_clipped_and_no_page_is_empty(desk: Desk, code_sets: CodeSets) -> None:
    for place in range(4):
        reason = "Unbrokenword" * 40 + " and a long sentence of the coder" * 60 if place == 0 else ""
        pdf = audit_pack(desk.store, code_sets, finalised(desk, place, reason), NOW)
        document = pypdfium2.PdfDocument(pdf)
        pages = len(document)
        assert 2 <= pages <= 8
        assert f"Page {pages} of {pages}" in text_of(pdf)
        for page in document:
            left, bottom, right, top = bounds(page)
            width, height = page.get_size()
            assert left >= MARGIN - 1 and right <= width - MARGIN + 1 and bottom >= 20 and top <= height - 20
            assert page.get_textpage().count_chars() > 200
        document.close()


def bounds(page: pypdfium2.PdfPage) -> tuple[float, float, float, float]:
    """Around every sign on the page."""
    text = page.get_textpage()
    boxes = [text.get_charbox(n) for n in range(text.count_chars()) if text.get_text_range(n, 1).strip()]
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return min(lefts), min(bottoms), max(rights), max(tops)


def test_it_is_grey_and_embeds_its_typeface(desk: Desk, code_sets: CodeSets) -> None:
    pdf = audit_pack(desk.store, code_sets, finalised(desk, 0), NOW)
    for page in pypdfium2.PdfDocument(pdf):
        image = page.render(scale=0.5).to_pil().convert("RGB")
        assert all(max(colour) - min(colour) <= 2 for _, colour in image.getcolors(1 << 24))
    fonts = [f for page in pypdf.PdfReader(BytesIO(pdf)).pages for f in page["/Resources"]["/Font"].values()]
    assert {str(font.get_object()["/BaseFont"])[-20:] for font in fonts}
    assert not [f for f in fonts if "Helvetica" in str(f.get_object()["/BaseFont"])]


def test_the_metadata_names_nobody(desk: Desk, code_sets: CodeSets) -> None:
    pdf = audit_pack(desk.store, code_sets, finalised(desk, 0), NOW)
    told = str(pypdf.PdfReader(BytesIO(pdf)).metadata)
    assert "Audit pack" in told
    assert not [word for word in ("Sample", "Marta", "A-1007", "owner") if word in told]


def test_a_claim_that_no_superbill_can_be_drawn_of_says_what_is_missing(tmp_path: Path, code_sets: CodeSets) -> None:
    store = door.create(tmp_path / "practice", PASSWORD, keys.FLOOR)
    fill(store)
    store.void(1, "entered twice")
    text = text_of(audit_pack(store, code_sets, 1, NOW))
    assert "cannot be drawn" in text and "practice.address" in text
    assert "1, void" in text and "entered twice" in text
    assert "Qxlineword" in text
    with pytest.raises(UnusableInput, match="no 99"):
        audit_pack(store, code_sets, 99, NOW)
    store.close()


def test_the_command(desk: Desk, code_sets: CodeSets, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    number, folder = finalised(desk, 0), desk.store.folder
    desk.store.close()
    monkeypatch.setattr(app, "code_sets", lambda progress=None: code_sets)
    output = tmp_path / "pack.pdf"
    words = ["vault", "--folder", str(folder), "audit-pack", str(number), "-o", str(output)]
    done = CliRunner().invoke(main, words, input=SAMPLE + "\n")
    assert done.exit_code == 0, done.output
    assert (output.read_bytes()[:5], stat.S_IMODE(output.stat().st_mode)) == (b"%PDF-", 0o600)
    output.write_text("mine")
    again = CliRunner().invoke(main, words, input=SAMPLE + "\n")
    assert (again.exit_code, output.read_text()) == (2, "mine")
