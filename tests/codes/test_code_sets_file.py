"""The file of code sets: built once, whole or not at all."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from oncodesk.codes import build
from oncodesk.codes.library import CodeSets

OPEN = "from oncodesk.codes.library import open_code_sets; print(len(open_code_sets().rows('SELECT 1 FROM find')))"


def test_what_is_loaded_is_told(code_sets: CodeSets) -> None:
    assert "98,186 codes, edition 2026-04-01, in force 2025-10-01 to 2026-09-30" in code_sets.status_text()


def test_the_file_can_only_be_read(code_sets: CodeSets) -> None:
    import sqlite3

    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        code_sets.rows("DELETE FROM find")


def test_half_a_file_is_not_whole(tmp_path: Path, code_sets: CodeSets) -> None:
    half = tmp_path / "half.db"
    half.write_bytes(code_sets.path.read_bytes()[:50_000])
    assert not build.is_whole(half)
    assert not build.is_whole(tmp_path / "missing.db")
    assert build.is_whole(code_sets.path)


@pytest.mark.slow
def test_two_that_build_at_once_over_a_damaged_file(tmp_path: Path) -> None:
    (tmp_path / f"codes-{build.fingerprint()}.db").write_bytes(b"damaged")
    for age in range(4):
        older = tmp_path / f"codes-{age}.db"
        older.write_bytes(b"older")
        os.utime(older, (1_000_000 - age, 1_000_000 - age))
    surroundings = os.environ | {"ONCODESK_HOME": str(tmp_path)}
    both = [subprocess.Popen([sys.executable, "-c", OPEN], env=surroundings, stdout=subprocess.PIPE) for _ in range(2)]
    counts = {process.communicate(timeout=120)[0].strip() for process in both}
    assert len(counts) == 1 and int(counts.pop()) > 98_186
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {f"codes-{build.fingerprint()}.db", "codes-0.db", "codes-1.db"}


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    surroundings = os.environ | {"ONCODESK_HOME": str(blocked)}
    done = subprocess.run([sys.executable, "-c", OPEN], env=surroundings, capture_output=True, text=True, timeout=60)
    assert "UnusableInput" in done.stderr and str(blocked) in done.stderr
