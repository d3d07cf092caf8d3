"""The shelf: what stands on it, what answers on a day, and the way back."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from oncodesk.codes.shelf import STEPS, Shelf, Shelved, choose, read_meta, write_meta


def edition(folder: Path, label: str, since: str, until: str | None, set_: str = "mue", sha: str = "a") -> Path:
    """An unfinished edition file."""
    folder.mkdir(exist_ok=True, parents=True)
    path = folder / f"new-{set_}-{label}-{sha}.db"
    path.unlink(missing_ok=True)
    db = sqlite3.connect(path)
    values: dict[str, str | None] = {"set": set_, "label": label, "since": since, "until": until, "rows": "3"}
    write_meta(db, values | {"source": "a.zip", "sha256": sha * 64, "loaded_at": "2026-01-01T08:00"})
    db.commit()
    db.close()
    return path


def held(label: str, since: str, until: str | None) -> Shelved:
    end = date.fromisoformat(until) if until else None
    return Shelved("mue", label, date.fromisoformat(since), end, 1, "", "", "", Path(label))


@pytest.mark.parametrize(
    ("day", "label", "said"),
    [
        ("2026-05-01", "2026-04-01", ""),
        ("2026-07-01", "2026-04-01", "ended 2026-06-30"),
        ("2026-02-01", "2026-01-01", ""),
        ("2025-12-31", "2026-01-01", "began 2026-01-01"),
    ],
)
def test_which_edition_answers(day: str, label: str, said: str) -> None:
    editions = [held("2026-01-01", "2026-01-01", "2026-03-31"), held("2026-04-01", "2026-04-01", "2026-06-30")]
    found = choose(editions, date.fromisoformat(day))
    assert found is not None and found.edition.label == label
    assert bool(found.stale) is bool(said) and said in found.stale


def test_an_update_within_a_year_answers_from_its_day() -> None:
    year = ("2025-10-01", "2026-09-30")
    both = [held("2025-10-01", *year), held("2026-04-01", *year)]
    for day, label in (("2026-01-05", "2025-10-01"), ("2026-05-05", "2026-04-01")):
        found = choose(both, date.fromisoformat(day))
        assert found is not None and (found.edition.label, found.stale) == (label, "")
    alone = choose(both[1:], date(2026, 1, 5))
    assert alone is not None and alone.edition.label == "2026-04-01"
    assert choose([], date(2026, 1, 5)) is None


def test_one_of_the_same_label_takes_the_others_place_and_gives_it_back(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "codesets")
    for sha in "ab":
        shelf.install([edition(tmp_path, "2026-01-01", "2026-01-01", "2026-03-31", sha=sha)])
    assert [e.sha256[0] for e in shelf.editions] == ["b"]
    shelf.rollback()
    assert [e.sha256[0] for e in shelf.editions] == ["a"]
    shelf.rollback()
    assert not shelf.editions and shelf.rollback() is None


def test_files_that_nothing_leads_back_to_are_cleared(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "codesets")
    for number in range(STEPS + 4):
        sha = "abcdef0123456789"[number % 16]
        shelf.install([edition(tmp_path, f"2026-01-{number + 1:02}", "2026-01-01", None, sha=sha)])
        shelf.rollback()
    shelf.install([edition(tmp_path, "2026-02-01", "2026-01-01", None)])
    assert len(list(shelf.folder.glob("*.db"))) == 1


def test_another_program_sees_what_was_loaded(tmp_path: Path) -> None:
    mine, theirs = Shelf(tmp_path / "codesets"), Shelf(tmp_path / "codesets")
    assert not theirs.editions
    mine.install([edition(tmp_path, "2026-01-01", "2026-01-01", None)])
    assert [e.label for e in theirs.editions] == ["2026-01-01"]


def test_a_damaged_edition_is_named_and_left_out(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "codesets")
    [kept] = shelf.install([edition(tmp_path, "2026-01-01", "2026-01-01", None)])
    kept.path.write_bytes(b"damaged")
    again = Shelf(tmp_path / "codesets")
    assert not again.editions and again.unreadable() == (kept.path.name,)


def test_a_lost_journal_leaves_what_is_whole(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "codesets")
    shelf.install([edition(tmp_path, "2026-01-01", "2026-01-01", None)])
    (shelf.folder / "journal.json").write_text('{"standing": [')
    assert [e.label for e in Shelf(shelf.folder).editions] == ["2026-01-01"]


def test_what_is_no_edition_is_refused(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "codesets")
    other = tmp_path / "other.db"
    other.write_bytes(b"nothing")
    assert read_meta(other) is None
    with pytest.raises(ValueError, match="no edition file"):
        shelf.install([edition(tmp_path, "2026-01-01", "2026-01-01", None), other])
    assert not shelf.editions


LOADER = """
import sys; from pathlib import Path; sys.path.insert(0, sys.argv[3])
from test_shelf import edition; from oncodesk.codes.shelf import Shelf
shelf, n = Shelf(Path(sys.argv[1])), 0
made, day = Path(sys.argv[2]), "2026-01-01"
while True:
    n += 1
    shelf.install([edition(made, day, day, None, s, "abcdef"[n % 6]) for s in ("x", "y")])
    print(n, flush=True)
"""


@pytest.mark.slow
def test_killed_at_any_moment_the_shelf_is_before_or_after(tmp_path: Path) -> None:
    folder = tmp_path / "codesets"
    for moment in range(8):
        command = [sys.executable, "-c", LOADER, str(folder), str(tmp_path / "made"), str(Path(__file__).parent)]
        loader = subprocess.Popen(command, stdout=subprocess.PIPE, env=os.environ.copy())
        assert loader.stdout is not None
        loader.stdout.readline()
        time.sleep(0.003 * moment)
        loader.send_signal(signal.SIGKILL) if hasattr(signal, "SIGKILL") else loader.kill()
        loader.wait()
        found = Shelf(folder).editions
        assert [e.set for e in found] == ["x", "y"] and found[0].sha256 == found[1].sha256
