"""The practice's work in figures: tables whose cells keep their type, each with what a plot of it shows."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from oncodesk.codes.tables import Tables
from oncodesk.domain.base import Frozen
from oncodesk.exchange.tabular import Cell, Column, Listed
from oncodesk.rules.catalogue import RULES
from oncodesk.vault.values import Figures
from oncodesk.words import many, say

STATUSES = {
    "uncoded": say("Uncoded"), "query": say("Query"), "review": say("Review"), "hold": say("Hold"),
    "ready": say("Ready"), "sent": say("Sent"),
}  # fmt: skip
_NOTHING = Decimal(0)
NO_CHARGES = say("no charges entered: Settings, Practice and charges, takes them")


class Table(Frozen):
    """One report. `says` is its sum in a sentence, `counts` says what was counted; `plots` names the label's column and
    those of the bars."""

    key: str
    title: str
    says: str
    counts: str = ""
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    plots: tuple[int, tuple[int, ...]]


class PracticeReport(Frozen):
    """Every table for the days of service from `since` to `until`."""

    since: date
    until: date
    tables: tuple[Table, ...]


def listed(table: Table) -> Listed:
    """The report as a table for other programs."""
    return Listed(table.title, table.columns, table.rows)


def counted_in(report: PracticeReport, tables: Sequence[Table]) -> tuple[tuple[str, str], ...]:
    """What each table counts and what it comes to, and of which days."""
    first = (say("Days of service"), say("{since} to {until}", since=report.since, until=report.until))
    return (first, *((table.title, f"{table.says}. {table.counts}".strip()) for table in tables))


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


def _added(values: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of what is known; None where nothing is."""
    held = [value for value in values if value is not None]
    return sum(held, _NOTHING) if held else None


def _dollars(total: Decimal | None) -> str:
    """A sum in words, or what to do where nothing is known."""
    return NO_CHARGES if total is None else f"${total:,.2f}"


def _work(figures: Figures) -> Table:
    held: dict[tuple[date, str], list[tuple[bool, Decimal | None]]] = {}
    for at, by, _, _, total, is_first in figures.finalised:
        held.setdefault((_local(at), by), []).append((not is_first, total))
    rows = tuple(
        (day, by, len(claims), sum(again for again, _ in claims), _added(total for _, total in claims))
        for (day, by), claims in sorted(held.items())
    )
    count = sum(row[2] for row in rows)
    return Table(
        key="work",
        title=say("Work done"),
        says=say(
            "{number:,} claims finalised, {dollars}", number=count, dollars=_dollars(_added(row[4] for row in rows))
        )
        if rows
        else say("No claims finalised"),
        counts=say(
            "Every claim finalised for a date of service of these days, corrections, replaced and voided ones too, "
            "by the day it was finalised on and by coder. A claim with a line that has no charge adds nothing to "
            "charges."
        ),
        columns=(
            Column(name=say("Finalised on"), kind="date"),
            _text(say("Coder")),
            _number(say("Claims")),
            _number(say("Corrections")),
            _money(say("Charges")),
        ),
        rows=rows,
        plots=(0, (2,)),
    )


def _visits(figures: Figures) -> Table:
    held: dict[date | None, dict[str, int]] = {}
    charges: dict[date | None, list[Decimal | None]] = {}
    for day, status, count, total in figures.visits:
        held.setdefault(day, {})[status] = count
        charges.setdefault(day, []).append(total)
    rows = tuple(
        (day, *(counts.get(status, 0) for status in STATUSES), sum(counts.values()), _added(charges[day]))
        for day, counts in held.items()
    )
    waiting = sum(count for _, status, count, _ in figures.visits if status not in ("ready", "sent"))
    seen = sum(count for _, _, count, _ in figures.visits)
    return Table(
        key="visits",
        title=say("Visits by day"),
        says=say("{seen:,} visits, {waiting:,} not finalised yet", seen=seen, waiting=waiting),
        counts=say(
            "Every visit of these days by its status now, with the charges of its claim as far as they are known."
        ),
        columns=(
            Column(name=say("Date of service"), kind="date"),
            *(_number(word) for word in STATUSES.values()),
            _number(say("Visits")),
            _money(say("Charges")),
        ),
        rows=rows,
        plots=(0, (len(STATUSES) + 1,)),
    )


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
    told = say("{rate} % of {number:,} first claims had no error and nothing overridden", rate=rate, number=claims)
    return Table(
        key="clean",
        title=say("Clean claims"),
        says=told if claims else say("No claims"),
        counts=say(
            "First claims, not corrections, by the month they were finalised in. Clean: no error was found and "
            "nothing was overridden when it was finalised."
        ),
        columns=(
            _text(say("Month finalised")),
            _number(say("First claims")),
            _number(say("Clean")),
            _number(say("With errors")),
            _number(say("With overrides")),
            Column(name=say("Clean rate"), kind="percent"),
        ),
        rows=rows,
        plots=(0, (5,)),
    )


