"""Patients and appointments from a table as practice systems export it."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any

from oncodesk.domain.errors import UnusableInput
from oncodesk.exchange import said
from oncodesk.exchange.columns import mapped
from oncodesk.exchange.limits import Deadline
from oncodesk.exchange.payers import payer_kind
from oncodesk.exchange.people import Doing, Reading, Refused, Told, refuse
from oncodesk.exchange.table_text import decoded, delimiter_of, rows

CALLED_OFF = ("cancel", "canceled", "cancelled", "no show", "noshow", "no-show", "deleted", "rescheduled", "void")
PERSON = ("family_name", "given_name", "birth_date", "sex", "phone")
ADDRESS = ("line1", "line2", "city", "state", "zip")
Reader = Callable[[str], Any]
MOST_NAMED, LOOK = 12, 500


class _Wrong(ValueError):
    def __init__(self, field: str, expected: str) -> None:
        self.field, self.expected = field, expected
        super().__init__(expected)


def read_people_csv(
    content: bytes,
    today: date,
    remembered: Mapping[str, str] | None = None,
    chosen: Mapping[str, str] | None = None,
    say: Callable[[float, str], None] = lambda *_: None,
) -> Reading:
    """The whole table; UnusableInput where it is none. A row that is not understood is refused, the others are read.

    `say` hears how far the reading is; what it raises ends it.
    """
    text, encoding = decoded(content)
    delimiter, text = delimiter_of(text)
    numbered = rows(text, delimiter, Deadline())
    first = next(numbered, None)
    if first is None:
        raise UnusableInput("file", "expected rows, found none")
    headings = first[1]
    places, meant = mapped(headings, remembered or {}, chosen or {})
    readers = _readers(today)
    told: list[Told] = []
    refused: list[Refused] = []
    lines = text.count("\n") + 1
    for line, cells in numbered:
        if len(told) % LOOK == 0:
            say(min(1.0, line / lines), f"{line:,} lines read")
        try:
            told.append(_row(f"line {line}", _stated(cells, len(headings), places), readers))
        except _Wrong as problem:
            refuse(refused, f"line {line}", problem.field, problem.expected)
    unused = [heading.strip() for n, heading in enumerate(headings) if n not in places.values() and heading.strip()]
    notes = (f"read as {encoding.upper()}, cells divided by {_named(delimiter)}", *_left(unused))
    return Reading(kind="CSV", told=tuple(told), refused=tuple(refused), notes=notes, columns=meant)


def _named(delimiter: str) -> str:
    return {"\t": "tabs", ",": "commas", ";": "semicolons"}.get(delimiter, delimiter)


def _left(unused: list[str]) -> Iterator[str]:
    if unused:
        more = f" and {len(unused) - MOST_NAMED} more" if len(unused) > MOST_NAMED else ""
        yield f"columns not used: {', '.join(f'{heading:.40}' for heading in unused[:MOST_NAMED])}{more}"


def _readers(today: date) -> dict[str, Reader]:
    return {
        "account": said.account, "family_name": said.name, "given_name": said.name, "name": said.name,
        "birth_date": partial(said.day, today=today, born=True), "sex": said.sex, "line1": said.identifier,
        "line2": said.identifier, "city": said.name, "state": said.state, "zip": said.zip_code, "phone": said.phone,
        "payer_name": said.name, "payer_kind": payer_kind, "member_id": said.identifier, "group": said.identifier,
        "served": partial(said.day, today=today), "rendering_name": said.name, "rendering_npi": said.npi,
        "status": said.identifier, "appointment": said.identifier,
    }  # fmt: skip


def _stated(cells: list[str], width: int, places: Mapping[str, int]) -> dict[str, str]:
    """The cells that say something, by field."""
    if len(cells) > width and any(cell.strip() for cell in cells[width:]):
        raise _Wrong("row", f"expected {width} cells as in the headings, found {len(cells)}")
    found: dict[str, str] = {}
    for field, place in places.items():
        cell = cells[place] if place < len(cells) else ""
        try:
            text = said.plain_text(cell)
        except ValueError as problem:
            raise _Wrong(field, str(problem)) from None
        if text and text.lower() not in ("null", "none", "n/a", "-", "--"):
            found[field] = text
    return found


def _row(place: str, stated: Mapping[str, str], readers: Mapping[str, Reader]) -> Told:
    values: dict[str, Any] = {}
    for field, text in stated.items():
        try:
            values[field] = readers[field](text)
        except ValueError as problem:
            raise _Wrong(field, str(problem)) from None
    if "account" not in values:
        raise _Wrong("account", "expected the patient's account, found none")
    if "name" in values:
        values = {**_names(values.pop("name")), **values}
    person = {field: values[field] for field in PERSON if field in values}
    if address := {part: values[part] for part in ADDRESS if part in values}:
        person["address"] = address
    return Told(
        place=place,
        account=values["account"],
        patient=person,
        doing=_doing(values),
        served=values.get("served"),
        appointment=values.get("appointment", ""),
        rendering=_part(values, name="rendering_name", npi="rendering_npi"),
        payer=_part(values, name="payer_name", kind="payer_kind", member_id="member_id", group="group"),
    )


def _names(text: str) -> dict[str, str]:
    family, comma, given = (part.strip() for part in text.partition(","))
    if not comma or not family or not given:
        raise _Wrong("name", "expected family name, given name, with a comma between them")
    return {"family_name": family, "given_name": given}


def _doing(values: Mapping[str, Any]) -> Doing:
    if "served" not in values:
        return "keep"
    return "call_off" if str(values.get("status", "")).lower() in CALLED_OFF else "book"


def _part(values: Mapping[str, Any], **names: str) -> dict[str, str]:
    return {name: values[field] for name, field in names.items() if field in values}
