"""What the drugs grid shows, from the draft and what is known to be wrong or missing in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from oncodesk.domain.clock import minute_of
from oncodesk.domain.derivation import Question
from oncodesk.domain.errors import UnusableInput
from oncodesk.ui.editing.history import Session
from oncodesk.ui.editing.outcome import Outcome, day_of
from oncodesk.ui.editing.routes import WORDS
from oncodesk.ui.editing.wording import plain
from oncodesk.words import say

COLUMNS: tuple[tuple[str, str], ...] = (
    ("drug", say("Drug or fluid")),
    ("route", say("Route")),
    ("dose", say("Dose")),
    ("containers", say("Opened")),
    ("discarded", say("Wasted")),
    ("start", say("Start")),
    ("stop", say("Stop")),
    ("minutes", say("Min")),
    ("access", say("Access")),
    ("ndc", say("NDC")),
)
KINDS = {"single_dose": "sdv", "multi_dose": "mdv"}
_FIELD = {"stop_next_day": "stop", "segments": "start", "containers.ndc": "ndc", "rate": "minutes", "id": "drug"}


@dataclass(frozen=True, slots=True)
class Cell:
    """Text of a cell; `problem` says what was expected, `ask` what should be asked."""

    text: str
    problem: str = ""
    ask: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One administration; the row with no id is the one to type a new drug into."""

    identifier: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class GridState:
    """Every row, and what cannot be used, a line for each cell."""

    rows: tuple[Row, ...]
    problem: str = ""


def grid_state(
    draft: dict[str, Any], outcome: Outcome | None, rejected: dict[tuple[str, str], tuple[str, str]]
) -> GridState:
    """`rejected` holds, by row and column, text that could not be understood and what was expected instead."""
    problem = outcome.problem if outcome else None
    questions = outcome.derivation.questions if outcome and outcome.derivation else ()
    served = day_of(Session(draft))
    rows = []
    for entry in draft.get("administrations", []):
        cells = (_cell(entry, name, problem, questions, rejected, served) for name, _ in COLUMNS)
        rows.append(Row(str(entry.get("id", "")), tuple(cells)))
    empty = tuple(_rejected(Cell(""), rejected.get(("", name))) for name, _ in COLUMNS)
    every = (*rows, Row("", empty))
    return GridState(every, "\n".join(told for row in every for told in _told(row)))


def _told(row: Row) -> Iterable[str]:
    """The complaints of the row, each with the cell it is about."""
    for (_, heading), cell in zip(COLUMNS, row.cells, strict=True):
        if cell.problem:
            drug = row.cells[0].text if row.identifier else ""
            yield f"{drug}, {heading}: {cell.problem}" if drug else f"{heading}: {cell.problem}"


def _rejected(cell: Cell, typed: tuple[str, str] | None) -> Cell:
    return Cell(typed[0], typed[1]) if typed else cell


def _cell(
    entry: dict[str, Any],
    name: str,
    problem: UnusableInput | None,
    questions: tuple[Question, ...],
    rejected: dict[tuple[str, str], tuple[str, str]],
    served: Any,
) -> Cell:
    identifier = str(entry.get("id", ""))
    wrong = plain(problem.expected) if problem and _names(problem.field, identifier, name) else ""
    asked = next((q.ask for q in questions if q.fact == identifier and _column(q.field) == name), "")
    return _rejected(Cell(_text(entry, name, served), wrong, asked), rejected.get((identifier, name)))


def _column(field: str | None) -> str:
    first = (field or "").split(".")[0]
    return _FIELD.get(field or "", _FIELD.get(first, first))


def _names(path: str, identifier: str, name: str) -> bool:
    room, _, rest = path.partition(".")
    given, _, field = rest.partition(".")
    return room == "administrations" and given == identifier and _column(field) == name


def _text(entry: dict[str, Any], name: str, served: Any) -> str:
    value = entry.get(name)
    match name:
        case "drug":
            return str(value or entry.get("class") or "")
        case "route":
            return WORDS.get(str(value), str(value or ""))
        case "dose" | "discarded":
            return quantity_text(value)
        case "containers":
            return _opened_text(value or [])
        case "minutes":
            return minutes_text(entry, served)
        case "ndc":
            return ", ".join(str(c["ndc"]) for c in entry.get("containers", []) if c.get("ndc"))
        case "start" | "stop" if entry.get("segments"):
            part = entry["segments"][0 if name == "start" else -1]
            return f"{part.get(name)} ⋯"
        case "start" | "stop":
            return _clock_text(str(value or ""), name == "stop" and bool(entry.get("stop_next_day")))
    return str(value or "")


def _opened_text(containers: list[dict[str, Any]]) -> str:
    """`1 × 450 mg + 1 × 50 mg sdv`: the kind is said where it is recorded and all are of it."""
    opened = " + ".join(f"{c.get('count', 1)} × {quantity_text(c)}" for c in containers)
    kinds = {c.get("kind") for c in containers}
    return f"{opened} {KINDS.get(str(kinds.pop()), '')}".rstrip() if len(kinds) == 1 else opened


def _clock_text(text: str, next_day: bool) -> str:
    if "T" in text:
        day, clock = text.split("T")
        return f"{clock[:5]} {day[5:]}"
    return f"{text} +1" if next_day and text else text


def quantity_text(value: Any) -> str:
    """`0.25 mg` for an amount and its unit; empty for none."""
    if not isinstance(value, dict) or "amount" not in value:
        return ""
    return f"{value['amount']:g} {str(value.get('unit', '')).replace('_', ' ')}" if _is_small(value) else _long(value)


def _is_small(value: dict[str, Any]) -> bool:
    return isinstance(value["amount"], int | float) and value["amount"] < 100_000


def _long(value: dict[str, Any]) -> str:
    return f"{value['amount']} {str(value.get('unit', '')).replace('_', ' ')}"


def minutes_text(entry: dict[str, Any], served: Any) -> str:
    """Minutes from start to stop, or the recorded duration; empty where neither is known."""
    if entry.get("minutes") is not None:
        return str(entry["minutes"])
    spans = entry.get("segments") or [entry]
    if served is None or not all(part.get("start") and part.get("stop") for part in spans):
        return ""
    try:
        total = sum(minute_of(part["stop"], served) - minute_of(part["start"], served) for part in spans)
    except ValueError:
        return ""
    total += 1440 if entry.get("stop_next_day") and total <= 0 else 0
    return str(total) if total >= 0 else ""
