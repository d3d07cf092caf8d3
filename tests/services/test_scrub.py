"""Claims in bulk: each one told in order, whatever is between them, and the same when stopped and begun again."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner

from oncodesk.cli import main
from oncodesk.codes.library import CodeSets
from oncodesk.domain.errors import UnusableInput
from oncodesk.rules.examples import claim, line
from oncodesk.services.scrub import Scrub, Scrubbed, Summary

ISA = "ISA*00*          *00*          *ZZ*A              *ZZ*B              *260312*1200*^*00501*000000007*0*T*:~"
INTERCHANGE = f"""{ISA}
GS*HC*A*B*20260312*1200*7*X*005010X222A1~
ST*837*0001*005010X222A1~
HL*1**20*1~
NM1*85*2*RIVERSIDE ONCOLOGY PC*****XX*1234567893~
HL*2*1*22*0~
SBR*P*18*******MB~
NM1*IL*1*EXAMPLE*PAT****MI*1EG4TE5MK73~
DMG*D8*19500102*F~
NM1*PR*2*MEDICARE PART B*****PI*06102~
CLM*X-1*100***11:B:1~
HI*ABK:C182~
LX*1~
SV1*HC:99214*100*UN*1***1~
DTP*472*D8*20260312~
CLM*X-2*50***11:B:1~
HI*ABK:C182~
PWK*OZ*BM~
LX*1~
SV1*HC:99214*50*UN*one***1~
DTP*472*D8*20260312~
SE*17*0001~
GE*1*7~
IEA*1*000000007~
"""


def document(*lines: dict, **more: object) -> str:
    return claim(*lines, **more).model_dump_json()


WRONG = document(line("96413"), line("J9263", 300, "JW", "JZ", charge="400.00"), dx="Z51.11 C18.2")
RIGHT = document(line("99214", charge="150.00"), dx="C18.2")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of every kind of file."""
    made = tmp_path / "claims"
    (made / "more").mkdir(parents=True)
    (made / "b.jsonl").write_text("\n".join([RIGHT, WRONG, "{", "", RIGHT, '{"format": "oncodesk.visit/1"}']))
    (made / "a.837").write_text(INTERCHANGE)
    (made / "more" / "one.json").write_text(json.dumps(json.loads(RIGHT), indent=2))
    (made / "notes.txt").write_text("nothing of ours")
    (made / ".hidden").write_text(RIGHT)
    return made


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """Enough claims for several processes."""
    path = tmp_path / "many.jsonl"
    with path.open("w") as file:
        for n in range(300):
            text = document(
                line("99214", charge="150.00"), *([line("36415", 1 + n % 3)] if n % 2 else []), dx="C18.2",
                payer={"kind": ("medicare", "commercial")[n % 2], "name": "P"},
            )  # fmt: skip
            file.write((text if n % 37 else "{broken") + "\n")
    return path


def run(code_sets: CodeSets, *paths: Path, **more: object) -> tuple[list[Scrubbed], Summary]:
    scrub = Scrub(paths, code_sets, **more)  # type: ignore[arg-type]
    return list(scrub), scrub.summary


def told(lines: list[Scrubbed]) -> list[tuple[str, str, str]]:
    found = [json.loads(one.json) for one in lines]
    return [(Path(one["source"]).name, one["place"], one["kind"]) for one in found]


def test_files_and_folders_are_told_by_what_is_in_them(folder: Path, code_sets: CodeSets) -> None:
    lines, summary = run(code_sets, folder)
    assert told(lines) == [
        ("a.837", "segment 11", "claim"),
        ("a.837", "segment 16", "unreadable"),
        ("a.837", "segment 22", "fault"),
        ("b.jsonl", "line 1", "claim"),
        ("b.jsonl", "line 2", "claim"),
        ("b.jsonl", "line 3", "unreadable"),
        ("b.jsonl", "line 5", "claim"),
        ("b.jsonl", "line 6", "unreadable"),
        ("one.json", "", "claim"),
        ("notes.txt", "", "passed"),
    ]
    assert [json.loads(one.json)["number"] for one in lines] == list(range(1, 11))
    assert (summary.claims, summary.unreadable, summary.faults, summary.passed_over) == (8, 3, 1, 1)
    assert summary.clean + summary.with_errors + summary.with_warnings == 5
    assert not summary.is_clean


def test_the_reports_are_those_of_check(folder: Path, code_sets: CodeSets) -> None:
    lines, _ = run(code_sets, folder / "b.jsonl")
    for number, text in ((0, RIGHT), (1, WRONG)):
        alone = CliRunner().invoke(main, ["check", "-"], input=text)
        assert json.loads(lines[number].json)["report"] == json.loads(alone.stdout)


def test_an_unreadable_claim_says_where_and_why(folder: Path, code_sets: CodeSets) -> None:
    said = [one.said for one in run(code_sets, folder)[0] if one.said]
    assert said[0].endswith("a.837: segment 16: line 1: SV104: expected a number, found 'one' (X-2)")
    assert "a.837: segment 22: SE counts 17 segments, found 20" in said[1]
    assert "b.jsonl: line 3: line 1, column 2: expected JSON" in said[2]
    assert "expected oncodesk.claim/1, found a visit" in said[3] or "date_of_service" in said[3]


