"""Decides what a typed cell does to the visit."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Protocol

from oncodesk.domain.errors import UnusableInput
from oncodesk.ui.editing import shorthand
from oncodesk.ui.editing.draft import Draft, get, put, with_administration, without_administration
from oncodesk.ui.editing.draft import new_id as free_id
from oncodesk.ui.editing.routes import WORDS, route
from oncodesk.ui.panels.grid.state import COLUMNS, GridState
from oncodesk.words import say


class Named(Protocol):
    """A drug's name as the desk completes it."""

    @property
    def name(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def routes(self) -> tuple[str, ...]: ...


Complete = Callable[[str], tuple[Named, ...]]


def entered(draft: Draft, row: str, column: str, text: str, now: datetime, complete: Complete) -> Draft:
    """The draft after the cell was typed; UnusableInput says what was expected. Empty text takes the fact away."""
    if not row:
        if column != "drug":
            raise UnusableInput(column, say("expected the drug first"))
        return _added(draft, text, complete) if text.strip() else draft
    place = f"administrations.{row}"
    if column == "drug":
        return _renamed(draft, place, text, complete)
    return _changed(draft, place, column, text, now, complete)


def removed(draft: Draft, row: str) -> Draft:
    """The draft without that row."""
    return without_administration(draft, row)


_TIMES = {
    "iv_infusion": ("dose", "start", "stop"), "intra_arterial_infusion": ("dose", "start", "stop"),
    "iv_push": ("dose", "start"), "intra_arterial_push": ("dose", "start"),
    "pump_prolonged": ("dose", "start", "minutes"),
}  # fmt: skip
_NAMES = [name for name, _ in COLUMNS]


def next_in_round(state: GridState, row: int, column: str) -> tuple[int, str] | None:
    """Where a round through what a regimen leaves to be typed goes on; row -1 begins it, None ends it."""
    places = [
        (number, name)
        for number, shown in enumerate(state.rows)
        if shown.identifier
        for name in _TIMES.get(_route(shown.cells[_NAMES.index("route")].text), ("dose",))
    ]
    at = (row, _NAMES.index(column) if column else -1)
    return next((place for place in places if (place[0], _NAMES.index(place[1])) > at), None)


def _route(words: str) -> str:
    return next((key for key, said in WORDS.items() if said == words), "")


def _named(text: str, complete: Complete) -> Named | None:
    wanted = text.strip().lower()
    return next((drug for drug in complete(wanted) if wanted in (drug.name.lower(), drug.code.lower())), None)


def _added(draft: Draft, text: str, complete: Complete) -> Draft:
    drug = _named(text, complete)
    identifier = free_id(draft)
    draft = with_administration(draft, text.strip(), drug.routes[0] if drug and drug.routes else "iv_infusion")
    others = draft["administrations"][:-1]
    access = others[-1].get("access") if others else None
    return put(draft, f"administrations.{identifier}.access", access) if access else draft


def _renamed(draft: Draft, place: str, text: str, complete: Complete) -> Draft:
    if not text.strip():
        raise UnusableInput("drug", say("expected a drug's name or code; Ctrl+Backspace removes the row"))
    drug = _named(text, complete)
    draft = put(draft, f"{place}.drug", text.strip())
    if drug and drug.routes and get(draft, f"{place}.route") not in drug.routes:
        draft = put(draft, f"{place}.route", drug.routes[0])
    return draft


def _unit(draft: Draft, place: str, complete: Complete) -> str | None:
    held = get(draft, f"{place}.dose.unit")
    if held:
        return str(held)
    drug = _named(str(get(draft, f"{place}.drug") or ""), complete)
    return drug.unit.split(" ", 1)[1].replace(" ", "_") if drug and " " in drug.unit else None


def _dosed(draft: Draft, place: str, typed: str, unit: str | None, complete: Complete) -> dict[str, Any]:
    """The dose; a bare number far below one billing unit is more likely of another unit, so the unit is asked for."""
    dose = shorthand.dose(typed, unit)
    drug = _named(str(get(draft, f"{place}.drug") or ""), complete)
    if drug is None or not (typed[-1].isdigit() or typed[-1] == "."):
        return dose
    billed, _, named = drug.unit.partition(" ")
    if named.replace(" ", "_") == dose["unit"] and 0 < dose["amount"] < float(billed) / 2:
        raise UnusableInput(
            "dose",
            say("expected the unit as well, such as {typed} mg; it is billed per {unit}", typed=typed, unit=drug.unit),
        )
    return dose


def _changed(draft: Draft, place: str, column: str, text: str, now: datetime, complete: Complete) -> Draft:
    typed = text.strip()
    if column == "route":
        return put(draft, f"{place}.route", route(typed))
    if not typed:
        return _emptied(draft, place, column)
    unit = _unit(draft, place, complete)
    match column:
        case "dose":
            return put(draft, f"{place}.dose", _dosed(draft, place, typed, unit, complete))
        case "discarded":
            return put(draft, f"{place}.discarded", shorthand.dose(typed, unit))
        case "containers":
            held = get(draft, f"{place}.containers") or []
            return put(draft, f"{place}.containers", shorthand.containers(typed, unit, held))
        case "start" | "stop":
            return _timed(draft, place, column, typed, now)
        case "minutes":
            return _lasting(draft, place, typed)
        case "ndc":
            return _numbered(draft, place, typed)
    return put(draft, f"{place}.{column}", typed)


def _emptied(draft: Draft, place: str, column: str) -> Draft:
    if column == "ndc":
        return _numbered(draft, place, None)
    draft = put(draft, f"{place}.{column}", None)
    return put(draft, f"{place}.stop_next_day", None) if column == "stop" else draft


def _timed(draft: Draft, place: str, column: str, typed: str, now: datetime) -> Draft:
    if get(draft, f"{place}.segments"):
        raise UnusableInput(column, say("this infusion was paused; its stretches are kept as imported"))
    next_day = column == "stop" and typed.endswith("+1") and len(typed) > 3
    served = date.fromisoformat(draft["date_of_service"])
    start = get(draft, f"{place}.start") if column == "stop" else None
    value = shorthand.clock(typed.removesuffix("+1") if next_day else typed, served, start, now)
    if column == "stop":
        draft = put(draft, f"{place}.stop_next_day", True if next_day else None)
        draft = put(draft, f"{place}.minutes", None)
    return put(draft, f"{place}.{column}", value)


def _lasting(draft: Draft, place: str, typed: str) -> Draft:
    if not typed.isdigit():
        raise UnusableInput("minutes", say("expected whole minutes"))
    draft = put(put(draft, f"{place}.stop", None), f"{place}.stop_next_day", None)
    return put(draft, f"{place}.minutes", int(typed))


def _numbered(draft: Draft, place: str, typed: str | None) -> Draft:
    held = get(draft, f"{place}.containers")
    if not held:
        raise UnusableInput("ndc", say("expected what was opened before its NDC"))
    numbers = [part.strip() for part in typed.split(",")] if typed else [None] * len(held)
    if len(numbers) not in (1, len(held)):
        raise UnusableInput("ndc", say("expected one NDC, or {count} with commas between", count=len(held)))
    numbers = numbers * len(held) if len(numbers) == 1 else numbers
    rows = [put(row, "ndc", number) for row, number in zip(held, numbers, strict=True)]
    return put(draft, f"{place}.containers", rows)
