"""A visit as far as it has been typed: plain JSON values, changed by making a new one."""

from datetime import date
from typing import Any

Draft = dict[str, Any]


def blank(today: date) -> Draft:
    """A new visit in the office, of today, with nothing else said."""
    return {
        "format": "oncodesk.visit/1",
        "date_of_service": today.isoformat(),
        "place_of_service": "11",
        "reason": "antineoplastic_treatment",
        "administrations": [],
        "diagnoses": [],
        "services": [],
    }


def get(draft: Any, path: str) -> Any:
    """What stands at a path such as `administrations.a2.stop`, or None."""
    for step in path.split("."):
        draft = draft.get(step) if isinstance(draft, dict) else _item(draft, step)
        if draft is None:
            return None
    return draft


def put(draft: Draft, path: str, value: Any) -> Draft:
    """The draft with that value at the path, which is made where needed; None takes the value away."""
    new: Draft = _put(draft, path, value)
    return new


def _put(draft: Any, path: str, value: Any) -> Any:
    step, _, rest = path.partition(".")
    if isinstance(draft, list):
        chosen = _item(draft, step)
        return [(_put(item, rest, value) if rest else value) if item is chosen else item for item in draft]
    held = dict(draft or {})
    new = _put(held.get(step, {}), rest, value) if rest else value
    if new is None or (rest and new == {}):
        held.pop(step, None)
    else:
        held[step] = new
    return held


def _item(rows: Any, step: str) -> Any:
    if not isinstance(rows, list):
        return None
    named = next((row for row in rows if isinstance(row, dict) and row.get("id") == step), None)
    return rows[int(step)] if named is None and step.isdigit() and int(step) < len(rows) else named


def new_id(draft: Draft, prefix: str = "a") -> str:
    """An id no administration has yet."""
    taken = {row.get("id") for row in draft.get("administrations", [])}
    return next(f"{prefix}{n}" for n in range(1, len(taken) + 2) if f"{prefix}{n}" not in taken)


def with_administration(draft: Draft, drug: str, route: str) -> Draft:
    """One more administration at the end."""
    row = {"id": new_id(draft), "drug": drug, "route": route}
    return put(draft, "administrations", [*draft.get("administrations", []), row])


def without_administration(draft: Draft, identifier: str) -> Draft:
    """The draft without that administration; nothing runs beside it any more."""
    kept = []
    for row in draft.get("administrations", []):
        if row.get("id") == identifier:
            continue
        beside = [other for other in row.get("concurrent_with", []) if other != identifier]
        kept.append(put(row, "concurrent_with", beside or None) if "concurrent_with" in row else row)
    return put(draft, "administrations", kept)
