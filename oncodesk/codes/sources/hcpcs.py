"""Reads the official HCPCS Level II file: the ANWEB text of 320 columns, or the same as workbook or csv of 48 columns.

Layout: CMS, HCPCS record layout, contractor record. The file says nothing of its edition: it is labelled with the
quarter in which its latest change takes effect.
"""

import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from oncodesk.codes import facts, schema
from oncodesk.codes.importing import Filled, Guess
from oncodesk.codes.lookup.row import Row, aliases_of, named
from oncodesk.codes.lookup.written import write
from oncodesk.codes.pieces import Piece, unusable

SET = "hcpcs"
TITLE = "HCPCS Level II"
FEWEST_ROWS = 4000
TABLE = """
CREATE TABLE hcpcs (code TEXT PRIMARY KEY, long TEXT, short TEXT, added TEXT, acted TEXT, terminated TEXT,
    coverage TEXT, pricing TEXT, xref TEXT, betos TEXT, tos TEXT, action TEXT) WITHOUT ROWID;
CREATE TABLE modifier (code TEXT PRIMARY KEY, long TEXT, short TEXT, added TEXT, acted TEXT, terminated TEXT,
    coverage TEXT, pricing TEXT, xref TEXT, betos TEXT, tos TEXT, action TEXT) WITHOUT ROWID;
CREATE VIEW compared AS SELECT code AS key, long || '|' || coverage || '|' || pricing || '|' || coalesce(added, '')
    || '|' || coalesce(terminated, '') AS said, terminated AS ended FROM hcpcs ORDER BY code;
"""
_CODE = re.compile(r"[A-V]\d{4}")
_MODIFIER = re.compile(r"[A-Z0-9]{2}")
_RECORD = re.compile(r"(?:[A-V]\d{4}|   [A-Z0-9]{2})\d{5}[3478]")
_DAY = re.compile(r"\d{8}")
_HEADED = ("HCPC", "LONG DESCRIPTION", "SHORT DESCRIPTION", "TERM DT")
_NEAR = {"J9": 1, "Q5": 1, "J1": 1, "J2": 1, "J3": 2, "J0": 2, "Q0": 2, "Q2": 2, "Q4": 3, "G0": 2, "G2": 2, "G6": 1}
LAST_LETTER = "V5"
"""Every official file ends with hearing services: a text that stops before is cut."""


@dataclass(slots=True)
class Record:
    """One code or modifier; days as yyyymmdd, empty where none."""

    code: str
    is_modifier: bool
    text: list[str] = field(default_factory=list)
    short: str = ""
    added: str = ""
    acted: str = ""
    terminated: str = ""
    coverage: str = ""
    pricing: str = ""
    reference: str = ""
    betos: str = ""
    services: str = ""
    action: str = ""


def recognise(piece: Piece) -> Guess | None:
    """The text by its numbered records, the table by its headings."""
    if piece.is_text and sum(bool(_RECORD.match(line)) for line in piece.first_lines) >= 3:
        return Guess(None)
    return Guess(None) if _headings(piece.first_rows) else None


def fill(db: sqlite3.Connection, parts: Sequence[Piece], guess: Guess) -> Filled:
    """Codes, modifiers and the words to find each by."""
    part = next((p for p in parts if _RECORD.match(next(iter(p.first_lines), ""))), parts[0])
    records = list(_texts(part) if part.is_text and not _headings(part.first_rows) else _cells(part))
    codes = {r.code: r for r in records if not r.is_modifier}
    _check(part, codes, records)
    label = guess.label or _quarter(part, records)
    since = date.fromisoformat(label)
    for statement in schema.statements(TABLE + schema.LOOK_UP + schema.LOOK_UP_INDEXES):
        db.execute(statement)
    db.executemany("INSERT INTO hcpcs VALUES (?,?,?,?,?,?,?,?,?,?,?,?)", map(_stored, codes.values()))
    modifiers = {r.code: r for r in records if r.is_modifier}
    db.executemany("INSERT INTO modifier VALUES (?,?,?,?,?,?,?,?,?,?,?,?)", map(_stored, modifiers.values()))
    write(db, sorted(_found(codes.values(), label), key=lambda row: row.order))
    return Filled(len(codes), label, since, _end_of_quarter(since))


def _texts(part: Piece) -> Iterator[Record]:
    held: Record | None = None
    for number, line in enumerate(part.lines(), 1):
        if not _RECORD.match(line):
            continue
        if len(line.rstrip()) < 12 or (len(line) < 92 and line[10] in "37"):
            raise unusable(part.name, f"expected records of 320 columns, line {number} is cut")
        kind, code = line[10], line[:5].strip()
        if kind in "37":
            if held:
                yield held
            held = _record(line, code, kind == "7", part, number)
        elif held is None or held.code != code:
            raise unusable(part.name, f"expected line {number} to go on with the code above it")
        held.text.append(line[11:91].strip())
    if held:
        yield held


