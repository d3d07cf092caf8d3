"""Reads the NCCI procedure-to-procedure edits for practitioners: four parts, tab-separated text or xlsx.

A notice and a wrapped header stand above the rows. The same few thousand endings (dates, indicator, rationale) end
millions of rows: each is read once. A pair of codes is packed into one integer.
"""

import itertools
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from operator import itemgetter

from oncodesk.codes.importing import Filled, Guess
from oncodesk.codes.pair_keys import CODE, CODES, packed
from oncodesk.codes.pieces import Piece, unusable
from oncodesk.codes.sources.cells import compact_day, quarter_of

SET = "ptp"
TITLE = "NCCI procedure-to-procedure edits"
FEWEST_ROWS = 1_500_000
"""Of a whole release; the third quarter of 2024 has 2,546,017."""
FEW = (18, 82, 83, 84, 85)
STARTS = ("00", "01", *(f"{n}" for n in range(10, 100) if n not in FEW), "G0", "M0", "P3", "Q0")
"""First two characters of codes of column 1 that stand before some hundred rows and more in 2024: CMS keeps ended rows,
so that none of them ever goes."""
MOST_MISSING = 0
"""Of those, in a whole release: a part that is missing, or cut at a line, leaves out some."""
HEADER_LINES = 40
LONGEST_LINE = 1 << 16
MOST_TERMS = 1 << 16
MOST_OF_A_CODE = 200_000
ENDING_BITS = 38
"""Of a row's ending: the first day as a number of 22 bits, then the number of its term."""
ENDING = 1 << ENDING_BITS
Group = tuple[int, list[int]]
"""The rows of a code of column 1: its number, and for each row that of column 2 before that of its ending."""
TABLES = (
    "CREATE TABLE ptp (pair INTEGER PRIMARY KEY, history INTEGER NOT NULL)",
    "CREATE TABLE history (id INTEGER, nth INTEGER, term INTEGER, PRIMARY KEY (id, nth)) WITHOUT ROWID",
    "CREATE TABLE term (id INTEGER PRIMARY KEY, prior INTEGER, since TEXT, until TEXT, indicator INTEGER, why TEXT)",
    "CREATE TABLE column1 (packed INTEGER PRIMARY KEY, code TEXT)",
    "CREATE TABLE column2 (packed INTEGER PRIMARY KEY, code TEXT)",
    f"""CREATE VIEW compared (key, said, ended) AS
    SELECT a.code || ' ' || b.code || ' ' || nth, since || ' ' || indicator || ' ' || why, until
    FROM ptp CROSS JOIN history ON history.id = history JOIN term ON term.id = term
    JOIN column1 a ON a.packed = pair / {CODES} JOIN column2 b ON b.packed = pair % {CODES} ORDER BY pair, nth""",
)
"""A few thousand ways in which a pair's rows follow one another, each from the oldest row, serve millions of pairs."""


@dataclass(frozen=True, slots=True)
class Term:
    """What a row says of its pair: in force from `since` to `until` (its last day; None: still), whether a modifier
    may set it aside (0 never, 1 yes, 9 the edit was withdrawn), and why. `prior` marks edits older than 1996."""

    prior: bool
    since: date
    until: date | None
    indicator: int
    rationale: str


def recognise(piece: Piece) -> Guess | None:
    """Whether the piece is one of the four parts; they do not say their quarter, which the newest rows give."""
    if piece.is_text and not _is_ours("\n".join(piece.first_lines[:12])):
        return None
    head = "\n".join("\t".join(cells) for cells in piece.first_rows[:12])
    return Guess(None) if _is_ours(head) else None


def _is_ours(head: str) -> bool:
    return all(said in head for said in ("Column1/Column2 Edits", "Column 1", "Column 2", "PTP Edit Rationale"))


def fill(db: sqlite3.Connection, parts: Sequence[Piece], guess: Guess) -> Filled:
    """Writes the pairs of all parts together, as text where there are both texts and workbooks."""
    for piece in parts:
        if "ccioph" in piece.name.lower():
            raise unusable(piece.name, "expected the edits for practitioners, found those for hospitals")
    for table in TABLES:
        db.execute(table)
    edits = Edits()
    taken = edits.in_order([p for p in parts if p.is_text] or parts)
    try:
        _fill_pairs(db, edits, edits.groups(taken))
    except _OutOfOrder:
        db.execute("DELETE FROM ptp")
        _fill_pairs(db, edits, _sorted(db, edits.groups(taken)))
    db.executemany("INSERT INTO history VALUES (?, ?, ?)", edits.history_rows())
    db.executemany("INSERT INTO term VALUES (?, ?, ?, ?, ?, ?)", edits.term_rows())
    db.executemany("INSERT INTO column1 VALUES (?, ?)", edits.column1.rows())
    db.executemany("INSERT INTO column2 VALUES (?, ?)", edits.column2.rows())
    rows: int = db.execute(
        "SELECT sum(n) FROM ptp JOIN (SELECT id, count(*) n FROM history GROUP BY id) ON id = history"
    ).fetchone()[0]
    since, until = _period(edits, taken, guess)
    missing = sorted(set(STARTS) - edits.starts)
    if rows >= FEWEST_ROWS and len(missing) > MOST_MISSING:
        said = f"expected all four parts whole, found no pairs whose column 1 starts with {', '.join(missing[:6])}"
        raise unusable(taken[0].name, said)
    return Filled(rows, since.isoformat(), since, until)


