"""A bulk run with the complete edit tables loaded: steady, flat in memory, faster over processes.

Runs where this folder is named on the command line (`pytest -s tests/benchmarks`); ONCODESK_BULK sets how many claims.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from bulk import TYPICAL, invented, write_bulk

from oncodesk.codes.library import CodeSets

COUNT = int(os.environ.get("ONCODESK_BULK", "4000"))
RUN = """
import json, resource, sys, time
from pathlib import Path
from oncodesk.codes.library import CodeSets
from oncodesk.codes.shelf import Shelf
from oncodesk.services.scrub import Scrub

if __name__ == "__main__":
    built, shelf, source, jobs, count = sys.argv[1:]
    run = Scrub([Path(source)], CodeSets(Path(built), Shelf(Path(shelf))), jobs=int(jobs))
    tenth, marks = int(count) // 10, []
    for n, line in enumerate(run, 1):
        if n == 1 or n % tenth == 0:
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
            marks.append((time.perf_counter(), time.process_time(), peak))
    print(json.dumps({"marks": marks, "claims": run.summary.claims, "unreadable": run.summary.unreadable}))
"""


@pytest.fixture(scope="module")
def bulk(edited_sets: CodeSets, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Typical claims, each under an account of its own."""
    pytest.importorskip("resource", reason="memory cannot be measured here")
    path = tmp_path_factory.mktemp("bulk") / "claims.jsonl"
    claims = [claim for _, claim in invented(edited_sets, 800) if len(claim.lines) in TYPICAL]
    write_bulk(path, claims, COUNT)
    return path


def ran(sets: CodeSets, source: Path, jobs: int, script: Path) -> dict[str, Any]:
    """A run in a process of its own: clock, processor seconds, peak megabytes after the first claim and each tenth."""
    script.write_text(RUN)
    call = [sys.executable, str(script), str(sets.path), str(sets.shelf.folder), str(source), str(jobs), str(COUNT)]
    found: dict[str, Any] = json.loads(subprocess.run(call, check=True, capture_output=True, text=True).stdout)
    assert (found["claims"], found["unreadable"]) == (COUNT, 0)
    return found


def test_the_last_tenth_is_as_fast_as_the_first_and_needs_no_more_memory(
    edited_sets: CodeSets, bulk: Path, tmp_path: Path
) -> None:
    marks = ran(edited_sets, bulk, 1, tmp_path / "run.py")["marks"]
    first, last = marks[2][1] - marks[1][1], marks[-1][1] - marks[-2][1]
    spent = marks[-1][1] - marks[0][1]
    print(
        f"\n{COUNT:,} claims: {COUNT / spent:.0f} a second of one core; second tenth {first:.2f} s, last {last:.2f} s; "
        f"memory {marks[2][2]:.0f} MB after two tenths, {marks[-1][2]:.0f} MB at the end"
    )
    assert last < 1.3 * first
    assert marks[-1][2] < 1.1 * marks[2][2]


def test_two_processes_are_near_twice_as_fast_as_one(edited_sets: CodeSets, bulk: Path, tmp_path: Path) -> None:
    if (os.cpu_count() or 1) < 2 or os.getloadavg()[0] > 1:
        pytest.skip("processors are busy or too few: two processes would not have one each")
    one, two = (ran(edited_sets, bulk, jobs, tmp_path / "run.py")["marks"] for jobs in (1, 2))
    alone, together = (marks[-1][0] - marks[0][0] for marks in (one, two))
    print(
        f"\n{COUNT:,} claims: {alone:.1f} s with one process, {together:.1f} s with two: {alone / together:.2f} times"
    )
    assert alone > 1.5 * together
