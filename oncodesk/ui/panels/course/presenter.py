"""Decides what a typed event does to the course."""

from datetime import date
from typing import Any

from oncodesk.domain.errors import UnusableInput
from oncodesk.ui.editing import shorthand
from oncodesk.ui.editing.draft import Draft, get, put
from oncodesk.ui.panels.course.state import EVENTS


def _with(draft: Draft, events: list[dict[str, Any]]) -> Draft:
    return put(draft, "radiation.events", events)


def entered(draft: Draft, place: int, column: int, text: str, today: date) -> Draft:
    """The draft after a cell of the events table was typed: 0 date, 1 what, 2 number; UnusableInput otherwise."""
    events = list(get(draft, "radiation.events") or [])
    if not 0 <= place < len(events):
        raise UnusableInput("events", "expected an event of the course")
    field, value = _value(column, text.strip(), today)
    events[place] = put(events[place], field, value)
    return _with(draft, events)


def _value(column: int, typed: str, today: date) -> tuple[str, Any]:
    if column == 0:
        return "date", shorthand.day(typed, today).isoformat()
    if column == 1:
        return "type", event_type(typed)
    if column == 2 and (typed.isdigit() or not typed):
        return "number", int(typed) if typed else None
    raise UnusableInput("events", "expected a fraction's number")


def event_type(text: str) -> str:
    """The type meant by its name or by the start of it where only one fits."""
    typed = text.lower()
    fits = [key for key, words in EVENTS.items() if typed and (key == typed or words.lower().startswith(typed))]
    if len(fits) != 1:
        raise UnusableInput("events", f"expected one of: {', '.join(EVENTS.values())}")
    return fits[0]


def next_fraction(draft: Draft, day: date) -> Draft:
    """One more fraction on that day, like the last one and numbered after it."""
    events = list(get(draft, "radiation.events") or [])
    fractions = [event for event in events if event.get("type") == "fraction"]
    last: dict[str, Any] = max(
        fractions, key=lambda event: int(event.get("number") or 0), default={"type": "fraction", "number": 0}
    )
    return _with(draft, [*events, last | {"date": day.isoformat(), "number": int(last.get("number") or 0) + 1}])


def removed(draft: Draft, place: int) -> Draft:
    """The draft without that event."""
    events = list(get(draft, "radiation.events") or [])
    return _with(draft, [event for n, event in enumerate(events) if n != place])
