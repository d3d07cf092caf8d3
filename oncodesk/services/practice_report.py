"""The practice's work in figures: tables whose cells keep their type, each with what a plot of it shows."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from oncodesk.codes.tables import Tables
from oncodesk.domain.base import Frozen
from oncodesk.exchange.tabular import Cell, Column, Listed
from oncodesk.rules.catalogue import RULES
from oncodesk.vault.values import Figures

STATUSES = ("uncoded", "query", "review", "hold", "ready", "sent")
_NOTHING = Decimal(0)
NO_CHARGES = "no charges entered: Settings, Practice and charges, takes them"


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
    first = ("Days of service", f"{report.since} to {report.until}")
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


def _dollars(values: Sequence[Decimal | None], what: str = "") -> str:
    """What the values come to in words, or what to do where none is known."""
    total = _added(values)
    return NO_CHARGES if total is None else f"${total:,.2f} {what}".rstrip()


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
        key="work", title="Work done",
        says=f"{count:,} claims finalised, {_dollars([row[4] for row in rows])}" if rows else "No claims finalised",
        counts="Every claim finalised for a date of service of these days, corrections, replaced and voided ones too, "
        "by the day it was finalised on and by coder. A claim with a line that has no charge adds nothing to charges.",
        columns=(
            Column(name="Finalised on", kind="date"), _text("Coder"), _number("Claims"), _number("Corrections"),
            _money("Charges"),
        ),
        rows=rows, plots=(0, (2,)),
    )  # fmt: skip


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
        key="visits", title="Visits by day", says=f"{seen:,} visits, {waiting:,} not finalised yet",
        counts="Every visit of these days by its status now, with the charges of its claim as far as they are known.",
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
        counts="First claims, not corrections, by the month they were finalised in. Clean: no error was found and "
        "nothing was overridden when it was finalised.",
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
        counts="Findings in the sealed reports of claims that stand, replaced and voided ones left out, as they were "
        "judged on the day they were finalised.",
        columns=(
            _text("Finding"), _text("Rule"), _text("Severity"), _text("Payer"), _number("Claims"), _number("Findings"),
        ),
        rows=rows, plots=(0, (5,)),
    )  # fmt: skip


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
    told = f"{_counted(len(rows), 'drug')}, {_dollars([wasted], 'charged for waste')}"
    return Table(
        key="drugs", title="Drugs given and wasted",
        says=told if rows else "No drugs",
        counts="Lines of drugs in claims that stand; wasted are the lines with modifier JW.",
        columns=(
            _text("Drug"), _text("Code"), _text("One unit"), _number("Units given"), _number("Units wasted"),
            Column(name="Wasted", kind="percent"), _money("Charges given"), _money("Charges wasted"),
        ),
        rows=rows, plots=(0, (6, 7) if is_priced else (3, 4)),
    )  # fmt: skip


def _known(units: Sequence[int], charges: Sequence[Decimal | None]) -> tuple[Decimal | None, ...]:
    """The charges; of a priced drug nothing is charged for no units."""
    is_priced = any(charge is not None for charge in charges)
    return tuple(_NOTHING if is_priced and not count else charge for count, charge in zip(units, charges, strict=True))


def _counted(number: int, word: str) -> str:
    return f"{number:,} {word}{'' if number == 1 else 's'}"


def _pay(figures: Figures) -> Table:
    claims: dict[tuple[str, str], int] = {}
    totals: dict[tuple[str, str], list[Decimal | None]] = {}
    for payer, day, count, total in figures.charges:
        key = payer or "(no payer)", _month(day)
        claims[key] = claims.get(key, 0) + count
        totals.setdefault(key, []).append(total)
    rows = tuple((payer, month, claims[payer, month], _added(totals[payer, month])) for payer, month in sorted(claims))
    is_priced = any(row[3] is not None for row in rows)
    return Table(
        key="charges", title="Charges by payer and month",
        says=_dollars([row[3] for row in rows], "of charges in claims that stand") if rows else "No claims",
        counts="Claims that stand, by payer and the month of service. A claim with a line that has no charge adds "
        "nothing to charges.",
        columns=(_text("Payer"), _text("Month of service"), _number("Claims"), _money("Charges")),
        rows=rows, plots=(0, (3,) if is_priced else (2,)),
    )  # fmt: skip
