"""The practice's work in figures: tables whose cells keep their type, each with what a plot of it shows."""

import csv
from datetime import date, datetime
from decimal import Decimal
from io import StringIO
from typing import Literal

from oncodesk.codes.tables import Tables
from oncodesk.domain.base import Frozen
from oncodesk.rules.catalogue import RULES
from oncodesk.vault.values import Figures

Kind = Literal["text", "date", "number", "money", "percent"]
Cell = str | date | int | Decimal | None
STATUSES = ("uncoded", "query", "review", "hold", "ready", "sent")
_NOTHING = Decimal(0)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


class Column(Frozen):
    """A heading and what stands below it; money in dollars, percent as 0–100."""

    name: str
    kind: Kind = "text"


class Table(Frozen):
    """One report. `says` is its sum in a sentence; `plots` names the label's column and those of the bars."""

    key: str
    title: str
    says: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    plots: tuple[int, tuple[int, ...]]


class PracticeReport(Frozen):
    """Every table for the days of service from `since` to `until`."""

    since: date
    until: date
    tables: tuple[Table, ...]


def practice_report(figures: Figures, tables: Tables, since: date, until: date) -> PracticeReport:
    """All tables, those without rows too."""
    made = (
        _work(figures),
        _visits(figures),
        _clean(figures),
        _findings(figures),
        _drugs(figures, tables),
        _pay(figures),
    )
    return PracticeReport(since=since, until=until, tables=made)


def as_csv(table: Table) -> str:
    """Dates in ISO form, plain numbers; text that a spreadsheet would run gets an apostrophe before it."""
    target = StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow([column.name for column in table.columns])
    writer.writerows([[_typed(cell) for cell in row] for row in table.rows])
    return target.getvalue()


