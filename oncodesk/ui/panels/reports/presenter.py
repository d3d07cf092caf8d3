"""Decides what a report's file is called, of which kinds it may be, and which days are asked for."""

from datetime import date

from oncodesk.words import say

EVERY = say("Excel workbook of every report (*.xlsx);;CSV files of every report in one zip (*.zip)")


def file_name(key: str, since: date, until: date) -> str:
    """A name that says which report of which days; all of them for no key."""
    return f"report-{key}-{since}-to-{until}.xlsx" if key else f"reports-{since}-to-{until}.xlsx"


def days_of(since: date | None, until: date | None, today: date) -> tuple[date, date]:
    """Both ends of the days asked for; what is open reaches from the beginning, or a year ahead."""
    return since or date(1990, 1, 1), until or today.replace(year=today.year + 1, day=1)
