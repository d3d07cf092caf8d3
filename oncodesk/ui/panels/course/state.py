"""What the course of radiation shows: weeks of days, each with what was done on it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

from oncodesk.ui.editing import wording
from oncodesk.ui.editing.draft import get
from oncodesk.ui.editing.fields import Field, Shown, choices
from oncodesk.ui.editing.outcome import Outcome
from oncodesk.ui.panels.course.details import said
from oncodesk.words import say

EVENTS = {
    "clinical_plan": say("Clinical plan"),
    "simulation": say("Simulation"),
    "plan": say("Plan"),
    "dose_calculation": say("Dose calculation"),
    "device": say("Device"),
    "imrt_device": say("IMRT device"),
    "fraction": say("Fraction"),
    "management_exam": say("Physician exam"),
    "physics_check": say("Physics check"),
    "special_physics_consult": say("Special physics consult"),
    "special_treatment": say("Special treatment"),
    "in_vivo_dosimetry": say("In-vivo dosimetry"),
    "source_application": say("Source application"),
    "ultrasound_guidance": say("Ultrasound guidance"),
    "port_image": say("Port image"),
}
MODALITIES = {
    "external_beam": say("External beam"), "sbrt": "SBRT", "srs": "SRS", "proton": say("Proton"),
    "superficial": say("Superficial"), "brachytherapy_hdr": say("HDR brachytherapy"),
    "brachytherapy_ldr": say("LDR brachytherapy"), "intraoperative": say("Intraoperative"),
}  # fmt: skip
TECHNIQUES = {
    "2d": "2D", "3d": "3D", "imrt": "IMRT", "vmat": "VMAT", "electrons": say("Electrons"), "mixed": say("Mixed beams"),
    "tbi": "TBI",
}  # fmt: skip
_OWNERS = {"practice": say("The practice's"), "hospital": say("A hospital's")}
_CLAIMS = {"visit": say("This date"), "course": say("The whole course")}
_ANSWERS = {"yes": say("Complete"), "no": say("Goes on")}
COURSE = (
    Field("radiation.course.id", say("Course"), 4),
    Field("radiation.course.modality", say("Modality"), 14, choices(MODALITIES)),
    Field("radiation.course.technique", say("Technique"), 10, choices(TECHNIQUES)),
    Field("radiation.course.planned_fractions", say("Fractions"), 4, help=say("How many are planned")),
    Field("radiation.course.areas", say("Areas"), 4, help=say("How many areas of interest the plan treats")),
    Field("radiation.course.site", say("Site"), 8),
    Field("radiation.course.equipment", say("Equipment"), 12, choices(_OWNERS), say("Whose the equipment is")),
    Field(
        "radiation.course.complete", say("Ends"), 9, choices(_ANSWERS), say("Whether the last fraction has been given")
    ),
    Field(
        "radiation.claim", say("Claims"), 13, choices(_CLAIMS), say("What the claim holds: this date, or every event")
    ),
)
_VISIT = say("Add the next fraction on the date of service")
_WHOLE = say("Add the next fraction on the weekday after the last one, as the whole course is claimed")
HEADINGS = (say("Date"), say("What"), say("No."), say("Details"), say("Leads to"))


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
    """One event as text, with its place in the draft; `wrong` are the columns whose text could not be used."""

    place: int
    cells: tuple[str, ...]
    wrong: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class CourseState:
    """The course in a line, its fields by path, its weeks (Monday first), its events, and what cannot be used.

    `adds` says where the next fraction goes; `problem` has a line for each text that cannot be used.
    """

    title: str = ""
    adds: str = ""
    fields: tuple[tuple[str, Shown], ...] = ()
    weeks: tuple[tuple[DayCell, ...], ...] = ()
    events: tuple[EventRow, ...] = ()
    problem: str = ""

    def shown(self, path: str) -> Shown:
        """What the field of that path shows."""
        return next((shown for held, shown in self.fields if held == path), Shown(""))


def course_state(
    draft: dict[str, Any],
    outcome: Outcome | None,
    rejected: Mapping[str, tuple[str, str]] = MappingProxyType({}),
    rejected_cells: Mapping[tuple[int, int], tuple[str, str]] = MappingProxyType({}),
) -> CourseState:
    """The course of the draft; codes are those of the last claim that could be derived.

    `rejected` holds, by path, text that could not be understood and what was expected; `rejected_cells` the same by
    place and column of the events.
    """
    radiation = draft.get("radiation") or {}
    events = radiation.get("events", [])
    codes = _codes(outcome)
    days = sorted({day for event in events if (day := _day(event.get("date")))})
    problem = outcome.problem if outcome else None
    wrong = wording.said(problem) if problem and problem.field.startswith("radiation") else ""
    rows = tuple(_row(place, _event(event, codes), rejected_cells) for place, event in enumerate(events))
    served = _day(draft.get("date_of_service"))
    fields = tuple((field.path, _shown(draft, field.path, rejected)) for field in COURSE)
    told = (
        *(f"{field.label}: {rejected[field.path][1]}" for field in COURSE if field.path in rejected),
        *(f"{HEADINGS[column]}: {expected}" for (_, column), (_, expected) in rejected_cells.items()),
    )
    title = _title(radiation.get("course") or {})
    return CourseState(
        title,
        _WHOLE if is_whole(draft) else _VISIT,
        fields,
        _weeks(days, events, codes, served),
        rows,
        "\n".join(told) or wrong,
    )


def _row(place: int, cells: tuple[str, ...], rejected: Mapping[tuple[int, int], tuple[str, str]]) -> EventRow:
    wrong = tuple(column for column in range(len(cells)) if (place, column) in rejected)
    typed = (rejected[place, n][0] if n in wrong else cell for n, cell in enumerate(cells))
    return EventRow(place, tuple(typed), wrong)


def _shown(draft: dict[str, Any], path: str, rejected: Mapping[str, tuple[str, str]]) -> Shown:
    if path in rejected:
        return Shown(*rejected[path])
    value = get(draft, path)
    if path == "radiation.claim":
        return Shown(str(value or "visit"))
    if isinstance(value, bool):
        return Shown("yes" if value else "no")
    return Shown("" if value is None else str(value))


def _codes(outcome: Outcome | None) -> dict[date, tuple[str, ...]]:
    held: dict[date, tuple[str, ...]] = {}
    for line in outcome.claim.lines if outcome and outcome.claim else ():
        day = outcome.claim.date_of(line) if outcome and outcome.claim else None
        if day:
            held[day] = (*held.get(day, ()), f"{line.code} × {line.units}" if line.units != 1 else line.code)
    return held


def is_whole(draft: dict[str, Any]) -> bool:
    """Whether the claim is of every event, not of one date."""
    return bool(get(draft, "radiation.claim") == "course")


def day_of_event(event: dict[str, Any]) -> date | None:
    """The day of an event as far as it can be read."""
    return _day(event.get("date"))


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None


def _title(course: dict[str, Any]) -> str:
    planned = course.get("planned_fractions")
    parts = (
        say("Course {id}", id=course["id"]) if course.get("id") else "",
        str(course.get("modality") or "").replace("_", " "),
        str(course.get("technique") or "").upper(),
        say("{planned} fractions planned", planned=planned) if planned else "",
        say("complete") if course.get("complete") else "",
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
        said(event),
        ", ".join(codes.get(day, ())) if day else "",
    )
