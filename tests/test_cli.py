"""The commands as a person runs them."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from oncodesk import paths
from oncodesk.cli import main

SAMPLES = paths.resources() / "samples"
FOLFOX = SAMPLES / "visit-mfolfox6.json"


def run(*arguments: object, typed: str = "") -> Result:
    return CliRunner().invoke(main, [str(a) for a in arguments], input=typed, catch_exceptions=False)


def test_derive_gives_one_document_with_its_report() -> None:
    answer = run("derive", FOLFOX, "--json")
    assert answer.exit_code == 0
    found = json.loads(answer.stdout)
    assert found["format"] == "oncodesk.derivation/1"
    assert {trace["line"] for trace in found["trace"]} == {line["id"] for line in found["claim"]["lines"]}
    assert found["report"]["as_of"] == "2026-09-14"


def test_a_derived_claim_can_be_checked_as_it_is(tmp_path: Path) -> None:
    claim = tmp_path / "claim.json"
    derived = json.loads(run("derive", FOLFOX, "--json").stdout)
    claim.write_text(json.dumps(derived["claim"]))
    answer = run("check", claim, "--json")
    assert json.loads(answer.stdout) == derived["report"]
    assert answer.exit_code == 0


def test_text_says_why_for_every_line() -> None:
    answer = run("derive", FOLFOX).stdout
    assert "09:15–11:20 = 125 min" in answer
    assert "Why:" in answer


def test_json_lines_in_and_out() -> None:
    visit = json.dumps(json.loads(FOLFOX.read_text(encoding="utf-8")))
    answer = run("derive", "-", typed=f"{visit}\n\n{visit}\n")
    first, second = answer.stdout.splitlines()
    assert first == second
    assert json.loads(first)["claim"]["lines"]


def test_check_exits_1_for_an_error(tmp_path: Path) -> None:
    claim = json.loads(run("derive", SAMPLES / "visit-pembrolizumab.json", "--json").stdout)["claim"]
    claim["lines"][0]["modifiers"] = ["JW", "JZ"]
    claim["lines"][0]["units"] = 3
    path = tmp_path / "claim.json"
    path.write_text(json.dumps(claim))
    assert run("check", path).exit_code == 1


def test_look_up_answers_one_line_each() -> None:
    answer = run("lookup", "-", "--json", "--on", "2026-06-01", typed="oxaliplatin\nC18.2\n")
    first, second = (json.loads(line) for line in answer.stdout.splitlines())
    assert first["results"][0]["code"] == "J9263"
    assert second["results"][0]["code"] == "C18.2"
    assert first["on"] == "2026-06-01"


def test_code_shows_its_page() -> None:
    assert "oxaliplatin" in run("code", "J9263", "--on", "2026-06-01").stdout.lower()
    assert run("code", "XXXXX").exit_code == 2


def test_superbill_is_written(tmp_path: Path) -> None:
    visit = json.loads(FOLFOX.read_text(encoding="utf-8")) | {
        "practice": json.loads((SAMPLES / "practice.json").read_text(encoding="utf-8"))
    }
    path, out = tmp_path / "visit.json", tmp_path / "bill.pdf"
    path.write_text(json.dumps(visit))
    assert run("superbill", path, "-o", out).exit_code == 0
    assert out.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "expected JSON"),
        ('{"format": "oncodesk.visit/1"}', "date_of_service"),
        ('{"format": "oncodesk.claim/1", "date_of_service": "2026-03-12"}', "found a claim"),
    ],
)
def test_unusable_input_is_one_line_and_exit_2(tmp_path: Path, content: str, said: str) -> None:
    path = tmp_path / "visit.json"
    path.write_text(content)
    answer = run("derive", path, "--json")
    assert answer.exit_code == 2
    assert answer.stdout == ""
    assert said in answer.stderr
    assert str(path) in answer.stderr
    assert answer.stderr.count("\n") == 1


def test_nothing_is_written_where_a_superbill_cannot_be(tmp_path: Path) -> None:
    out = tmp_path / "bill.pdf"
    answer = run("superbill", FOLFOX, "-o", out)
    assert answer.exit_code == 2
    assert "practice" in answer.stderr
    assert not out.exists()
    assert run("derive", tmp_path / "none.json").exit_code == 2
    assert run("superbill", FOLFOX, "-o", tmp_path / "no" / "such" / "folder.pdf").exit_code == 2


def test_without_a_display_the_window_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("sys.platform", "linux")
    answer = run()
    assert answer.exit_code == 2
    assert "oncodesk demo" in answer.stderr


def test_the_rulebook_has_a_page_for_each_rule() -> None:
    assert "drugs.wastage-modifier-missing" in run("rules").stdout
    assert "How to fix it" in run("rules", "drugs.wastage-modifier-missing").stdout
    assert "drugs.wastage-modifier-missing" in run("rules", "JW-01").stdout
    assert "needs a person" in run("rules", "jw-08").stdout
    assert run("rules", "JW-99").exit_code == 2
    assert run("rules", "drugs.no-such-rule").exit_code == 2


def test_a_superbill_takes_the_place_of_nothing_but_a_superbill(tmp_path: Path) -> None:
    visit = tmp_path / "visit.json"
    visit.write_text((SAMPLES / "visit-mfolfox6.json").read_text(encoding="utf-8"), encoding="utf-8")
    before = visit.read_bytes()
    refused = CliRunner().invoke(main, ["superbill", str(visit), "-o", str(visit)])
    assert refused.exit_code == 2 and "nothing is written" in refused.stderr
    assert visit.read_bytes() == before


def test_names_that_stand_twice_are_refused(tmp_path: Path) -> None:
    twice = tmp_path / "twice.json"
    twice.write_text('{"format": "oncodesk.visit/1", "reason": "hydration", "reason": "evaluation"}', encoding="utf-8")
    found = CliRunner().invoke(main, ["derive", str(twice)])
    assert found.exit_code == 2 and "reason: expected once" in found.stderr
