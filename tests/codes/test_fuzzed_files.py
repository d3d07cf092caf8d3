"""Thousands of small wounds: a file is loaded whole or refused in one line, and nothing else ever happens."""

import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from wounds import wounded

from oncodesk.codes import importing
from oncodesk.codes.shelf import Shelf
from oncodesk.codes.sources.catalogue import IMPORTERS
from oncodesk.domain.errors import UnusableInput


@pytest.mark.parametrize("name", ["order", "neoplasm", "drugs", "external", "conversion", "hcpcs", "workbook"])
def test_wounds(official: Callable[[str], Path], tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for importer in IMPORTERS:
        monkeypatch.setattr(importer, "FEWEST_ROWS", 0)
    data, chance = beginning(official, name), random.Random(name)
    shelf = Shelf(tmp_path / "codesets")
    path = tmp_path / f"{name}_2025.txt"
    for _ in range(60):
        path.write_bytes(wounded(data, chance))
        try:
            with importing.built([path], shelf, "2026-01-01T08:00") as found:
                assert all(one.edition.rows > 0 for one in found)
        except UnusableInput as said:
            assert "\n" not in str(said)
        assert not shelf.editions and not list(shelf.folder.iterdir())


def beginning(official: Callable[[str], Path], name: str) -> bytes:
    """Some forty thousand bytes of the real file, or a small workbook of the same layout."""
    path = official("hcpcs" if name == "workbook" else name)
    if path.suffix != ".zip":
        return path.read_bytes()[:40_000]
    ends = {"order": "order_2025.txt", "conversion": ".csv", "hcpcs": "ANWEB.txt", "workbook": "ANWEB.xlsx"}
    with zipfile.ZipFile(path) as archive:
        held = archive.read(next(n for n in archive.namelist() if n.endswith(ends[name])))
    return held if name == "workbook" else held[:40_000]
