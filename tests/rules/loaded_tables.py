"""Edit tables in CMS's own layouts, loaded as if they were those of 2026: a few invented rows, or the whole tables."""

import gzip
import sqlite3
from collections.abc import Container
from pathlib import Path

import official_layouts as layouts
import pytest

from oncodesk.codes.importing import built
from oncodesk.codes.library import CodeSets
from oncodesk.codes.shelf import Shelf
from oncodesk.codes.sources import addon, mue, ptp

NOW = "2026-11-02T08:00:00"
PERIOD = ("2026-01-01", "2026-12-31")
PAIRS = (
    "38221 38220 1", "38222 38220 1", "96413 96360 1", "96413 36000 1", "96413 36591 0", "96413 96523 0",
    "96413 99211 0", "96413 99214 1", "77427 99213 1", "77263 77336 0", "36592 36591 0", "99214 99213 1",
    "96360 99211 0", "38222 36430 1", "96413 96365 1", "96365 96413 9",
    "96413 J1642 1", "96413 J1644 1", "38222 96374 1", "96413 96372 1",
)  # fmt: skip
"""Column 1, column 2 and indicator of a few rows that stand in CMS's table."""
LIMITS = (
    "J9271 400 3",
    "96413 1 3",
    "96415 8 3",
    "96417 3 3",
    "77427 1 2",
    "85025 2 1",
    "99244 0 3",
    "36430 1 2",
    "38222 1 2",
)
ADDONS = ("96415 96413 1", "96411 96409 1", "96411 96413 1", "96375 96360 1", "96375 96413 1", "88311 17311 3",
          "88311 CCCCC 3", "76937 CCCCC 2", "77293 77301 1", "64494 64493 1")  # fmt: skip
FILES = (
    "ncci/ncci_ptp_practitioner_2024q3.csv.gz",
    "ncci/ncci_mue_practitioner_2024-07-01.csv",
    "ncci/AOC_V2026Q2-MCR.xlsx",
)


def whole(shared_data: Path, folder: Path, only: Container[str] | None = None) -> list[Path] | None:
    """The complete tables at hand in CMS's layouts, None where one is missing.

    `only` keeps the pairs of those codes: what a claim of no other code can meet.
    """
    pairs, units, addons = (shared_data / name for name in FILES)
    if not all(path.is_file() for path in (pairs, units, addons)):
        return None
    made = folder / "ccipra-v320r0-f1.txt"
    with gzip.open(pairs, "rt", encoding="utf-8") as rows, made.open("w", encoding="cp1252", newline="") as out:
        out.write(layouts.PTP_HEAD)
        next(rows)
        for row in rows:
            first, second, end, indicator, why = row.rstrip("\r\n").split(",", 4)
            if only is None or (first in only and second in only):
                ended = end.replace("-", "") or "*"
                out.write(f"{first}\t{second}\t\t19960101\t{ended}\t{indicator}\t{why.strip(chr(34))}\r\n")
    return [made, layouts.official_mue(units, folder), addons]


def few(folder: Path, since: str = "20200101") -> list[Path]:
    """Those rows in CMS's layouts."""
    pairs = ((*row.split(), "*", "A reason") for row in sorted(PAIRS))
    rows = "".join(f"{a}\t{b}\t\t{since}\t{end}\t{mark}\t{why}\r\n" for a, b, mark, end, why in pairs)
    units = (row.split() for row in LIMITS)
    values = "".join(f"{code},{most},{mai} Date of Service Edit: Policy,A reason\r\n" for code, most, mai in units)
    stands = ((kind, code, "", prime, "", "2013091", "", "") for code, prime, kind in map(str.split, ADDONS))
    return [
        layouts.text(folder / "ccipra-v320r0-f1.txt", layouts.PTP_HEAD + rows),
        layouts.text(folder / "MCR_MUE_PractitionerServices_Eff_01-01-2026.csv", layouts.MUE_HEAD + values),
        layouts.workbook(folder / "AOC.xlsx", [*layouts.ADDON_HEAD, *stands], "AOC_V2026Q1-MCR"),
    ]


def load(code_sets: CodeSets, folder: Path, paths: list[Path], period: tuple[str, str] | None = PERIOD) -> CodeSets:
    """The code sets beside a shelf with those files, which stand for `period` whatever quarter they are of."""
    shelf = Shelf(folder / "codesets")
    with pytest.MonkeyPatch.context() as small:
        for module in (ptp, mue, addon):
            small.setattr(module, "FEWEST_ROWS", 1)
        for module in (mue, addon):
            small.setattr(module, "FIRST_CHARACTERS", "")
        small.setattr(ptp, "MOST_MISSING", 90)
        with built(paths, shelf, NOW) as found:
            for one in found:
                if period:
                    _stands_for(one.edition.path, *period)
            shelf.install([one.edition.path for one in found])
    return code_sets.with_shelf(shelf)


def _stands_for(edition: Path, since: str, until: str) -> None:
    with sqlite3.connect(edition) as db:
        new = [(since, "label"), (since, "since"), (until, "until")]
        db.executemany("UPDATE meta SET value = ? WHERE name = ?", new)
    db.close()
