"""What the loaded edit tables and price files say of one code on the day."""

from collections.abc import Iterable, Iterator
from datetime import date

from oncodesk.codes.edit_values import AddOnEdit, Fee, NotLoaded, Pair, PaymentLimit, Product, UnlikelyUnits
from oncodesk.codes.tables import Tables
from oncodesk.domain.fees import Fees
from oncodesk.services.code_parts import PairPart, Particular
from oncodesk.words import say

JUDGED = {
    1: say("by line: a further line may hold more where it is true"),
    2: say("by day, and never exceeded"),
    3: say("by day; more needs records on appeal"),
}
"""NCCI MUE adjudication indicators."""
PRODUCTS = 6


def table_particulars(code: str, tables: Tables, fees: Fees | None) -> tuple[Particular, ...]:
    """Unlikely units, table of add-ons, payment limit, products, fee schedule, own charge: those that are known."""
    told = [
        (say("Most units likely"), _units(tables.mue(code))),
        (say("Add-on table"), _primaries(tables.addon_edits(code))),
        (say("Medicare pays"), _limit(tables.asp(code))),
        (say("Products"), _products(tables.ndcs_of(code))),
        (say("Fee schedule"), _fee(tables.fee(code))),
        (say("Own charge"), _charge(code, fees, tables.on)),
    ]
    return tuple(Particular(name=name, value=value) for name, value in told if value)


def tables_lacking(code: str, tables: Tables) -> tuple[str, ...]:
    """Which tables could not be asked for the day, in one line; nothing where each could."""
    asked = {
        say("NCCI pairs"): tables.ptp_of(code, ()),
        say("unlikely units"): tables.mue(code),
        say("add-on table"): tables.addon_edits(code),
    }
    lacking = [name for name, found in asked.items() if isinstance(found, NotLoaded)]
    return (say("Not loaded for {day}: {names}", day=tables.on, names=", ".join(lacking)),) if lacking else ()


def pair_parts(code: str, tables: Tables) -> tuple[PairPart, ...]:
    """NCCI edits of the code with what an oncology office bills, those no modifier sets aside first."""
    office = {p.code: p.wording for p in tables.procedures} | {d.code: d.generic for d in tables.drugs}
    found = tables.ptp_of(code, office)
    pairs = () if isinstance(found, NotLoaded) else found.found
    return tuple(sorted(_parts(code, pairs, office), key=lambda p: (p.bypass, p.column, p.code)))


def _parts(code: str, pairs: Iterable[Pair], office: dict[str, str]) -> Iterator[PairPart]:
    for pair in pairs:
        own_first = pair.column1 == code
        other = pair.column2 if own_first else pair.column1
        yield PairPart(
            code=other, text=office[other], column=1 if own_first else 2, bypass=pair.bypass, rationale=pair.rationale
        )


def _units(found: UnlikelyUnits | NotLoaded | None) -> str:
    return f"{found.units} {JUDGED[found.indicator]} ({found.edition})" if isinstance(found, UnlikelyUnits) else ""


def _primaries(found: tuple[AddOnEdit, ...] | NotLoaded) -> str:
    if isinstance(found, NotLoaded) or not found:
        return ""
    named = ", ".join(edit.primary or say("as the contractor says") for edit in found)
    return say("stands only with {codes} ({edition})", codes=named, edition=found[0].edition)


def _limit(found: PaymentLimit | NotLoaded | None) -> str:
    if not isinstance(found, PaymentLimit) or found.limit is None:
        return ""
    return say(
        "${limit:,.3f} for each {dosage}, quarter of {edition}",
        limit=found.limit,
        dosage=found.dosage,
        edition=found.edition,
    )


def _products(found: tuple[Product, ...] | NotLoaded) -> str:
    if isinstance(found, NotLoaded) or not found:
        return ""
    named = [f"{p.ndc} {p.name} ({p.labeler})" for p in found[:PRODUCTS]]
    more = len(found) - len(named)
    return "; ".join(named) + ("; " + say("and {number} more", number=more) if more else "")


def _fee(found: Fee | NotLoaded | None) -> str:
    if not isinstance(found, Fee):
        return ""
    return say(
        "${amount:,.2f} national, office (status {status}, {edition})",
        amount=found.amount(),
        status=found.status,
        edition=found.edition,
    )


def _charge(code: str, fees: Fees | None, on: date) -> str:
    charge = fees.per_unit.get(code) if fees and fees.since <= on else None
    return (
        ""
        if charge is None or fees is None
        else say("${charge:,.2f} a unit since {day}", charge=charge, day=fees.since)
    )
