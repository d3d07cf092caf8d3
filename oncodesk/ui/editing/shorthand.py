"""Understands what a coder types in a hurry; what was understood is echoed back in full.

Each function gives the value as the visit document holds it, or raises UnusableInput saying what was expected.
"""

import re
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, get_args

from oncodesk.domain.clock import DAY, minute_of
from oncodesk.domain.errors import UnusableInput
from oncodesk.domain.quantity import Unit
from oncodesk.words import say

_UNITS = {unit.lower().replace("_", ""): unit for unit in get_args(Unit)} | {
    "u": "units", "unit": "units", "iu": "units", "mu": "million_units", "ug": "mcg", "µg": "mcg", "gm": "g",
    "vials": "vial", "cc": "mL",
}  # fmt: skip
_CLOCK = re.compile(r"(\d{1,2})(?::?(\d{2}))?\s*([ap])?m?")
_KINDS = {
    "sdv": "single_dose", "sd": "single_dose", "single": "single_dose", "single-dose": "single_dose",
    "mdv": "multi_dose", "md": "multi_dose", "multi": "multi_dose", "multi-dose": "multi_dose", "bulk": "multi_dose",
}  # fmt: skip
_OPENED = re.compile(r"(?:(\d+)\s*[x×*]\s*)?([\d.]+)\s*([a-zµ_]*)")


def day(text: str, today: date, field: str = "date") -> date:
    """`t`, `y`, `-3`, `+1`, `1121` (the last one not after today), `11/21/26`, `2026-11-21`."""
    typed = text.strip().lower()
    if typed in {"t", "y"}:
        return today - timedelta(days=typed == "y")
    if re.fullmatch(r"[+-]\d{1,4}", typed):
        return today + timedelta(days=int(typed))
    try:
        return date.fromisoformat(typed) if re.fullmatch(r"\d{4}-\d\d-\d\d", typed) else _american(typed, today)
    except ValueError:
        raise UnusableInput(field, say("expected a date such as t, y, -3, 1121 or 11/21/2026")) from None


def _american(typed: str, today: date) -> date:
    parts = re.fullmatch(r"(\d\d?)[/.-](\d\d?)(?:[/.-](\d{4}|\d\d))?|(\d\d)(\d\d)(\d{4}|\d\d)?", typed)
    if parts is None:
        raise ValueError(typed)
    month, number, year = (int(part) if part else None for part in parts.groups()[0 if parts[1] else 3 :][:3])
    assert month is not None
    assert number is not None
    if year is not None:
        return date(year + 2000 if year < 100 else year, month, number)
    found = date(today.year, month, number)
    return found if found <= today else date(today.year - 1, month, number)


def clock(text: str, served: date, start: str | None, now: datetime) -> str:
    """`905`, `9:05p`, `2105`, `n` (now), `+90` (minutes after `start`); past midnight a full date and time."""
    typed = text.strip().lower()
    if typed == "n":
        return f"{now:%H:%M}"
    if re.fullmatch(r"\+\d{1,4}", typed):
        if start is None:
            raise UnusableInput("time", say("expected a start before minutes after it"))
        return _at(minute_of(start, served) + int(typed), served)
    if re.fullmatch(r"\d{4}-\d\d-\d\dt\d\d:\d\d", typed):
        return typed.upper()
    if found := _CLOCK.fullmatch(typed):
        hour, minute = int(found[1]), int(found[2] or 0)
        if found[3]:
            hour = hour % 12 + (12 if found[3] == "p" else 0) if 1 <= hour <= 12 else 99
        if hour < 24 and minute < 60 and (found[2] or found[3]):
            return f"{hour:02}:{minute:02}"
    raise UnusableInput("time", say("expected a time such as 905, 9:05p, 21:05, +90 or n"))


def _at(minute: int, served: date) -> str:
    days, rest = divmod(minute, DAY)
    text = f"{rest // 60:02}:{rest % 60:02}"
    return f"{served + timedelta(days=days)}T{text}" if days else text


def dose(text: str, unit: str | None) -> dict[str, Any]:
    """`330`, `0.25 mg`, `5 mu`; without a unit the drug's own, and an error where that is not known."""
    found = re.fullmatch(r"([\d.,]+)\s*([a-zA-Zµ_ ]*)", text.strip())
    if found is None:
        raise UnusableInput("dose", say("expected an amount such as 330 or 0.25 mg"))
    return {"amount": _amount(found[1]), "unit": _unit(found[2], unit)}


def containers(text: str, unit: str | None, held: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """`2x100`, `100+50 sdv`, `1x500 mg`; NDC, kind and volume stay with a container of the same size.

    `sdv` or `mdv` after the last one says of all of them that they were single-dose or multi-dose.
    """
    typed, kind = _kind(text.strip().lower())
    result = []
    for part in re.split(r"\s*[+,;]\s*", typed):
        found = _OPENED.fullmatch(part)
        if found is None or found[1] == "0":
            raise UnusableInput("containers", say("expected what was opened, such as 2x100, 100+50 or 100 sdv"))
        amount, named = _amount(found[2]), _unit(found[3], unit)
        same = next((c for c in held if c.get("amount") == amount and c.get("unit") == named), {})
        result.append(same | {"amount": amount, "unit": named, "count": int(found[1] or 1)} | kind)
    return result


def _kind(typed: str) -> tuple[str, dict[str, str]]:
    """What was opened, and the kind of container said after it."""
    before, _, last = typed.rpartition(" ")
    return (before.strip(), {"kind": _KINDS[last]}) if last in _KINDS else (typed, {})


def _amount(text: str) -> int | float:
    try:
        number = Decimal(text.replace(",", ""))
    except InvalidOperation:
        raise UnusableInput("amount", say("expected a number, found {text!r}", text=text)) from None
    return int(number) if number == number.to_integral_value() else float(number)


def _unit(text: str, default: str | None) -> str:
    typed = text.strip().lower().replace("_", "").replace(" ", "")
    if not typed and default:
        return default
    if typed not in _UNITS:
        raise UnusableInput(
            "unit", say("expected a unit: {units}", units=", ".join(u.replace("_", " ") for u in get_args(Unit)))
        )
    return str(_UNITS[typed])