def _fill_pairs(db: sqlite3.Connection, edits: "Edits", groups: Iterable[Group]) -> None:
    db.executemany("INSERT INTO ptp VALUES (?, ?)", edits.pairs(groups))


def _sorted(db: sqlite3.Connection, groups: Iterable[Group]) -> Iterator[Group]:
    """The groups of codes of column 1 in any order, which costs a sort."""
    db.execute("CREATE TEMP TABLE loose (first INTEGER, second INTEGER, ending INTEGER)")
    loose = ((first, row >> ENDING_BITS, row % ENDING) for first, held in groups for row in held)
    db.executemany("INSERT INTO loose VALUES (?, ?, ?)", loose)
    rows = db.execute("SELECT first, second, ending FROM loose ORDER BY first")
    for first, held in itertools.groupby(rows, itemgetter(0)):
        yield first, [second << ENDING_BITS | ending for _, second, ending in held]
    db.execute("DROP TABLE loose")


def _period(edits: "Edits", parts: Sequence[Piece], guess: Guess) -> tuple[date, date]:
    """The quarter: as given, else as the names say (v322r0: year 1994 + 32, third quarter), else by the newest row."""
    named = {_quarter_named(piece.name) for piece in parts} - {None}
    if len(named) > 1:
        raise unusable(parts[0].name, "expected parts of one quarter")
    said = date.fromisoformat(guess.label) if guess.label else next(iter(named), None)
    since, until = quarter_of(said or edits.newest)
    if edits.newest > until:
        raise unusable(parts[0].name, f"expected edits of the quarter from {since}, found some of {edits.newest}")
    return since, until


def _quarter_named(name: str) -> date | None:
    found = re.search(r"v(\d{2})([0-3])r\d", name.lower())
    return date(1994 + int(found[1]), 1 + 3 * int(found[2]), 1) if found else None


class _OutOfOrder(Exception):
    """Codes of column 1 that do not stand in order."""


class Edits:
    """Reads parts one after the other, and gathers the codes and terms that the rows name by number."""

    def __init__(self) -> None:
        self._terms: dict[Term, int] = {}
        self.column1, self.column2 = _Codes(), _Codes()
        self._endings = _Endings(self._terms)
        self._histories = _Histories()
        self.starts: set[str] = set()
        """The first two characters of every code of column 1."""

    def in_order(self, parts: Iterable[Piece]) -> list[Piece]:
        """The parts by the first code of each, whatever their names."""
        return [piece for _, _, piece in sorted((_rows(p)[1][:5], n, p) for n, p in enumerate(parts))]

    def pairs(self, groups: Iterable[Group]) -> Iterator[tuple[int, int]]:
        """Each pair with the number of its history, in order; `_OutOfOrder` where the codes of column 1 are not."""
        histories, last = self._histories, -1
        for first, rows in groups:
            if first <= last:
                raise _OutOfOrder
            last, start = first, first * CODES
            rows.sort()
            before, twin = rows[0] >> ENDING_BITS, -1
            terms: tuple[int, ...] = ()
            for row in rows:
                if row == twin:
                    continue
                twin, second = row, row >> ENDING_BITS
                if second != before:
                    yield start + before, histories[terms]
                    before, terms = second, ()
                terms += (row % MOST_TERMS,)
            yield start + before, histories[terms]

    def groups(self, parts: Iterable[Piece]) -> Iterator[Group]:
        """The rows of each code of column 1: its number, and for each row the number of column 2 before that of the
        ending, which sorts by first day. UnusableInput names the line that is not whole."""
        firsts, seconds, endings = self.column1, self.column2, self._endings
        said, held = b"", list[int]()
        for piece in parts:
            place, line, rest = _rows(piece)
            try:
                for place, line in enumerate(itertools.chain([line], rest), place):  # noqa: B007, B020 - for the message
                    if line[:6] != said:
                        if len(line) <= 12:
                            if line.strip():
                                raise ValueError("it is not whole")
                            continue
                        if held:
                            yield firsts[said], held
                        said, held = line[:6], []
                        self.starts.add(said[:2].decode("latin-1"))
                    held.append(seconds[line[6:12]] << ENDING_BITS | endings[line[12:]])
                    if len(held) > MOST_OF_A_CODE:
                        raise ValueError(f"more than {MOST_OF_A_CODE:,} rows of a code")
            except ValueError as problem:
                raise unusable(piece.name, f"line {place:,}: expected an edit of seven columns: {problem}") from None
        if held:
            yield firsts[said], held

    def term_rows(self) -> Iterator[tuple[int, bool, str, str | None, int, str]]:
        """The terms as stored."""
        for term, n in self._terms.items():
            until = term.until.isoformat() if term.until else None
            yield n, term.prior, term.since.isoformat(), until, term.indicator, term.rationale

    def history_rows(self) -> Iterator[tuple[int, int, int]]:
        """The histories as stored: its number, and each of its terms from the oldest."""
        return ((n, nth, term) for terms, n in self._histories.items() for nth, term in enumerate(terms))

    @property
    def newest(self) -> date:
        """The first day of the newest rows. A copy without first days has the day after the newest last day instead,
        which lies years behind."""
        began = max(term.since for term in self._terms)
        ended = max((term.until + timedelta(days=1) for term in self._terms if term.until), default=began)
        return ended if ended - began > timedelta(days=366) else began