def test_what_an_837p_says_beyond_the_claim_is_told(folder: Path, code_sets: CodeSets) -> None:
    found = [json.loads(one.json) for one in run(code_sets, folder / "a.837")[0]]
    assert found[0]["account"] == "X-1"
    assert (found[0]["frequency"], found[0]["charges"], found[0]["payer"]) == ("1", "100.00", "medicare")
    assert found[1]["not_understood"] == ["2300 PWK*OZ"]


def test_the_summary_adds_up(many: Path, code_sets: CodeSets) -> None:
    lines, summary = run(code_sets, many)
    found = [json.loads(one.json) for one in lines]
    reports = [one["report"] for one in found if "report" in one]
    findings = [f for report in reports for f in report["findings"]]
    assert summary.claims == 300
    assert summary.unreadable == 9
    assert summary.errors == sum(f["severity"] == "error" for f in findings)
    assert summary.warnings + summary.infos == sum(f["severity"] != "error" for f in findings)
    for rule in summary.by_rule:
        of_rule = [f for f in findings if f["rule"] == rule.rule]
        assert rule.errors + rule.warnings + rule.infos == len(of_rule)
        assert rule.claims == sum(any(f["rule"] == rule.rule for f in report["findings"]) for report in reports)
        assert rule.at_stake == sum(Decimal(one.get("at_stake", {}).get(rule.rule, 0)) for one in found)
    assert sum(rule.counted_once for rule in summary.by_rule) == summary.at_stake + summary.at_stake_by_warnings
    assert sum(payer.at_stake for payer in summary.by_payer) == summary.at_stake
    assert sum(payer.claims for payer in summary.by_payer) == len(reports)
    assert summary.charges == sum(Decimal(one.get("charges", 0)) for one in found)
    assert "edits.ncci-pair" in {name.name for name in summary.not_checked}


def test_dollars_at_stake_are_those_of_the_lines_found(code_sets: CodeSets, tmp_path: Path) -> None:
    (tmp_path / "one.jsonl").write_text(WRONG)
    _, summary = run(code_sets, tmp_path)
    rule = next(rule for rule in summary.by_rule if (rule.errors and "waste" in rule.rule) or "wastage" in rule.rule)
    assert f"{rule.at_stake:.2f}" == "400.00"
    assert f"{summary.charges:.2f}" == "410.00"


def test_a_line_under_several_rules_is_counted_once(code_sets: CodeSets, tmp_path: Path) -> None:
    (tmp_path / "one.jsonl").write_text(f"{WRONG}\n{RIGHT}")
    _, summary = run(code_sets, tmp_path)
    shared = [rule for rule in summary.by_rule if rule.at_stake >= 400]
    assert len(shared) > 1
    assert sum(rule.counted_once >= 400 for rule in shared) == 1
    assert summary.at_stake + summary.at_stake_by_warnings <= 410 < sum(rule.at_stake for rule in summary.by_rule)
    assert "each line once" in summary.as_text()
    assert summary.as_text().count("may stand under several rules") == 1


@pytest.mark.parametrize("jobs", [2, 3])
def test_the_order_and_the_outcome_hold_for_any_number_of_processes(many: Path, code_sets: CodeSets, jobs: int) -> None:
    alone, one = run(code_sets, many, jobs=1)
    together, other = run(code_sets, many, jobs=jobs)
    assert together == alone
    assert other == one


@pytest.mark.parametrize("jobs", [1, 2])
def test_a_run_that_is_stopped_goes_on_where_it_was(many: Path, code_sets: CodeSets, tmp_path: Path, jobs: int) -> None:
    whole, summary = run(code_sets, many, jobs=1)
    state, stops = tmp_path / "state", []
    for stop_at in (10, 90, 10**6):
        stops.append(0)
        cancelled = partial(lambda at: stops[-1] >= at, stop_at)
        scrub = Scrub([many], code_sets, jobs=jobs, state=state, cancelled=cancelled)
        for one in scrub:
            stops[-1] += 1
            assert one == whole[stops[-1] - 1]
    assert 10 <= stops[0] < 90 <= stops[1] < stops[2] == 300
    assert scrub.summary == summary


