"""A span of days, chosen by its name or typed."""

from dataclasses import dataclass
from datetime import date, timedelta

from oncodesk.words import say

PRESETS = (
    ("any", say("Any date")), ("today", say("Today")), ("week", say("Last 7 days")), ("month", say("This month")),
    ("last_month", say("Last month")), ("quarter", say("Last 90 days")), ("year", say("This year")),
    ("typed", say("From – to…")),
)  # fmt: skip
TYPED = "typed"


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `since` to `until`, both included; None is open."""

    since: date | None = None
    until: date | None = None

    def __str__(self) -> str:
        if self.since is None and self.until is None:
            return say("any date")
        return f"{self.since or '…'} – {self.until or '…'}"


def span_of(key: str, since: str, until: str, today: date) -> Span:
    """The days of that name, or those typed; UnusableInput says what was expected."""
    if key == TYPED:
        from oncodesk.ui.editing import shorthand

        typed = (shorthand.day(text, today) if text.strip() else None for text in (since, until))
        return Span(*typed)
    first = today.replace(day=1)
    named = {
        "today": Span(today, today),
        "week": Span(today - timedelta(days=6), today),
        "month": Span(first, today),
        "last_month": Span((first - timedelta(days=1)).replace(day=1), first - timedelta(days=1)),
        "quarter": Span(today - timedelta(days=89), today),
        "year": Span(today.replace(month=1, day=1), today),
    }
    return named.get(key, Span())
