"""What the course of radiation shows: weeks of days, each with what was done on it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from oncodesk.ui.editing.outcome import Outcome

EVENTS = {
    "clinical_plan": "Clinical plan",
    "simulation": "Simulation",
    "plan": "Plan",
    "dose_calculation": "Dose calculation",
    "device": "Device",
    "imrt_device": "IMRT device",
    "fraction": "Fraction",
    "management_exam": "Physician exam",
    "physics_check": "Physics check",
    "special_physics_consult": "Special physics consult",
    "special_treatment": "Special treatment",
    "in_vivo_dosimetry": "In-vivo dosimetry",
    "source_application": "Source application",
    "ultrasound_guidance": "Ultrasound guidance",
    "port_image": "Port image",
}
_COUNTED = {
    "isocenters": ("isocenter", "isocenters"), "count": ("in all", "in all"), "areas": ("area", "areas"),
    "ports": ("port", "ports"), "channels": ("channel", "channels"), "sources": ("source", "sources"),
}  # fmt: skip
_SHORT = {
    "active_motion_management": ("motion mgmt", "no motion mgmt"),
    "image_guidance": ("IGRT", "no IGRT"),
    "motion_study": ("motion study", "no motion study"),
    "kv": ("kV", "no kV"),
}
_LABELS = {
    "guidance_reviewed_by": "reviewed by", "performed_by": "by", "energy_mv": "MV", "session": "session", "start": "at",
}  # fmt: skip
HEADINGS = ("Date", "What", "No.", "Details", "Leads to")


@dataclass(frozen=True, slots=True)
class DayCell:
    """A day of the calendar; `marks` are other events than fractions, `codes` the lines dated on it."""

    day: date
    fractions: tuple[int, ...] = ()
    marks: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    is_visit: bool = False


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event as text, with its place in the draft."""

    place: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CourseState:
    """The course in a line, its weeks (Monday first), its events, and what cannot be used."""

    title: str = ""
    weeks: tuple[tuple[DayCell, ...], ...] = ()
    events: tuple[EventRow, ...] = ()
    problem: str = ""


def course_state(draft: dict[str, Any], outcome: Outcome | None) -> CourseState:
    """The course of the draft; codes are those of the last claim that could be derived."""
    radiation = draft.get("radiation") or {}
    events = radiation.get("events", [])
    codes = _codes(outcome)
    days = sorted({day for event in events if (day := _day(event.get("date")))})
    problem = outcome.problem if outcome else None
    wrong = problem.expected if problem and problem.field.startswith("radiation") else ""
    rows = tuple(EventRow(place, _event(event, codes)) for place, event in enumerate(events))
    served = _day(draft.get("date_of_service"))
    return CourseState(_title(radiation.get("course") or {}), _weeks(days, events, codes, served), rows, wrong)


def _codes(outcome: Outcome | None) -> dict[date, tuple[str, ...]]:
    held: dict[date, tuple[str, ...]] = {}
    for line in outcome.claim.lines if outcome and outcome.claim else ():
        day = outcome.claim.date_of(line) if outcome and outcome.claim else None
        if day:
            held[day] = (*held.get(day, ()), f"{line.code} × {line.units}" if line.units != 1 else line.code)
    return held


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None


def _title(course: dict[str, Any]) -> str:
    planned = course.get("planned_fractions")
    parts = (
        f"Course {course['id']}" if course.get("id") else "",
        str(course.get("modality") or "").replace("_", " "),
        str(course.get("technique") or "").upper(),
        f"{planned} fractions planned" if planned else "",
        "complete" if course.get("complete") else "",
    )
    return " · ".join(part for part in parts if part)


def _weeks(
    days: list[date], events: list[dict[str, Any]], codes: dict[date, tuple[str, ...]], served: date | None
) -> tuple[tuple[DayCell, ...], ...]:
    if not days:
        return ()
    monday = days[0] - timedelta(days=days[0].weekday())
    weeks: list[tuple[DayCell, ...]] = []
    while monday <= days[-1] and len(weeks) < 60:
        week = [monday + timedelta(days=n) for n in range(7)]
        shown = [day for day in week if day.weekday() < 5 or day in days]
        if any(day in days for day in week):
            weeks.append(tuple(_cell(day, events, codes, served) for day in shown))
        monday += timedelta(days=7)
    return tuple(weeks)


def _cell(day: date, events: list[dict[str, Any]], codes: dict[date, tuple[str, ...]], served: date | None) -> DayCell:
    own = [event for event in events if event.get("date") == day.isoformat()]
    numbers = tuple(int(event.get("number") or 0) for event in own if event.get("type") == "fraction")
    marks = tuple(EVENTS.get(str(e.get("type")), str(e.get("type"))) for e in own if e.get("type") != "fraction")
    return DayCell(day, numbers, marks, codes.get(day, ()), day == served)


def _event(event: dict[str, Any], codes: dict[date, tuple[str, ...]]) -> tuple[str, ...]:
    day = _day(event.get("date"))
    return (
        str(event.get("date") or ""),
        EVENTS.get(str(event.get("type")), str(event.get("type") or "")),
        str(event.get("number") or ""),
        details(event),
        ", ".join(codes.get(day, ())) if day else "",
    )


def details(event: dict[str, Any]) -> str:
    """What is known of an event beside its date, kind and number, short: `1 isocenter · no motion mgmt · IGRT`."""
    told = (_detail(key, value) for key, value in event.items() if key not in ("date", "type", "number"))
    return " · ".join(part for part in told if part)


def _detail(key: str, value: object) -> str:
    if key in _COUNTED:
        one, more = _COUNTED[key]
        return f"{value} {one if value == 1 else more}"
    if key in _SHORT:
        yes, no = _SHORT[key]
        return yes if value else no
    words = key.replace("_", " ")
    if isinstance(value, bool):
        return words if value else f"no {words}"
    bare = key in ("level", "technique", "modality", "machine", "application", "site", "compensation")
    return _plain(value) if bare else f"{_LABELS.get(key, words)} {_plain(value)}"


def _plain(value: object) -> str:
    text = str(value).replace("_", " ")
    return text.upper() if value in ("imrt", "vmat", "tbi", "2d", "3d", "srs", "sbrt") else text
