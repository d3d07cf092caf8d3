"""What the plot of a report shows: its bars in order, what each comes to in words, and where marks of an axis stand."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from oncodesk.ui.panels.reports.table import Table
from oncodesk.words import many, say

MONTH = len("2026-01")
_MONTH_WIDE, _MIDDLE = 24.0, 15
_STEPS = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its parts in the order of the series, what it comes to in words, and where it stands.

    `at` is a day as its ordinal where the plot goes by time, else the place in the list from 0.
    """

    label: str
    parts: tuple[float, ...]
    says: str
    at: float = 0.0

    @property
    def whole(self) -> float:
        """The length of all parts."""
        return sum(self.parts)

    @property
    def told(self) -> str:
        """The bar in words."""
        return f"{self.label}: {self.says}"


@dataclass(frozen=True, slots=True)
class PlotState:
    """Bars of one report; `kind` is that of their numbers, `whole` the length of the longest, `wide` a bar's width in
    the unit of `at`. A plot `by_time` has its bars upright over the days, another one under the other."""

    title: str = ""
    series: tuple[str, ...] = ()
    kind: str = "number"
    bars: tuple[Bar, ...] = ()
    whole: float = 0.0
    wide: float = 0.8
    by_time: bool = False

    @property
    def summary(self) -> str:
        """The plot for those who do not see it; every value stands in the table as well."""
        if not self.bars:
            return say("Nothing to plot")
        longest = max(self.bars, key=lambda bar: bar.whole)
        first, last = self.bars[0].label, self.bars[-1].label
        number = many("{count:,} bar", "{count:,} bars", len(self.bars))
        reach = say("the longest first, from {first} to {last}", first=first, last=last)
        if self.by_time:
            reach = say("from {first} to {last}", first=first, last=last)
        return say(
            "{title}: {number}, {reach}. The longest is {longest}",
            title=self.title, number=number, reach=reach, longest=longest.told,
        )  # fmt: skip


NO_PLOT = PlotState()


def plot_state(table: Table) -> PlotState:
    """Rows of one label are one bar; days and months in their order, all else the longest first."""
    label, series = table.plots
    by_time = table.columns[label].kind == "date" or _is_monthly(table, label)
    held: dict[str, list[float]] = {}
    for row in table.rows:
        sums = held.setdefault(str(row[label] or ""), [0.0] * len(series))
        for place, column in enumerate(series):
            sums[place] += float(row[column] or 0)  # type: ignore[arg-type]
    if by_time:
        held = {name: sums for name, sums in sorted(held.items()) if name}
    kinds = [table.columns[column].kind for column in series]
    names = tuple(table.columns[column].name for column in series)
    ordered = list(held.items()) if by_time else sorted(held.items(), key=lambda one: -sum(one[1]))
    bars = tuple(
        Bar(name or say("none"), tuple(sums), _says(sums, names, kinds), _at(name) if by_time else float(place))
        for place, (name, sums) in enumerate(ordered)
    )
    whole = 100.0 if kinds == ["percent"] else max((bar.whole for bar in bars), default=0.0)
    is_monthly = bool(bars) and len(bars[0].label) == MONTH
    return PlotState(_title(names), names, kinds[0], bars, whole, _MONTH_WIDE if is_monthly else 0.8, by_time)


def _is_monthly(table: Table, label: int) -> bool:
    return bool(table.rows) and all(re.fullmatch(r"\d{4}-\d{2}", str(row[label])) for row in table.rows)


def _title(names: Sequence[str]) -> str:
    """The series by name, and how each is drawn where there are two."""
    return (
        names[0]
        if len(names) == 1
        else say("{one} (filled) and {other} (hatched)", one=names[0], other=names[1].lower())
    )


def _at(label: str) -> float:
    if len(label) == MONTH:
        return date.fromisoformat(f"{label}-01").toordinal() + _MIDDLE
    return date.fromisoformat(label).toordinal()


def _says(sums: Sequence[float], names: Sequence[str], kinds: Sequence[str]) -> str:
    words = [amount(value, kind) for value, kind in zip(sums, kinds, strict=True)]
    if len(words) == 1:
        return words[0]
    named = (f"{name.lower().removeprefix('charges ')} {word}" for name, word in zip(names, words, strict=True))
    return ", ".join(part for part, value in zip(named, sums, strict=True) if value) or say("nothing")


