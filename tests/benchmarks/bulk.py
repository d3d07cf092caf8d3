"""Claims in bulk from invented visits, and the complete edit tables of one quarter to check them with."""

import csv
import gzip
import random
import shutil
import sys
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from oncodesk.codes.library import CodeSets
from oncodesk.coding.derive import derive
from oncodesk.domain.claim import Claim
from oncodesk.domain.reading import parse
from oncodesk.domain.visit import Visit

sys.path.append(str(Path(__file__).parents[1] / "rules"))

from clinic import KINDS
from official_layouts import MUE_HEAD, PTP_HEAD, text

FIRST, DAYS = date(2026, 4, 10), 70
"""Within the quarter of the add-on table at hand; the others are that of 2024, named for it."""
TYPICAL = range(5, 12)
"""Lines of a typical claim."""


def official_files(shared: Path, folder: Path) -> list[Path]:
    """The complete tables of pairs, units and add-on codes in CMS's layouts, of the second quarter of 2026."""
    ncci = shared / "ncci"
    parts = [folder / f"ccipra-v321r0-f{n}.txt" for n in range(1, 5)]
    with gzip.open(ncci / "ncci_ptp_practitioner_2024q3.csv.gz", "rt", newline="") as packed:
        pairs = list(csv.reader(packed))[1:]
    each = len(pairs) // len(parts) + 1
    for n, part in enumerate(parts):
        held = ((*row[:2], row[2].replace("-", "") or "*", *row[3:]) for row in pairs[n * each : (n + 1) * each])
        lines = (f"{a}\t{b}\t\t19960101\t{end}\t{mod}\t{why}\r\n" for a, b, end, mod, why in held)
        part.write_text(PTP_HEAD + "".join(lines), newline="")
    with (ncci / "ncci_mue_practitioner_2024-07-01.csv").open(newline="") as file:
        rows = [(r["hcpcs"], r["mue"], r["mai"], r["rationale"]) for r in csv.DictReader(file)]
    units = [f'{code},{most},{mai} Date of Service Edit,"{why}"\r\n' for code, most, mai, why in rows]
    mue = text(folder / "MCR_MUE_PractitionerServices_Eff_04-01-2026.csv", MUE_HEAD + "".join(units))
    addon = Path(shutil.copy(ncci / "AOC_V2026Q2-MCR.xlsx", folder))
    return [*parts, mue, addon]


def invented(code_sets: CodeSets, count: int) -> list[tuple[Visit, Claim]]:
    """Visits of every kind and the claims they derive, with charges, the same every time."""
    pick, made = random.Random(837), []
    for n in range(count):
        day = FIRST + timedelta(days=pick.randint(0, DAYS))
        facts, _ = KINDS[n % len(KINDS)](pick, code_sets.at(day))
        visit = parse(Visit, facts)
        claim = derive(visit, code_sets.at(visit.date_of_service)).claim
        lines = tuple(x.model_copy(update={"charge": Decimal(10 * x.units), "facts": ()}) for x in claim.lines)
        made.append((visit, claim.model_copy(update={"lines": lines, "visit": None})))
    return made


def write_bulk(path: Path, claims: list[Claim], count: int) -> None:
    """So many claims as JSON lines, each under an account of its own."""
    texts = [claim.model_dump_json(exclude_none=True) for claim in claims]
    with path.open("w", encoding="utf-8") as file:
        for n in range(count):
            file.write(texts[n % len(texts)].replace('"account":"A-1"', f'"account":"A-{n}"') + "\n")
