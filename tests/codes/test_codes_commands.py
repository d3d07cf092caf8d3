"""`oncodesk codes`: dry run, load, status, watch, rollback, and what is said of a file that is none."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from oncodesk.cli import main
from oncodesk.codes.library import CodeSets

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, code_sets: CodeSets, monkeypatch: pytest.MonkeyPatch) -> Run:
    """A command in a home of its own."""
    home = tmp_path / "home"
    home.mkdir()
    shutil.copy(code_sets.path, home)
    monkeypatch.setenv("ONCODESK_HOME", str(home))
    return lambda *words: CliRunner().invoke(main, ["codes", *map(str, words)])


def test_there_and_back(run: Run, official: Callable[[str], Path]) -> None:
    file = official("hcpcs")
    assert "would load HCPCS Level II, edition 2019-01-01: 6,440 rows" in run("diff", file).output
    assert "HCPCS Level II" not in run("status").output
    assert "loaded HCPCS Level II" in run("import", file).output
    assert "HCPCS Level II: 6,440 rows, edition 2019-01-01, in force 2019-01-01 to 2019-03-31" in run("status").output
    assert "loaded already" in run("import", file).output
    [change] = json.loads(run("diff", file, "--json").output)["changes"]
    assert change["already"] is True
    assert "no new CMS files" in run("watch", file.parent).output
    assert "taken back: hcpcs-2019-01-01" in run("rollback").output
    assert "1 new CMS file in" in run("watch", file.parent).output
    again = run("rollback")
    assert again.exit_code == 2 and "expected a load to take back" in again.stderr


def test_what_it_does_to_the_practices_own_codes(run: Run, official: Callable[[str], Path], tmp_path: Path) -> None:
    fees = tmp_path / "fees.json"
    document = {"format": "oncodesk.fees/1", "name": "Standard", "since": "2018-01-01", "per_unit": {"J9310": "900.00"}}
    fees.write_text(json.dumps(document), encoding="utf-8")
    said = run("diff", official("hcpcs"), "--own", fees).output
    assert "J9310 (fees Standard): ended on 2018-12-31; the same drug: J9312" in said
    fees.write_text(json.dumps(document | {"until": "2019-01-01"}), encoding="utf-8")
    wrong = run("diff", official("hcpcs"), "--own", fees)
    assert wrong.exit_code == 2 and "fees.json: until: unknown field" in wrong.stderr


def test_a_file_that_is_none(run: Run, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Sir", encoding="utf-8")
    said = run("import", letter)
    assert said.exit_code == 2
    assert said.stderr.strip() == "oncodesk: letter.txt: file: not recognised as an official code file"
    missing = run("import", tmp_path / "none.zip")
    assert missing.exit_code == 2 and missing.stderr.count("\n") == 1
    assert run("watch", tmp_path / "nowhere").exit_code == 2