def amount(value: float, kind: str) -> str:
    """A value of the plot in words."""
    if kind == "percent":
        return f"{value:g} %"
    if kind == "money":
        return f"${value:,.0f}"
    return f"{value:,.0f}" if value == round(value) else f"{value:,.2f}"


Marks = tuple[tuple[float, str], ...]
"""Where marks of an axis stand, each with its words."""


def day_marks(low: float, high: float, most: int) -> Marks:
    """At most so many days between two ordinals: every so many days, else firsts of months, else of years.

    Each is written whole, so that no date is ever cut.
    """
    first, last = math.ceil(low), math.floor(high)
    if last < first or most < 1:
        return ()
    days = last - first + 1
    for step in (1, 2, 7, 14):
        if math.ceil(days / step) <= most:
            return tuple((float(n), date.fromordinal(n).isoformat()) for n in range(first, last + 1, step))
    months = _firsts(date.fromordinal(first), date.fromordinal(last))
    for step in (1, 2, 3, 6):
        held = [day for day in months if (day.month - 1) % step == 0]
        if len(held) <= most:
            return tuple((float(day.toordinal()), f"{day:%Y-%m}") for day in held)
    years = [day for day in months if day.month == 1]
    step = max(1, math.ceil(len(years) / most))
    return tuple((float(day.toordinal()), f"{day:%Y}") for day in years[::step])


def _firsts(since: date, until: date) -> list[date]:
    found: list[date] = []
    day = since if since.day == 1 else (since.replace(day=1) + timedelta(days=32)).replace(day=1)
    while day <= until:
        found.append(day)
        day = (day + timedelta(days=32)).replace(day=1)
    return found


def name_marks(bars: Sequence[Bar], low: float, high: float, most: int) -> Marks:
    """The labels of the bars between two places, every so many of them where not all find room."""
    shown = [bar for bar in bars if low <= bar.at <= high]
    step = max(1, math.ceil(len(shown) / max(1, most)))
    return tuple((bar.at, bar.label) for bar in shown[::step])


def value_marks(low: float, high: float, kind: str, most: int) -> Marks:
    """Round values between two, at most so many."""
    span = high - low
    if span <= 0 or most < 1:
        return ()
    rough = span / most
    power = 10.0 ** math.floor(math.log10(rough))
    step = next((power * n for n in _STEPS if power * n >= rough), power * 10)
    if kind != "percent":
        step = max(1.0, step)
    first = math.ceil(low / step)
    return tuple((n * step, amount(n * step, kind)) for n in range(first, math.floor(high / step) + 1))


@dataclass(frozen=True, slots=True)
class Reach:
    """What of the bars is in view, as a span of `at`."""

    low: float
    high: float

    @property
    def span(self) -> float:
        """How wide it is."""
        return self.high - self.low


def whole_reach(state: PlotState) -> Reach:
    """Every bar."""
    if not state.bars:
        return Reach(-0.5, 0.5)
    edge = max(0.5, state.wide / 2)
    return Reach(state.bars[0].at - edge, state.bars[-1].at + edge)


def first_reach(state: PlotState, rows: int) -> Reach:
    """What is shown first: all of the time, or as many bars under one another as can be read."""
    whole = whole_reach(state)
    return whole if state.by_time else Reach(whole.low, min(whole.high, whole.low + max(1, rows)))


def zoomed(state: PlotState, reach: Reach, at: float, factor: float) -> Reach:
    """Nearer (below 1) or further away around a place, never beyond the bars."""
    whole = whole_reach(state)
    span = min(whole.span, max(min(whole.span, 3 * max(1.0, state.wide)), reach.span * factor))
    share = (at - reach.low) / reach.span if reach.span else 0.5
    return _inside(whole, at - min(1.0, max(0.0, share)) * span, span)


def following(state: PlotState, reach: Reach, at: float) -> Reach:
    """The same span, moved as little as it takes to show a place."""
    edge = max(0.5, state.wide / 2)
    low = min(reach.low, at - edge)
    low = max(low, at + edge - reach.span)
    return reach if low == reach.low else _inside(whole_reach(state), low, reach.span)


def _inside(whole: Reach, low: float, span: float) -> Reach:
    low = max(whole.low, min(low, whole.high - span))
    return Reach(low, low + span)


def nearest(state: PlotState, at: float) -> int:
    """The bar nearest to a place; -1 where there is none."""
    return min(range(len(state.bars)), key=lambda n: abs(state.bars[n].at - at), default=-1)