def _record(line: str, code: str, is_modifier: bool, part: Piece, number: int) -> Record:
    if len(line) < 293:
        raise unusable(part.name, f"expected records of 320 columns, line {number} has {len(line)}")
    cut = [line[i : i + 2].strip() for i in (119, 121, 123, 125)]
    references = [line[i : i + 5].strip() for i in range(204, 229, 5)]
    return Record(
        code, is_modifier, [], line[91:119].strip(), line[268:276].strip(), line[276:284].strip(),
        line[284:292].strip(), line[229].strip(), " ".join(filter(None, cut)), " ".join(filter(None, references)),
        line[256:259].strip(), "".join(line[260:265].split()), line[292].strip(),
    )  # fmt: skip


def _headings(rows: list[list[str]]) -> dict[str, int]:
    """Columns by their headings, wherever the heading row stands; empty where there is none."""
    for row in rows[:30]:
        named_ = {cell.strip().upper(): place for place, cell in enumerate(row)}
        if all(name in named_ for name in _HEADED):
            return named_
    return {}


def _cells(part: Piece) -> Iterator[Record]:
    columns = _headings(part.first_rows)
    began = False
    held: Record | None = None
    for row in part.cells():
        if not began:
            began = bool(_headings([row]))
            continue
        said = _reader(row, columns)
        code = said("HCPC")
        if not (_CODE.fullmatch(code) or _MODIFIER.fullmatch(code)):
            continue
        if said("RECID") in ("4", "8") and held and held.code == code:
            held.text.append(said("LONG DESCRIPTION"))
            continue
        if len(row) < len(columns) - 1:
            raise unusable(part.name, f"expected {len(columns)} cells at {code}, found {len(row)}")
        if held:
            yield held
        held = Record(
            code, len(code) == 2, [said("LONG DESCRIPTION")], said("SHORT DESCRIPTION"), said("ADD DT"),
            said("ACT EFF DT"), said("TERM DT"), said("COV"), _several(said, "PRICE", 4), _several(said, "XREF", 5),
            said("BETOS"), _several(said, "TOS", 5).replace(" ", ""), said("ACTION CD"),
        )  # fmt: skip
    if held:
        yield held


def _reader(row: list[str], columns: dict[str, int]) -> Callable[[str], str]:
    def said(name: str) -> str:
        place = columns.get(name, -1)
        return row[place].strip() if 0 <= place < len(row) else ""

    return said


def _several(said: Callable[[str], str], name: str, count: int) -> str:
    return " ".join(filter(None, (said(f"{name}{n}") for n in range(1, count + 1))))


def _check(part: Piece, codes: dict[str, Record], records: list[Record]) -> None:
    if not codes:
        raise unusable(part.name, "expected HCPCS codes, found none")
    last = max(codes)
    if not last.startswith(LAST_LETTER):
        raise unusable(part.name, f"expected codes up to {LAST_LETTER}…, the file ends at {last}: it is cut")
    counted = Counter(r.code for r in records)
    if twice := [code for code, count in counted.items() if count > 1]:
        raise unusable(part.name, f"expected each code once, found {twice[0]} again")
    for record in records:
        for day in (record.added, record.acted, record.terminated):
            if day and not _DAY.fullmatch(day):
                raise unusable(part.name, f"expected days as yyyymmdd at {record.code}, found {day[:20]!r}")
        if not any(record.text) or "\ufffd" in record.text[0]:
            raise unusable(part.name, f"expected a readable text at {record.code}")


def _quarter(part: Piece, records: list[Record]) -> str:
    latest = max(max(r.added, r.acted) for r in records)
    month = (int(latest[4:6]) - 1) // 3 * 3 + 1
    try:
        return date(int(latest[:4]), month, 1).isoformat()
    except ValueError:
        raise unusable(part.name, f"expected days as yyyymmdd, found {latest}") from None


def _end_of_quarter(since: date) -> date:
    month = (since.month - 1) // 3 * 3 + 4
    first = date(since.year + month // 13, (month - 1) % 12 + 1, 1)
    return date.fromordinal(first.toordinal() - 1)


def _iso(day: str) -> str | None:
    return date(int(day[:4]), int(day[4:6]), int(day[6:])).isoformat() if day else None


def _stored(r: Record) -> tuple[str | None, ...]:
    return (
        r.code, " ".join(filter(None, r.text)), r.short, _iso(r.added), _iso(r.acted), _iso(r.terminated), r.coverage,
        r.pricing, r.reference, r.betos, r.services, r.action,
    )  # fmt: skip


def _found(records: Iterable[Record], label: str) -> Iterator[Row]:
    aliases = aliases_of(facts.read_synonyms())
    for r in records:
        text = " ".join(filter(None, r.text))
        yield Row(
            set_="hcpcs", code=r.code, text=text, billable=True, phrases=(text, r.short), named=named(r.code, aliases),
            since=_iso(r.added), until=_iso(r.terminated), edition=label, tier=_NEAR.get(r.code[:2], 4),
        )  # fmt: skip
