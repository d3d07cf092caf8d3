"""Half, renamed, hostile and foreign files: one clear line, and nothing changed."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from oncodesk.codes import pieces
from oncodesk.codes.library import CodeSets
from oncodesk.domain.errors import UnusableInput
from oncodesk.services.import_codes import import_codes

Official = Callable[[str], Path]
NAMES = ("order", "tabular", "neoplasm", "drugs", "external", "conversion", "hcpcs", "workbook")
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]><ICD10CM.{root}><version>2025</version><x>&c;</x></ICD10CM.{root}>'
)


def refused(sets: CodeSets, path: Path, **more: object) -> str:
    """The line said; nothing is changed and nothing is left behind."""
    before = sorted(p.name for p in sets.shelf.folder.glob("*")) if sets.shelf.folder.exists() else []
    with pytest.raises(UnusableInput) as said:
        import_codes(sets, [path], "2026-06-01T08:00", **more)  # type: ignore[arg-type]
    assert sorted(p.name for p in sets.shelf.folder.glob("*")) == before
    assert not sets.shelf.editions
    line = str(said.value)
    assert "\n" not in line and len(line) < 400 and "Traceback" not in line
    return line


def bare(official: Official, name: str) -> bytes:
    """The table itself, out of its zip."""
    path = official("hcpcs" if name == "workbook" else name)
    if path.suffix != ".zip":
        return path.read_bytes()
    ends = {"order": "order_2025.txt", "conversion": ".csv", "hcpcs": "ANWEB.txt", "workbook": "ANWEB.xlsx"}
    wanted = ends[name]
    with zipfile.ZipFile(path) as archive:
        return archive.read(next(n for n in archive.namelist() if n.endswith(wanted)))


def put(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("part", [0.02, 0.5, 0.97])
def test_a_part_of_the_table(own_sets: CodeSets, official: Official, tmp_path: Path, name: str, part: float) -> None:
    whole = bare(official, name)
    refused(own_sets, put(tmp_path / f"{name}_2025", whole[: int(len(whole) * part)]))


@pytest.mark.parametrize("name", ["order", "conversion", "hcpcs"])
def test_a_part_that_ends_with_a_line(own_sets: CodeSets, official: Official, tmp_path: Path, name: str) -> None:
    lines = bare(official, name).splitlines(keepends=True)
    said = refused(own_sets, put(tmp_path / f"{name}_2025", b"".join(lines[: int(len(lines) * 0.97)])))
    assert "expected" in said


@pytest.mark.parametrize("name", ["order", "conversion", "hcpcs"])
def test_two_editions_in_one_table(own_sets: CodeSets, official: Official, tmp_path: Path, name: str) -> None:
    assert "expected" in refused(own_sets, put(tmp_path / f"{name}_2025", 2 * bare(official, name)))


@pytest.mark.parametrize(
    "name",
    [
        "asp_2026jan/part_b_payment_limit_jan2026_121725.csv",
        "asp_2026jan/asp_ndc_hcpcs_crosswalk_jan2026_121725.csv",
        "fees/pprrvu_2024_no_descriptors.csv",
    ],
)
@pytest.mark.parametrize("part", [0.6, 0.9, 0.97])
def test_prices_that_end_with_a_line(
    own_sets: CodeSets, shared_data: Path, tmp_path: Path, name: str, part: float
) -> None:
    whole = shared_data / name
    if not whole.is_file():
        pytest.skip(f"{name} is not beside the repository")
    lines = whole.read_bytes().splitlines(keepends=True)
    said = refused(own_sets, put(tmp_path / "prices.csv", b"".join(lines[: int(len(lines) * part)])))
    assert "expected" in said
    assert "expected" in refused(own_sets, put(tmp_path / "twice.csv", 2 * whole.read_bytes()))


def test_a_workbook_within_two_zips(own_sets: CodeSets, official: Official, tmp_path: Path) -> None:
    data = bare(official, "workbook")
    for name in ("a.xlsx", "b.zip"):
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w") as archive:
            archive.writestr(name, data)
        data = held.getvalue()
    assert import_codes(own_sets, [put(tmp_path / "nested.zip", data)], "2026-06-01T08:00").loaded


@pytest.mark.parametrize("name", ["order", "conversion", "hcpcs"])
def test_half_a_zip(own_sets: CodeSets, official: Official, tmp_path: Path, name: str) -> None:
    whole = official(name).read_bytes()
    assert "whole zip" in refused(own_sets, put(tmp_path / "half.zip", whole[: len(whole) // 2]))


@pytest.mark.parametrize("name", ["order", "conversion", "hcpcs"])
def test_a_zip_with_damaged_bytes(own_sets: CodeSets, official: Official, tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(official(name)) as archive:
        entry = max(archive.infolist(), key=lambda e: e.filename.endswith((".txt", ".csv")) * e.file_size)
    data = bytearray(official(name).read_bytes())
    at = entry.header_offset + 200 + entry.compress_size // 2
    data[at : at + 64] = bytes(64)
    refused(own_sets, put(tmp_path / "damaged.zip", bytes(data)))


@pytest.mark.parametrize("name", NAMES)
def test_another_encoding(own_sets: CodeSets, official: Official, tmp_path: Path, name: str) -> None:
    text = bare(official, name).decode("latin-1")
    for encoding in ("utf-16", "utf-16-le", "cp500"):
        refused(own_sets, put(tmp_path / f"{name}_2025", text.encode(encoding)))


@pytest.mark.parametrize("name", NAMES)
def test_damaged_lines_within(own_sets: CodeSets, official: Official, tmp_path: Path, name: str) -> None:
    data = bytearray(bare(official, name))
    middle = len(data) // 2
    data[middle : middle + 700] = b"\x00<" * 350
    refused(own_sets, put(tmp_path / f"{name}_2025", bytes(data)))


@pytest.mark.parametrize("name", NAMES)
def test_renamed(own_sets: CodeSets, official: Official, tmp_path: Path, name: str) -> None:
    edition = "2024-10-01" if name == "order" else None
    path = put(tmp_path / "holiday.jpg", bare(official, name))
    assert import_codes(own_sets, [path], "2026-06-01T08:00", edition).loaded


def test_an_order_file_whose_year_nobody_says(own_sets: CodeSets, official: Official, tmp_path: Path) -> None:
    assert "--edition" in refused(own_sets, put(tmp_path / "download", bare(official, "order")))


def test_a_day_that_is_none(own_sets: CodeSets, official: Official) -> None:
    assert "2026-10-01" in refused(own_sets, official("neoplasm"), edition="next year")


@pytest.mark.parametrize("root", ["tabular", "index"])
def test_xml_that_laughs(own_sets: CodeSets, tmp_path: Path, root: str) -> None:
    assert "whole XML" in refused(own_sets, put(tmp_path / "icd10cm.xml", LAUGHS.format(root=root).encode()))


@pytest.mark.parametrize("root", ["tabular", "index"])
def test_xml_without_end(own_sets: CodeSets, tmp_path: Path, root: str) -> None:
    deep = f"<ICD10CM.{root}><version>2025</version>" + "<diag>" * 100_000
    refused(own_sets, put(tmp_path / "deep.xml", deep.encode()))
    wide = f"<ICD10CM.{root}><version>2025</version>" + "<diag/>" * 50_000 + f"</ICD10CM.{root}>"
    refused(own_sets, put(tmp_path / "wide.xml", wide.encode()))


def test_a_zip_that_unpacks_without_end(own_sets: CodeSets, tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.zip"
    line = b"00001 A00     0 " + b"Cholera".ljust(60) + b" Cholera\r\n"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("icd10cm_order_2025.txt", "w") as f:
        for _ in range(60):
            f.write(line * 10_000)
    refused(own_sets, bomb)


def test_bytes_are_counted_whatever_the_header_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pieces, "RATIO_FROM", 1_000_000)
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"a line\n" * 1_000_000)
    [piece] = pieces.pieces(bomb)
    with pytest.raises(UnusableInput, match="without end"):
        list(piece.lines())


def test_a_line_without_end(own_sets: CodeSets, tmp_path: Path) -> None:
    refused(own_sets, put(tmp_path / "long.txt", b"00001 A00     0 " + b"x" * 3_000_000))


def test_names_that_climb_out_of_the_folder(own_sets: CodeSets, official: Official, tmp_path: Path) -> None:
    climbing = tmp_path / "climbing.zip"
    with zipfile.ZipFile(climbing, "w") as archive:
        archive.writestr("../../escaped.txt", "00001 A00     0 x")
    assert "leads out of it" in refused(own_sets, climbing)
    with zipfile.ZipFile(climbing, "w") as archive:
        archive.writestr("/etc/hostname", bare(official, "conversion"))
    assert "leads out of it" in refused(own_sets, climbing)
    assert not list(tmp_path.parent.glob("escaped*"))


def test_zips_within_zips(own_sets: CodeSets, tmp_path: Path) -> None:
    data = b"nothing"
    for name in ("a.txt", "b.zip", "c.zip", "d.zip"):
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w") as archive:
            archive.writestr(name, data)
        data = held.getvalue()
    assert "zip within a zip" in refused(own_sets, put(tmp_path / "nested.zip", data))


def test_too_many_files(own_sets: CodeSets, tmp_path: Path) -> None:
    many = tmp_path / "many.zip"
    with zipfile.ZipFile(many, "w") as archive:
        for number in range(1000):
            archive.writestr(f"{number}.txt", "x")
    assert "at most" in refused(own_sets, many)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"PK\x05\x06" + bytes(18), b"\x00" * 5000, b"Dear Sir,\r\n"])
def test_anything_else(own_sets: CodeSets, tmp_path: Path, data: bytes) -> None:
    refused(own_sets, put(tmp_path / "some file", data))


def test_no_file_at_all(own_sets: CodeSets, tmp_path: Path) -> None:
    refused(own_sets, tmp_path / "missing.zip")
    refused(own_sets, tmp_path)


def test_one_bad_file_among_good_ones_loads_none(own_sets: CodeSets, official: Official, tmp_path: Path) -> None:
    bad = put(tmp_path / "bad.txt", b"Dear Sir")
    with pytest.raises(UnusableInput):
        import_codes(own_sets, [official("neoplasm"), bad], "2026-06-01T08:00")
    assert not own_sets.shelf.editions
