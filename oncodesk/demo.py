"""`oncodesk demo`: two invented days from facts to paper, and a picture of each screen, on any machine."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pypdfium2

from oncodesk import app, private
from oncodesk.codes.library import CodeSets
from oncodesk.domain.reading import parse
from oncodesk.domain.visit import Visit
from oncodesk.services import sample_practice
from oncodesk.services.derive_claim import derive_claim
from oncodesk.services.desk import Desk
from oncodesk.services.explain import derivation_text
from oncodesk.services.print_superbill import Stamp, print_superbill

DAYS = ("visit-mfolfox6", "visit-imrt-week")
DPI = 110


def write_demo(folder: Path, code_sets: CodeSets) -> Iterator[Path]:
    """Writes every file into the folder, made where it is not there, and names each."""
    private.make_folder(folder)
    for number, name in enumerate(DAYS, 1):
        yield from _day(folder, name, str(number), code_sets)
    yield from _screens(folder, code_sets)


def _day(folder: Path, name: str, number: str, code_sets: CodeSets) -> Iterator[Path]:
    visit = parse(Visit, sample_practice.read(name))
    tables = code_sets.at(visit.date_of_service)
    derived = derive_claim(visit, tables, sample_practice.fees())
    printed = f"{app.now():%Y-%m-%d %H:%M}"
    pdf = print_superbill(derived.claim, sample_practice.practice(), tables, Stamp(number, printed, printed))
    contents = {
        "facts.json": visit.model_dump_json(indent=1, exclude_unset=True).encode(),
        "claim.json": derived.claim.model_dump_json(indent=1).encode(),
        "report.json": derived.report.model_dump_json(indent=1).encode() if derived.report else b"",
        "explained.txt": derivation_text(derived).encode(),
        "superbill.pdf": pdf,
    }
    for suffix, content in contents.items():
        path = folder / f"{name.removeprefix('visit-')}-{suffix}"
        private.write(path, content)
        yield path
    for page, image in enumerate(pypdfium2.PdfDocument(pdf), 1):
        path = folder / f"{name.removeprefix('visit-')}-superbill-{page}.png"
        image.render(scale=DPI / 72).to_pil().save(path)
        yield path


def _screens(folder: Path, code_sets: CodeSets) -> Iterator[Path]:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from oncodesk.ui.window import screenshots

    with tempfile.TemporaryDirectory() as private:
        records = sample_practice.open_sample(Path(private) / "sample", code_sets, with_history=True)
        try:
            yield from screenshots(Desk(code_sets, records, app.now, is_sample=True), folder)
        finally:
            records.close()