def _lines(piece: Piece) -> Iterator[bytes]:
    if piece.is_sheet:
        return ("\t".join(cells[:7]).encode() for cells in piece.cells())
    return (line for block in _blocks(piece) for line in block.split(b"\n"))


def _blocks(piece: Piece) -> Iterator[bytes]:
    """Whole lines, a megabyte at a time."""
    rest = b""
    with piece.open() as file:
        while part := file.read(1 << 20):
            head, newline, tail = part.rpartition(b"\n")
            if newline:
                yield rest + head
            rest = tail if newline else rest + part
            if len(rest) > LONGEST_LINE:
                raise unusable(piece.name, "expected lines of text, found one without end")
    if rest.strip(b"\r\x1a"):
        raise unusable(piece.name, "expected a whole file, found one that ends within a line")


def _rows(piece: Piece) -> tuple[int, bytes, Iterator[bytes]]:
    """The first row with its number from 1, and the lines behind it; UnusableInput where there is none."""
    rest = _lines(piece)
    for place, line in zip(range(1, HEADER_LINES + 1), rest, strict=False):
        cells = line.decode("latin-1").split("\t", 2)
        if len(cells) == 3 and all(CODE.fullmatch(cell) for cell in cells[:2]):
            return place, line, rest
    raise unusable(piece.name, f"expected a pair of codes within the first {HEADER_LINES} lines")


class _Codes(dict[bytes, int]):
    """The number of each code, by the code and the tab behind it."""

    def __missing__(self, said: bytes) -> int:
        if said[5:] != b"\t":
            raise ValueError("the codes are not of five characters")
        found = self[said] = packed(said[:5].decode("latin-1"))
        return found

    def rows(self) -> list[tuple[int, str]]:
        """The codes as stored."""
        return sorted((number, said[:5].decode()) for said, number in self.items())


class _Histories(dict[tuple[int, ...], int]):
    """The number of each way in which terms follow one another in a pair."""

    def __missing__(self, terms: tuple[int, ...]) -> int:
        found = self[terms] = len(self)
        return found


class _Endings(dict[bytes, int]):
    """The number of the term that each ending of a row stands for, behind its first day."""

    def __init__(self, terms: dict[Term, int]) -> None:
        super().__init__()
        self._terms = terms

    def __missing__(self, said: bytes) -> int:
        try:
            text = said.decode("utf-8")
        except UnicodeDecodeError:
            text = said.decode("cp1252")
        term = _term(text.rstrip("\r\t").split("\t"))
        if len(self) >= MOST_TERMS:
            raise ValueError(f"more than {MOST_TERMS:,} different endings")
        number = self._terms.setdefault(term, len(self._terms))
        found = self[said] = term.since.toordinal() * MOST_TERMS + number
        return found


def _term(cells: list[str]) -> Term:
    if len(cells) != 5:
        raise ValueError("it is not whole")
    prior, since, until, indicator, rationale = (cell.strip() for cell in cells)
    if prior not in ("", "*"):
        raise ValueError(f"{prior[:20]!r} in the column for edits older than 1996")
    if indicator not in ("0", "1", "9"):
        raise ValueError(f"{indicator[:20]!r} is no modifier indicator")
    if not rationale:
        raise ValueError("it has no rationale")
    ended = None if until in ("*", "") else compact_day(until)
    return Term(prior == "*", compact_day(since), ended, int(indicator), rationale)
