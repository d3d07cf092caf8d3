"""The complete table of NCCI pairs (2,546,017 rows) in CMS's layout, beside what `sqlite-utils insert` makes of it.

Runs where this folder is named on the command line (`pytest -s tests/benchmarks`): it takes about a minute.
"""

import csv
import gzip
import json
import os
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

from oncodesk.codes.edit_tables import pairs
from oncodesk.codes.edit_values import Pairs
from oncodesk.codes.library import CodeSets
from oncodesk.codes.shelf import Shelf, Shelved

ROWS = 2_546_017
PARTS = 4
DAY = date(2024, 8, 15)
HEAD = (
    "CPT only copyright 2023 American Medical Association.  All rights reserved.\t\t\t\t\t\t\r\n"
    "Column1/Column2 Edits\t\t\t\t\t\t\r\n"
    "Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale\r\n"
    "\t\tprior to 1996\tDate\tDate\t0=not allowed\t\r\n\t\t\t*=no data\t1=allowed\t\r\n\t\t\t\t\t9=not applicable\t\r\n"
)
OURS = """
import json, resource, sys, time
from pathlib import Path
from oncodesk.codes.importing import built
from oncodesk.codes.shelf import Shelf
folder = Path(sys.argv[1])
start = time.perf_counter()
shelf = Shelf(folder / "codesets")
with built(sorted(folder.glob("ccipra*.txt")), shelf, "2026-11-02T08:00:00") as found:
    edition, = shelf.install([one.edition.path for one in found])
spent = time.perf_counter() - start
most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
print(json.dumps({"seconds": spent, "megabytes": most, "rows": edition.rows}))
"""


@dataclass(frozen=True)
class Loaded:
    """Both files, and what it took to load each."""

    ours: Shelved
    shelf: Shelf
    seconds: float
    megabytes: float
    theirs: Path
    their_seconds: float


