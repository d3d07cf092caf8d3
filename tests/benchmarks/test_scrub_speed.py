"""A bulk run with the complete edit tables loaded: steady, flat in memory, faster over processes.

Processor time, not the clock's, so that a busy computer changes nothing but the figures printed.
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

def held():
    own = Path("/proc/self/statm")
    if own.exists():
        return int(own.read_text().split()[1]) * resource.getpagesize() / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)


if __name__ == "__main__":
    built, shelf, source, jobs, count = sys.argv[1:]
    run = Scrub([Path(source)], CodeSets(Path(built), Shelf(Path(shelf))), jobs=int(jobs))
    tenth, marks = int(count) // 10, []
    for n, line in enumerate(run, 1):
        if n == 1 or n % tenth == 0:
            marks.append((time.perf_counter(), time.process_time(), held()))
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    children = ended.ru_utime + ended.ru_stime
    counts = {"claims": run.summary.claims, "unreadable": run.summary.unreadable}
    print(json.dumps({"marks": marks, "children": children, **counts}))
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
    """A run in a process of its own: clock, processor seconds, megabytes held after the first claim and each tenth."""
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
    assert last < 1.5 * first
    assert marks[-1][2] < 1.1 * marks[2][2]


def test_two_processes_are_near_twice_as_fast_as_one(edited_sets: CodeSets, bulk: Path, tmp_path: Path) -> None:
    """The busiest of three: the two that judge, alike, and the one that hands out and writes."""
    one, two = (ran(edited_sets, bulk, jobs, tmp_path / "run.py") for jobs in (1, 2))
    alone, handing, judging = one["marks"][-1][1], two["marks"][-1][1], two["children"] / 2
    clocks = [run["marks"][-1][0] - run["marks"][0][0] for run in (one, two)]
    print(
        f"\n{COUNT:,} claims: {alone:.1f} s of one processor alone; with two {judging:.1f} s of each beside "
        f"{handing:.1f} s of the first: {alone / max(judging, handing):.2f} times; by the clock {clocks[0]:.1f} s and "
        f"{clocks[1]:.1f} s"
    )
    assert alone > 1.3 * max(judging, handing)
