"""The tabular list as read from the installed package."""

import io
import zipfile
from functools import cache
from pathlib import Path

import pytest

from oncodesk.codes.sources.icd10cm_tabular import Entry, read_entries
from oncodesk.codes.sources.installed import Shipped, shipped

FY2025 = "icd10cm_fy2025/2025-code-descriptions-tabular-order-april.zip"


@cache
def entries() -> dict[str, Entry]:
    return {entry.code: entry for entry in read_entries(shipped()) if entry.kind == "code"}


def test_every_code_is_there() -> None:
    assert len(entries()) == 98_186
    assert sum(entry.billable for entry in entries().values()) == 74_719


def test_seventh_characters_are_built_with_placeholders() -> None:
    assert (
        entries()["T45.1X5A"].text == "Adverse effect of antineoplastic and immunosuppressive drugs, initial encounter"
    )
    assert entries()["M84.58XA"].billable
    assert not entries()["T45.1X5"].billable
    assert [char for char, _ in entries()["T45.1X5"].seventh] == ["A", "D", "S"]


def test_an_entry_keeps_its_notes() -> None:
    assert ("excludes2", "anemia in neoplastic disease (D63.0)") in entries()["D64.81"].notes
    assert any(kind == "excludes1" and "D61.1" in text for kind, text in entries()["D63.0"].notes)
    assert ("inclusion", "Cancer associated pain") in entries()["G89.3"].notes


def test_differs_from_the_year_before_as_published(shared_data: Path) -> None:
    source = shared_data / FY2025
    if not source.is_file():
        pytest.skip(f"needs the official FY2025 order file, {FY2025}")
    with zipfile.ZipFile(source) as archive:
        name = next(n for n in archive.namelist() if n.endswith("icd10cm_order_2025.txt"))
        lines = io.TextIOWrapper(archive.open(name), encoding="cp1252").readlines()
    before = {line[6:13].strip() for line in lines if line[14] == "1"}
    now = {code.replace(".", "") for code, entry in entries().items() if entry.billable}
    assert len(now - before) == 487
    assert len(before - now) == 28


def test_another_xml_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.xml"
    other.write_text("<list/>", encoding="utf-8")
    with pytest.raises(ValueError, match="tabular"):
        read_entries(Shipped(other, shipped().codes))
