"""Reads the relative values of Medicare's physician fee schedule (PPRRVU csv or xlsx).

Its headings are wrapped over several lines and change from year to year: they are put together column by column.
"""

import re
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal

from oncodesk.codes.importing import Filled, Guess
from oncodesk.codes.pair_keys import CODE
from oncodesk.codes.pieces import Piece, unusable
from oncodesk.codes.sources.cells import MONTHS, WITHIN, Cells, Header, ends, header, number, reaches, whole, wrong

SET = "fees"
TITLE = "Medicare physician fee schedule values"
FEWEST_ROWS = 9_000
"""Of a whole release; July 2024 has 18,664."""
FIRST_CHARACTERS = "0123456789AGJQ"
LAST_NUMBER, LAST_LETTERS = "996", "V5"
"""Every release holds codes beyond both, whichever it prints last."""
NAMES = {
    "code": ("hcpcs",),
    "modifier": ("mod",),
    "status": ("status code",),
    "work": ("work rvu",),
    "practice": ("non fac pe rvu",),
    "practice_facility": ("facility pe rvu",),
    "liability": ("mp rvu",),
    "factor": ("conv factor",),
    "since_number": ("date start",),
}
NUMBERS = ("work", "practice", "practice_facility", "liability", "factor")
NEEDED = ("code", "modifier", "status", *NUMBERS)
WRAPPED = 6
"""Lines that a heading may be wrapped over."""
DECIMALS = 4
EPOCH = date(1970, 1, 1)


def recognise(piece: Piece) -> Guess | None:
    """The table, with the release that stands in its title, in force to the end of the year unless another follows."""
    if not _find(piece.first_rows):
        return None
    title = " ".join(cell for cells in piece.first_rows[:6] for cell in cells)
    found = re.search(r"(20\d\d) National Physician Fee Schedule.*?([A-Z][a-z]{2})[a-z]* Release", title)
    if not found or found[2] not in MONTHS:
        return Guess(None)
    since = date(int(found[1]), MONTHS.index(found[2]) + 1, 1)
    return Guess(since.isoformat(), since, date(since.year, 12, 31))


def fill(db: sqlite3.Connection, parts: Sequence[Piece], guess: Guess) -> Filled:
    """Writes the values of each code and modifier; never its description."""
    piece = _one_of(parts)
    whole(piece)
    columns = ", ".join(f"{name} TEXT" for name in ("code", "modifier", "status", *NUMBERS))
    db.execute(f"CREATE TABLE fee ({columns}, PRIMARY KEY (code, modifier)) WITHOUT ROWID")
    db.execute(
        f"""CREATE VIEW compared (key, said, ended) AS
        SELECT code || ' ' || modifier, status || ' ' || {" || ' ' || ".join(NUMBERS)}, NULL FROM fee"""
    )
    seen, started = {}, set()
    for place, row in _below(piece):
        if not CODE.fullmatch(row["code"]) or not re.fullmatch(r"[0-9A-Z]{0,2}", row["modifier"]):
            raise wrong(piece, place, f"a code and modifier, found {row['code'][:20]!r} {row['modifier'][:20]!r}")
        try:
            numbers = [_value(row[name]) for name in NUMBERS]
        except ValueError as problem:
            raise wrong(piece, place, f"relative values: {problem}") from None
        if None in numbers or not row["status"]:
            raise wrong(piece, place, "a status and relative values")
        if (row["code"], row["modifier"]) in seen:
            raise wrong(piece, place, f"one row of each code and modifier, found {row['code']} again")
        seen[row["code"], row["modifier"]] = (row["code"], row["modifier"], row["status"], *numbers)
        started.add(row["since_number"])
    db.executemany("INSERT INTO fee VALUES (?, ?, ?, ?, ?, ?, ?, ?)", seen.values())
    expected = FIRST_CHARACTERS if len(seen) >= FEWEST_ROWS // 2 else ""
    reaches(piece, {code[0] for code, _ in seen}, expected, "codes")
    if expected:
        ends(piece, (code for code, _ in seen if code.isdigit()), LAST_NUMBER)
        ends(piece, (code for code, _ in seen if code[0].isalpha()), LAST_LETTERS)
    return _dated(piece, len(seen), guess, started)


def _value(text: str) -> str | None:
    """A value as printed; CMS prints at most four decimals, so that more are what a spreadsheet left."""
    found = number(text)
    return found if found is None or len(found.partition(".")[2]) <= DECIMALS else str(round(Decimal(found), DECIMALS))


def _one_of(parts: Sequence[Piece]) -> Piece:
    """Of the two tables that there are from 2026, that for practices in no advanced payment model: it has the lower
    conversion factor."""
    return min([p for p in parts if p.is_text] or parts, key=_factor)


def _factor(piece: Piece) -> Decimal:
    rows = piece.first_rows
    found = _find(rows)
    said = (found.row(cells)["factor"] for cells in rows) if found else iter(())
    return min((Decimal(cell) for cell in said if re.fullmatch(r"\d{2}\.\d+", cell)), default=Decimal(100))


def _dated(piece: Piece, rows: int, guess: Guess, started: set[str]) -> Filled:
    label, since, until = guess.label, guess.since, guess.until
    numbers = started - {""}
    if not label and len(numbers) == 1:
        days = numbers.pop().partition(".")[0]
        if not re.fullmatch(r"\d{4,5}", days):
            raise unusable(piece.name, "expected the day from which the values hold")
        label = (EPOCH + timedelta(days=int(days))).isoformat()
    if label and not since:
        since = date.fromisoformat(label)
        until = date(since.year, 12, 31)
    return Filled(rows, label, since, until)


def _below(piece: Piece) -> Iterator[tuple[int, dict[str, str]]]:
    found: Header | None = None
    lead: list[Cells] = []
    for place, cells in enumerate(piece.cells(), 1):
        if found:
            if any(cell.strip() for cell in cells):
                yield place, found.row(cells)
        elif place > WITHIN:
            break
        else:
            lead.append(cells)
            found = _wrapped(lead)
    if not found:
        raise unusable(piece.name, "expected columns for a code, a modifier, a status and relative values")


def _find(rows: Sequence[Cells]) -> Header | None:
    return next((found for end in range(1, len(rows) + 1) if (found := _wrapped(rows[:end]))), None)


def _wrapped(lead: Sequence[Cells]) -> Header | None:
    """The header that ends in the last of those rows, put together from as many above it as it takes."""
    if not lead or not lead[-1] or lead[-1][0].strip().lower() not in ("hcpcs", "source_file"):
        return None
    for lines in range(1, WRAPPED + 1):
        rows = lead[-lines:]
        width = max(len(row) for row in rows)
        joined = [" ".join(row[n].strip() for row in rows if n < len(row)) for n in range(width)]
        if found := header(joined, NAMES, NEEDED):
            return found
    return None
