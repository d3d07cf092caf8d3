"""Official files and a shelf of one's own."""

import contextlib
import hashlib
import sqlite3
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import pytest

from oncodesk.codes.importing import Filled, Guess
from oncodesk.codes.library import CodeSets
from oncodesk.codes.pieces import Piece
from oncodesk.codes.shelf import Shelf
from oncodesk.codes.sources import icd10cm_order, icd10cm_tabular_xml
from oncodesk.codes.sources.installed import shipped

Official = Callable[[str], Path]
Fill = Callable[[sqlite3.Connection, Sequence[Piece], Guess], Filled]
OFFICIAL = {
    "order": "icd10cm_fy2025/2025-code-descriptions-tabular-order-april.zip",
    "neoplasm": "icd10cm_fy2025/icd10cm_neoplasm_2025.xml",
    "drugs": "icd10cm_fy2025/icd10cm_drug_2025.xml",
    "external": "icd10cm_fy2025/icd10cm_eindex_2025.xml",
    "conversion": "icd10cm_fy2025/2025-conversion-table.zip",
    "hcpcs": "hcpcs_2019/2019-Alpha-Numeric-HCPCS-File.zip",
}


@pytest.fixture(scope="session")
def official(shared_data: Path) -> Official:
    """The real file of a short name; the test is skipped, and says so, where it is absent."""

    def path(name: str) -> Path:
        if name == "tabular":
            return shipped().tabular
        found = shared_data / OFFICIAL[name]
        if not found.is_file():
            pytest.skip(f"the official file {OFFICIAL[name]} is not beside the repository")
        return found

    return path


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """An empty shelf."""
    return Shelf(tmp_path / "codesets")


@pytest.fixture
def own_sets(code_sets: CodeSets, shelf: Shelf) -> CodeSets:
    """The shipped sets beside that shelf."""
    return code_sets.with_shelf(shelf)


@pytest.fixture
def later_hcpcs(official: Official, tmp_path: Path) -> Path:
    """The official text as it might be in January 2027: one code ended, one new, one worded anew."""
    with zipfile.ZipFile(official("hcpcs")) as archive:
        name = next(name for name in archive.namelist() if name.endswith("ANWEB.txt"))
        lines = archive.read(name).split(b"\r\n")
    made = tmp_path / "later.txt"
    made.write_bytes(b"\r\n".join(_later(lines)))
    return made


def _later(lines: Iterable[bytes]) -> Iterable[bytes]:
    for line in lines:
        if line.startswith(b"J927100100"):
            yield line[:276] + b"2027010120261231D" + line[293:]
            text = b"Injection, pembrolizumab, per 100 mg"
            yield b"J9998" + line[5:11] + text.ljust(80) + line[91:268] + b"2027010120270101        A" + line[293:]
        elif line.startswith(b"J903500100"):
            yield line[:11] + b"Injection, bevacizumab, per 10 mg".ljust(80) + line[91:]
        else:
            yield line


@pytest.fixture(scope="session", autouse=True)
def each_file_filled_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The two large files of ICD-10-CM fill their tables once; where the same bytes come again, those are copied."""
    with pytest.MonkeyPatch.context() as patch:
        for importer in (icd10cm_order, icd10cm_tabular_xml):
            patch.setattr(importer, "fill", _once(importer.fill, tmp_path_factory.mktemp("filled")))
        yield


def _once(fill: Fill, folder: Path) -> Fill:
    held: dict[object, tuple[Path, Filled]] = {}

    def filling(db: sqlite3.Connection, parts: Sequence[Piece], guess: Guess) -> Filled:
        key = (guess, *map(_digest, parts))
        if key in held:
            path, found = held[key]
            _copied(path, db, into=db)
            return found
        found = fill(db, parts, guess)
        path = folder / f"{len(held)}.db"
        _copied(path, db, into=None)
        held[key] = path, found
        return found

    return filling


def _copied(path: Path, db: sqlite3.Connection, into: sqlite3.Connection | None) -> None:
    """Copies between the file and the edition, which is within a transaction: sqlite copies only outside of one."""
    db.execute("COMMIT")
    with contextlib.closing(sqlite3.connect(path)) as kept:
        (kept if into else db).backup(into or kept)
    db.execute("BEGIN")


def _digest(piece: Piece) -> str:
    with piece.open() as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
