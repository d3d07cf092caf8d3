"""What readers of tables share: a header found by its names, rows below it, dates and numbers as CMS writes them."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from oncodesk.codes.pieces import WIDEST, Piece, unusable

Cells = Sequence[str]
Names = Mapping[str, Sequence[str]]
"""What we call a column, and what its heading may be once folded."""
WITHIN = 40
"""Rows among which a header stands."""
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Header:
    """Where each column stands that is asked for."""

    def __init__(self, places: Mapping[str, int], names: Names) -> None:
        self.places, self._names = places, tuple(names)

    def row(self, cells: Cells) -> dict[str, str]:
        """The cells by name, without spaces around them; empty text where a column is absent."""
        width = len(cells)
        said = {name: cells[place].strip() for name, place in self.places.items() if place < width}
        return {name: said.get(name, "") for name in self._names}


def header(cells: Cells, names: Names, needed: Iterable[str]) -> Header | None:
    """The header that a row of headings is; None where a needed column is missing."""
    headings = [folded(cell) for cell in cells[:WIDEST]]
    places = {n: headings.index(s) for n, spellings in names.items() for s in reversed(spellings) if s in headings}
    return Header(places, names) if set(needed) <= places.keys() else None


def find_header(rows: Iterable[Cells], names: Names, needed: Iterable[str]) -> Header | None:
    """The first header among the first rows."""
    wanted = tuple(needed)
    found = (header(cells, names, wanted) for cells, _ in zip(rows, range(WITHIN), strict=False))
    return next((one for one in found if one), None)


def below(piece: Piece, names: Names, needed: Iterable[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row below the header that says anything, by column, with its number from 1; UnusableInput where the
    first rows hold no header."""
    wanted, found = tuple(needed), None
    for place, cells in enumerate(piece.cells(), 1):
        if found:
            if any(cell.strip() for cell in cells):
                yield place, found.row(cells)
        elif place > WITHIN:
            break
        else:
            found = header(cells, names, wanted)
    if not found:
        raise unusable(piece.name, f"expected columns for {', '.join(wanted)}")


def wrong(piece: Piece, place: int, expected: str) -> Exception:
    """What is said of one row that is not whole."""
    return unusable(piece.name, f"row {place:,}: expected {expected}")


def whole(piece: Piece) -> None:
    """UnusableInput where a text ends within a line: every official one closes its last line."""
    if not piece.is_text:
        return
    last = b""
    with piece.open() as file:
        while part := file.read(1 << 20):
            last = part
    if not last.endswith((b"\n", b"\r")):
        raise unusable(piece.name, "expected a whole file, found one that ends within a line")


def reaches(piece: Piece, seen: Iterable[str], expected: str, what: str) -> None:
    """UnusableInput where codes of a first character are missing that every release holds: half a table."""
    missing = sorted(set(expected) - set(seen))
    if missing:
        raise unusable(piece.name, f"expected {what} starting with {', '.join(missing)}: the file is not whole")


def ends(piece: Piece, codes: Iterable[str], last: str) -> None:
    """UnusableInput where the last code comes before one that every release goes beyond: a table cut at a line."""
    found = max(codes, default="")
    if found < last:
        raise unusable(piece.name, f"expected codes up to {last}…, the file ends at {found or 'none'}: it is cut")


def folded(heading: str) -> str:
    """A heading in small letters and digits only, one space between words, without a year before it."""
    words = re.findall(r"[a-z0-9%]+", heading.lower())
    return " ".join(words[1:] if len(words) > 1 and re.fullmatch(r"20\d\d", words[0]) else words)


def compact_day(text: str) -> date:
    """A day written yyyymmdd; ValueError where it is none."""
    if not re.fullmatch(r"\d{8}", text):
        raise ValueError(f"{text[:20]!r} is no date of the form yyyymmdd")
    return date(int(text[:4]), int(text[4:6]), int(text[6:]))


def ordinal_day(text: str) -> date:
    """A day written yyyyddd, its number within the year; ValueError where it is none."""
    if not re.fullmatch(r"\d{7}", text) or not int(text[:4]):
        raise ValueError(f"{text[:20]!r} is no date of the form yyyyddd")
    day = date(int(text[:4]), 1, 1) + timedelta(days=int(text[4:]) - 1)
    if day.year != int(text[:4]):
        raise ValueError(f"{text!r} is no date of the form yyyyddd")
    return day


def number(text: str) -> str | None:
    """A number as printed, without thousands commas or a dollar sign; None where the cell is empty or says N/A.

    ValueError where it is no finite number.
    """
    plain = text.replace(",", "").replace("$", "").strip()
    if plain.upper() in ("", "N/A", "NA"):
        return None
    try:
        value = Decimal(plain)
    except InvalidOperation:
        raise ValueError(f"{text[:20]!r} is no number") from None
    if not value.is_finite() or abs(value.adjusted()) > 12:
        raise ValueError(f"{text[:20]!r} is no number")
    return f"{value:f}"


def quarter_of(day: date) -> tuple[date, date]:
    """First and last day of the calendar quarter: how long CMS's quarterly tables are in force."""
    first = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    after = date(first.year + first.month // 10, (first.month + 2) % 12 + 1, 1)
    return first, after - timedelta(days=1)


def days_in_words(text: str) -> list[date]:
    """Every date in a sentence, written `January 1, 2026`, `07/01/2026` or `07-01-2026`, as they stand."""
    pattern = r"\b([A-Z][a-z]{2})[a-z]*\.? (\d{1,2}), ?(\d{4})\b|(?<!\d)(\d{1,2})[-/](\d{1,2})[-/](\d{4})(?!\d)"
    found = []
    for month, day, year, other_month, other_day, other_year in re.findall(pattern, text):
        if month in MONTHS:
            found.append(_made(int(year), MONTHS.index(month) + 1, int(day)))
        elif other_month:
            found.append(_made(int(other_year), int(other_month), int(other_day)))
    return [day for day in found if day]


def day_in_name(name: str) -> date | None:
    """A date in a file's name: `07-01-2026` or `2026-07-01`."""
    for year, month, day in re.findall(r"(?<!\d)(\d{4})[-_](\d{2})[-_](\d{2})(?!\d)", name):
        return _made(int(year), int(month), int(day))
    return next(iter(days_in_words(name.replace("_", " "))), None)


def _made(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