def _findings(figures: Figures) -> Table:
    titles = {rule.id: rule.title for rule in RULES}
    rows = tuple(
        (titles.get(rule, rule), rule, severity, payer, claims, count)
        for rule, severity, payer, claims, count in figures.findings
    )
    return Table(
        key="findings",
        title=say("Findings by rule and payer"),
        says=say("{number:,} findings left standing in finalised claims", number=sum(row[5] for row in rows)),
        counts=say(
            "Findings in the sealed reports of claims that stand, replaced and voided ones left out, as they were "
            "judged on the day they were finalised."
        ),
        columns=(
            _text(say("Finding")),
            _text(say("Rule")),
            _text(say("Severity")),
            _text(say("Payer")),
            _number(say("Claims")),
            _number(say("Findings")),
        ),
        rows=rows,
        plots=(0, (5,)),
    )


def _drugs(figures: Figures, tables: Tables) -> Table:
    units: dict[str, list[int]] = {}
    charges: dict[str, list[Decimal | None]] = {}
    for code, is_waste, count, charge, _ in figures.lines:
        units.setdefault(code, [0, 0])[int(is_waste)] += int(count)
        charges.setdefault(code, [None, None])[int(is_waste)] = charge
    found = [(code, drug) for code in units if (drug := tables.drug(code))]
    found.sort(key=lambda one: (-(_added(charges[one[0]]) or _NOTHING), one[0]))
    rows = tuple(
        (
            drug.generic, code, str(drug.unit), *units[code], _percent(units[code][1], sum(units[code])),
            *_known(units[code], charges[code]),
        )
        for code, drug in found
    )  # fmt: skip
    is_priced = any(charge is not None for code, _ in found for charge in charges[code])
    wasted = _added(charges[code][1] for code, _ in found) or (_NOTHING if is_priced else None)
    waste = NO_CHARGES if wasted is None else say("${total:,.2f} charged for waste", total=wasted)
    told = f"{many('{count:,} drug', '{count:,} drugs', len(rows))}, {waste}"
    return Table(
        key="drugs",
        title=say("Drugs given and wasted"),
        says=told if rows else say("No drugs"),
        counts=say("Lines of drugs in claims that stand; wasted are the lines with modifier JW."),
        columns=(
            _text(say("Drug")),
            _text(say("Code")),
            _text(say("One unit")),
            _number(say("Units given")),
            _number(say("Units wasted")),
            Column(name=say("Wasted"), kind="percent"),
            _money(say("Charges given")),
            _money(say("Charges wasted")),
        ),
        rows=rows,
        plots=(0, (6, 7) if is_priced else (3, 4)),
    )


def _known(units: Sequence[int], charges: Sequence[Decimal | None]) -> tuple[Decimal | None, ...]:
    """The charges; of a priced drug nothing is charged for no units."""
    is_priced = any(charge is not None for charge in charges)
    return tuple(_NOTHING if is_priced and not count else charge for count, charge in zip(units, charges, strict=True))


def _charged(total: Decimal | None) -> str:
    return NO_CHARGES if total is None else say("${total:,.2f} of charges in claims that stand", total=total)


def _pay(figures: Figures) -> Table:
    claims: dict[tuple[str, str], int] = {}
    totals: dict[tuple[str, str], list[Decimal | None]] = {}
    for payer, day, count, total in figures.charges:
        key = payer or say("(no payer)"), _month(day)
        claims[key] = claims.get(key, 0) + count
        totals.setdefault(key, []).append(total)
    rows = tuple((payer, month, claims[payer, month], _added(totals[payer, month])) for payer, month in sorted(claims))
    total = _added(row[3] for row in rows)
    return Table(
        key="charges", title=say("Charges by payer and month"),
        says=_charged(total) if rows else say("No claims"),
        counts=say("Claims that stand, by payer and the month of service. A claim with a line that has no charge adds "
        "nothing to charges."),
        columns=(_text(say("Payer")), _text(say("Month of service")), _number(say("Claims")), _money(say("Charges"))),
        rows=rows, plots=(0, (2,) if total is None else (3,)),
    )  # fmt: skip
