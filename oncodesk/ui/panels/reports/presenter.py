"""Decides what a report's file is called and where an arrow key goes."""

from datetime import date


def file_name(key: str, since: date, until: date) -> str:
    """A name that says which report of which days."""
    return f"report-{key}-{since}-to-{until}.csv"


def days_of(since: date | None, until: date | None, today: date) -> tuple[date, date]:
    """Both ends of the days asked for; what is open reaches from the beginning, or a year ahead."""
    return since or date(1990, 1, 1), until or today.replace(year=today.year + 1, day=1)