def test_a_state_torn_anywhere_gives_the_same_result(many: Path, code_sets: CodeSets, tmp_path: Path) -> None:
    whole, summary = run(code_sets, many, jobs=1)
    state = tmp_path / "state"
    list(Scrub([many], code_sets, state=state))
    text = state.read_bytes()
    for end in (0, 1, 40, 110, 111, 300, len(text) // 3, len(text) // 2, len(text) - 1, len(text)):
        begun = end > text.index(b"\n")
        for torn in (text[:end], text[:end] + b"\0" * 100, text[:end] + text[:50])[: 3 if begun else 1]:
            state.write_bytes(torn)
            again, found = run(code_sets, many, state=state)
            assert again == whole
            assert found == summary
            assert state.read_bytes() == text


def test_a_state_of_another_run_is_kept(many: Path, folder: Path, code_sets: CodeSets, tmp_path: Path) -> None:
    state = tmp_path / "state"
    list(Scrub([folder], code_sets, state=state))
    before = state.read_bytes()
    with pytest.raises(UnusableInput, match="the state of this very run, found one of another run"):
        Scrub([many], code_sets, state=state)
    assert state.read_bytes() == before
    (folder / "b.jsonl").write_text(RIGHT)
    with pytest.raises(UnusableInput, match="another run"):
        Scrub([folder], code_sets, state=state)
    with pytest.raises(UnusableInput, match="found something else"):
        Scrub([folder], code_sets, state=many)
    assert many.read_text().count("\n") == 300


def test_a_state_is_private(many: Path, code_sets: CodeSets, tmp_path: Path) -> None:
    list(Scrub([many], code_sets, state=tmp_path / "state"))
    assert sys.platform == "win32" or (tmp_path / "state").stat().st_mode & 0o077 == 0


def test_a_fault_of_ours_is_one_line_and_the_run_goes_on(
    many: Path, code_sets: CodeSets, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("oncodesk.services.scrubbing.judging.check_claim", broken)
    lines, summary = run(code_sets, many)
    assert summary.unreadable == len(lines) == 300
    assert "could not be checked: ZeroDivisionError in oncodesk.services.scrubbing.judging" in lines[1].said
    assert "Example" not in lines[1].said


def test_a_claim_no_form_could_hold_is_refused(code_sets: CodeSets, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(document(line("99214"), dx=" ".join(["C18.2"] * 101)))
    (one,), _ = run(code_sets, tmp_path)
    assert "diagnoses: expected at most 100, found 101" in one.said


def command(*arguments: object) -> tuple[int, str, str]:
    answer = CliRunner().invoke(main, ["scrub", *map(str, arguments)], catch_exceptions=False)
    return answer.exit_code, answer.stdout, answer.stderr


def test_exit_codes(folder: Path, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.jsonl", tmp_path / "bad.jsonl"
    good.write_text(RIGHT)
    bad.write_text(WRONG)
    assert command(good)[0] == 0
    assert command(bad)[0] == 1
    assert command(good, bad, "--jobs", 2)[0] == 1
    (tmp_path / "torn.jsonl").write_text(RIGHT + "\n{")
    assert command(tmp_path / "torn.jsonl")[0] == 1


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("none.837", None, "no such file or directory"),
        ("a.txt", "words", "expected claims, found none"),
        ("a.zip", "PK\x03\x04", "expected claims, found none"),
        ("a.837", INTERCHANGE.replace("X222A1", "X223A2"), "expected claims, found none"),
    ],
)
def test_what_holds_no_claim_is_unusable(tmp_path: Path, name: str, content: str | None, said: str) -> None:
    if content is not None:
        (tmp_path / name).write_text(content)
    code, _, errors = command(tmp_path / name)
    assert code == 2
    assert said in errors
    (tmp_path / "empty").mkdir()
    assert command(tmp_path / "empty")[0] == 2


def test_json_lines_end_in_the_summary(folder: Path) -> None:
    _, out, _ = command(folder, "--json")
    found = [json.loads(text) for text in out.splitlines()]
    assert [one["format"] for one in found] == ["oncodesk.scrubbed/1"] * 10 + ["oncodesk.scrub-summary/1"]
    code, text, errors = command(folder)
    assert code == 1
    assert "8 claims: " in text and "by payer" in text and "not understood" in text
    assert "segment 16" in text
    assert "100%" in errors


@pytest.mark.skipif(sys.platform == "win32", reason="sends SIGINT and SIGKILL")
@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGKILL])
@pytest.mark.parametrize("jobs", [1, 2])
def test_stopped_from_outside_and_begun_again_it_is_one_run(
    many: Path, tmp_path: Path, sign: signal.Signals, jobs: int
) -> None:
    many.write_bytes(many.read_bytes() * 4)
    state = tmp_path / "state"
    call = [sys.executable, "-m", "oncodesk", "scrub", str(many), "--json", "--jobs", str(jobs), "--resume", str(state)]
    out = tmp_path / "out"
    with out.open("wb") as file, subprocess.Popen(call, stdout=file, stderr=subprocess.PIPE) as process:
        _wait(lambda: state.exists() and state.stat().st_size > 200_000)
        process.send_signal(sign)
        _, errors = process.communicate(timeout=60)
    assert process.returncode == (130 if sign == signal.SIGINT else -signal.SIGKILL)
    assert b"Traceback" not in errors
    if sign == signal.SIGINT:
        *lines, last = out.read_bytes().splitlines()
        assert json.loads(last)["claims"] == len(lines) < 1200
        assert state.read_bytes().count(b"\n") == len(lines) + 1
    again = subprocess.run(call, capture_output=True, check=False)
    once = subprocess.run(call[:-2], capture_output=True, check=False)
    assert again.stdout == once.stdout
    assert again.returncode == once.returncode == 1


def _wait(ready: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not ready():
        assert time.monotonic() < end
        time.sleep(0.02)
