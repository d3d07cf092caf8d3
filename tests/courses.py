"""A course of radiation in short: events as lines of text, runs of fractions on the weekdays that follow.

`2026-03-16 fraction*10/2 isocenters=1` is ten fractions from that day, two a day; `weekly` events stand on the day of
every fifth fraction and of the last. Values are numbers, true, false or a word; `_` in a reason is a space.
"""

import json
import re
from datetime import date, timedelta
from typing import Any

_EVENT = re.compile(r"(?P<day>\S+) (?P<type>[a-z_]+)(\*(?P<count>\d+))?(/(?P<daily>\d+))?(?P<facts>.*)")


def radiation(row: dict[str, Any]) -> dict[str, Any]:
    """The visit's `radiation` of a row's course, events and weekly events; the whole course is claimed unless said."""
    events = [event for text in row["events"] for event in _events(text)]
    given = [e["date"] for e in events if e["type"] == "fraction"]
    due = sorted({day for n, day in enumerate(given, start=1) if n % 5 == 0} | set(given[-1:]))
    weekly = [one for text in row.get("weekly", ()) for day in due for one in _events(f"{day} {text}")]
    usual = {"id": "C1", "modality": "external_beam", "equipment": "practice"}
    return {"claim": row.get("claim", "course"), "course": usual | row.get("course", {}), "events": events + weekly}


def last_day(held: dict[str, Any]) -> str:
    """The date of the last event."""
    return max(event["date"] for event in held["events"])


def _events(text: str) -> list[dict[str, Any]]:
    found = _EVENT.fullmatch(text)
    assert found, text
    facts = {name: _value(value, name) for name, _, value in (word.partition("=") for word in found["facts"].split())}
    count, daily = int(found["count"] or 0), int(found["daily"] or 1)
    if not count:
        return [{"date": found["day"], "type": found["type"], **facts}]
    first = facts.pop("number", 1)
    return [
        {"date": day, "type": found["type"], "number": first + n, **({"session": n % daily + 1} if daily > 1 else {})}
        | facts
        for n, day in enumerate(_weekdays(found["day"], count, daily))
    ]


def _weekdays(start: str, count: int, daily: int) -> list[str]:
    days = (date.fromisoformat(start) + timedelta(days=n) for n in range(2 * count + 7))
    return [str(day) for day in days if day.weekday() < 5 for _ in range(daily)][:count]


def _value(text: str, name: str) -> Any:
    if name == "why":
        return text.replace("_", " ")
    try:
        return json.loads(text)
    except ValueError:
        return text or True
