"""Clock times of a visit as minutes after midnight of its date of service."""

import re
from datetime import date, datetime
from functools import lru_cache
from typing import Annotated

from pydantic import AfterValidator

_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
DAY = 24 * 60


def _valid(text: str) -> str:
    if _CLOCK.fullmatch(text):
        return text
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or "T" not in text or moment.tzinfo is not None:
        raise ValueError("expected a 24-hour clock such as 09:05, or a local date and time such as 2026-03-13T00:40")
    return text


Clock = Annotated[str, AfterValidator(_valid)]


@lru_cache(maxsize=4096)
def minute_of(clock: str, day: date) -> int:
    """Minutes from midnight of `day`; over 1440 on later days, negative on earlier ones."""
    if match := _CLOCK.fullmatch(clock):
        return int(match[1]) * 60 + int(match[2])
    moment = datetime.fromisoformat(clock)
    return (moment.date() - day).days * DAY + moment.hour * 60 + moment.minute


def clock_of(minute: int) -> str:
    """`09:05` for minute 545; a later day is shown as `00:40 (+1 day)`."""
    days, rest = divmod(minute, DAY)
    text = f"{rest // 60:02}:{rest % 60:02}"
    return text if days == 0 else f"{text} ({days:+} day{'s' if abs(days) != 1 else ''})"


Span = tuple[int, int]
"""Start and stop, in minutes after midnight of the date of service; start < stop."""


def length(spans: tuple[Span, ...]) -> int:
    """Minutes covered by the spans, a minute that two of them share counted once."""
    return sum(stop - start for start, stop in merged(spans))


def merged(spans: tuple[Span, ...]) -> tuple[Span, ...]:
    """The same minutes as ordered spans that neither touch nor overlap."""
    result: list[Span] = []
    for start, stop in sorted(spans):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(stop, result[-1][1]))
        elif start < stop:
            result.append((start, stop))
    return tuple(result)


def overlap(one: tuple[Span, ...], other: tuple[Span, ...]) -> int:
    """Minutes that both cover."""
    return sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in merged(one) for b in merged(other))


def without(spans: tuple[Span, ...], taken: tuple[Span, ...]) -> tuple[Span, ...]:
    """What is left of `spans` once the minutes of `taken` are gone."""
    left = list(merged(spans))
    for start, stop in merged(taken):
        left = [part for a, b in left for part in ((a, min(b, start)), (max(a, stop), b)) if part[0] < part[1]]
    return tuple(left)
