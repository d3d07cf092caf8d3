"""What the regimens panel shows: the list, the one that is chosen with its drugs, and what it expects to bill."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from oncodesk.domain.template import Template
from oncodesk.services.regimens.expecting import Expected, ExpectedLine
from oncodesk.ui.editing.choices import REASONS
from oncodesk.ui.editing.coded_text import DIAGNOSES_HELP, SERVICES_HELP, diagnoses_text, services_text
from oncodesk.ui.editing.fields import Field, Shown, choices
from oncodesk.ui.editing.routes import WORDS
from oncodesk.ui.editing.wording import label_of
from oncodesk.words import say

HEADINGS = (say("Regimen"), say("Every"), say("Drugs"), say("Expected"), say("In use"))
LINES = (say("Code"), say("Service or drug"), say("Units"), say("Charge"))
FIELDS = (
    Field("name", say("Name"), 22, help=say("Of its own: visits are offered it by this name")),
    Field("reason", say("Reason"), 18, choices(REASONS)),
    Field("cycle_days", say("Every (days)"), 7, help=say("Days from one visit to the next")),
    Field("since", say("In use since"), 10, help=say("t, 0101, 01/01/2026; empty = always")),
    Field("until", say("Until"), 10, help=say("Last day; empty = still in use")),
    Field("diagnoses", say("Diagnoses"), 16, help=DIAGNOSES_HELP),
    Field("services", say("Services"), 12, help=SERVICES_HELP),
    Field("payers", say("Only for payers"), 14, help=say("Kinds of payer, such as medicare commercial; empty = all")),
    Field("tolerance_percent", say("Dose within %"), 7, help=say("A dose further off is told beside the claim")),
)
COLUMNS = (
    ("drug", say("Drug or fluid")),
    ("route", say("Route")),
    ("dose", say("Dose or rule")),
    ("ordered_minutes", say("Min")),
    ("containers", say("Usually opened")),
    ("sequence", say("Order")),
)
Draft = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Listed:
    """A regimen with what it expects to bill today."""

    template: Template
    expected: Expected


@dataclass(frozen=True, slots=True)
class TemplatesState:
    """The list as text, the place of the chosen one, -1 for none; its fields and drugs; the last row is a new drug."""

    rows: tuple[tuple[str, ...], ...] = ()
    chosen: int = -1
    fields: tuple[tuple[str, Shown], ...] = ()
    drugs: tuple[tuple[str, ...], ...] = ()
    expected: tuple[tuple[str, str, str, str], ...] = ()
    heading: str = ""
    moved: tuple[str, ...] = ()
    problem: str = ""

    def shown(self, path: str) -> Shown:
        """What the field of that path shows."""
        return next((shown for held, shown in self.fields if held == path), Shown(""))


def templates_state(
    listed: tuple[Listed, ...], chosen: int, draft: Draft, moved: tuple[str, ...], problem: tuple[str, str], on: date
) -> TemplatesState:
    """`draft` is the chosen regimen as typed; `problem` the field that cannot be used and what was expected."""
    rows = tuple(_row(one, on) for one in listed)
    if not 0 <= chosen < len(listed):
        return TemplatesState(rows)
    expected = listed[chosen].expected
    told = f"{label_of(problem[0])}: {problem[1]}" if problem[1] else ""
    return TemplatesState(
        rows=rows,
        chosen=chosen,
        fields=tuple((field.path, Shown(_text(draft, field.path), _wrong(field.path, problem))) for field in FIELDS),
        drugs=(*(_drug(row) for row in draft.get("administrations", ())), ("",) * len(COLUMNS)),
        expected=tuple(_line(line) for line in expected.lines),
        heading=_heading(expected),
        moved=moved,
        problem=told,
    )


def _row(one: Listed, on: date) -> tuple[str, ...]:
    template = one.template
    drugs = ", ".join(dict.fromkeys(drug.drug for drug in template.administrations))
    days = say("{days} d", days=template.cycle_days) if template.cycle_days else ""
    known = "" if one.expected.money is None else f"{one.expected.money:,.2f}"
    money = known + (" +" if known and any(line.units is None for line in one.expected.lines) else "")
    return template.name, days, drugs, money, _in_use(template, on)


def _in_use(template: Template, on: date) -> str:
    if template.in_use(on):
        return say("until {until}", until=template.until) if template.until else say("yes")
    return (
        say("from {since}", since=template.since)
        if template.since and on < template.since
        else say("ended {until}", until=template.until)
    )


def _wrong(path: str, problem: tuple[str, str]) -> str:
    return problem[1] if problem[0].split(".")[0] == path else ""


def _text(draft: Draft, path: str) -> str:
    if path == "diagnoses":
        return diagnoses_text(draft.get(path, []))
    if path == "services":
        return services_text(draft.get(path, []))
    if path == "payers":
        return " ".join(draft.get(path, []))
    if path == "tolerance_percent":
        return str(draft.get(path, 10))
    value = draft.get(path)
    return "" if value is None else str(value)


def _drug(row: Draft) -> tuple[str, ...]:
    opened = " + ".join(f"{box.get('count', 1)} × {_quantity(box)}" for box in row.get("containers", ()))
    numbers = tuple(str(row.get(name) or "") for name in ("ordered_minutes", "sequence"))
    dose = str(row.get("dose_by") or _quantity(row.get("dose")))
    return str(row.get("drug", "")), WORDS.get(str(row.get("route")), ""), dose, numbers[0], opened, numbers[1]


def _quantity(value: Any) -> str:
    return f"{value['amount']} {str(value['unit']).replace('_', ' ')}" if value else ""


def _line(line: ExpectedLine) -> tuple[str, str, str, str]:
    units = say("by dose") if line.units is None else str(line.units)
    money = f"{line.money:,.2f}" if line.money is not None else ""
    return "-".join((line.code, *line.modifiers)), line.wording, units, money


def _heading(expected: Expected) -> str:
    by_dose = any(line.units is None for line in expected.lines)
    if expected.money is None:
        told = say("On {day}: no charges entered (Settings, Practice and charges)", day=expected.on)
    elif by_dose:
        told = say("On {day}: ${money:,.2f} and what follows the dose", day=expected.on, money=expected.money)
    else:
        told = say("On {day}: ${money:,.2f}", day=expected.on, money=expected.money)
    unknown = say("not known: {names}", names=", ".join(expected.unknown)) if expected.unknown else ""
    return " · ".join(part for part in (told, unknown) if part)
