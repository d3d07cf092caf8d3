"""Decides where a day stands on the strip, what its ticks are, and where an arrow key goes. No Qt."""

from datetime import date, timedelta

from oncodesk.ui.editing.wording import month
from oncodesk.ui.panels.patient.journey_state import JourneyState, Mark

Place = tuple[int, int]
_LEAST_DAYS = 14


def across(day: date, since: date, until: date, left: float, width: float) -> float:
    """Pixels from the left for the beginning of a day, between two days shown."""
    return left + (day - since).days / max(1, (until - since).days) * width


def ticks(since: date, until: date, width: float) -> tuple[tuple[date, str], ...]:
    """Days to name on the axis: Mondays where there is room, else first days of months, else of years."""
    days = (until - since).days
    every = [since + timedelta(days=n) for n in range(days + 1)]
    if days and width / days * 7 > 64:
        return tuple((day, f"{month(day)} {day.day}") for day in every if day.weekday() == 0)
    months = [day for day in every if day.day == 1]
    step = max(1, round(len(months) * 64 / max(width, 1) + 0.5))
    return tuple((day, f"{month(day)} {day.year}") for n, day in enumerate(months) if n % step == 0)


def marked(state: JourneyState, place: Place) -> Mark | None:
    """The mark at a lane and a number on it."""
    lane, number = place
    if 0 <= lane < len(state.lanes) and 0 <= number < len(state.lanes[lane].marks):
        return state.lanes[lane].marks[number]
    return None


def moved(state: JourneyState, place: Place, across_by: int, down_by: int) -> Place:
    """The next mark on the lane, or the nearest in time on another lane."""
    if not state.lanes:
        return place
    lane, number = place
    if across_by:
        return lane, min(max(0, number + across_by), len(state.lanes[lane].marks) - 1)
    other = min(max(0, lane + down_by), len(state.lanes) - 1)
    here = marked(state, place)
    day = here.since if here else state.since
    marks = state.lanes[other].marks
    return other, min(range(len(marks)), key=lambda n: abs((marks[n].since - day).days))


def zoomed(since: date, until: date, around: date, closer: bool, whole: JourneyState) -> tuple[date, date]:
    """The days shown when looking closer or from further away, around a day."""
    days = (until - since).days
    days = max(_LEAST_DAYS, round(days / 1.6)) if closer else round(days * 1.6)
    if days >= (whole.until - whole.since).days:
        return whole.since, whole.until
    first = min(max(whole.since, around - timedelta(days=days // 2)), whole.until - timedelta(days=days))
    return first, first + timedelta(days=days)


def table(state: JourneyState) -> tuple[tuple[tuple[str, str, str], int | None], ...]:
    """Every mark as a row in order of time, with the visit that it came from."""
    rows = [
        ((_days(mark), lane.name, mark.said), mark.visit, mark.since) for lane in state.lanes for mark in lane.marks
    ]
    return tuple((cells, visit) for cells, visit, _ in sorted(rows, key=lambda row: row[2]))


def _days(mark: Mark) -> str:
    return f"{mark.since}" if mark.since == mark.until else f"{mark.since} – {mark.until}"