def _typed(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.isoformat()
    text = str(cell)
    return f"'{text}" if isinstance(cell, str) and text.startswith(_FORMULA) else text


def _month(day: date) -> str:
    return f"{day:%Y-%m}"


def _local(moment: datetime) -> date:
    return moment.astimezone().date()


def _percent(part: int | Decimal, whole: int | Decimal) -> Decimal | None:
    return (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.1")) if whole else None


def _text(name: str) -> Column:
    return Column(name=name)


def _number(name: str) -> Column:
    return Column(name=name, kind="number")


def _money(name: str) -> Column:
    return Column(name=name, kind="money")


def _work(figures: Figures) -> Table:
    held: dict[tuple[date, str], list[Decimal]] = {}
    for at, by, _, _, total, is_first in figures.finalised:
        sums = held.setdefault((_local(at), by), [_NOTHING, _NOTHING, _NOTHING])
        for place, value in enumerate((Decimal(1), Decimal(not is_first), total)):
            sums[place] += value
    rows = tuple((day, by, int(n), int(again), total) for (day, by), (n, again, total) in sorted(held.items()))
    claims, total = sum(row[2] for row in rows), sum((row[4] for row in rows), _NOTHING)
    return Table(
        key="work", title="Work done", says=f"{claims:,} claims finalised, ${total:,.2f}",
        columns=(
            Column(name="Finalised on", kind="date"), _text("Coder"), _number("Claims"), _number("Corrections"),
            _money("Charges"),
        ),
        rows=rows, plots=(0, (2,)),
    )  # fmt: skip


def _visits(figures: Figures) -> Table:
    held: dict[date | None, dict[str, int]] = {}
    charges: dict[date | None, Decimal] = {}
    for day, status, count, total in figures.visits:
        held.setdefault(day, {})[status] = count
        charges[day] = charges.get(day, _NOTHING) + total
    rows = tuple(
        (day, *(counts.get(status, 0) for status in STATUSES), sum(counts.values()), charges[day])
        for day, counts in held.items()
    )
    waiting = sum(count for _, status, count, _ in figures.visits if status not in ("ready", "sent"))
    seen = sum(count for _, _, count, _ in figures.visits)
    return Table(
        key="visits", title="Visits by day", says=f"{seen:,} visits, {waiting:,} not finalised yet",
        columns=(
            Column(name="Date of service", kind="date"), *(_number(status.capitalize()) for status in STATUSES),
            _number("Visits"), _money("Charges"),
        ),
        rows=rows, plots=(0, (len(STATUSES) + 1,)),
    )  # fmt: skip


def _clean(figures: Figures) -> Table:
    held: dict[str, list[int]] = {}
    for at, _, errors, overrides, _, is_first in figures.finalised:
        counts = held.setdefault(_month(_local(at)), [0] * 4)
        if is_first:
            is_clean = not errors and not overrides
            for place, holds in enumerate((True, is_clean, bool(errors), bool(overrides))):
                counts[place] += holds
    rows = tuple((month, *counts, _percent(counts[1], counts[0])) for month, counts in sorted(held.items()))
    claims = sum(counts[0] for counts in held.values())
    rate = _percent(sum(counts[1] for counts in held.values()), claims)
    told = f"{rate} % of {claims:,} first claims had no error and nothing overridden"
    return Table(
        key="clean", title="Clean claims",
        says=told if claims else "No claims",
        columns=(
            _text("Month finalised"), _number("First claims"), _number("Clean"), _number("With errors"),
            _number("With overrides"), Column(name="Clean rate", kind="percent"),
        ),
        rows=rows, plots=(0, (5,)),
    )  # fmt: skip


def _findings(figures: Figures) -> Table:
    titles = {rule.id: rule.title for rule in RULES}
    rows = tuple(
        (titles.get(rule, rule), rule, severity, payer, claims, count)
        for rule, severity, payer, claims, count in figures.findings
    )
    return Table(
        key="findings", title="Findings by rule and payer",
        says=f"{sum(row[5] for row in rows):,} findings left standing in finalised claims",
        columns=(
            _text("Finding"), _text("Rule"), _text("Severity"), _text("Payer"), _number("Claims"), _number("Findings"),
        ),
        rows=rows, plots=(0, (5,)),
    )  # fmt: skip


def _drugs(figures: Figures, tables: Tables) -> Table:
    held: dict[str, list[Decimal]] = {}
    for code, is_waste, units, charge, _ in figures.lines:
        sums = held.setdefault(code, [_NOTHING] * 4)
        sums[int(is_waste)] += units
        sums[2 + int(is_waste)] += charge
    found = ((code, drug, sums) for code, sums in held.items() if (drug := tables.drug(code)))
    rows = tuple(
        (drug.generic, code, str(drug.unit), int(given), int(lost), _percent(lost, given + lost), paid, lost_paid)
        for code, drug, (given, lost, paid, lost_paid) in sorted(found, key=lambda one: -(one[2][2] + one[2][3]))
    )
    wasted = sum((row[7] for row in rows), _NOTHING)
    return Table(
        key="drugs", title="Drugs given and wasted", says=f"{len(rows)} drugs, ${wasted:,.2f} charged for waste",
        columns=(
            _text("Drug"), _text("Code"), _text("One unit"), _number("Units given"), _number("Units wasted"),
            Column(name="Wasted", kind="percent"), _money("Charges given"), _money("Charges wasted"),
        ),
        rows=rows, plots=(0, (6, 7)),
    )  # fmt: skip


def _pay(figures: Figures) -> Table:
    held: dict[tuple[str, str], list[Decimal]] = {}
    for payer, day, claims, total in figures.charges:
        sums = held.setdefault((payer or "(no payer)", _month(day)), [_NOTHING, _NOTHING])
        sums[0] += claims
        sums[1] += total
    rows = tuple((payer, month, int(claims), total) for (payer, month), (claims, total) in sorted(held.items()))
    return Table(
        key="charges", title="Charges by payer and month",
        says=f"${sum((row[3] for row in rows), _NOTHING):,.2f} of charges in claims that stand",
        columns=(_text("Payer"), _text("Month of service"), _number("Claims"), _money("Charges")),
        rows=rows, plots=(0, (3,)),
    )  # fmt: skip
