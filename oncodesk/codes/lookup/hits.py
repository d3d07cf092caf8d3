"""What is shown of a code that was found, and why it was."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date

from oncodesk.codes.answering import OnDay
from oncodesk.codes.lookup.query import Group
from oncodesk.codes.lookup.ranking import Ranked
from oncodesk.codes.values import Hit, code_set
from oncodesk.codes.words import folded


def hit_of(
    row: tuple[str, ...], ranked: Ranked, groups: Iterable[Group], favourites: Collection[str], answering: OnDay
) -> Hit:
    """The row as a hit, with the days the code stands in the editions that are there."""
    set_, code, text, billable, since, until, edition, shown = row
    name = (shown or "").split("\n")[ranked.phrase - 1] if ranked.phrase else ""
    reasons = [
        "one of your codes" if code in favourites else "",
        ranked.way,
        f"without {ranked.left_out}" if ranked.left_out else "",
        f"also: {name}" if name and name != text else "",
        *(_meaning(group, folded(f"{text} {name}")) for group in groups),
    ]
    hit = Hit(
        set=code_set(set_), code=code, text=text, billable=bool(billable), since=_day(since), until=_day(until),
        edition=edition, matched="; ".join(reason for reason in reasons if reason) or "words",
    )  # fmt: skip
    if hit.set != "icd10cm" or not answering.has_neighbours:
        return hit
    first, last = answering.span(hit.code.replace(".", ""))
    return replace(hit, since=first, until=last)


def _meaning(group: Group, held: str) -> str:
    for reading in group.readings:
        if all(word in held for word in reading.words):
            means = " ".join(reading.words)
            return "" if means == group.said else f"{group.said} = {means}"
    return ""


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