@pytest.fixture(scope="module")
def loaded(request: pytest.FixtureRequest, shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """The table loaded by us and by sqlite-utils, each in a process of its own."""
    if not any("benchmarks" in str(arg) for arg in request.config.args):
        pytest.skip("a benchmark of the full table: name tests/benchmarks on the command line")
    pytest.importorskip("resource", reason="memory cannot be measured here")
    source = shared_data / "ncci" / "ncci_ptp_practitioner_2024q3.csv.gz"
    if not source.exists():
        pytest.skip(f"{source.name} is not at hand")
    folder = tmp_path_factory.mktemp("pairs")
    plain = _official(source, folder)
    theirs, start = folder / "theirs.db", time.perf_counter()
    insert = [sys.executable, "-m", "sqlite_utils", "insert", str(theirs), "ptp", str(plain), "--csv", "--silent"]
    subprocess.run([*insert, "--no-detect-types"], check=True)  # telling the types would take six times as long
    their_seconds = time.perf_counter() - start
    plain.unlink()
    said = subprocess.run([sys.executable, "-c", OURS, str(folder)], check=True, capture_output=True, text=True).stdout
    found = json.loads(said)
    assert found["rows"] == ROWS
    shelf = Shelf(folder / "codesets")
    (edition,) = shelf.of("ptp")
    return Loaded(edition, shelf, found["seconds"], found["megabytes"], theirs, their_seconds)


def _official(source: Path, folder: Path) -> Path:
    """The table in four parts as CMS lays it out, and the same columns as one csv for sqlite-utils."""
    plain = folder / "plain.csv"
    with gzip.open(source, "rt", newline="") as packed, plain.open("w", newline="") as one:
        rows, csv_file, part = csv.reader(packed), csv.writer(one), None
        next(rows)
        csv_file.writerow(["column1", "column2", "prior", "effective", "deletion", "modifier", "rationale"])
        for n, (first, second, ended, modifier, why) in enumerate(rows):
            if n % (ROWS // PARTS + 1) == 0:
                if part:
                    part.close()
                part = (folder / f"ccipra-v302r0-f{n // (ROWS // PARTS + 1) + 1}.txt").open("w", newline="")
                part.write(HEAD)
            row = (first, second, "", "19960101", ended.replace("-", "") or "*", modifier, why)
            assert part
            part.write("\t".join(row) + "\r\n")
            csv_file.writerow(row)
        if part:
            part.close()
    return plain


def test_loads_three_times_as_fast_as_sqlite_utils_in_little_memory_and_disk(loaded: Loaded) -> None:
    ratio = loaded.their_seconds / loaded.seconds
    size, their_size = (path.stat().st_size / 1e6 for path in (loaded.ours.path, loaded.theirs))
    print(
        f"loading {ROWS:,} pairs: ours {loaded.seconds:.1f} s, {loaded.megabytes:.0f} MB of memory, {size:.1f} MB; "
        f"sqlite-utils {loaded.their_seconds:.1f} s, {their_size:.0f} MB: {ratio:.1f} times as fast"
    )
    assert ratio >= 3
    assert loaded.megabytes <= 300
    assert size <= 60


def test_a_claim_of_twenty_lines_is_ten_times_as_fast_as_a_select_per_pair(loaded: Loaded) -> None:
    """Beside a SELECT for each pair over sqlite-utils' table with an index, as billing programs do."""
    theirs = sqlite3.connect(loaded.theirs)
    theirs.execute("CREATE INDEX both ON ptp (column1, column2)")
    sql = (
        "SELECT * FROM ptp WHERE column1 = ? AND column2 = ? AND effective <= '20240815' "
        "AND (deletion = '*' OR deletion >= '20240815') AND modifier <> '9'"
    )

    def one_by_one(codes: list[str]) -> set[tuple[str, str]]:
        return {row[:2] for pair in permutations(codes, 2) for row in theirs.execute(sql, pair).fetchall()}

    def at_once(codes: list[str]) -> set[tuple[str, str]]:
        return {(pair.column1, pair.column2) for pair in pairs(loaded.ours, codes, DAY)}

    claims = _claims(loaded)
    assert [at_once(claim) for claim in claims[:40]] == [one_by_one(claim) for claim in claims[:40]]
    assert sum(len(at_once(claim)) for claim in claims) > len(claims)
    (ours, ours_half), (others, others_half) = (_milliseconds(ask, claims) for ask in (at_once, one_by_one))
    print(
        f"a claim of 20 lines: p50 {ours_half:.2f} ms, p99 {ours:.2f} ms; "
        f"a SELECT per pair p50 {others_half:.2f} ms, p99 {others:.2f} ms: {others / ours:.1f} times as fast"
    )
    assert others >= 10 * ours
    theirs.close()


def _claims(loaded: Loaded) -> list[list[str]]:
    """Claims of twenty codes: fifteen of drug administration, radiation, visits and lines, five of anything."""
    chance = random.Random(7)
    every = [code for (code,) in loaded.ours.file.rows("SELECT code FROM column1 UNION SELECT code FROM column2")]
    near = [code for code in every if code.startswith(("963", "964", "965", "77", "992", "365", "360", "J9", "G60"))]
    return [list({*chance.sample(near, 15), *chance.sample(every, 8)})[:20] for _ in range(400)]


def _milliseconds(ask: Callable[[list[str]], object], claims: list[list[str]]) -> tuple[float, float]:
    spent = []
    for claim in claims:
        times = []
        for _ in range(2):
            start = time.perf_counter()
            ask(claim)
            times.append(1000 * (time.perf_counter() - start))
        spent.append(min(times))
    spent.sort()
    return spent[int(0.99 * len(spent))], spent[len(spent) // 2]


def test_the_whole_table_says_what_it_should(loaded: Loaded, code_sets: CodeSets) -> None:
    tables = code_sets.with_shelf(loaded.shelf).at(DAY)

    def ask(*codes: str) -> dict[tuple[str, str], bool]:
        found = tables.ptp_pairs(codes)
        assert isinstance(found, Pairs)
        return {(pair.column1, pair.column2): pair.bypass for pair in found.found}

    assert ask("96413", "96360") == {("96413", "96360"): True}
    assert ask("96413", "36000") == {("96413", "36000"): True}
    for other in ("36591", "96523", "99211"):
        assert ask("96413", other) == {("96413", other): False}
    assert ask("77427", "99213") == {("77427", "99213"): True}
    assert ask("96415", "96360") == ask("96413", "J9271") == {}
    (active,) = loaded.ours.file.rows(
        "SELECT count(*) FROM ptp JOIN history h ON h.id = history JOIN term t ON t.id = term WHERE until IS NULL"
    )
    assert active == (1_669_820,)
    assert os.environ["ONCODESK_HOME"] not in str(loaded.ours.path)
