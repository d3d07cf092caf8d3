"""Decides what a typed event does to the course."""

from datetime import date, timedelta
from typing import Any

from oncodesk.domain.errors import UnusableInput
from oncodesk.ui.editing import shorthand
from oncodesk.ui.editing.draft import Draft, get, put
from oncodesk.ui.panels.course.details import read
from oncodesk.ui.panels.course.state import EVENTS, day_of_event, is_whole
from oncodesk.words import say

_DETAILS, _SATURDAY = 3, 5
_OWN = ("date", "type", "number")
_NUMBERS = {"planned_fractions", "areas"}
_ANSWERS = {"yes": True, "no": False}


def _with(draft: Draft, events: list[dict[str, Any]]) -> Draft:
    return put(draft, "radiation.events", events)


def entered(draft: Draft, place: int, column: int, text: str, today: date) -> Draft:
    """The draft after a cell of the events table was typed: 0 date, 1 what, 2 number, 3 details.

    UnusableInput says what was expected.
    """
    events = list(get(draft, "radiation.events") or [])
    if not 0 <= place < len(events):
        raise UnusableInput("events", say("expected an event of the course"))
    if column == _DETAILS:
        events[place] = {key: events[place][key] for key in _OWN if key in events[place]} | read(text)
        return _with(draft, events)
    field, value = _value(column, text.strip(), today)
    events[place] = put(events[place], field, value)
    return _with(draft, events)


def begun(draft: Draft) -> Draft:
    """The draft with a course, where it has none yet."""
    if get(draft, "radiation.course"):
        return draft
    return put(draft, "radiation", {"course": {"id": "C1", "modality": "external_beam"}, "events": []})


def course_entered(draft: Draft, path: str, text: str) -> Draft:
    """The draft after a field of the course was typed or chosen; UnusableInput says what was expected."""
    typed, name = text.strip(), path.rpartition(".")[2]
    value: Any = typed or None
    if name in _NUMBERS and typed:
        if not typed.isdigit():
            raise UnusableInput(path, say("expected a whole number"))
        value = int(typed)
    return put(begun(draft), path, _ANSWERS.get(typed, value) if name == "complete" else value)


def _value(column: int, typed: str, today: date) -> tuple[str, Any]:
    if column == 0:
        return "date", shorthand.day(typed, today).isoformat()
    if column == 1:
        return "type", event_type(typed)
    if column == 2 and (typed.isdigit() or not typed):
        return "number", int(typed) if typed else None
    raise UnusableInput("events", say("expected a fraction's number"))


def event_type(text: str) -> str:
    """The type meant by its name or by the start of it where only one fits."""
    typed = text.lower()
    fits = [key for key, words in EVENTS.items() if typed and (key == typed or words.lower().startswith(typed))]
    if len(fits) != 1:
        raise UnusableInput("events", say("expected one of: {events}", events=", ".join(EVENTS.values())))
    return fits[0]


def next_fraction(draft: Draft, day: date) -> Draft:
    """One more fraction, like the last one and numbered after it.

    On `day`, the date of service; where the claim is of the whole course, on the next weekday after the last fraction.
    """
    draft = begun(draft)
    events = list(get(draft, "radiation.events") or [])
    fractions = [event for event in events if event.get("type") == "fraction"]
    last: dict[str, Any] = max(
        fractions, key=lambda event: int(event.get("number") or 0), default={"type": "fraction", "number": 0}
    )
    turn: dict[str, Any] = {"date": day.isoformat()}
    if is_whole(draft):
        turn = _turn_after(fractions, day)
    kept = {name: value for name, value in last.items() if name not in ("start", *turn)}
    return _with(draft, [*events, kept | turn | {"number": int(last.get("number") or 0) + 1}])


def _turn_after(fractions: list[dict[str, Any]], day: date) -> dict[str, Any]:
    """The date, and the session of a course with two a day, that come after all that were given."""
    days = sorted(found for event in fractions if (found := day_of_event(event)))
    if not days:
        return {"date": day.isoformat()}
    sessions = {_session(event) for event in fractions}
    given = {_session(event) for event in fractions if day_of_event(event) == days[-1]}
    if 2 in sessions and given == {1}:
        return {"date": days[-1].isoformat(), "session": 2}
    following = next(on for n in (1, 2, 3) if (on := days[-1] + timedelta(days=n)).weekday() < _SATURDAY)
    return {"date": following.isoformat()} | ({"session": 1} if 2 in sessions else {})


def _session(event: dict[str, Any]) -> int:
    return int(event.get("session") or 1)


def more(draft: Draft, day: date) -> Draft:
    """One more event on that day; what it was is typed next."""
    draft = begun(draft)
    return _with(draft, [*get(draft, "radiation.events"), {"date": day.isoformat(), "type": "physics_check"}])


def removed(draft: Draft, place: int) -> Draft:
    """The draft without that event."""
    events = list(get(draft, "radiation.events") or [])
    return _with(draft, [event for n, event in enumerate(events) if n != place])
